import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance } from '../../text/edit-distance';
import { didYouMean, indexNames, nearest } from '../../text/nearest';

/** The whole table, as the definition has it. */
function table(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const cell = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const changed = cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]?.push(
        Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, changed, swapped ? cell(i - 2, j - 2) + 1 : changed),
      );
    }
  }
  return cell(a.length, b.length);
}

const letters = fc.constantFrom('a', 'b', 'c', 'ä', '_');

test.each([
  ['short words', 0, 12],
  ['words at the edge of what bits hold', 28, 36],
  ['long words', 60, 70],
])('the distance is the one of the whole table: %s', (_, minLength, maxLength) => {
  const word = fc.string({ unit: letters, minLength, maxLength });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 12 }), (a, b, limit) => {
      expect(editDistance(a, b, limit)).toBe(Math.min(table(a, b), limit + 1));
    }),
  );
});

test.each([
  ['bsah', ['bash', 'batch', 'ssh'], ' Did you mean "bash"?'],
  ['interval', ['poke_interval', 'timeout'], ' Did you mean "poke_interval"?'],
  ['upstream_dependency', ['upstream_dependencies', 'name'], ' Did you mean "upstream_dependencies"?'],
  ['x', ['name'], ''],
])('%s of %j', (word, candidates, hint) => expect(didYouMean(word, candidates)).toBe(hint));

test('of thousands of long names the nearest is found at once', () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `load_all_the_orders_of_the_day_${index}`);
  const start = performance.now();
  expect(nearest('load_all_the_ordrs_of_the_day_77', names)[0]).toBe('load_all_the_orders_of_the_day_77');
  expect(nearest('x'.repeat(100_000), ['x'.repeat(99_999)])).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('names that begin alike are compared from where they differ', () => {
  const names = Array.from({ length: 3_000 }, (_, index) => `load_all_the_orders_${index}`);
  const index = indexNames(names);
  const taken = [index, names].map((candidates) => {
    const start = performance.now();
    for (let number = 0; number < 200; number++) nearest(`load_all_the_ordrs_${number}`, candidates);
    return performance.now() - start;
  });
  expect((taken[0] ?? 0) * 3).toBeLessThan(taken[1] ?? 0);
});

test.each([
  ['short names', 0, 9],
  ['long names', 30, 40],
])('an index of names finds what a look at each of them finds: %s', (_, minLength, maxLength) => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'İ', '_'), minLength, maxLength });
  const changed = fc.tuple(word, fc.nat(40), word).map(([name, at]) => `${name.slice(0, at)}x${name.slice(at + 1)}`);
  fc.assert(
    fc.property(fc.uniqueArray(fc.oneof(word, changed), { maxLength: 30 }), word, (names, asked) => {
      const index = indexNames(names);
      for (const one of [asked, ...names.map((name) => `${name.slice(1)}_`)]) {
        expect(nearest(one, index)).toEqual(nearest(one, names));
        expect(didYouMean(one, index)).toBe(didYouMean(one, names));
      }
    }),
  );
});
