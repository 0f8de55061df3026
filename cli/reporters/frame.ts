import { type LineIndex, positionAt, type Range } from '../../text/range';

/** A line of a text with marks below the part of it that a range covers. */
export interface CodeFrame {
  /** 1-based. */
  readonly line: number;
  /** The line, cut where it is long; tabs are blanks. */
  readonly code: string;
  /** Blanks and `^`, in columns of a terminal. */
  readonly marks: string;
}

/** Where nothing is known of a terminal. */
const USUAL_WIDTH = 100;
/** Below this a frame shows too little to be read, and may as well wrap. */
const LEAST_WIDTH = 30;

/** The first line of a range with its marks; where it is wider than `width` columns, the part around them. */
export function frameOf(range: Range, text: string, lines: LineIndex, width = USUAL_WIDTH): CodeFrame {
  const start = positionAt(lines, range.start);
  const lineStart = lines.starts[start.line] ?? 0;
  const lineEnd = lines.starts[start.line + 1] ?? text.length;
  const whole = text
    .slice(lineStart, lineEnd)
    .replace(/[\r\n]+$/, '')
    .replaceAll('\t', ' ');
  const from = start.character;
  const to = Math.max(from + 1, Math.min(range.end - lineStart, whole.length));
  const room = Math.max(LEAST_WIDTH, Math.min(USUAL_WIDTH, width)) - 2;
  const [front, marked, back] = [whole.slice(0, from), whole.slice(from, to), whole.slice(to)];
  const shownMarked = first(marked, room);
  const left = room - columns(shownMarked);
  // The line from its beginning, where that leaves something to see behind the mark.
  const forBack = Math.max(left - columns(front), 0);
  const shownBack = first(back, forBack >= left / 4 ? forBack : Math.floor((left * 3) / 4));
  const shownFront = last(front, left - columns(shownBack));
  const isCut = shownFront !== front;
  const goesOn = shownMarked !== marked || shownBack !== back;
  return {
    line: start.line + 1,
    code: `${isCut ? '…' : ''}${shownFront}${shownMarked}${shownMarked === marked ? shownBack : ''}${goesOn ? '…' : ''}`,
    marks: `${' '.repeat(columns(shownFront) + (isCut ? 1 : 0))}${'^'.repeat(Math.max(1, columns(shownMarked)))}`,
  };
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader sees as characters: an emoji of several parts is one. */
function charactersOf(text: string): readonly string[] {
  return isPlain(text) ? text.split('') : Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

/** The beginning of a text that has room in so many columns. */
function first(text: string, room: number): string {
  return fitting(charactersOf(text), room).join('');
}

/** The end of a text that has room in so many columns. */
function last(text: string, room: number): string {
  return fitting(charactersOf(text).toReversed(), room).toReversed().join('');
}

function fitting(characters: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += columns(character);
    return used > room;
  });
  return end < 0 ? characters : characters.slice(0, end);
}

function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** How many columns of a terminal a text takes: East Asian wide characters and emoji take two. */
export function columns(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const character of charactersOf(text)) width += isWide(character) ? 2 : isNothing(character) ? 0 : 1;
  return width;
}

function isNothing(character: string): boolean {
  return /^(?:\p{Mn}|\p{Cf})+$/u.test(character);
}

function isWide(character: string): boolean {
  return isWideCode(character.codePointAt(0) ?? 0) || /\p{Emoji_Presentation}|\ufe0f/u.test(character);
}

/** Unicode's East Asian Width W and F, by block (UAX #11). */
function isWideCode(code: number): boolean {
  if (code < 0x1100) return false;
  return (
    code <= 0x115f ||
    (code >= 0x2e80 && code <= 0x303e) ||
    (code >= 0x3041 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}
