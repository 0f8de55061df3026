import { findCycles } from '../../text/cycles';
import type { GraphJson } from './graph';

/** The circles of a graph: for each knot of nodes that all wait for each other, the ids on the shortest way round. */
export function cyclesOf({ nodes, edges }: Pick<GraphJson, 'nodes' | 'edges'>): readonly (readonly string[])[] {
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
  const after: number[][] = nodes.map(() => []);
  for (const { from, to } of edges) {
    const target = numbers.get(to);
    if (target !== undefined) after[numbers.get(from) ?? -1]?.push(target);
  }
  return findCycles(after).map((cycle) => cycle.flatMap((number) => nodes[number]?.id ?? []));
}

/** The nodes and the steps of circles, to be looked up. */
export interface OnCycles {
  readonly node: (id: string) => boolean;
  readonly edge: (edge: { readonly from: string; readonly to: string }) => boolean;
}

export function onCycles(cycles: readonly (readonly string[])[]): OnCycles {
  const next = new Map(cycles.flatMap((cycle) => cycle.map((id, index) => [id, cycle[(index + 1) % cycle.length]])));
  return { node: (id) => next.has(id), edge: ({ from, to }) => next.get(from) === to };
}

/** A circle as people read it: `a → b → a`. */
export function cycleText(cycle: readonly string[], nameOf: (id: string) => string): string {
  return [...cycle, ...cycle.slice(0, 1)].map(nameOf).join(' → ');
}
