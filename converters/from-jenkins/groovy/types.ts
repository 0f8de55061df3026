import { type Cursor, endOfLast, peek, rangeFrom, report, signAt, wordAt } from './cursor';
import type { TypeName } from './syntax';

export const primitiveTypes: ReadonlySet<string> = new Set(
  'void boolean byte char short int float long double'.split(' '),
);

/** Groovy 2.4's keywords: none of them is a variable. Names after a dot and map keys may be any of them. */
export const keywords: ReadonlySet<string> = new Set(
  (
    'as assert break case catch class const continue def default else enum extends false finally for goto if implements import in ' +
    'instanceof interface native new null package private protected public return static strictfp super switch ' +
    'synchronized this throw throws transient true try volatile while final abstract'
  ).split(' '),
);

export const modifiers: ReadonlySet<string> = new Set(
  'def final static public private protected abstract transient volatile native strictfp synchronized'.split(' '),
);

/** Type arguments longer than this are not looked at, so that a file full of `A < B` stays linear. */
const longestTypeArguments = 200;

/**
 * The index after the type that begins at an index: `a.b.C<D, ? extends E>[]`; nothing where there is none.
 * A type argument list without end is no type.
 */
export function afterType(cursor: Cursor, index: number): number | undefined {
  const first = cursor.tokens[index];
  if (first?.kind !== 'word' || (keywords.has(first.text) && !primitiveTypes.has(first.text))) return undefined;
  let at = index + 1;
  const sign = (offset: number) => {
    const token = cursor.tokens[offset];
    return token === undefined ? undefined : signAt(token);
  };
  while (sign(at) === '.' && cursor.tokens[at + 1]?.kind === 'word') at += 2;
  if (sign(at) === '<') {
    const after = afterTypeArguments(cursor, at);
    if (after === undefined) return undefined;
    at = after;
  }
  while (sign(at) === '[' && sign(at + 1) === ']') at += 2;
  return at;
}

function afterTypeArguments(cursor: Cursor, index: number): number | undefined {
  let depth = 0;
  for (let at = index; at < index + longestTypeArguments; at++) {
    const token = cursor.tokens[at];
    if (token === undefined || token.kind === 'string' || token.kind === 'number' || token.kind === 'end')
      return undefined;
    if (token.kind === 'word') continue;
    if (token.text === '<') depth++;
    else if (token.text === '>') depth--;
    else if (!['.', ',', '?', '[', ']', '&'].includes(token.text)) return undefined;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** Whether the type between two indices has a name as types have it: a primitive, or with a capital letter at its end. */
export function looksLikeType(cursor: Cursor, index: number, after: number): boolean {
  let last = '';
  for (let at = index; at < after; at++) {
    const token = cursor.tokens[at];
    if (token === undefined || signAt(token) === '<' || signAt(token) === '[') break;
    last = wordAt(token) ?? last;
  }
  return primitiveTypes.has(last) || /^\p{Lu}/u.test(last);
}

/** Whether a type that was read has such a name. */
export function isTypeName(type: TypeName): boolean {
  const name =
    type.text
      .replace(/[<[].*/, '')
      .split('.')
      .at(-1)
      ?.trim() ?? '';
  return primitiveTypes.has(name) || /^\p{Lu}/u.test(name);
}

/** Groovy 2.4 tells variables and fields from commands by the type's capital letter. */
export function notAType(cursor: Cursor, type: TypeName): void {
  report(
    cursor,
    `"${type.text}" is no type here: Groovy takes only names that begin with a capital letter.`,
    type.range,
  );
}

/** Reads a type; nothing where none begins. */
export function parseType(cursor: Cursor): TypeName | undefined {
  const after = afterType(cursor, cursor.index);
  if (after === undefined) return undefined;
  const { start } = peek(cursor);
  cursor.index = after;
  return { range: rangeFrom(cursor, start), text: cursor.text.slice(start, endOfLast(cursor)) };
}
