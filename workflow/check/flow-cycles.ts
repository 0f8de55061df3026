import { findCycles } from './cycles';
import { type DocumentOutline, type Edge, titleOf } from './outline';

/** The cycles of a document as the edges that close them, in the order in which they run. Edges of a node to itself do not count. */
export function cyclesOf(outline: DocumentOutline): readonly (readonly Edge[])[] {
  const numbers = new Map(outline.nodes.map((node, index) => [node, index]));
  const between = new Map<string, Edge>();
  const targets: number[][] = outline.nodes.map(() => []);
  for (const edge of outline.edges) {
    const from = numbers.get(edge.from);
    const to = numbers.get(edge.to);
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from} ${to}`;
    const known = between.get(key);
    if (known === undefined) targets[from]?.push(to);
    if (known === undefined || known.role === 'on_failure') between.set(key, edge);
  }
  return findCycles(targets).map((cycle) =>
    cycle.flatMap((node, index) => between.get(`${node} ${cycle[(index + 1) % cycle.length]}`) ?? []),
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
