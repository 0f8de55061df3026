import type { GraphEdge, GraphJson, GraphNode } from '../../graph';

/** How the nodes of a graph stand to each other. */
export interface Relations {
  readonly byId: ReadonlyMap<string, GraphNode>;
  readonly into: (id: string) => readonly GraphEdge[];
  readonly outOf: (id: string) => readonly GraphEdge[];
  /** All that a node waits for, by way of others too; without itself. */
  readonly upstream: (id: string) => ReadonlySet<string>;
  /** All that waits for it. */
  readonly downstream: (id: string) => ReadonlySet<string>;
}

export function relationsOf(graph: GraphJson): Relations {
  const into = byEnd(graph.edges, ({ to }) => to);
  const outOf = byEnd(graph.edges, ({ from }) => from);
  return {
    byId: new Map(graph.nodes.toReversed().map((node) => [node.id, node])),
    into: (id) => into.get(id) ?? [],
    outOf: (id) => outOf.get(id) ?? [],
    upstream: (id) => reached(id, (at) => (into.get(at) ?? []).map(({ from }) => from)),
    downstream: (id) => reached(id, (at) => (outOf.get(at) ?? []).map(({ to }) => to)),
  };
}

function byEnd(edges: readonly GraphEdge[], end: (edge: GraphEdge) => string): Map<string, GraphEdge[]> {
  const found = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const known = found.get(end(edge));
    if (known === undefined) found.set(end(edge), [edge]);
    else known.push(edge);
  }
  return found;
}

function reached(start: string, next: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const other of next(id)) {
      if (found.has(other) || other === start) continue;
      found.add(other);
      waiting.push(other);
    }
  }
  return found;
}
