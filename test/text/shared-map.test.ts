import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intersectionOf, type SharedMap, unionOf, valueUnder, withValue } from '../../text/shared-map';

const KEYS = fc.oneof(fc.nat(40), fc.nat(2 ** 31 - 1));
const ENTRIES = fc.uniqueArray(fc.tuple(KEYS, fc.nat(9)), { selector: ([key]) => key, maxLength: 30 });
type Entries = readonly (readonly [number, number])[];

function sharedOf(entries: Entries, start?: SharedMap<number>): SharedMap<number> {
  return entries.reduce<SharedMap<number>>((map, [key, value]) => withValue(map, key, value), start);
}

/** The map holds what a plain one does, for all keys in sight and those beside them. */
function checkSame(shared: SharedMap<number>, plain: ReadonlyMap<number, number>, keys: readonly number[]): void {
  for (const key of keys.flatMap((one) => [one, one ^ 1, one ^ 16]))
    expect(valueUnder(shared, key)).toBe(plain.get(key));
}

test('maps, unions and intersections are those of plain maps', () => {
  fc.assert(
    fc.property(ENTRIES, ENTRIES, ENTRIES, (common, one, other) => {
      const start = sharedOf(common);
      const [first, second] = [sharedOf(one, start), sharedOf(other, start)];
      const [plainFirst, plainSecond] = [new Map([...common, ...one]), new Map([...common, ...other])];
      const keys = [...plainFirst.keys(), ...plainSecond.keys()];
      checkSame(first, plainFirst, keys);
      // Of what both share nobody is asked: there a value stands for both.
      const combine = (a: number, b: number): number => (a === b ? a : a * 10 + b);
      const both = (key: number): readonly [number, number][] => {
        const [a, b] = [plainFirst.get(key), plainSecond.get(key)];
        return a === undefined || b === undefined ? [] : [[key, combine(a, b)]];
      };
      const inBoth = new Map(keys.flatMap(both));
      checkSame(unionOf(first, second, combine), new Map([...plainFirst, ...plainSecond, ...inBoth]), keys);
      checkSame(intersectionOf(first, second, combine), inBoth, keys);
    }),
  );
});

test('what maps share is not looked at', () => {
  const start = sharedOf(Array.from({ length: 1_000 }, (_, key) => [key, key] as const));
  const asked: number[] = [];
  const combine = (first: number, _: number, key: number): number => {
    asked.push(key);
    return first;
  };
  const changed = withValue(withValue(start, 7, 0), 2_000, 1);
  expect(valueUnder(unionOf(start, changed, combine), 2_000)).toBe(1);
  expect(unionOf(changed, start, combine)).toBe(changed);
  expect(asked).toEqual([7, 7]);
});
