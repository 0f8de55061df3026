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

/** The legacy job beside its workflow, where the workflow's sidecar says what it came of and that file is still there. */
export async function legacySide(
  workspace: Workspace,
  document: OpenDocument,
  nodes: readonly GraphNode[],
): Promise<BesideGraph | undefined> {
  if (!document.uri.endsWith('.workflow.yaml')) return undefined;
  const sidecar = await workspace.files.readText(sidecarName(document.uri));
  if (sidecar === undefined) {
    workspace.legacySides.delete(document.uri);
    return undefined;
  }
  const known = await knownLegacy(workspace, document.uri, sidecar);
  if (known === undefined) return undefined;
  return { graph: known.graph.graph, pairs: legacyPairs(nodes, known.origins, known.graph), uri: known.uri };
}

async function knownLegacy(workspace: Workspace, uri: string, sidecar: string): Promise<KnownLegacy | undefined> {
  const before = workspace.legacySides.get(uri);
  const source = await sourceOf(workspace, uri, sidecar);
  if (source === undefined) return undefined;
  if (before?.sidecar === sidecar && before.text === source.text) return before;
  const { result } = await convertOpen(source, workspace.files);
  const account = result.sources.find(({ path }) => decodeURIComponent(source.uri).endsWith(`/${path}`));
  const graph = account === undefined ? undefined : legacyGraph(account, source.text);
  if (graph === undefined || !workspace.documents.has(uri)) return undefined;
  const known = { sidecar, text: source.text, uri: source.uri, graph, origins: source.origins };
  workspace.legacySides.set(uri, known);
  return known;
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
