import type { GraphJson } from '../../graph';

/** What a page shows: the same workflow in one view or more, and its text. */
export interface PageContent {
  /** The first one is shown first. */
  readonly graphs: readonly GraphJson[];
  /** The texts of the files that nodes come from, by path. */
  readonly sources: Readonly<Record<string, string>>;
  /** What stands in the way of a view that is not among them. */
  readonly problem?: string;
}

/** What the script of a page is given. The pictures stand in the page, one for each graph, in their order. */
export interface PageData {
  readonly graphs: readonly GraphJson[];
  /** The lines of the files that nodes come from, by path. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
}

/** A legacy job beside the workflow that it became. */
export interface LegacySide {
  readonly graph: GraphJson;
  /** The ids of nodes of the legacy job, each with that of a node of the workflow that came of it. */
  readonly pairs: readonly (readonly [legacy: string, workflow: string])[];
}
