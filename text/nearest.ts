/** The number of insertions, deletions, replacements and swaps of neighbours between two words; at most `limit` + 1. */
export function editDistance(a: string, b: string, limit: number): number {
  return distanceTo(a)(b, limit);
}

/** How far other words are from one, as `editDistance` says it: for thousands of them. */
type Distance = (other: string, limit: number) => number;

/** As many letters as there are bits in a number. */
const MOST_BITS = 32;

function distanceTo(word: string): Distance {
  return word.length > 0 && word.length <= MOST_BITS
    ? distanceByBits(word)
    : (other, limit) => distanceInBand(word, other, limit);
}

/**
 * A column of the table of distances at once, as bits of whether a cell is one more or one less than its neighbour:
 * Myers 1999, with swaps by Hyyrö 2003 ("A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances").
 */
function distanceByBits(word: string): Distance {
  const places = new Map<number, number>();
  for (let index = 0; index < word.length; index++) {
    const letter = word.charCodeAt(index);
    places.set(letter, (places.get(letter) ?? 0) | (1 << index));
  }
  const last = 1 << (word.length - 1);
  return (other, limit) => {
    if (Math.abs(word.length - other.length) > limit) return limit + 1;
    let more = -1;
    let less = 0;
    let same = 0;
    let before = 0;
    let distance = word.length;
    for (let index = 0; index < other.length; index++) {
      const here = places.get(other.charCodeAt(index)) ?? 0;
      const swapped = ((~same & here) << 1) & before;
      same = ((((here & more) + more) | 0) ^ more) | here | less | swapped;
      let right = less | ~(same | more);
      let left = same & more;
      if ((right & last) !== 0) distance++;
      if ((left & last) !== 0) distance--;
      right = (right << 1) | 1;
      left <<= 1;
      more = left | ~(same | right);
      less = right & same;
      before = here;
    }
    return Math.min(distance, limit + 1);
  };
}

/** Row by row, and of each row only the cells that can be within the limit. */
function distanceInBand(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const far = limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => Math.min(index, far));
  for (let i = 1; i <= a.length; i++) {
    const row: number[] = new Array(b.length + 1).fill(far);
    row[0] = Math.min(i, far);
    let least = row[0];
    for (let j = Math.max(1, i - limit); j <= Math.min(b.length, i + limit); j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > limit) return far;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, far);
}

/** Which letters a word has, as bits; some letters share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index++) letters |= 1 << (word.charCodeAt(index) & 31);
  return letters;
}

/** How many bits of a number of 32 are set. */
function bits(number: number): number {
  let left = number;
  let count = 0;
  for (; left !== 0; left &= left - 1) count++;
  return count;
}

/** Longer ones are no names that a person mistyped. */
const LONGEST_WORD = 300;

/** Nobody slips more often in one word. */
const MOST_SLIPS = 10;

/** The candidates that a mistyped word may have meant, nearest first, at most three. */
export function nearest(word: string, candidates: Iterable<string>): string[] {
  if (word.length > LONGEST_WORD) return [];
  const third = Math.min(Math.floor(word.length / 3), MOST_SLIPS);
  const found: { readonly name: string; readonly distance: number }[] = [];
  const wanted = word.toLowerCase();
  const letters = lettersOf(wanted);
  const distanceOf = distanceTo(wanted);
  for (const name of candidates) {
    // A word of six letters that lost two of them is still that word.
    const limit = Math.max(third, Math.max(word.length, name.length) < 6 ? 1 : 2);
    if (Math.abs(name.length - word.length) > limit) continue;
    const candidate = name.toLowerCase();
    // A change of a letter takes one letter away and brings one; most names are out of reach by this alone.
    if (bits(letters ^ lettersOf(candidate)) > 2 * limit) continue;
    const distance = distanceOf(candidate, limit);
    if (distance <= limit && name !== word) found.push({ name, distance });
  }
  found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return found.slice(0, 3).map((item) => item.name);
}

/** The names that hold all parts of a word: `poke_interval` of `interval`; nothing where more than three do. */
function holding(word: string, candidates: Iterable<string>): string[] {
  const parts = partsOf(word);
  const longest = parts.reduce((one, other) => (other.length > one.length ? other : one), '');
  if (longest.length < 3) return [];
  const found: string[] = [];
  for (const name of candidates) {
    if (name.length <= word.length || !name.toLowerCase().includes(longest)) continue;
    const whole = partsOf(name);
    if (parts.every((part) => whole.includes(part)) && found.push(name) > 3) return [];
  }
  return found.sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
}

function partsOf(word: string): readonly string[] {
  return word.toLowerCase().split(/[^\p{L}\p{N}]+/u);
}

/** ` Did you mean "a" or "b"?`: the nearest, or else those that hold its parts; nothing where no candidate does. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const all = [...candidates];
  const near = nearest(word, all);
  const names = (near.length > 0 ? near : holding(word, all)).map((name) => `"${name}"`);
  return names.length === 0 ? '' : ` Did you mean ${names.join(' or ')}?`;
}
