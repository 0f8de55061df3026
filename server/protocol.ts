import type { GraphJson, GraphView } from '../workflow/draw/graph';

/** What the editor's client and the server say to each other beyond the Language Server Protocol. Types and names only. */

/** The graph of an open workflow. */
export const GRAPH_REQUEST = 'dagport/graph';

export interface GraphParams {
  readonly textDocument: { readonly uri: string };
  readonly view: GraphView;
}

export interface GraphAnswer {
  /** The version of the document that was read. */
  readonly version: number;
  /** Nothing where no graph can be made; `problems` say why. */
  readonly graph?: GraphJson;
  readonly problems: readonly string[];
}

/** The language id of workflows. */
export const LANGUAGE_ID = 'dagport-workflow';

/** A command of the client: asks for what a legacy definition becomes, and applies it. Its argument is the URI. */
export const MIGRATE_COMMAND = 'dagport.migrate';

/** The edit that makes a legacy definition a workflow: `{ textDocument: { uri } }` → `WorkspaceEdit`. */
export const MIGRATE_REQUEST = 'dagport/migrate';

/** What an open file was taken for: `{ textDocument: { uri } }` → `StatusAnswer`. */
export const STATUS_REQUEST = 'dagport/status';

export interface StatusAnswer {
  readonly kind: 'workflow' | 'oozie' | 'jenkins' | 'other';
  /** The part of a sentence. */
  readonly why: string;
  /** The paths of the configurations that hold for it, the nearest first. */
  readonly configuration: readonly string[];
}
