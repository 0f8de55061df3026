/**
 * The control flow of a Jenkins pipeline with the tasks that stand for its parts: what `verify` plays against the converted workflow.
 * Names of tasks are those in the YAML; in a matrix, each cell has its own.
 */
export interface JenkinsFlow {
  readonly stages: readonly JenkinsStage[];
  readonly post: readonly JenkinsPost[];
}

export interface JenkinsStage {
  /** For people: the names of the stages around it, then its own. */
  readonly title: string;
  readonly gate?: JenkinsGate;
  /** A person is asked before the work of the stage: before its gate, too, or behind it. Who says no fails the stage, whose post does not run then. */
  readonly input?: { readonly task: string; readonly behindGate: boolean };
  readonly body: JenkinsBody;
  readonly post: readonly JenkinsPost[];
  readonly failFast: boolean;
}

/** What stands for a `when`: a branch, a task that skips itself, or nothing, because a person has to write it. */
export interface JenkinsGate {
  readonly kind: 'case' | 'task' | 'by-hand';
  readonly task: string;
}

export type JenkinsBody =
  | { readonly kind: 'steps'; readonly tasks: readonly JenkinsTask[] }
  | { readonly kind: 'stages' | 'parallel'; readonly stages: readonly JenkinsStage[] }
  | {
      readonly kind: 'matrix';
      readonly cells: readonly string[];
      readonly cell: Omit<JenkinsStage, 'failFast' | 'title'>;
    };

export interface JenkinsTask {
  readonly task: string;
  /** A failure that is caught lets the stages behind it run, and fails the build. */
  readonly catches: boolean;
  /** The task ends as skipped then, else as failed. */
  readonly skips: boolean;
  /** How often Jenkins tries its steps. */
  readonly attempts: number;
  /** Its steps can make the build unstable. */
  readonly unstable: boolean;
}

/** In the order in which they run. */
export interface JenkinsPost {
  readonly condition: string;
  readonly task: string;
}
