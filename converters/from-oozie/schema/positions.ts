import type { Content } from './notation';

type Leaf = Content & { readonly kind: 'element' | 'any' };

/**
 * A pattern of content as an automaton of positions: one for each place at which an element stands, `START` before all
 * of them. Schemas are unambiguous, so a child has one place at most.
 */
export interface Positions {
  readonly leaves: readonly Leaf[];
  /** The positions that may come next, by position; the last one is that of `START`. */
  readonly follow: readonly (readonly number[])[];
  readonly start: number;
  /** Positions at which the content may end. */
  readonly last: ReadonlySet<number>;
}

interface Piece {
  readonly empty: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** The automaton of a pattern (Glushkov's construction). */
export function positionsOf(content: Content): Positions {
  const leaves: Leaf[] = [];
  const follow: Set<number>[] = [];
  const link = (from: readonly number[], to: readonly number[]): void => {
    for (const position of from) for (const next of to) follow[position]?.add(next);
  };
  const build = (part: Content): Piece => {
    switch (part.kind) {
      case 'element':
      case 'any': {
        leaves.push(part);
        follow.push(new Set());
        const place = [leaves.length - 1];
        return { empty: false, first: place, last: place };
      }
      case 'repeated': {
        const inner = build(part.part);
        if (part.often) link(inner.last, inner.first);
        return part.least === 0 ? { ...inner, empty: true } : inner;
      }
      case 'choice': {
        const inner = part.parts.map(build);
        return {
          empty: inner.some(({ empty }) => empty),
          first: inner.flatMap(({ first }) => first),
          last: inner.flatMap(({ last }) => last),
        };
      }
      case 'sequence':
        return part.parts.map(build).reduce(
          (before, after) => {
            link(before.last, after.first);
            return {
              empty: before.empty && after.empty,
              first: before.empty ? [...before.first, ...after.first] : before.first,
              last: after.empty ? [...before.last, ...after.last] : after.last,
            };
          },
          { empty: true, first: [], last: [] } as Piece,
        );
    }
  };
  const whole = build(content);
  const start = leaves.length;
  const last = new Set(whole.empty ? [...whole.last, start] : whole.last);
  return { leaves, follow: [...follow.map((next) => [...next]), whole.first], start, last };
}

/** The first of the places behind a position, in the order of the schema, at which something fits; a way there skips what it may. */
export function nextPlace(
  { follow, leaves }: Positions,
  from: number,
  fits: (leaf: Leaf) => boolean,
): number | undefined {
  return follow[from]?.find((position) => {
    const leaf = leaves[position];
    return leaf !== undefined && fits(leaf);
  });
}

/** The positions of the shortest way from one to a goal, which is the last of them; nothing where no way leads there. */
export function wayTo(
  { follow }: Positions,
  from: number,
  isGoal: (position: number) => boolean,
  without: ReadonlySet<number> = new Set(),
): readonly number[] | undefined {
  const ways: (readonly number[])[] = [[]];
  const seen = new Set([from]);
  for (const way of ways) {
    for (const next of follow[way.at(-1) ?? from] ?? []) {
      if (without.has(next)) continue;
      if (isGoal(next)) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}
