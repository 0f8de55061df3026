import { type Data, ITEM_SECTIONS, type Mutable, pick, type Random, Raw } from './made';

export interface Slip {
  readonly name: string;
  /** The documents with the slip; nothing where there is no place for it. They are changed in place. */
  readonly apply: (documents: readonly Mutable[], random: Random) => readonly Mutable[] | undefined;
}

export const WRONG: readonly Data[] = [
  null,
  3,
  1.5,
  true,
  'text',
  '',
  '3',
  'yes',
  [],
  ['a'],
  [null],
  new Raw('2026-01-01'),
  new Raw('{}'),
  new Raw('{a: 1}'),
  new Raw('~'),
  new Raw('010'),
  new Raw('1e3'),
  new Raw('='),
];

export function itemsOf(
  documents: readonly Mutable[],
  sections: readonly string[] = ITEM_SECTIONS,
): readonly Mutable[] {
  return documents.flatMap((document) =>
    sections.flatMap((section) => {
      const list = document.get(section);
      return Array.isArray(list) ? list.filter((item): item is Mutable => item instanceof Map) : [];
    }),
  );
}

/** A slip in one of the places that there are. */
export function slip<Place>(
  name: string,
  places: (documents: readonly Mutable[], random: Random) => readonly Place[],
  change: (place: Place, random: Random, documents: readonly Mutable[]) => void,
): Slip {
  return {
    name,
    apply(documents, random) {
      const found = places(documents, random);
      if (found.length === 0) return undefined;
      change(pick(random, found), random, documents);
      return documents;
    },
  };
}

export function mappingsIn(documents: readonly Mutable[], key: string): readonly Mutable[] {
  return [...documents, ...itemsOf(documents)].flatMap((owner) => {
    const value = owner.get(key);
    return value instanceof Map ? [value] : [];
  });
}

export function renamed(map: Mutable, from: string, to: string): void {
  const pairs = [...map];
  map.clear();
  for (const [key, value] of pairs) map.set(key === from ? to : key, value);
}

export function replaceAny(map: Mutable, random: Random): void {
  const keys = [...map.keys()];
  if (keys.length > 0) map.set(pick(random, keys), pick(random, WRONG));
}

export const all = (documents: readonly Mutable[]): readonly Mutable[] => documents;
export const items = (documents: readonly Mutable[]): readonly Mutable[] => itemsOf(documents);
