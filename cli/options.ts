import type { CiSystem } from './init/ci-systems';
import type { LintFormat } from './reporters';

/** A form in which findings are printed, and where to. */
export interface LintOutput {
  readonly format: LintFormat;
  /** The file to write; absent, the standard output. */
  readonly file?: string;
}

/** What each command is asked to do, as the command line was understood. */
export interface LintOptions {
  /** Files, globs and folders; `-` is the standard input. */
  readonly paths: readonly string[];
  /** At least one. */
  readonly outputs: readonly LintOutput[];
  readonly fix: boolean;
  /** Proposals are applied, too. */
  readonly unsafeFixes: boolean;
  /** Shows what the fixes would change, and changes nothing. */
  readonly diff: boolean;
  /** Ids of rules, or categories: nothing else is reported. Empty, all. */
  readonly only: readonly string[];
  /** Ids of rules, or categories, that are not reported. */
  readonly skip: readonly string[];
  /** The Airflow that workflows are checked for; absent, what the configuration says. */
  readonly airflow?: AirflowVersion;
  /** The name of an environment of `dagport.yaml`. */
  readonly environment?: string;
  /** More warnings than this are a failure. */
  readonly maxWarnings?: number;
  readonly watch: boolean;
  /** Keeps what was found, and checks again only what changed. */
  readonly cache: boolean;
  /** Only files that git says were changed. */
  readonly changed: boolean;
  /** With `changed`: since this commit; absent, since the last one. */
  readonly since?: string;
  readonly statistics: boolean;
  /** A file of findings that are accepted. */
  readonly baseline?: string;
  /** Accepts what is found now. */
  readonly updateBaseline: boolean;
  /** Says why each file is checked or not, and with what configuration. */
  readonly explainFile: boolean;
  /** Oozie and Jenkins definitions in folders are checked, too. */
  readonly legacy: boolean;
  /** What to call the standard input; without it, it is what it holds. */
  readonly stdinFilename?: string;
}

/** The versions of Airflow that workflows are checked and built for. */
export type AirflowVersion = '3.3' | '2.11';

/** Which nodes are meant, in dbt's syntax. */
export interface SelectionOptions {
  /** What to keep; absent, all. */
  readonly select?: string;
  /** What of that to leave out. */
  readonly exclude?: string;
  /** The last wave of a staged migration to keep, with all before it. */
  readonly wave?: string;
}

export interface BuildOptions extends SelectionOptions {
  readonly paths: readonly string[];
  /** The folder that the DAG files are written to. */
  readonly output: string;
  /** The Airflow to build for; absent, what the configuration says. */
  readonly airflow?: '3.3' | '2.11';
  /** The name of an environment of `dagport.yaml`. */
  readonly environment?: string;
  /** Write nothing, and say which DAG files are not what would be written. */
  readonly check: boolean;
  /** Remove what an earlier build wrote for workflows that are gone. */
  readonly pruneOutput: boolean;
  /** Replace files in the output folder that were changed since, or that dagport did not write. */
  readonly force: boolean;
  readonly format: 'text' | 'json';
}

export interface AffectedOptions {
  readonly paths: readonly string[];
  /** The commit to compare with. */
  readonly since: string;
  readonly airflow?: '3.3' | '2.11';
  readonly environment?: string;
  readonly json: boolean;
}

export interface GraphOptions extends SelectionOptions {
  readonly path: string;
  readonly view: 'authored' | 'expanded';
  readonly format: 'json' | 'svg' | 'html' | 'mermaid' | 'dot';
  /** The name of an environment of `dagport.yaml`: what a container becomes is seen in the expanded view. */
  readonly environment?: string;
  /** The file to write; absent, the standard output. */
  readonly output?: string;
}

export interface PruneOptions extends SelectionOptions {
  readonly path: string;
  /** The file to write; absent, the standard output. */
  readonly output?: string;
}

export interface FmtOptions {
  /** Files, globs and folders; `-` is the standard input. */
  readonly paths: readonly string[];
  readonly check: boolean;
  readonly diff: boolean;
  /** What to call the standard input. */
  readonly stdinFilename: string;
}

export interface InitOptions {
  readonly folder: string;
  /** Absent: it is asked for, where a person is there. */
  readonly airflow?: AirflowVersion;
  readonly ci?: readonly CiSystem[];
}

export interface TypesOptions {
  readonly name?: string;
  readonly airflow?: AirflowVersion;
  readonly json: boolean;
}

export interface ExplainOptions {
  /** The id of a rule or the name of a type; `profile`; absent, a list of all. */
  readonly name?: string;
  /** The name of a profile. */
  readonly of?: string;
  readonly format: 'text' | 'json';
}
