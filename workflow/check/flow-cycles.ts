import { findCycles } from '../../text/cycles';
import { type DocumentOutline, type Edge, titleOf } from './outline';

/** The cycles of a document as the edges that close them, in the order in which they run. Edges of a node to itself do not count. */
export function cyclesOf({ nodes, edges }: DocumentOutline): readonly (readonly Edge[])[] {
  const leaving: number[][] = nodes.map(() => []);
  for (const { from, to } of edges) if (from !== to) leaving[from.index]?.push(to.index);
  const cycles = findCycles(leaving);
  if (cycles.length === 0) return [];
  const byEnds = edgesByEnds(edges);
  return cycles.map((cycle) =>
    cycle.flatMap((node, index) => byEnds.get(node)?.get(cycle[(index + 1) % cycle.length] ?? -1) ?? []),
  );
}

/** Of two edges between the same nodes the first, or that of a handler. */
function edgesByEnds(edges: readonly Edge[]): ReadonlyMap<number, ReadonlyMap<number, Edge>> {
  const byEnds = new Map<number, Map<number, Edge>>();
  for (const edge of edges) {
    const leaving = byEnds.get(edge.from.index) ?? new Map<number, Edge>();
    byEnds.set(edge.from.index, leaving);
    if (edge.role === 'on_failure' || !leaving.has(edge.to.index)) leaving.set(edge.to.index, edge);
  }
  return byEnds;
}

/** Does a cycle lead from a handler back to the task whose failure it handles? */
export function isFailureLoop(cycle: readonly Edge[]): boolean {
  return cycle.some((edge) => edge.role === 'on_failure');
}

/** `"a" → "b" → "a"` */
export function describeCycle(cycle: readonly Edge[]): string {
  const names = cycle.map((edge) => titleOf(edge.from));
  return [...names, names[0]].join(' → ');
}
