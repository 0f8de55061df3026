import type { LintFormat } from './reporters';

/** What each command is asked to do, as the command line was understood. */
export interface LintOptions {
  /** Files and folders; `-` is the standard input. */
  readonly paths: readonly string[];
  readonly format: LintFormat;
  readonly fix: boolean;
  /** With `fix`: apply proposals too. */
  readonly unsafeFixes: boolean;
  /** More warnings than this are a failure. */
  readonly maxWarnings?: number;
  /** What to call the standard input. */
  readonly stdinPath: string;
}

/** Which nodes are meant, in dbt's syntax. */
export interface SelectionOptions {
  /** What to keep; absent, all. */
  readonly select?: string;
  /** What of that to leave out. */
  readonly exclude?: string;
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

export interface GraphOptions extends SelectionOptions {
  readonly path: string;
  readonly view: 'authored' | 'expanded';
  readonly format: 'json' | 'svg' | 'html' | 'mermaid' | 'dot';
  /** The file to write; absent, the standard output. */
  readonly output?: string;
}

export interface PruneOptions extends SelectionOptions {
  readonly path: string;
  /** The file to write; absent, the standard output. */
  readonly output?: string;
}

export interface ExplainOptions {
  /** The id of a rule or the name of a type; absent, a list of all. */
  readonly name?: string;
  readonly format: 'text' | 'json';
}
