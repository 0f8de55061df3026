import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf, type ElementChange, isRun } from '../../../workflow/draw/changes';
import { element, type SvgElement } from '../../../workflow/draw/element';
import type { GraphJson } from '../../../workflow/draw/graph';
import { layoutGraph } from '../../../workflow/draw/layout';
import { paintGraph } from '../../../workflow/draw/picture';
import { sample } from './graphs';

/** What `page/script/apply-change.ts` does to DOM, done to plain data. */
function applied(before: SvgElement, { attributes = {}, children }: ElementChange): SvgElement {
  const all = { ...before.attributes, ...attributes };
  const kept = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  const now = children?.order?.flatMap((one) =>
    isRun(one) ? before.children.slice(one.from, one.from + one.count) : [one],
  );
  const list = [...(now ?? before.children)];
  for (const [place, change] of children?.changed ?? []) {
    const child = list[place];
    if (child !== undefined && typeof child !== 'string') list[place] = applied(child, change);
  }
  return { name: before.name, attributes: Object.fromEntries(kept), children: list };
}

function checkChange(before: SvgElement, after: SvgElement): ElementChange | undefined {
  const change = changeOf(before, after);
  expect(change === undefined ? before : applied(before, change)).toEqual(after);
  return change;
}

function painted(graph: GraphJson): SvgElement {
  return paintGraph(graph, layoutGraph(graph), { header: false });
}

test('a picture that is the same needs no change', () => {
  expect(checkChange(painted(sample()), painted(sample()))).toBe(undefined);
});

test('a node whose type changes is all that is sent', () => {
  const graph = sample();
  const nodes = graph.nodes.map((node) => (node.id === 'probe' ? { ...node, type: 'http' } : node));
  const change = checkChange(painted(graph), painted({ ...graph, nodes }));
  expect(JSON.stringify(change).length).toBeLessThan(JSON.stringify(painted(graph)).length / 4);
  expect(change?.children?.order).toBe(undefined);
});

test('nodes that go, come and change places', () => {
  const graph = sample();
  const { nodes, edges } = graph;
  const [first] = nodes;
  if (first === undefined) throw new Error('the sample has no nodes');
  checkChange(painted(graph), painted({ ...graph, nodes: nodes.slice(1), edges: edges.slice(2) }));
  checkChange(painted(graph), painted({ ...graph, nodes: nodes.toReversed() }));
  checkChange(painted(graph), painted({ ...graph, nodes: [...nodes, { ...first, id: 'new', name: 'new' }] }));
  checkChange(painted(graph), painted({ ...graph, nodes: [], edges: [] }));
  checkChange(painted({ ...graph, nodes: [], edges: [] }), painted(graph));
});

const attributes = fc.dictionary(
  fc.constantFrom('data-id', 'data-from', 'data-to', 'data-group', 'd'),
  fc.constantFrom('a', 'b', 1),
  { maxKeys: 3 },
);

function treeOf(depth: number): fc.Arbitrary<SvgElement> {
  const text = fc.constantFrom<SvgElement | string>('x', 'y');
  const child = depth === 0 ? text : fc.oneof(text, treeOf(depth - 1));
  return fc
    .tuple(fc.constantFrom('g', 'path', 'text'), attributes, fc.array(child, { maxLength: 5 }))
    .map(([name, values, children]) => element(name, values, ...children));
}

const tree = treeOf(3);

test('whatever two pictures are, the change makes one of the other', () => {
  fc.assert(
    fc.property(tree, tree, (before, after) => {
      checkChange(before, { ...after, name: before.name });
    }),
    { numRuns: 300 },
  );
});
