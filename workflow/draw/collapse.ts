import type { GraphEdge, GraphJson, GraphNode } from './graph';
import { standsIn } from './grouping';

/** The id of the node that stands for a closed group. No node has it: ids hold no blanks. */
export function closedId(group: string): string {
  return `closed ${group}`;
}

/**
 * The graph with some of its groups closed: what stands in one is a single node in its place, and edges lead to that. A
 * group in a closed one is closed with it. Groups that are not there are left out.
 */
export function withClosed(graph: GraphJson, closed: ReadonlySet<string>): GraphJson {
  if (closed.size === 0) return graph;
  const inside = new Map<string, GraphNode[]>();
  const standFor = new Map<string, string>();
  for (const node of graph.nodes) {
    const group = outermostClosed(standsIn(node, graph.view).group ?? '', closed);
    if (group === undefined) continue;
    standFor.set(node.id, closedId(group));
    const known = inside.get(group);
    if (known === undefined) inside.set(group, [node]);
    else known.push(node);
  }
  const drawn = new Set<string>();
  const nodes = graph.nodes.flatMap((node): readonly GraphNode[] => {
    const id = standFor.get(node.id);
    if (id === undefined) return [node];
    if (drawn.has(id)) return [];
    drawn.add(id);
    const group = id.slice(closedId('').length);
    return [closedNode(group, inside.get(group) ?? [], node)];
  });
  return { ...graph, nodes, edges: edgesBetween(graph.edges, standFor) };
}

function outermostClosed(path: string, closed: ReadonlySet<string>): string | undefined {
  let reached = '';
  for (const label of path.split('/')) {
    reached = reached === '' ? label : `${reached}/${label}`;
    if (label !== '' && closed.has(reached)) return reached;
  }
  return undefined;
}

function closedNode(path: string, inside: readonly GraphNode[], first: GraphNode): GraphNode {
  const end = path.lastIndexOf('/');
  const waves = new Set(inside.map(({ wave }) => wave));
  const [wave] = waves;
  return {
    id: closedId(path),
    name: path.slice(end + 1),
    kind: 'sub_dag',
    type: `${inside.length} ${inside.length === 1 ? 'node' : 'nodes'}`,
    classPath: '',
    section: 'operators',
    ...(end < 0 ? {} : { group: path.slice(0, end) }),
    triggerRule: 'all_success',
    ...(waves.size === 1 && wave !== undefined ? { wave } : {}),
    origin: first.origin,
  };
}

function edgesBetween(edges: readonly GraphEdge[], standFor: ReadonlyMap<string, string>): readonly GraphEdge[] {
  const seen = new Set<string>();
  return edges.flatMap((edge) => {
    const [from, to] = [standFor.get(edge.from) ?? edge.from, standFor.get(edge.to) ?? edge.to];
    const key = JSON.stringify([from, to, edge.kind]);
    if (from === to || seen.has(key)) return [];
    seen.add(key);
    return [{ from, to, kind: edge.kind }];
  });
}
