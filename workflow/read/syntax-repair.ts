import { Lexer, parseDocument } from 'yaml';
import type { TextEdit } from '../../text/diagnostic';
import { applyEdits } from '../../text/edit';
import type { Range } from '../../text/range';

/** Where the cause of a syntax error stands, which is often not where the parser notices it. */
export interface SyntaxCause {
  readonly range: Range;
  readonly message: string;
  /** A repair that makes the text readable. */
  readonly repair?: { readonly title: string; readonly edits: readonly TextEdit[] };
}

/** A cell that is longer is not parsed again and again to find out. */
export const LONGEST_REPAIRED = 1_500;

/** The cause with its repair, if the text is readable after it. */
export function withRepair(cause: SyntaxCause, text: string, title: string, edits: readonly TextEdit[]): SyntaxCause {
  if (text.length > LONGEST_REPAIRED || !isReadable(applyEdits(text, edits))) return cause;
  return { ...cause, repair: { title, edits } };
}

export function isReadable(text: string): boolean {
  const options = {
    schema: 'failsafe',
    version: '1.1',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  } as const;
  return parseDocument(text, options).errors.length === 0;
}

/** A token of the lexer with its place. */
export interface PlacedToken extends Range {
  readonly source: string;
}

/** The tokens of a text, without what stands for nothing in it. */
export function* tokensOf(text: string): Generator<PlacedToken> {
  let start = 0;
  for (const source of new Lexer().lex(text)) {
    if (MARKS.has(source)) continue;
    yield { source, start, end: start + source.length };
    start += source.length;
  }
}

/** What the lexer puts between tokens, of no length in the text: byte order mark, document, end of flow, block scalar. */
const MARKS: ReadonlySet<string> = new Set(['\uFEFF', '\u0002', '\u0018', '\u001F']);
