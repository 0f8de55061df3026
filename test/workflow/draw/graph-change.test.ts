import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GraphEdge, GraphJson, GraphNode } from '../../../workflow/draw/graph';
import { changedGraph, changeOfGraph, type GraphChange } from '../../../workflow/draw/graph-change';
import { edges, graph, node, sample } from './graphs';

function checkChange(before: GraphJson, after: GraphJson): GraphChange {
  // As it comes out of a message.
  const change: GraphChange = JSON.parse(JSON.stringify(changeOfGraph(before, after)));
  expect(changedGraph(before, change)).toEqual(after);
  return change;
}

/** A node in a line, counted from 1. */
function at(line: number, id: string): GraphNode {
  const { origin, ...rest } = node(id);
  return { ...rest, origin: { ...origin, range: { start: { line, column: 3 }, end: { line, column: 9 } } } };
}

const CHAIN = graph([at(4, 'a'), at(8, 'b'), at(12, 'c')], edges('a -> b', 'b -> c'));

test('the same graph is no change, and what stays is the same object', () => {
  expect(checkChange(sample(), sample())).toEqual({});
  const change = checkChange(CHAIN, { ...CHAIN, edges: edges('a -> b') });
  expect(change).toEqual({ edges: { at: 1, remove: 1, add: [] } });
  expect(changedGraph(CHAIN, change).nodes).toBe(CHAIN.nodes);
});

test('a name that is typed is one node and its edges', () => {
  const after = graph([at(4, 'a'), at(8, 'by'), at(12, 'c')], edges('a -> by'));
  expect(checkChange(CHAIN, after)).toEqual({
    nodes: { at: 1, remove: 1, add: [at(8, 'by')] },
    edges: { at: 0, remove: 2, add: edges('a -> by') },
  });
});

test('lines that come or go are told once', () => {
  const down = graph([at(4, 'a'), at(10, 'b'), at(14, 'c')], CHAIN.edges);
  expect(checkChange(CHAIN, down)).toEqual({ lines: { from: 8, by: 2 } });
  expect(checkChange(down, CHAIN)).toEqual({ lines: { from: 10, by: -2 } });
  const more = graph([at(4, 'a'), at(6, 'new'), at(10, 'b'), at(14, 'c')], CHAIN.edges);
  expect(checkChange(CHAIN, more)).toEqual({
    lines: { from: 8, by: 2 },
    nodes: { at: 1, remove: 0, add: [at(6, 'new')] },
  });
});

const someNode = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    line: fc.integer({ min: 1, max: 9 }),
    over: fc.constantFrom<Partial<GraphNode>>(
      {},
      { group: 'g' },
      { retries: 2 },
      { cases: [{ then: ['a'] }] },
      { cases: [{ then: ['a', 'b'] }] },
    ),
  })
  .map(({ id, line, over }): GraphNode => ({ ...at(line, id), ...over }));
const someEdge = fc.constantFrom<GraphEdge>(...edges('a -> b', 'b -> c', 'a -> c', 'a -> c [failure]'));
const someGraph = fc
  .tuple(fc.array(someNode, { maxLength: 6 }), fc.array(someEdge, { maxLength: 5 }), fc.constantFrom('x', 'y'))
  .map(([nodes, lines, dagId]) => graph(nodes, lines, { dagId }));

test('whatever two graphs are, the change makes one of the other', () => {
  fc.assert(
    fc.property(someGraph, someGraph, (before, after) => {
      checkChange(before, after);
    }),
    { numRuns: 500 },
  );
});
