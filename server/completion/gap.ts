import type { Range } from '../../text/range';
import type { WorkflowFile } from '../../workflow/read';
import type { Place } from '../place';
import { fillIn } from './fill-in';

/** A place where something can be filled in. */
export interface Gap {
  /** The word at the cursor, quotes included: what a completion replaces. */
  readonly range: Range;
  readonly kind: 'key' | 'value';
  /** Of a value, the way to it; of a key, the way to its mapping. See `Place`. */
  readonly way: readonly (string | number)[];
  /** The place in the text as it would be with something filled in. */
  readonly place: Place;
  /** Inside `{…}` or `[…]`? */
  readonly flow: boolean;
  /** Of a key: does a colon follow already? */
  readonly hasColon: boolean;
}

/** Stands where the completion will stand while the text is read; no workflow holds it. */
const FILLER = 'dagport-fills-this-in';

/** The keys whose lists hold names: a word after `- ` below them is no key. */
const NAME_LISTS: ReadonlySet<string | number> = new Set([
  'upstream_dependencies',
  'downstream_dependencies',
  'requires_resources',
  'on_failure',
  'then',
  'otherwise',
  'paths',
]);

/**
 * What can be filled in at an offset; nothing in comments and where the YAML around it cannot be read. The text is read
 * with a filler in place of the word at the cursor, so that the answer is the YAML reader's own, not a guess from the
 * line; that costs one cell.
 */
export function gapAt(file: WorkflowFile, offset: number): Gap | undefined {
  const word = wordAt(file.text, offset);
  const lineStart = file.text.lastIndexOf('\n', word.start - 1) + 1;
  const before = file.text.slice(lineStart, word.start);
  const hasColon = /^[ \t]*:(?:\s|$)/.test(file.text.slice(word.end, word.end + 80));
  const startsLine = /^\uFEFF?[ ]*(?:-[ ]+)*$/.test(before);
  const asKey = startsLine && !hasColon ? filled(file, word, `${FILLER}:`) : undefined;
  if (asKey !== undefined && !isNameInList(asKey)) return gapOf(asKey, word, file.text, hasColon);
  const asValue = filled(file, word, FILLER);
  return asValue === undefined ? undefined : gapOf(asValue, word, file.text, hasColon);
}

function filled(file: WorkflowFile, word: Range, filler: string): Place | undefined {
  const place = fillIn(file, word, filler);
  return place?.scalar.text === FILLER ? place : undefined;
}

function isNameInList({ way, isKey }: Place): boolean {
  return isKey && typeof way.at(-1) === 'number' && way.some((step) => NAME_LISTS.has(step));
}

function gapOf(place: Place, word: Range, text: string, hasColon: boolean): Gap {
  const kind = place.isKey ? 'key' : 'value';
  return { range: word, kind, way: place.way, place, flow: isFlow(place, text, word.start), hasColon };
}

/** Is the nearest open bracket before the offset, within the cell, still open there? */
function isFlow(place: Place, text: string, offset: number): boolean {
  const start = place.item?.offset ?? text.lastIndexOf('\n', offset - 1) + 1;
  let depth = 0;
  for (let index = offset - 1; index >= start; index--) {
    const character = text.charAt(index);
    if (character === ']' || character === '}') depth++;
    if ((character === '[' || character === '{') && --depth < 0) return true;
  }
  return false;
}

/** The word that holds the offset, or an empty one there: what YAML could take for one plain scalar without blanks. */
function wordAt(text: string, offset: number): Range {
  let start = offset;
  let end = offset;
  while (start > 0 && isWord(text.charAt(start - 1))) start--;
  while (end < text.length && isWord(text.charAt(end))) end++;
  const quote = text.charAt(start - 1);
  if ((quote === '"' || quote === "'") && text.charAt(end) === quote) return { start: start - 1, end: end + 1 };
  return { start, end };
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}_.@/*+~-]/u.test(character);
}
