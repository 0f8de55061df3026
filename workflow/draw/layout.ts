import { boxOf, FRAME } from './boxes';
import { componentsOf, packed } from './components';
import { dagrePlacement, edgeKey, type RoutedPlacement } from './dagre-layout';
import {
  around,
  type Box,
  type BoxContent,
  type Direction,
  encloses,
  type Insets,
  type Layout,
  overlap,
  type Point,
  type Rectangle,
  type Route,
  turned,
} from './geometry';
import type { GraphEdge, GraphJson } from './graph';
import { type Group, groupTree } from './grouping';
import { layeredPlacement } from './layered-layout';

/** dagre's time grows much faster than the graph; nested groups make it about ten times slower. */
const DAGRE_NODES = 200;
const DAGRE_GROUPED_NODES = 100;

/**
 * Gives every node, group and edge of a graph its place. No two boxes overlap. Deterministic. Of nodes with the same id (a
 * workflow with a mistake) the first is drawn.
 */
export function layoutGraph(graph: GraphJson, direction: Direction = 'right'): Layout {
  const ids = new Map(graph.nodes.toReversed().map((node) => [node.id, node]));
  const nodes = graph.nodes.filter((node) => ids.get(node.id) === node);
  const contents = nodes.map((node) => boxOf(node, graph.view));
  const edges = graph.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to));
  if (direction === 'right') return layoutToTheRight(contents, edges, FRAME);
  const { left: top, top: left, right: bottom, bottom: right } = FRAME;
  const onTheirSides = contents.map((content) => ({ ...content, width: content.height, height: content.width }));
  return turnedDown(layoutToTheRight(onTheirSides, edges, { left, top, right, bottom }));
}

function layoutToTheRight(contents: readonly BoxContent[], edges: readonly GraphEdge[], insets: Insets): Layout {
  const grouped = contents.some(({ group = '' }) => group !== '');
  const fine = contents.length <= (grouped ? DAGRE_GROUPED_NODES : DAGRE_NODES);
  const parts = fine ? componentsOf(contents, edges) : [contents];
  const { boxes, groups, bends } = sideBySide(parts.map((part) => placementOf(part, edges, insets, fine)));
  const byId = new Map(boxes.map((box) => [box.node.id, box]));
  const bendsOf = (edge: GraphEdge): readonly Point[] => (bends.size === 0 ? [] : (bends.get(edgeKey(edge)) ?? []));
  const routes = edges.flatMap((edge) => routeOf(edge, byId, bendsOf(edge)) ?? []);
  const ordered = contents.flatMap((content) => byId.get(content.node.id) ?? []);
  return fromOrigin({ boxes: ordered, groups, routes });
}

function placementOf(
  part: readonly BoxContent[],
  edges: readonly GraphEdge[],
  insets: Insets,
  fine: boolean,
): RoutedPlacement {
  const root = groupTree(part, (content) => content);
  const ids = new Set(part.map(({ node }) => node.id));
  const own = edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const tidy = fine ? tidyPlacement(root, part, own, insets) : undefined;
  return tidy ?? { ...layeredPlacement(root, own, insets), bends: new Map() };
}

/** Parts that nothing connects, without room that is lost. */
function sideBySide(parts: readonly RoutedPlacement[]): RoutedPlacement {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const extents = parts.map(({ boxes, groups, bends }) => {
    const points = [...bends.values()].flat().map((point) => ({ ...point, width: 0, height: 0 }));
    return around([...boxes, ...groups, ...points]);
  });
  const moves = packed(extents);
  const placed = parts.map(({ boxes, groups, bends }, index): RoutedPlacement => {
    const { x: dx, y: dy } = moves[index] ?? { x: 0, y: 0 };
    const move = <T extends Point>(point: T): T => ({ ...point, x: point.x + dx, y: point.y + dy });
    const moved = new Map([...bends].map(([key, points]) => [key, points.map(move)]));
    return { boxes: boxes.map(move), groups: groups.map(move), bends: moved };
  });
  return {
    boxes: placed.flatMap(({ boxes }) => boxes),
    groups: placed.flatMap(({ groups }) => groups),
    bends: new Map(placed.flatMap(({ bends }) => [...bends])),
  };
}

function turnedDown({ width, height, boxes, groups, routes }: Layout): Layout {
  return {
    direction: 'down',
    width: height,
    height: width,
    boxes: boxes.map(turned),
    groups: groups.map(turned),
    routes: routes.map(({ edge, points }) => ({ edge, points: points.map(({ x, y }) => ({ x: y, y: x })) })),
  };
}

/** dagre's placement, where it has one in which nothing overlaps: with nested groups it sometimes fails. */
function tidyPlacement(
  root: Group<BoxContent>,
  contents: readonly BoxContent[],
  edges: readonly GraphEdge[],
  insets: Insets,
): RoutedPlacement | undefined {
  try {
    const placement = dagrePlacement(root, contents, edges, insets);
    return isTidy(placement) ? placement : undefined;
  } catch {
    return undefined; // dagre's own faults; the layered placement has none and takes over
  }
}

function isTidy({ boxes, groups }: RoutedPlacement): boolean {
  const apart = (a: Rectangle, b: Rectangle): boolean => !overlap(a, b);
  for (let index = 0; index < boxes.length; index++) {
    const box = boxes[index];
    if (box !== undefined && !boxes.slice(index + 1).every((other) => apart(box, other))) return false;
  }
  return groups.every((frame) => {
    const within = (path: string): boolean => path === frame.path || path.startsWith(`${frame.path}/`);
    const holdsIts = boxes.every((box) => (within(box.group ?? '') ? encloses(frame, box) : apart(frame, box)));
    const others = groups.filter((other) => !within(other.path) && !frame.path.startsWith(`${other.path}/`));
    return holdsIts && others.every((other) => apart(frame, other));
  });
}

function routeOf(edge: GraphEdge, boxes: ReadonlyMap<string, Box>, bends: readonly Point[]): Route | undefined {
  const from = boxes.get(edge.from);
  const to = boxes.get(edge.to);
  if (from === undefined || to === undefined) return undefined;
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const onTheWay = bends.filter((point) => point.x > start.x && point.x < end.x);
  return { edge, points: [start, ...onTheWay, end] };
}

/** Moves everything so that the upper left corner of what is drawn is the origin. */
function fromOrigin(layout: Pick<Layout, 'boxes' | 'groups' | 'routes'>): Layout {
  const bends = layout.routes.flatMap(({ points }) => points.slice(1, -1));
  const extent = around([...layout.boxes, ...layout.groups, ...bends.map((one) => ({ ...one, width: 0, height: 0 }))]);
  const { width, height } = extent;
  if (extent.x === 0 && extent.y === 0) return { ...layout, direction: 'right', width, height };
  const moved = <T extends Point>(point: T): T => ({ ...point, x: point.x - extent.x, y: point.y - extent.y });
  return {
    direction: 'right',
    width,
    height,
    boxes: layout.boxes.map(moved),
    groups: layout.groups.map(moved),
    routes: layout.routes.map((route) => ({ ...route, points: route.points.map(moved) })),
  };
}
