import type { Range } from '../../text/range';
import type { WorkflowFile } from '../../workflow/read';
import type { Place } from '../place';
import { fillIn } from './fill-in';

/** What a text of a workflow may hold besides itself: Jinja, Python, placeholders of composites and targets. */
export type EmbeddedLanguage = 'expression' | 'statement' | 'python' | 'placeholder';

/** A place inside brackets of a text where something can be filled in. */
export interface EmbeddedGap {
  readonly language: EmbeddedLanguage;
  /** The name at the cursor: what a completion replaces, in the file. */
  readonly range: Range;
  /** The text between the open bracket and that name. */
  readonly before: string;
  /** The text in front of the bracket. */
  readonly around: string;
  /** What follows the name. */
  readonly after: string;
  /** The place in the text as it would be with something filled in. */
  readonly place: Place;
  /** The quote in which the whole text stands, if any. */
  readonly quote: '"' | "'" | '';
}

/** Stands where the completion will stand while the text is read: a name in each of the languages. */
const FILLER = 'dagportFillsThisIn';

/**
 * The gap at an offset, where that is inside `{{ }}`, `{% %}`, `<< >>` or `${{ }}` of a text. The YAML reader tells what the
 * text is, escapes undone; that costs one cell.
 * @param placeholders does `${{` begin a placeholder in this file?
 */
export function embeddedGapAt(file: WorkflowFile, offset: number, placeholders: boolean): EmbeddedGap | undefined {
  if (!mayBeEmbedded(file.text, offset)) return undefined;
  const name = nameAt(file.text, offset);
  const place = fillIn(file, name, FILLER)?.place;
  if (place === undefined || place.isKey || place.scalar.type !== 'text') return undefined;
  const at = place.scalar.text.indexOf(FILLER);
  const open = at < 0 ? undefined : openBracket(place.scalar.text.slice(0, at), placeholders);
  if (open === undefined) return undefined;
  const mark = file.text.charAt(place.range.start);
  return {
    language: open.language,
    range: inString(place.scalar.text.slice(open.end, at)) ? idAt(file.text, name) : name,
    before: place.scalar.text.slice(open.end, at),
    around: place.scalar.text.slice(0, open.end),
    after: place.scalar.text.slice(at + FILLER.length),
    place,
    quote: mark === '"' || mark === "'" ? mark : '',
  };
}

/** No text goes on for so long before its bracket closes; what is dearer than this look is left to the reader. */
const FARTHEST = 10_000;

/** Is there a bracket before the offset that seems to be open? The nearest one decides. */
function mayBeEmbedded(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - FARTHEST), offset);
  const open = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'), before.lastIndexOf('<<'));
  return open >= 0 && !/\}\}|%\}|>>/.test(before.slice(open + 2));
}

function nameAt(text: string, offset: number): Range {
  const isName = (at: number): boolean => /[\p{ID_Continue}]/u.test(text.charAt(at));
  const { start, end } = grown(text, { start: offset, end: offset }, isName);
  // What follows a backslash in double quotes is no part of the name.
  return { start: start < offset && text.charAt(start - 1) === '\\' ? start + 1 : start, end };
}

/** In a string the name may be the id of a task. */
function idAt(text: string, name: Range): Range {
  return grown(text, name, (at) => /[\p{ID_Continue}.-]/u.test(text.charAt(at)));
}

function grown(text: string, range: Range, fits: (at: number) => boolean): Range {
  let { start, end } = range;
  while (start > 0 && fits(start - 1)) start--;
  while (end < text.length && fits(end)) end++;
  return { start, end };
}

interface Bracket {
  readonly language: EmbeddedLanguage;
  /** The offset behind it. */
  readonly end: number;
}

const BRACKETS: readonly (readonly [open: string, close: string, language: EmbeddedLanguage | undefined])[] = [
  ['${{', '}}', 'placeholder'],
  ['{{', '}}', 'expression'],
  ['{%', '%}', 'statement'],
  ['{#', '#}', undefined],
  ['<<', '>>', 'python'],
];

/** The bracket that is open at the end of a text; nothing where none is, or a comment. */
function openBracket(text: string, placeholders: boolean): Bracket | undefined {
  let at = 0;
  while (at < text.length) {
    const bracket = BRACKETS.find(
      ([open, , language]) => (placeholders || language !== 'placeholder') && text.startsWith(open, at),
    );
    if (bracket === undefined) {
      at++;
      continue;
    }
    const [open, close, language] = bracket;
    const sign = language !== 'python' && /[-+]/.test(text.charAt(at + open.length)) ? 1 : 0;
    const end = closeOf(text, at + open.length, close);
    if (end === undefined) return language === undefined ? undefined : { language, end: at + open.length + sign };
    at = end;
  }
  return undefined;
}

const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;

/** The offset behind a closing bracket; brackets in strings close nothing. */
function closeOf(text: string, from: number, close: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text.startsWith(close, at)) return at + close.length;
    STRING.lastIndex = at;
    const string = STRING.exec(text)?.[0];
    if (string !== undefined) at += string.length - 1;
  }
  return undefined;
}

/** Does a stretch of an expression end inside a string? */
export function inString(code: string): boolean {
  return lastToken(code)?.kind === 'open string';
}

/** The last token of a stretch of an expression of Jinja or Python. */
export interface EmbeddedToken {
  readonly kind: 'name' | 'number' | 'string' | 'open string' | 'operator';
  readonly text: string;
}

const TOKEN =
  /(?<string>'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*")|(?<open>['"][\s\S]*$)|(?<name>[\p{ID_Start}_][\p{ID_Continue}]*)|(?<number>\d[\w.]*)|(?<operator>\*\*|\/\/|[=!<>:]=|\S)/gu;

export function tokensIn(code: string): readonly EmbeddedToken[] {
  return [...code.matchAll(TOKEN)].map(({ 0: text, groups }) => ({ kind: kindOf(groups ?? {}), text }));
}

function kindOf({ string, open, name, number }: Readonly<Record<string, string | undefined>>): EmbeddedToken['kind'] {
  if (string !== undefined) return 'string';
  if (open !== undefined) return 'open string';
  if (name !== undefined) return 'name';
  return number === undefined ? 'operator' : 'number';
}

export function lastToken(code: string): EmbeddedToken | undefined {
  return tokensIn(code).at(-1);
}
