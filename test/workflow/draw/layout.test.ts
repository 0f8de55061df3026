import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Direction,
  type GraphJson,
  type GraphNode,
  type Layout,
  layoutGraph,
  type Point,
  type Rectangle,
} from '../../../workflow/draw';
import { encloses, overlap } from '../../../workflow/draw/geometry';
import type { PlanEdgeKind, PlanNodeKind } from '../../../workflow/plan/plan';
import { edges, graph, node, sample } from './graphs';

const GROUPS = ['', '', 'load', 'load/eu', 'load/us', 'publish', 'load/eu/north'] as const;
const KINDS: readonly PlanNodeKind[] = ['task', 'branch', 'join', 'fail', 'generator', 'gate', 'setup'];
const EDGE_KINDS: readonly PlanEdgeKind[] = ['authored', 'branch', 'failure', 'resource', 'generated'];

/** Graphs with groups, cycles, repeated edges and edges into nowhere: what half-written workflows give. */
const anyGraph = fc
  .array(fc.record({ kind: fc.constantFrom(...KINDS), group: fc.constantFrom(...GROUPS), name: fc.string() }), {
    maxLength: 25,
  })
  .chain((nodes) =>
    fc.record({
      nodes: fc.constant(
        nodes.map(({ kind, group, name }, index) =>
          node(`t${index}`, { kind, name, ...(group === '' ? {} : { group }) }),
        ),
      ),
      edges: fc.array(
        fc.record({
          from: fc.nat(nodes.length).map((index) => `t${index}`),
          to: fc.nat(nodes.length).map((index) => `t${index}`),
          kind: fc.constantFrom(...EDGE_KINDS),
        }),
        { maxLength: 50 },
      ),
    }),
  )
  .map(({ nodes, edges }): GraphJson => graph(nodes, edges));

/** A graph of a size that only the layered layout takes, edges going from lower to higher numbers. */
function large(size: number, groupOf: (index: number) => string | undefined): GraphJson {
  const nodes = Array.from({ length: size }, (_, index): GraphNode => {
    const group = groupOf(index);
    return node(`task-${index}`, group === undefined ? {} : { group });
  });
  const lines = nodes.flatMap((_, index) =>
    [Math.floor(index / 3), Math.floor((index * 7) / 11)].map((before) => `task-${before} -> task-${index}`),
  );
  return graph(
    nodes,
    edges(...lines).filter((edge) => edge.from !== edge.to),
  );
}

function checkLayout({ nodes, edges }: GraphJson, layout: Layout): void {
  expect(layout.boxes.map((box) => box.node.id)).toEqual(nodes.map((each) => each.id));
  const whole = { x: 0, y: 0, width: layout.width, height: layout.height };
  for (const rectangle of [...layout.boxes, ...layout.groups]) expect(encloses(whole, rectangle)).toBe(true);
  checkApart(layout.boxes);
  for (const frame of layout.groups) {
    for (const box of layout.boxes) {
      const inside = `${box.node.group ?? ''}/`.startsWith(`${frame.path}/`);
      expect(inside ? encloses(frame, box) : !overlap(frame, box)).toBe(true);
    }
  }
  const byId = new Map(layout.boxes.map((box) => [box.node.id, box]));
  expect(layout.routes.map((route) => route.edge)).toEqual(
    edges.filter((edge) => byId.has(edge.from) && byId.has(edge.to)),
  );
  for (const { edge, points } of layout.routes) {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    expect(points[0]).toEqual(from === undefined ? undefined : sides(from, layout.direction).leave);
    expect(points.at(-1)).toEqual(to === undefined ? undefined : sides(to, layout.direction).reach);
  }
}

/** Where edges leave and reach a box. */
function sides({ x, y, width, height }: Rectangle, direction: Direction): Record<'leave' | 'reach', Point> {
  return direction === 'right'
    ? { leave: { x: x + width, y: y + height / 2 }, reach: { x, y: y + height / 2 } }
    : { leave: { x: x + width / 2, y: y + height }, reach: { x: x + width / 2, y } };
}

/** Boxes sorted by their left side need to be compared only with those that begin before they end. */
function checkApart(rectangles: readonly Rectangle[]): void {
  const sorted = [...rectangles].sort((a, b) => a.x - b.x);
  for (const [index, one] of sorted.entries()) {
    for (let next = index + 1; next < sorted.length; next++) {
      const other = sorted[next];
      if (other === undefined || other.x >= one.x + one.width) break;
      expect(overlap(one, other)).toBe(false);
    }
  }
}

test('every node has a box of its own, groups hold theirs and only theirs, edges end at boxes', () => {
  fc.assert(
    fc.property(anyGraph, fc.constantFrom<Direction>('right', 'down'), (any, direction) => {
      checkLayout(any, layoutGraph(any, direction));
    }),
    { numRuns: 150 },
  );
});

describe('large graphs', () => {
  test.each([
    ['without groups', large(600, () => undefined)],
    ['with nested groups', large(600, (index) => `section-${index % 7}/part-${index % 3}`)],
  ])('%s', (_, any) => checkLayout(any, layoutGraph(any)));

  test('take time in proportion to their size', () => {
    const time = (size: number): number => {
      const any = large(size, (index) => `section-${index % 20}`);
      const runs = Array.from({ length: 8 }, () => {
        const start = process.cpuUsage();
        layoutGraph(any);
        return process.cpuUsage(start).user; // what else the machine does is not counted
      });
      return Math.min(...runs);
    };
    time(500);
    // Twenty times as much, and the collector works harder; what is quadratic takes four hundred times as long.
    expect(time(10_000) / time(500)).toBeLessThan(120);
  });
});

test('a chain reads from left to right', () => {
  const layout = layoutGraph(graph([node('c'), node('a'), node('b')], edges('a -> b', 'b -> c')));
  const left = new Map(layout.boxes.map((box) => [box.node.id, box.x]));
  expect([...left.keys()].sort((a, b) => (left.get(a) ?? 0) - (left.get(b) ?? 0))).toEqual(['a', 'b', 'c']);
});

test('or from top to bottom', () => {
  const layout = layoutGraph(graph([node('b'), node('a')], edges('a -> b')), 'down');
  const [b, a] = layout.boxes;
  expect((a?.y ?? 0) + (a?.height ?? 0)).toBeLessThan(b?.y ?? 0);
  expect(a?.width).toBeGreaterThan(a?.height ?? 0);
});

test('the same graph gives the same layout', () => {
  expect(layoutGraph(sample())).toEqual(layoutGraph(sample()));
});

test('of two nodes with one id the first is drawn', () => {
  const layout = layoutGraph(graph([node('a', { type: 'bash' }), node('a', { type: 'python' })], []));
  expect(layout.boxes.map((box) => box.node.type)).toEqual(['bash']);
});
