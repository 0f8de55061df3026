import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  SymbolKind,
} from 'vscode-languageserver';
import { offsetAt, type Position, type Range } from '../../text/range';
import { type DocumentOutline, type Edge, type NodeOutline, placeOf } from '../../workflow/check';
import { absolute } from '../../workflow/read';
import { nameAt, sameName } from '../names';
import { lspRange } from '../positions';
import { trimmed } from '../trimmed';
import type { OpenDocument, Workspace } from '../workspace';

/** `textDocument/prepareCallHierarchy`: the task that is named at a position. */
export function prepareCallHierarchy(document: OpenDocument, position: Position): CallHierarchyItem[] {
  const { lines } = document.file.get();
  const names = document.names.get();
  const here = nameAt(names, offsetAt(lines, position));
  if (here?.kind !== 'node') return [];
  const definition = names.find((use) => use.definition && sameName(use, here));
  const node = definition === undefined ? undefined : nodeAt(document, definition.range.start)?.node;
  return node === undefined ? [] : [hierarchyItem(document, node)];
}

/** `callHierarchy/incomingCalls`: what a task waits for. */
export function incomingCalls(workspace: Workspace, item: CallHierarchyItem): CallHierarchyIncomingCall[] {
  return neighbours(workspace, item, 'to', 'from').map(({ item: from, fromRanges }) => ({ from, fromRanges }));
}

/** `callHierarchy/outgoingCalls`: what waits for a task, and what handles its failure. */
export function outgoingCalls(workspace: Workspace, item: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  return neighbours(workspace, item, 'from', 'to').map(({ item: to, fromRanges }) => ({ to, fromRanges }));
}

interface Neighbour {
  readonly item: CallHierarchyItem;
  readonly fromRanges: CallHierarchyItem['range'][];
}

/** The nodes at the other end of the edges that have `item` at one end. */
function neighbours(
  workspace: Workspace,
  item: CallHierarchyItem,
  end: 'from' | 'to',
  other: 'from' | 'to',
): readonly Neighbour[] {
  const document = workspace.documents.get(item.uri);
  if (document === undefined) return [];
  const { lines } = document.file.get();
  const here = nodeAt(document, offsetAt(lines, item.selectionRange.start));
  if (here === undefined) return [];
  const byNode = new Map<NodeOutline, Edge[]>();
  for (const edge of here.outline.edges) {
    if (edge[end] !== here.node) continue;
    const known = byNode.get(edge[other]);
    if (known === undefined) byNode.set(edge[other], [edge]);
    else known.push(edge);
  }
  return [...byNode].map(([node, edges]) => ({
    item: hierarchyItem(document, node),
    fromRanges: edges.map(({ range }) => lspRange(lines, range)),
  }));
}

function nodeAt(
  document: OpenDocument,
  offset: number,
): { readonly outline: DocumentOutline; readonly node: NodeOutline } | undefined {
  for (const outline of document.outline.get().documents) {
    const node = outline.nodes.find((candidate) => placeOf(candidate).start === offset);
    if (node !== undefined) return { outline, node };
  }
  return undefined;
}

function hierarchyItem(document: OpenDocument, node: NodeOutline): CallHierarchyItem {
  const { lines, text } = document.file.get();
  const range: Range = trimmed(absolute(node.item, node.item.map), text);
  return {
    name: node.name?.text || '(no name)',
    kind: SymbolKind.Function,
    ...(node.type === undefined ? {} : { detail: node.type.text }),
    uri: document.uri,
    range: lspRange(lines, range),
    selectionRange: lspRange(lines, placeOf(node)),
  };
}
