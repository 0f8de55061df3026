import type { Comment, Quote, SyntaxProblem } from './syntax';
import type { Token } from './tokens';

/** The state of one pass over a text. Only the functions of the lexer change it. */
export interface Scan {
  readonly text: string;
  offset: number;
  readonly comments: Comment[];
  readonly problems: SyntaxProblem[];
  /** Kinds of strings that were once opened and never closed: further ones end with their line, so that time stays linear. */
  readonly unclosed: Set<Quote | '${'>;
  /** How many `${` enclose the place. */
  depth: number;
  /** The stretch of a line that was measured last, so that many strings on one long line stay linear. */
  line: { readonly start: number; readonly end: number; readonly lastBrace: number };
  /** Reads the code of an interpolation up to its closing brace, which is not consumed. */
  readonly interpolation: (scan: Scan, limit: number) => Token[];
}

/** The offset at which the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

/** The line from an offset to its end, with the offset of its last `}` (-1 where there is none). */
export function restOfLine(scan: Scan, offset: number): Scan['line'] {
  if (offset >= scan.line.start && offset <= scan.line.end) return scan.line;
  const end = lineEnd(scan.text, offset);
  let lastBrace = end - 1;
  while (lastBrace >= offset && scan.text.charCodeAt(lastBrace) !== 125) lastBrace--;
  scan.line = { start: offset, end, lastBrace: lastBrace < offset ? -1 : lastBrace };
  return scan.line;
}

/**
 * The end of the line of an offset, where a backslash before its line break continues it on the next one.
 * `limit`: no end is looked for behind it.
 */
export function continuedLineEnd(scan: Scan, offset: number, limit: number): number {
  const { text } = scan;
  let { end } = restOfLine(scan, offset);
  while (end < limit && text.charCodeAt(end - 1) === 92 && end > offset) {
    let slashes = 1;
    while (text.charCodeAt(end - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) break;
    end = lineEnd(text, end + lineBreakLength(text, end));
  }
  return Math.min(end, limit);
}

/** The length of the line break at an offset: 0 where there is none. */
export function lineBreakLength(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  if (unit === 10) return 1;
  if (unit !== 13) return 0;
  return text.charCodeAt(offset + 1) === 10 ? 2 : 1;
}
