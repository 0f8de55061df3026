import { graphlib, layout } from '@dagrejs/dagre';
import { around, type Box, type BoxContent, type GroupBox, type Insets, type Point, type Rectangle } from './geometry';
import type { GraphEdge } from './graph';
import { type Group, innerGroups } from './grouping';
import type { Placement } from './layered-layout';

/** A placement, and where long edges pass between the boxes of the columns that they cross. */
export interface RoutedPlacement extends Placement {
  /** By `edgeKey`: the points between the two ends, from left to right. */
  readonly bends: ReadonlyMap<string, readonly Point[]>;
}

export function edgeKey(edge: { readonly from: string; readonly to: string }): string {
  return JSON.stringify([edge.from, edge.to]);
}

/** Far enough for the frames of groups and their titles: dagre leaves no room for them on its own. */
const SPACING = { rankdir: 'LR', nodesep: 26, edgesep: 30, ranksep: 64 } as const;

/**
 * Places a graph with dagre: few crossings, but slow on large graphs (14 s for 1,000 nodes), so for small ones only.
 * @throws where dagre fails; it does on some graphs with nested groups.
 */
export function dagrePlacement(
  root: Group<BoxContent>,
  boxes: readonly BoxContent[],
  edges: readonly GraphEdge[],
  insets: Insets,
): RoutedPlacement {
  const graph = new graphlib.Graph<object, NodeLabel, EdgeLabel>({ compound: true });
  graph.setGraph({ ...SPACING });
  graph.setDefaultEdgeLabel(() => ({}));
  boxes.forEach((box, index) => {
    graph.setNode(`n${index}`, { width: box.width, height: box.height });
  });
  const keys = new Map(boxes.map((box, index) => [box.node.id, `n${index}`]));
  addGroup(root, undefined, graph, keys);
  for (const { from, to } of edges) {
    const [v, w] = [keys.get(from), keys.get(to)];
    if (v !== undefined && w !== undefined && v !== w) graph.setEdge(v, w);
  }
  layout(graph);
  const placed = boxes.map((box, index) => boxAt(box, graph.node(`n${index}`)));
  return { boxes: placed, groups: framesOf(root, placed, insets), bends: bendsOf(edges, keys, graph, placed) };
}

/** What dagre reads and writes; sizes go in, places of middles come out. */
type NodeLabel = Partial<Rectangle>;

interface EdgeLabel {
  readonly points?: readonly Point[];
}

type DagreGraph = InstanceType<typeof graphlib.Graph<object, NodeLabel, EdgeLabel>>;

function addGroup(
  group: Group<BoxContent>,
  parent: string | undefined,
  graph: DagreGraph,
  keys: ReadonlyMap<string, string>,
): void {
  for (const box of group.members) {
    const key = keys.get(box.node.id);
    if (key !== undefined && parent !== undefined) graph.setParent(key, parent);
  }
  for (const inner of group.groups) {
    const key = `g${inner.path}`;
    graph.setNode(key, {});
    if (parent !== undefined) graph.setParent(key, parent);
    addGroup(inner, key, graph, keys);
  }
}

/** dagre gives the middles of boxes. */
function boxAt(box: BoxContent, { x = 0, y = 0 }: NodeLabel): Box {
  return { ...box, x: Math.round(x - box.width / 2), y: Math.round(y - box.height / 2) };
}

/** The frame of each group: around its boxes and inner frames, with room for its title. Outer ones come first. */
function framesOf(root: Group<BoxContent>, boxes: readonly Box[], insets: Insets): GroupBox[] {
  const byId = new Map(boxes.map((box) => [box.node.id, box]));
  const frames = new Map<Group<BoxContent>, GroupBox>();
  const all = [...innerGroups(root)];
  for (const group of all.toReversed()) {
    const own = group.members.flatMap((box) => byId.get(box.node.id) ?? []);
    const content = around([...own, ...group.groups.flatMap((inner) => frames.get(inner) ?? [])]);
    frames.set(group, {
      path: group.path,
      label: group.label,
      x: content.x - insets.left,
      y: content.y - insets.top,
      width: content.width + insets.left + insets.right,
      height: content.height + insets.top + insets.bottom,
    });
  }
  return all.flatMap((group) => frames.get(group) ?? []);
}

/**
 * dagre gives an edge one point in the middle of each column that it crosses, and one half-way between columns. The former
 * become a straight stretch as wide as the column, so that a curve does not touch the boxes above and below; the latter go.
 */
function bendsOf(
  edges: readonly GraphEdge[],
  keys: ReadonlyMap<string, string>,
  graph: DagreGraph,
  boxes: readonly Box[],
): Map<string, readonly Point[]> {
  const columns = new Map<number, number>();
  for (const { x, width } of boxes) {
    const middle = Math.round(x + width / 2);
    columns.set(middle, Math.max(columns.get(middle) ?? 0, width));
  }
  const bends = new Map<string, readonly Point[]>();
  for (const edge of edges) {
    const label = graph.edge(keys.get(edge.from) ?? '', keys.get(edge.to) ?? '');
    const inner = label?.points?.slice(1, -1) ?? [];
    const stretches = inner.flatMap(({ x, y }) => {
      const width = [-1, 0, 1].map((by) => columns.get(Math.round(x) + by)).find((found) => found !== undefined);
      return width === undefined
        ? []
        : [
            { x: x - width / 2, y },
            { x: x + width / 2, y },
          ];
    });
    bends.set(edgeKey(edge), stretches);
  }
  return bends;
}
