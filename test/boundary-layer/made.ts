/** Numbers from 0 to 1, the same for each seed (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A document while it is made: key → value, in order. */
export type Mutable = Map<string, Data>;
export type Pair = readonly [string, Data];
export type Data = string | number | boolean | null | Raw | Data[] | Mutable;

/** Text that is written as it is. */
export class Raw {
  constructor(readonly text: string) {}
}

export function chance(random: Random, share: number): boolean {
  return random() < share;
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

export function some<Item>(random: Random, items: readonly Item[], share: number): Item[] {
  return items.filter(() => chance(random, share));
}

export const ITEM_SECTIONS = ['resources', 'before', 'operators', 'after', 'sub_dags', 'generators'];
