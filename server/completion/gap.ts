import type { TextEdit } from '../../text/diagnostic';
import type { Range } from '../../text/range';
import type { WorkflowFile } from '../../workflow/read';
import type { Place } from '../place';
import { type Around, type FilledIn, fillIn, NOTHING } from './fill-in';
import { commasAround, surplusBlanks } from './repair';

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
  /** Are the keys around in double quotes, as in JSON? */
  readonly json: boolean;
  /** What has to stand behind what is filled in: a comma before what follows. */
  readonly after: string;
  /** What has to be mended so that it can stand there: blanks that are too many, a comma that is missing before it. */
  readonly repairs: readonly TextEdit[];
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
 * line; that costs one cell. Where nothing can stand just there, but could after a comma, or with fewer blanks before it,
 * that is mended.
 */
export function gapAt(file: WorkflowFile, offset: number): Gap | undefined {
  const word = wordAt(file.text, offset);
  const gap = asItIs(file, word) ?? withCommas(file, word) ?? withFewerBlanks(file, word);
  return gap === undefined || isBehindAll(gap, file.text) ? undefined : gap;
}

function asItIs(file: WorkflowFile, word: Range): Gap | undefined {
  const found = filled(file, word);
  return found === undefined || found.breaks ? undefined : gapOf(found.place, word, file.text);
}

function withCommas(file: WorkflowFile, word: Range): Gap | undefined {
  const { before, after, place } = commasAround(file.text, word);
  if (!before && !after) return undefined;
  const found = filled(file, word, { before: before ? ', ' : '', after: after ? ',' : '' });
  if (found === undefined || found.breaks || !isFlow(found.place, file.text)) return undefined;
  const repairs = before ? [{ range: { start: place, end: place }, text: ',' }] : [];
  return { ...gapOf(found.place, word, file.text), after: after ? ',' : '', repairs };
}

function withFewerBlanks(file: WorkflowFile, word: Range): Gap | undefined {
  for (const surplus of surplusBlanks(file.text, word)) {
    const found = filled(file, { start: word.start - (surplus.end - surplus.start), end: word.end });
    if (found === undefined || found.breaks || !found.place.isKey) continue;
    return { ...gapOf(found.place, word, file.text), repairs: [{ range: surplus, text: '' }] };
  }
  return undefined;
}

/** The text with a key in place of the word where one can stand, else with a value. */
function filled(file: WorkflowFile, word: Range, around: Around = NOTHING): FilledIn | undefined {
  const lineStart = file.text.lastIndexOf('\n', word.start - 1) + 1;
  const startsLine = /^\uFEFF?[ ]*(?:-[ ]+)*$/.test(file.text.slice(lineStart, word.start));
  const key = startsLine && !hasColon(file.text, word) ? filledWith(file, word, `${FILLER}:`, around) : undefined;
  if (key !== undefined && !key.breaks && !isNameInList(key.place)) return key;
  return filledWith(file, word, FILLER, around);
}

function filledWith(file: WorkflowFile, word: Range, filler: string, around: Around): FilledIn | undefined {
  const found = fillIn(file, word, filler, around);
  return found?.place.scalar.text === FILLER ? found : undefined;
}

function isNameInList({ way, isKey }: Place): boolean {
  return isKey && typeof way.at(-1) === 'number' && way.some((step) => NAME_LISTS.has(step));
}

function hasColon(text: string, word: Range): boolean {
  return /^[ \t]*:(?:\s|$)/.test(text.slice(word.end, word.end + 80));
}

function gapOf(place: Place, word: Range, text: string): Gap {
  const kind = place.isKey ? 'key' : 'value';
  const flow = isFlow(place, text);
  const json = flow && isJson(place);
  return {
    range: word,
    kind,
    way: place.way,
    place,
    flow,
    hasColon: hasColon(text, word),
    json,
    after: '',
    repairs: [],
  };
}

/** Is it in `{…}` or `[…]`? */
function isFlow({ around, document }: Place, text: string): boolean {
  if (around !== undefined) return '{['.includes(text.charAt(around));
  return /^(?:\s|#.*|---.*)*\{/.test(text.slice(document.range.start, document.range.start + FARTHEST));
}

/** Is it behind the brace that closes all of a document? */
function isBehindAll({ place: { around, document }, flow, range: word }: Gap, text: string): boolean {
  if (!flow || around !== undefined) return false;
  const { start, end } = document.range;
  return text.slice(word.end, Math.max(word.end, end)).trim() === '' && /\}\s*$/.test(text.slice(start, word.start));
}

/** Nobody writes more than this before the first brace of a document. */
const FARTHEST = 5_000;

function isJson({ mapping, document }: Place): boolean {
  const keys = mapping === undefined ? document.entries.map(({ key }) => key) : mapping.pairs.map(({ key }) => key);
  const others = keys.filter(({ text }) => text !== FILLER);
  return others.length > 0 && others.every(({ plain }) => !plain);
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
