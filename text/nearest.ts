/** The number of insertions, deletions, replacements and swaps of neighbours between two words; at most `limit` + 1. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
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

/** The candidates that a mistyped word may have meant, nearest first, at most three. */
export function nearest(word: string, candidates: Iterable<string>): string[] {
  const third = Math.floor(word.length / 3);
  const found: { readonly name: string; readonly distance: number }[] = [];
  const wanted = word.toLowerCase();
  const letters = lettersOf(wanted);
  for (const name of candidates) {
    // A word of six letters that lost two of them is still that word.
    const limit = Math.max(third, Math.max(word.length, name.length) < 6 ? 1 : 2);
    if (Math.abs(name.length - word.length) > limit) continue;
    const candidate = name.toLowerCase();
    // A change of a letter takes one letter away and brings one; most names are out of reach by this alone.
    if (bits(letters ^ lettersOf(candidate)) > 2 * limit) continue;
    const distance = editDistance(wanted, candidate, limit);
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
