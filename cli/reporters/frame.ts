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

const WIDTH = 100;

/** The first line of a range with its marks; the part around them where the line is long. */
export function frameOf(range: Range, text: string, lines: LineIndex): CodeFrame {
  const start = positionAt(lines, range.start);
  const lineStart = lines.starts[start.line] ?? 0;
  const lineEnd = lines.starts[start.line + 1] ?? text.length;
  const whole = text
    .slice(lineStart, lineEnd)
    .replace(/[\r\n]+$/, '')
    .replaceAll('\t', ' ');
  const from = start.character;
  const to = Math.max(from + 1, Math.min(range.end - lineStart, whole.length));
  const cutFront = to > WIDTH ? Math.max(0, from - WIDTH / 4) : 0;
  const before = whole.slice(cutFront, from);
  const marked = whole.slice(from, to).slice(0, WIDTH);
  const shown = whole.slice(cutFront, cutFront + WIDTH + marked.length);
  const front = cutFront > 0 ? '…' : '';
  const back = cutFront + shown.length < whole.length ? '…' : '';
  return {
    line: start.line + 1,
    code: `${front}${shown}${back}`,
    marks: `${' '.repeat(front.length + columns(before))}${'^'.repeat(Math.max(1, columns(marked)))}`,
  };
}

/** How many columns of a terminal a text takes: East Asian wide characters and emoji take two. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mn}|\u200d|\ufe0f/u.test(character)) continue;
    width += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  }
  return width;
}

/** Unicode's East Asian Width W and F, by block (UAX #11). */
function isWide(code: number): boolean {
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
