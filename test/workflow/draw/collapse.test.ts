import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cyclesOf, cycleText, type GraphJson, withClosed } from '../../../workflow/draw';
import { edges, graph, node, sample } from './graphs';

const ids = ({ nodes }: GraphJson): readonly string[] => nodes.map(({ id }) => id);
const ways = (drawn: GraphJson): readonly string[] =>
  drawn.edges.map(({ from, to, kind }) => `${from} > ${to} ${kind}`);

describe('a graph with closed groups', () => {
  test('has one node for each, in the place of the first node in it', () => {
    const closed = withClosed(sample(), new Set(['load/eu']));
    expect(ids(closed).slice(0, 4)).toEqual(['cluster.create', 'wait-for-export', 'closed load/eu', 'choose']);
    expect(closed.nodes[2]).toMatchObject({ name: 'eu', group: 'load', type: '2 nodes', kind: 'sub_dag' });
  });

  test('a closed group hides the groups in it', () => {
    const closed = withClosed(sample(), new Set(['load', 'load/eu']));
    expect(ids(closed).filter((id) => id.startsWith('closed'))).toEqual(['closed load']);
  });

  test('edges lead to the group, each once, and none stays inside', () => {
    const grouped = graph(
      [node('a'), node('b', { group: 'g' }), node('c', { group: 'g' }), node('d')],
      edges('a -> b', 'a -> c', 'b -> c', 'c -> d', 'b -> d [failure]'),
    );
    expect(ways(withClosed(grouped, new Set(['g'])))).toEqual([
      'a > closed g authored',
      'closed g > d authored',
      'closed g > d failure',
    ]);
  });

  test('what is not there changes nothing', () => {
    expect(withClosed(sample(), new Set(['other'])).nodes).toEqual(sample().nodes);
  });

  test('edges always name nodes of the graph', () => {
    fc.assert(
      fc.property(fc.subarray(['load', 'load/eu']), (groups) => {
        const closed = withClosed(sample(), new Set(groups));
        const known = new Set(ids(closed));
        for (const { from, to } of closed.edges) {
          expect(known.has(from) && known.has(to)).toBe(true);
          expect(from).not.toBe(to);
        }
      }),
    );
  });
});

describe('circles', () => {
  test.each([
    ['none', ['a -> b', 'b -> c'], []],
    ['one, the shortest way round', ['a -> b', 'b -> c', 'c -> a', 'b -> a'], ['a → b → a']],
    ['two', ['a -> b', 'b -> a', 'c -> d', 'd -> c'], ['a → b → a', 'c → d → c']],
    ['a node that waits for itself', ['b -> b'], ['b → b']],
  ])('%s', (_, lines, expected) => {
    const found = cyclesOf(
      graph(
        ['a', 'b', 'c', 'd'].map((id) => node(id)),
        edges(...lines),
      ),
    );
    expect(found.map((cycle) => cycleText(cycle, (id) => id))).toEqual(expected);
  });
});
