import type { Diagnostic } from '../text/diagnostic';
import type { Range } from '../text/range';
import type { DraftFile } from '../workflow/write/draft';
import type { JenkinsFlow } from './jenkins-flow';
import type { LegacyFlow } from './legacy-flow';

/** What a converter is given. It reads nothing itself: the face loads what `needs` names and calls again. */
export interface ConversionInput {
  /** The path of the file to convert, a key of `files`. */
  readonly entry: string;
  readonly files: ReadonlyMap<string, string>;
  readonly options: ConversionOptions;
}

export interface ConversionOptions {
  /** The name of the profile that says which operator an action or step becomes. */
  readonly profile: string;
  /** The text of a profile that a person wrote; it wins over the name. */
  readonly profileText?: string;
  /** Values given on the command line (`-D name=value`); they win over those of property files. */
  readonly properties: ReadonlyMap<string, string>;
  readonly airflow: '3.3' | '2.11';
}

export interface ConversionResult {
  readonly workflows: readonly ConvertedWorkflow[];
  /** One entry for each source file that was read as a legacy job. */
  readonly sources: readonly SourceAccount[];
  /** Findings about the source: not well-formed, refused by the legacy system's own rules. */
  readonly diagnostics: readonly SourceDiagnostic[];
  /** What the stages of a Jenkins pipeline are for. */
  readonly stages?: readonly LegacyStage[];
  /** What the tables of a profile were asked for: what only people know of the world around a job. */
  readonly tables?: readonly TableEntry[];
  /** Paths of further files that the conversion would read. Empty when it is complete. */
  readonly needs: readonly string[];
}

export interface LegacyStage {
  /** The names of the stages around it, then its own. */
  readonly stage: readonly string[];
  /** From 1. */
  readonly line: number;
  /** `checkout`, `build`, `test`, `publish`; `extract`, `load`, `transform`, `train`; `unknown`. */
  readonly class: string;
  readonly group: 'ci' | 'data' | 'unknown';
  /** What says so. */
  readonly reason: string;
}

export interface TableEntry {
  readonly table:
    | 'agents'
    | 'labels'
    | 'tools'
    | 'credentials'
    | 'steps'
    | 'jobs'
    | 'triggers'
    | 'options'
    | 'properties';
  readonly name: string;
  /** A profile has an answer. */
  readonly filled: boolean;
  /** Where it is asked, from 1. */
  readonly lines: readonly number[];
}

export interface SourceDiagnostic extends Diagnostic {
  readonly path: string;
}

export interface ConvertedWorkflow {
  /** The proposed file name, without folder: `<name>.workflow.yaml`. */
  readonly fileName: string;
  readonly draft: DraftFile;
  /** The control flow of the source, where it is one of tokens: what `verify` compares with. */
  readonly flow?: LegacyFlow;
  /** The control flow of a Jenkins pipeline: likewise. */
  readonly jenkins?: JenkinsFlow;
}

export type SourceKind =
  | 'oozie-workflow'
  | 'oozie-coordinator'
  | 'oozie-bundle'
  | 'jenkins-declarative'
  | 'jenkins-scripted'
  | 'jenkins-library'
  | 'jenkins-config';

/** The account of one source file: every construct that its reader saw, and what became of it. */
export interface SourceAccount {
  readonly path: string;
  readonly kind: SourceKind;
  readonly constructs: readonly SourceConstruct[];
}

/**
 * What became of a construct. `converted`: same meaning. `approximated`: works, differs, `message` says how.
 * `manual`: a person must decide, the task fails until then. `dropped`: no meaning left on Airflow, `reason` says why.
 */
export type ConstructStatus = 'converted' | 'approximated' | 'manual' | 'dropped';

/** Why a construct may be left out. The list is closed: `docs/migration-report.md` explains each. */
export type DropReason =
  | 'airflow-does-it'
  | 'no-counterpart-needed'
  | 'unreachable'
  | 'container-of-others'
  | 'legacy-runtime'
  | 'namespace'
  | 'documentation';

/**
 * One construct of the source. Oozie: each element, attribute and non-blank text. Jenkins: each stage, directive, option,
 * trigger, parameter, agent, step, `when` leaf and post condition; in scripted code each statement.
 */
export interface SourceConstruct {
  /** Unique within the conversion, stable between runs: `<path>#<pointer in the source>`. */
  readonly id: string;
  /** What it is, for people: `action/ok@to`, `stage "Build"`. */
  readonly construct: string;
  readonly range: Range;
  readonly status: ConstructStatus;
  readonly reason?: DropReason;
  readonly message?: string;
}
