import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCycles } from '../../text/cycles';

test.each([
  ['none', [[1], [2], []], []],
  ['a loop of one', [[0]], [[0]]],
  ['the shortest through the first node', [[1, 3], [2], [0], [0]], [[0, 3]]],
  [
    'one for each knot',
    [[1], [0], [3], [2]],
    [
      [0, 1],
      [2, 3],
    ],
  ],
])('%s', (_, edges, cycles) => {
  expect([...findCycles(edges)].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual(cycles);
});

test('a chain of 100,000 is no problem', () => {
  const chain = Array.from({ length: 100_000 }, (_, node) => [node + 1]);
  expect(findCycles([...chain, []])).toEqual([]);
  expect(findCycles([...chain, [0]])[0]).toHaveLength(100_001);
});

test('there are cycles exactly where nodes lead back to themselves, and each is one', () => {
  const graph = fc
    .integer({ min: 1, max: 9 })
    .chain((size) => fc.array(fc.uniqueArray(fc.nat(size - 1)), { minLength: size, maxLength: size }));
  fc.assert(
    fc.property(graph, (edges) => {
      const reaches = (from: number): ReadonlySet<number> => {
        const seen = new Set<number>();
        const queue = [...(edges[from] ?? [])];
        for (const node of queue) {
          if (seen.has(node)) continue;
          seen.add(node);
          queue.push(...(edges[node] ?? []));
        }
        return seen;
      };
      const cycles = findCycles(edges);
      const looping = edges.flatMap((_, node) => (reaches(node).has(node) ? [node] : []));
      expect(cycles.length > 0).toBe(looping.length > 0);
      for (const node of looping) {
        const together = cycles.filter((cycle) =>
          cycle.some((other) => reaches(node).has(other) && reaches(other).has(node)),
        );
        expect(together).toHaveLength(1);
      }
      for (const cycle of cycles) {
        for (const [index, node] of cycle.entries()) {
          expect(edges[node]).toContain(cycle[(index + 1) % cycle.length]);
        }
        expect(new Set(cycle).size).toBe(cycle.length);
      }
    }),
  );
});
