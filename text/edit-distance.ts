/** The number of insertions, deletions, replacements and swaps of neighbours between two words; at most `limit` + 1. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const columns = columnsOf(a, limit);
  for (let index = 0; index < b.length; index++) if (columns.take(index, b.charCodeAt(index)) > limit) return limit + 1;
  return Math.min(columns.distance(b.length), limit + 1);
}

/**
 * The table of distances from a word, a column for each letter of another. Columns stay until they are written again, so
 * that of words that begin alike only the ends are worked out.
 */
export interface Columns {
  /** Works out the column behind this letter, the one at `index`; gives the least distance that words can have which begin so. */
  readonly take: (index: number, letter: number) => number;
  /** The distance of the word that ends behind so many letters. */
  readonly distance: (length: number) => number;
}

/** As many letters as there are bits in a number. */
const MOST_BITS = 32;

/** Only distances up to `limit` are told apart. */
export function columnsOf(word: string, limit: number): Columns {
  return word.length > 0 && word.length <= MOST_BITS ? columnsOfBits(word) : columnsInBand(word, limit);
}

/**
 * All cells of a column at once: Myers 1999, with swaps by Hyyrö 2003 ("A Bit-Vector Algorithm for Computing Levenshtein and
 * Damerau Edit Distances").
 */
function columnsOfBits(word: string): Columns {
  const placesOf = new Map<number, number>();
  for (let index = 0; index < word.length; index++) {
    const letter = word.charCodeAt(index);
    placesOf.set(letter, (placesOf.get(letter) ?? 0) | (1 << index));
  }
  const last = 1 << (word.length - 1);
  // Whether a cell is one more, or one less, than the one above it; and what the next column asks of this one.
  const more = [-1];
  const less = [0];
  const same = [0];
  const places = [0];
  const distances = [word.length];
  return {
    take(index, letter) {
      const before = more[index] ?? -1;
      const here = placesOf.get(letter) ?? 0;
      const swapped = ((~(same[index] ?? 0) & here) << 1) & (places[index] ?? 0);
      const own = ((((here & before) + before) | 0) ^ before) | here | (less[index] ?? 0) | swapped;
      const right = (less[index] ?? 0) | ~(own | before);
      const left = own & before;
      const step = (right & last) !== 0 ? 1 : (left & last) !== 0 ? -1 : 0;
      const shifted = (right << 1) | 1;
      more[index + 1] = (left << 1) | ~(own | shifted);
      less[index + 1] = shifted & own;
      same[index + 1] = own;
      places[index + 1] = here;
      distances[index + 1] = (distances[index] ?? 0) + step;
      return 0;
    },
    distance: (length) => distances[length] ?? 0,
  };
}

/** Cell by cell, and of each column only those that can be within the limit. */
function columnsInBand(word: string, limit: number): Columns {
  const far = limit + 1;
  const columns = [Int32Array.from({ length: word.length + 1 }, (_, index) => Math.min(index, far))];
  const letters: number[] = [];
  return {
    take(index, letter) {
      letters[index] = letter;
      const at = index + 1;
      const last = columns[index];
      const beforeLast = columns[index - 1];
      const column = columns[at] ?? new Int32Array(word.length + 1);
      columns[at] = column.fill(far);
      column[0] = Math.min(at, far);
      let least = column[0] ?? far;
      for (let row = Math.max(1, at - limit); row <= Math.min(word.length, at + limit); row++) {
        const own = word.charCodeAt(row - 1);
        let cost = Math.min(
          (last?.[row] ?? far) + 1,
          (column[row - 1] ?? far) + 1,
          (last?.[row - 1] ?? far) + (own === letter ? 0 : 1),
        );
        const isSwapped = row > 1 && index > 0 && own === letters[index - 1] && word.charCodeAt(row - 2) === letter;
        if (isSwapped) cost = Math.min(cost, (beforeLast?.[row - 2] ?? far) + 1);
        column[row] = cost;
        least = Math.min(least, cost);
      }
      return least;
    },
    distance: (length) => columns[length]?.[word.length] ?? far,
  };
}
