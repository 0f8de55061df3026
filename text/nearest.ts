import { columnsOf } from './edit-distance';

/** Names among which many words are looked for: sorted, so that of names that begin alike only the ends are compared. */
export interface NameIndex {
  readonly entries: readonly Entry[];
  /** What was found for words before, one more than is said. */
  readonly found: Map<string, readonly string[]>;
  /** A name that is not meant. */
  readonly except?: string;
}

interface Entry {
  readonly name: string;
  /** The name in small letters. */
  readonly plain: string;
  /** Which letters it has, as bits. */
  readonly letters: number;
  /** How many letters it begins with that the entry before it begins with, too. */
  readonly shared: number;
}

/** The candidates for a mistyped word. */
export type Candidates = Iterable<string> | NameIndex;

/** Worth it where more than a few words are looked for. */
export function indexNames(names: Iterable<string>): NameIndex {
  const sorted = [...new Set(names)].map((name) => entryOf(name, name.toLowerCase(), 0));
  sorted.sort((a, b) => (a.plain < b.plain ? -1 : 1));
  const entries = sorted.map(({ name, plain }, index) =>
    entryOf(name, plain, sharedStart(plain, sorted[index - 1]?.plain ?? '')),
  );
  return { entries, found: new Map() };
}

/** Written out: V8 keeps what is spread into a larger object as a dictionary, which is read 25 times as slowly. */
function entryOf(name: string, plain: string, shared: number): Entry {
  return { name, plain, letters: lettersOf(plain), shared };
}

/** The same names but for one: who asks is not meant. */
export function withoutName(index: NameIndex, except: string | undefined): NameIndex {
  return except === undefined ? index : { ...index, except };
}

function sharedStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

function isIndex(candidates: Candidates): candidates is NameIndex {
  return 'entries' in candidates && 'found' in candidates;
}

function* entriesOf(candidates: Candidates): Iterable<Entry> {
  if (isIndex(candidates)) {
    for (const entry of candidates.entries) if (entry.name !== candidates.except) yield entry;
  } else for (const name of candidates) yield entryOf(name, name.toLowerCase(), 0);
}

/** Which letters a word has, as bits; some letters share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index++) letters |= 1 << (word.charCodeAt(index) & 31);
  return letters;
}

/** How many bits of a number of 32 are set: sums of two, of four and of eight at once. */
function bits(number: number): number {
  const twos = number - ((number >>> 1) & 0x55555555);
  const fours = (twos & 0x33333333) + ((twos >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Longer ones are no names that a person mistyped. */
const LONGEST_WORD = 300;

/** Nobody slips more often in one word. */
const MOST_SLIPS = 10;

/** The candidates that a mistyped word may have meant, nearest first, at most three. */
export function nearest(word: string, candidates: Candidates): readonly string[] {
  if (word.length > LONGEST_WORD) return [];
  if (!isIndex(candidates)) return search(word, entriesOf(candidates)).slice(0, MOST_NAMES);
  const { entries, found, except } = candidates;
  const known = found.get(word) ?? search(word, entries);
  found.set(word, known);
  return known.filter((name) => name !== except).slice(0, MOST_NAMES);
}

/** Among more names nobody looks for the right one. */
const MOST_NAMES = 3;

/** A name, and how far a word is from it. */
interface Near {
  readonly name: string;
  readonly distance: number;
}

function search(word: string, entries: Iterable<Entry>): readonly string[] {
  const third = Math.min(Math.floor(word.length / 3), MOST_SLIPS);
  const most = Math.max(third, 2);
  const best: Near[] = [];
  const wanted = word.toLowerCase();
  const letters = lettersOf(wanted);
  const columns = columnsOf(wanted, most);
  /** How many columns are those of the entry, and how many letters no near name begins with. */
  let walked = 0;
  let lost = Number.POSITIVE_INFINITY;
  /** What is further away is not among the best. */
  let bound = most;
  for (const { name, plain, letters: own, shared } of entries) {
    if (shared < walked) walked = shared;
    if (walked >= lost) continue;
    lost = Number.POSITIVE_INFINITY;
    // A word of six letters that lost two of them is still that word.
    const limit = Math.min(bound, Math.max(third, Math.max(word.length, name.length) < 6 ? 1 : 2));
    if (Math.abs(plain.length - wanted.length) > limit) continue;
    // A change of a letter takes one letter away and brings one; most names are out of reach by this alone.
    if (bits(letters ^ own) > 2 * limit) continue;
    for (; walked < plain.length && walked < lost; walked++)
      if (columns.take(walked, plain.charCodeAt(walked)) > most) lost = walked + 1;
    if (walked >= lost) continue;
    const distance = columns.distance(plain.length);
    if (distance > limit || name === word) continue;
    put(best, { name, distance });
    if (best.length > MOST_NAMES) bound = best[MOST_NAMES]?.distance ?? bound;
  }
  return best.map(({ name }) => name);
}

/** Puts a name where it belongs, nearest first; the best ones stay, one more than is said. */
function put(best: Near[], near: Near): void {
  const at = best.findIndex(
    ({ name, distance }) => distance > near.distance || (distance === near.distance && name > near.name),
  );
  if (at < 0) best.push(near);
  else best.splice(at, 0, near);
  best.length = Math.min(best.length, MOST_NAMES + 1);
}

/** The names that hold all parts of a word: `poke_interval` of `interval`; nothing where more than three do. */
function holding(word: string, candidates: Candidates): readonly string[] {
  const parts = partsOf(word);
  const longest = parts.reduce((one, other) => (other.length > one.length ? other : one), '');
  if (longest.length < 3) return [];
  const found: string[] = [];
  for (const { name, plain } of entriesOf(candidates)) {
    if (name.length <= word.length || !plain.includes(longest)) continue;
    const whole = partsOf(name);
    if (parts.every((part) => whole.includes(part)) && found.push(name) > 3) return [];
  }
  return found.sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
}

function partsOf(word: string): readonly string[] {
  return word.toLowerCase().split(/[^\p{L}\p{N}]+/u);
}

/** ` Did you mean "a" or "b"?`: the nearest, or else those that hold its parts; nothing where no candidate does. */
export function didYouMean(word: string, candidates: Candidates): string {
  const all = isIndex(candidates) ? candidates : [...candidates];
  const near = nearest(word, all);
  const names = (near.length > 0 ? near : holding(word, all)).map((name) => `"${name}"`);
  return names.length === 0 ? '' : ` Did you mean ${names.join(' or ')}?`;
}
