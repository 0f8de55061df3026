import type { GraphJson, GraphNode, GraphView } from '../workflow/draw/graph';
import type { GraphChange } from '../workflow/draw/graph-change';
import type { LegacySide } from '../workflow/draw/page/parts/content';

/** What the editor's client and the server say to each other beyond the Language Server Protocol. Types and names only. */

/** The graph of an open workflow. */
export const GRAPH_REQUEST = 'dagport/graph';

export interface GraphParams {
  readonly textDocument: { readonly uri: string };
  readonly view: GraphView;
  /** The answer with a graph that came last: what became of that is enough. Absent, the whole graph is wanted. */
  readonly known?: number;
}

export interface GraphAnswer {
  /** The version of the document that was read. */
  readonly version: number;
  /** Neither this nor a change where no graph can be made; `problems` say why. */
  readonly graph?: GraphJson;
  /** What makes it of the graph of the answer that is known. */
  readonly change?: GraphChange;
  /** What an answer with a graph or a change is known by from then on. */
  readonly id?: number;
  readonly problems: readonly string[];
  /** The legacy job that it came of, or is to come of, where that is known, with the URI of its file. */
  readonly legacy?: BesideGraph;
  /** The legacy job is that of the answer that is known. */
  readonly keepsLegacy?: true;
}

export interface BesideGraph extends LegacySide {
  readonly uri: string;
}

/** The edit that makes a wave of some nodes: `WaveParams` → `WorkspaceEdit`. */
export const WAVE_REQUEST = 'dagport/wave';

export interface WaveParams {
  readonly textDocument: { readonly uri: string };
  readonly name: string;
  /** As they are in the graph of the workflow. */
  readonly nodes: readonly Pick<GraphNode, 'name' | 'origin'>[];
}

/** The language id of workflows. */
export const LANGUAGE_ID = 'dagport-workflow';

/** A command of the client: asks for what a legacy definition becomes, and applies it. Its argument is the URI. */
export const MIGRATE_COMMAND = 'dagport.migrate';

/** The edit that makes a legacy definition a workflow: `{ textDocument: { uri } }` → `WorkspaceEdit`. */
export const MIGRATE_REQUEST = 'dagport/migrate';

/** What a legacy definition, or all those in a folder, become: `MigrationParams` → `MigrationAnswer`. Nothing is written. */
export const MIGRATION_REQUEST = 'dagport/migration';

export interface MigrationParams {
  /** A definition; a folder where it ends with `/`. */
  readonly uri: string;
  /** The answer can be long in coming: progress is told under this token. */
  readonly workDoneToken?: string | number;
}

export interface MigrationAnswer {
  readonly workflows: readonly MigratedWorkflow[];
  /** The paths of all definitions that were read, from the folder's name on. */
  readonly sources: readonly string[];
  /** How many elements, attributes and texts, or steps, were seen, and how many of them did not simply become the same. */
  readonly constructs: {
    readonly total: number;
    readonly approximated: number;
    readonly manual: number;
    readonly dropped: number;
  };
  /** Why nothing was made of a definition: one line each. */
  readonly problems: readonly string[];
  /** An HTML page without scripts: what became of each construct, sources and workflows side by side. */
  readonly report: string;
}

/** A workflow that can be written, and its records: where each line comes from, and the text that it began as. */
export interface MigratedWorkflow extends NewFile {
  /** The URI of what it was made of. */
  readonly source: string;
  readonly records: readonly NewFile[];
}

export interface NewFile {
  readonly uri: string;
  readonly text: string;
}

/** What an open file was taken for: `{ textDocument: { uri } }` → `StatusAnswer`. */
export const STATUS_REQUEST = 'dagport/status';

export interface StatusAnswer {
  readonly kind: 'workflow' | 'oozie' | 'jenkins' | 'other';
  /** The part of a sentence. */
  readonly why: string;
  /** The paths of the configurations that hold for it, the nearest first. */
  readonly configuration: readonly string[];
}

/** The server asks the client for the text of a file that it cannot read itself: `ReadFileParams` → `string | null`. */
export const READ_FILE_REQUEST = 'dagport/readFile';

export interface ReadFileParams {
  readonly uri: string;
}

/** Likewise for the URIs of the files below a folder: `ListFilesParams` → `string[] | null`, nothing where it is not there. */
export const LIST_FILES_REQUEST = 'dagport/listFiles';

export interface ListFilesParams {
  readonly uri: string;
  /** A glob of the editor. */
  readonly pattern: string;
}

/** What a server in a worker is given before anything else: the files that the build packs, as bytes. */
export interface ServerData {
  readonly catalogue: Uint8Array;
  readonly providers: Uint8Array;
  readonly blocks: Uint8Array;
}
