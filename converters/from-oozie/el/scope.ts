import type { Template } from './template';

/** What expressions may refer to at their place. */
export interface ElScope {
  /** A property of the job, by its name. */
  variable(name: string): Template;
  readonly workflowName: Template;
  /** The folder of the application on HDFS. */
  readonly applicationPath: Template;
  readonly user: Template;
  readonly lastFailure: LastFailure;
  /** The mapping that an action left behind, as a Jinja expression; nothing where it leaves none. */
  output?(action: string): string | undefined;
}

/** What `wf:lastErrorNode()` may be at a place. */
export interface LastFailure {
  readonly actions: readonly string[];
  /** Every way there has a failure on it. */
  readonly certain: boolean;
}

export const noFailure: LastFailure = { actions: [], certain: false };
