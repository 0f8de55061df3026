import type { GraphEdge, GraphJson, GraphNode, GraphRange } from './graph';
import { isSame } from './same';

/**
 * How a graph became another one of the same view. A key that is typed changes one node or edge of thousands: only that
 * goes from the server to a preview, and from its page to its painter.
 */
export interface GraphChange {
  readonly dagId?: string;
  /** Nodes that begin at this line of the source or below it, counted from 1, stand so many lines further down. */
  readonly lines?: { readonly from: number; readonly by: number };
  readonly nodes?: Splice<GraphNode>;
  readonly edges?: Splice<GraphEdge>;
}

/** A part of a list that is another one. */
export interface Splice<Item> {
  readonly at: number;
  readonly remove: number;
  readonly add: readonly Item[];
}

/** What makes the second graph of the first one; both show the same view. Linear. */
export function changeOfGraph(before: GraphJson, after: GraphJson): GraphChange {
  const lines = movedLines(before.nodes, after.nodes);
  const nodes = spliceOf(moved(before.nodes, lines), after.nodes);
  const edges = spliceOf(before.edges, after.edges);
  return {
    ...(before.dagId === after.dagId ? {} : { dagId: after.dagId }),
    ...(lines === undefined ? {} : { lines }),
    ...(nodes === undefined ? {} : { nodes }),
    ...(edges === undefined ? {} : { edges }),
  };
}

/** The graph after a change. What stayed as it was is the same object. */
export function changedGraph(before: GraphJson, { dagId, lines, nodes, edges }: GraphChange): GraphJson {
  return {
    ...before,
    dagId: dagId ?? before.dagId,
    nodes: spliced(moved(before.nodes, lines), nodes),
    edges: spliced(before.edges, edges),
  };
}

/** Seen from the end: from which line on do all nodes stand further up or down by the same number of lines? */
function movedLines(before: readonly GraphNode[], after: readonly GraphNode[]): GraphChange['lines'] {
  const [last, now] = [before.at(-1), after.at(-1)];
  const by = last === undefined || now === undefined ? 0 : startOf(now) - startOf(last);
  if (by === 0) return undefined;
  let from: number | undefined;
  for (let back = 1; back <= Math.min(before.length, after.length); back++) {
    const [one, other] = [before.at(-back), after.at(-back)];
    if (one === undefined || other === undefined || one.id !== other.id) break;
    if (startOf(other) - startOf(one) !== by) break;
    from = Math.min(from ?? Infinity, startOf(one));
  }
  return from === undefined ? undefined : { from, by };
}

function startOf({ origin }: GraphNode): number {
  return origin.range.start.line;
}

function moved(nodes: readonly GraphNode[], lines: GraphChange['lines']): readonly GraphNode[] {
  if (lines === undefined) return nodes;
  const { from, by } = lines;
  const further = ({ line, column }: GraphRange['start']) => ({ line: line + by, column });
  return nodes.map((node) => {
    const { start, end } = node.origin.range;
    if (start.line < from) return node;
    return { ...node, origin: { ...node.origin, range: { start: further(start), end: further(end) } } };
  });
}

function spliceOf<Item>(before: readonly Item[], after: readonly Item[]): Splice<Item> | undefined {
  const least = Math.min(before.length, after.length);
  let at = 0;
  while (at < least && isSame(before[at], after[at])) at++;
  let end = 0;
  while (end < least - at && isSame(before.at(-1 - end), after.at(-1 - end))) end++;
  const remove = before.length - at - end;
  const add = after.slice(at, after.length - end);
  return remove === 0 && add.length === 0 ? undefined : { at, remove, add };
}

function spliced<Item>(before: readonly Item[], splice: Splice<Item> | undefined): readonly Item[] {
  if (splice === undefined) return before;
  const { at, remove, add } = splice;
  return [...before.slice(0, at), ...add, ...before.slice(at + remove)];
}
