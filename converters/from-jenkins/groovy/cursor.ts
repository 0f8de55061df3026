import type { Range } from '../../../text/range';
import type { Expression, MissingExpression, Statement, SyntaxProblem } from './syntax';
import type { Token } from './tokens';

/** Blocks, parentheses and operators inside each other: deeper code is skipped with a problem. */
const deepest = 200;

/** The place of the parser in a list of tokens. Only the functions of the parser change it. */
export interface Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** For each bracket the index of its partner, else -1. */
  readonly partners: Int32Array;
  index: number;
  /** Whether a line break ends a statement here: in blocks it does, inside parentheses and brackets it does not. */
  newlinesEnd: boolean;
  /** Where a statement, or a value that is assigned, begins: a closure on a later line still belongs to it. */
  pathStart: number;
  depth: number;
  /** After a problem no further one is reported before the next statement. */
  recovering: boolean;
  /** Inside the parentheses of an annotation, where values may be annotations. */
  inAnnotation: boolean;
  readonly problems: SyntaxProblem[];
  readonly grammar: Grammar;
}

/** The parts of the grammar that contain each other, tied together where the parser starts. */
export interface Grammar {
  /** An expression without command arguments. */
  readonly expression: (cursor: Cursor) => Expression;
  /** An expression, also one with command arguments. */
  readonly command: (cursor: Cursor) => Expression;
  /** Statements up to a closing brace or the end; the brace is not consumed. */
  readonly statements: (cursor: Cursor) => readonly Statement[];
  /** The members of a class up to the closing brace, which is not consumed. */
  readonly members: (cursor: Cursor, className: string) => readonly Statement[];
}

/** Finds the partner of each bracket in one pass. A closing brace closes what was left open inside its block. */
export function matchBrackets(tokens: readonly Token[]): Int32Array {
  const partners = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  const closes: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  const textAt = (index: number | undefined) => {
    const token = index === undefined ? undefined : tokens[index];
    return token?.kind === 'sign' ? token.text : undefined;
  };
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'sign') continue;
    if (token.text === '(' || token.text === '[' || token.text === '{') open.push(index);
    const opening = closes[token.text];
    if (opening === undefined) continue;
    if (opening === '{') while (open.length > 0 && textAt(open.at(-1)) !== '{') open.pop();
    if (textAt(open.at(-1)) !== opening) continue;
    const partner = open.pop() ?? -1;
    partners[index] = partner;
    partners[partner] = index;
  }
  return partners;
}

const endToken: Token = { kind: 'end', start: 0, end: 0, newlineBefore: true };

export function peek(cursor: Cursor, ahead = 0): Token {
  return cursor.tokens[cursor.index + ahead] ?? cursor.tokens.at(-1) ?? endToken;
}

export function advance(cursor: Cursor): Token {
  const token = peek(cursor);
  if (token.kind !== 'end') cursor.index++;
  return token;
}

export function signAt(token: Token): string | undefined {
  return token.kind === 'sign' ? token.text : undefined;
}

export function wordAt(token: Token): string | undefined {
  return token.kind === 'word' ? token.text : undefined;
}

/** Whether the next token is this sign, on whatever line. */
export function isSign(cursor: Cursor, sign: string): boolean {
  return signAt(peek(cursor)) === sign;
}

export function isWord(cursor: Cursor, word: string): boolean {
  return wordAt(peek(cursor)) === word;
}

/** Whether the next token still belongs to the statement: no significant line break comes before it. */
export function continues(cursor: Cursor): boolean {
  const token = peek(cursor);
  return token.kind !== 'end' && !(token.newlineBefore && cursor.newlinesEnd);
}

export function takeSign(cursor: Cursor, sign: string): boolean {
  if (!isSign(cursor, sign)) return false;
  cursor.index++;
  return true;
}

export function takeWord(cursor: Cursor, word: string): boolean {
  if (!isWord(cursor, word)) return false;
  cursor.index++;
  return true;
}

/** The end of what was read last. */
export function endOfLast(cursor: Cursor): number {
  return cursor.tokens[cursor.index - 1]?.end ?? peek(cursor).start;
}

export function rangeFrom(cursor: Cursor, start: number): Range {
  return { start, end: Math.max(start, endOfLast(cursor)) };
}

export function report(cursor: Cursor, message: string, range?: Range): void {
  if (cursor.recovering) return;
  cursor.recovering = true;
  const token = peek(cursor);
  cursor.problems.push({ message, range: range ?? { start: token.start, end: token.end } });
}

/** How a problem names the next token. */
export function describe(cursor: Cursor): string {
  const token = peek(cursor);
  if (token.kind === 'end') return 'the end of the code';
  const text = cursor.text.slice(token.start, Math.min(token.end, token.start + 40));
  return `"${text.split(/[\r\n]/, 1)[0] ?? ''}${token.end > token.start + 40 ? '…' : ''}"`;
}

export function expectSign(cursor: Cursor, sign: string): boolean {
  if (takeSign(cursor, sign)) return true;
  report(cursor, `Expected "${sign}" but found ${describe(cursor)}.`);
  return false;
}

/** An empty stretch after what was read last, so that it lies inside the node that lacks it. */
export function missing(cursor: Cursor): MissingExpression {
  const start = endOfLast(cursor);
  return { kind: 'missing', range: { start, end: start } };
}

/** Reads with another meaning of line breaks. */
export function withNewlines<T>(cursor: Cursor, newlinesEnd: boolean, read: () => T): T {
  const before = cursor.newlinesEnd;
  cursor.newlinesEnd = newlinesEnd;
  const result = read();
  cursor.newlinesEnd = before;
  return result;
}

/** Reads one level deeper; where that is too deep, reports it, skips the bracket that begins there and gives the substitute. */
export function deeper<T>(cursor: Cursor, read: () => T, substitute: () => T): T {
  if (cursor.depth >= deepest) {
    report(cursor, `This is nested more than ${deepest} levels deep, which is not read.`);
    const partner = cursor.partners[cursor.index] ?? -1;
    const result = substitute();
    if (partner > cursor.index) cursor.index = partner + 1;
    return result;
  }
  cursor.depth++;
  const result = read();
  cursor.depth--;
  return result;
}

/** A statement, or a value that is assigned, begins here. */
export function startPath(cursor: Cursor): void {
  cursor.pathStart = cursor.index;
}
