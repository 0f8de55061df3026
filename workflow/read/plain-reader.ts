import type { YamlScalar } from './node';

/**
 * Scalars of cells read before, each at a slot of its place. Ranges are relative to a cell, and cells are written alike: most
 * keys and many values stand where one of the same text stood, and share its node. That halves what a file holds in memory.
 */
export type SharedScalars = (YamlScalar | undefined)[];

/** Where a text is read, and what was noticed on the way. */
export interface Reader {
  readonly text: string;
  readonly shared: SharedScalars;
  /** The offset that is read next. */
  at: number;
  /** Where the last value ended, with the end of its line. */
  ended: number;
  /** How many lines of comments were passed. */
  comments: number;
  /** How far the outermost collection is indented. */
  root: number;
  /** Did a comment move the end of a collection, so that it is left to the whole language after all? */
  unsure: boolean;
}

/** The first character of a line that says something, and how far it is indented. */
export interface Line {
  readonly start: number;
  readonly indent: number;
}

/** Finds the next line with content, from the start of a line on; it stays unread. */
export function nextContent(reader: Reader): Line | undefined {
  const { text } = reader;
  let deepest = -1;
  while (reader.at < text.length) {
    let start = reader.at;
    while (text.charCodeAt(start) === SPACE) start++;
    const code = text.charCodeAt(start);
    if (start >= text.length) break;
    if (code !== NEWLINE && code !== HASH) {
      // A comment deeper than what comes next belongs to a collection above.
      if (deepest > start - reader.at) reader.unsure = true;
      return { start, indent: start - reader.at };
    }
    if (code === HASH) {
      reader.comments++;
      deepest = Math.max(deepest, start - reader.at);
    }
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    reader.at = end + 1;
  }
  if (deepest > reader.root) reader.unsure = true;
  return undefined;
}

export const NEWLINE = 10;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;
export const OPEN_BRACKET = 91;
export const CLOSE_BRACKET = 93;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;
export const BAR = 124;
export const GREATER = 62;

/** Deeper nesting is told of by the whole language. */
export const DEEPEST = 40;
export const LONGEST_KEY = 200;
