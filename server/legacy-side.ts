import { type CameFrom, type LegacyGraph, legacyGraph, legacyPairs, recogniseLegacy, sidecarName } from '../migration';
import { folderOf } from '../text/path';
import type { GraphNode } from '../workflow/draw/graph';
import { convertOpen } from './legacy';
import type { BesideGraph } from './protocol';
import type { OpenDocument, Workspace } from './workspace';

/** The legacy job of a workflow, as its sidecar names it. */
export interface KnownLegacy {
  /** What it was read from: it holds while these stay. */
  readonly sidecar: string;
  readonly text: string;
  readonly uri: string;
  readonly graph: LegacyGraph;
  readonly origins: readonly CameFrom[];
}

/** What was found when the files of a workflow's legacy job were read last. */
export interface LegacyReading {
  /** When, in ms. */
  readonly at: number;
  readonly known: KnownLegacy | undefined;
}

/** While somebody types the files are read again after so many ms: to wait for a disk is to wait for all that is asked meanwhile. */
const HOLDS_MILLISECONDS = 2_000;

/**
 * The legacy job beside its workflow, where the workflow's sidecar says what it came of and that file is still there.
 * @param now The time in ms where what was read shortly before will do; absent, the files are read.
 */
export function legacySide(
  workspace: Workspace,
  document: OpenDocument,
  nodes: readonly GraphNode[],
  now?: number,
): BesideGraph | undefined | Promise<BesideGraph | undefined> {
  if (!document.uri.endsWith('.workflow.yaml')) return undefined;
  const last = workspace.legacySides.get(document.uri);
  if (last !== undefined && now !== undefined && now - last.at < HOLDS_MILLISECONDS) return besideOf(last.known, nodes);
  return readLegacy(workspace, document.uri, last?.known).then((known) => {
    if (workspace.documents.has(document.uri)) workspace.legacySides.set(document.uri, { at: now ?? 0, known });
    return besideOf(known, nodes);
  });
}

function besideOf(known: KnownLegacy | undefined, nodes: readonly GraphNode[]): BesideGraph | undefined {
  if (known === undefined) return undefined;
  return { graph: known.graph.graph, pairs: legacyPairs(nodes, known.origins, known.graph), uri: known.uri };
}

async function readLegacy(
  workspace: Workspace,
  uri: string,
  before: KnownLegacy | undefined,
): Promise<KnownLegacy | undefined> {
  const sidecar = await workspace.files.readText(sidecarName(uri));
  const source = sidecar === undefined ? undefined : await sourceOf(workspace, uri, sidecar);
  if (sidecar === undefined || source === undefined) return undefined;
  if (before?.sidecar === sidecar && before.text === source.text) return before;
  const { result } = await convertOpen(source, workspace.files);
  const account = result.sources.find(({ path }) => decodeURIComponent(source.uri).endsWith(`/${path}`));
  const graph = account === undefined ? undefined : legacyGraph(account, source.text);
  if (graph === undefined) return undefined;
  return { sidecar, text: source.text, uri: source.uri, graph, origins: source.origins };
}

/** The part of a sidecar that is looked at. What a person changed in it may be anything. */
interface Named {
  readonly sources?: readonly { readonly path?: unknown }[];
  readonly map?: readonly {
    readonly pointer?: unknown;
    readonly construct?: unknown;
    readonly source?: { readonly file?: unknown };
  }[];
}

/** The first source of a sidecar that defines nodes. Its path is one of the folder in which the conversion ran: any above. */
async function sourceOf({ files }: Workspace, uri: string, sidecar: string) {
  const { sources = [], map = [] } = parsed(sidecar);
  for (const { path } of sources) {
    if (typeof path !== 'string') continue;
    for (let folder = folderOf(uri); ; folder = folderOf(folder.slice(0, -1))) {
      const found = URL.canParse(path, folder) ? new URL(path, folder).href : undefined;
      const text = found === undefined ? undefined : await files.readText(found);
      const kind = text === undefined ? undefined : recogniseLegacy(path, text)?.kind;
      if (found !== undefined && text !== undefined && kind !== undefined && !/<coordinator-app\b/.test(text)) {
        const origins = map.flatMap(({ pointer, construct, source }): readonly CameFrom[] =>
          typeof pointer === 'string' && typeof construct === 'string' && source?.file === path
            ? [{ pointer, construct }]
            : [],
        );
        return { uri: found, text, kind, origins };
      }
      if (folder === folderOf(folder.slice(0, -1)) || !/^\w+:\/\/[^/]*\/./.test(folder)) break;
    }
  }
  return undefined;
}

function parsed(sidecar: string): Named {
  try {
    const value: unknown = JSON.parse(sidecar);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {}; // somebody edits it
  }
}
