import { findCycles } from '../../text/cycles';
import { type DocumentOutline, type Edge, titleOf } from './outline';

/** The cycles of a document as the edges that close them, in the order in which they run. Edges of a node to itself do not count. */
export function cyclesOf(outline: DocumentOutline): readonly (readonly Edge[])[] {
  const numbers = new Map(outline.nodes.map((node, index) => [node, index]));
  const leaving = outline.nodes.map(() => new Map<number, Edge>());
  for (const edge of outline.edges) {
    if (edge.from === edge.to) continue;
    const to = numbers.get(edge.to);
    const known = leaving[numbers.get(edge.from) ?? -1];
    if (to === undefined || known === undefined) continue;
    if (edge.role === 'on_failure' || !known.has(to)) known.set(to, edge);
  }
  const cycles = findCycles(leaving.map((edges) => [...edges.keys()]));
  return cycles.map((cycle) =>
    cycle.flatMap((node, index) => leaving[node]?.get(cycle[(index + 1) % cycle.length] ?? -1) ?? []),
  );
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
