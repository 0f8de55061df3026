import {
  advance,
  type Cursor,
  continues,
  describe,
  isSign,
  missing,
  peek,
  rangeFrom,
  report,
  signAt,
  takeSign,
  withNewlines,
  wordAt,
} from './cursor';
import type { Argument, Expression, TextExpression } from './syntax';
import { afterType, keywords, looksLikeType, modifiers, primitiveTypes } from './types';

const wordsThatBeginValues = new Set(['new', 'this', 'super', 'true', 'false', 'null']);

/** Whether the next token begins the first argument of a call without parentheses. */
export function startsArgument(cursor: Cursor): boolean {
  if (!continues(cursor)) return false;
  const token = peek(cursor);
  if (token.kind === 'string' || token.kind === 'number') return true;
  if (token.kind === 'sign')
    return token.text === '!' || token.text === '~' || token.text === '{' || token.text === '*:';
  if (token.kind !== 'word') return false;
  if (!keywords.has(token.text) || wordsThatBeginValues.has(token.text)) return true;
  return signAt(peek(cursor, 1)) === ':';
}

/** The word at the next token as a text: a key or a property name may be any word. */
export function parseWordAsText(cursor: Cursor): TextExpression {
  const token = advance(cursor);
  return { kind: 'text', quote: "'", value: wordAt(token) ?? '', range: { start: token.start, end: token.end } };
}

/** One argument or item: `value`, `key: value`, `*list`, `*:map`. */
export function parseArgument(cursor: Cursor): Argument {
  const { start } = peek(cursor);
  if (isSign(cursor, '*') || isSign(cursor, '*:')) {
    cursor.index++;
    const value = parseValue(cursor);
    return { kind: 'spread', range: rangeFrom(cursor, start), value };
  }
  const key = parseKey(cursor) ?? parseValue(cursor);
  if (isSign(cursor, ':') && !canBeKey(cursor, key)) {
    report(cursor, 'A key that is computed must stand in parentheses.', key.range);
  }
  if (!takeSign(cursor, ':')) return { kind: 'positional', range: rangeFrom(cursor, start), value: key };
  const value = parseValue(cursor);
  return { kind: 'named', range: rangeFrom(cursor, start), key, value };
}

function parseValue(cursor: Cursor): Expression {
  return (cursor.newlinesEnd ? undefined : parseDeclaredValue(cursor)) ?? cursor.grammar.expression(cursor);
}

/**
 * `f(String a = 'x')`: between brackets Groovy lets a variable be declared (`strictContextExpression`). It is read as the assignment, without a
 * value as the name.
 */
function parseDeclaredValue(cursor: Cursor): Expression | undefined {
  if (!startsDeclaredValue(cursor)) return undefined;
  const { start } = peek(cursor);
  while (modifiers.has(wordAt(peek(cursor)) ?? '')) cursor.index++;
  const after = afterType(cursor, cursor.index);
  if (after !== undefined && isVariable(cursor, after)) cursor.index = after;
  const variable = peek(cursor);
  if (!isVariable(cursor, cursor.index)) {
    report(cursor, `Expected a name to declare but found ${describe(cursor)}.`);
    return missing(cursor);
  }
  cursor.index++;
  const name = wordAt(variable) ?? '';
  const target: Expression = { kind: 'name', range: { start: variable.start, end: variable.end }, name };
  if (!takeSign(cursor, '=')) return { ...target, range: rangeFrom(cursor, start) };
  const value = cursor.grammar.command(cursor);
  return { kind: 'assignment', range: rangeFrom(cursor, start), operator: '=', target, value };
}

function startsDeclaredValue(cursor: Cursor): boolean {
  const word = wordAt(peek(cursor));
  if (word === undefined || signAt(peek(cursor, 1)) === ':') return false;
  if (modifiers.has(word)) return true;
  const after = afterType(cursor, cursor.index);
  return after !== undefined && isVariable(cursor, after) && looksLikeType(cursor, cursor.index, after);
}

function isVariable(cursor: Cursor, index: number): boolean {
  const token = cursor.tokens[index];
  return token?.kind === 'word' && !keywords.has(token.text) && !primitiveTypes.has(token.text);
}

const keyKinds = new Set([
  'name',
  'text',
  'interpolated',
  'number',
  'boolean',
  'null',
  'list',
  'map',
  'closure',
  'missing',
]);

function canBeKey(cursor: Cursor, key: Expression): boolean {
  if (cursor.text.startsWith('(', key.range.start)) return true;
  // The range of a variable that is declared here holds its type too.
  if (key.kind === 'name' && key.range.end - key.range.start !== key.name.length) return false;
  return keyKinds.has(key.kind);
}

/** A key that is a word, keywords included. */
function parseKey(cursor: Cursor): Expression | undefined {
  if (peek(cursor).kind !== 'word' || signAt(peek(cursor, 1)) !== ':') return undefined;
  return parseWordAsText(cursor);
}

/**
 * The arguments between two brackets, the first of which is next; both are consumed.
 * Doubled and trailing commas are legal. What is no argument is skipped, but for blocks, which are kept.
 */
export function parseArguments(cursor: Cursor, close: ')' | ']'): readonly Argument[] {
  const list = parseItems(cursor, close);
  if (close === ')') checkNames(cursor, list);
  return list;
}

/** Groovy refuses a call that names an argument twice; the compiler says so before Jenkins sees the file. */
export function checkNames(cursor: Cursor, list: readonly Argument[]): void {
  const seen = new Set<string>();
  for (const argument of list) {
    if (argument.kind !== 'named' || argument.key.kind !== 'text') continue;
    const { value } = argument.key;
    if (seen.has(value)) {
      cursor.problems.push({ message: `The argument "${value}" is given twice.`, range: argument.key.range });
    }
    seen.add(value);
  }
}

function parseItems(cursor: Cursor, close: ')' | ']'): readonly Argument[] {
  const open = cursor.index;
  const partner = cursor.partners[open] ?? -1;
  cursor.index++;
  return withNewlines(cursor, false, () => {
    const list: Argument[] = [];
    let faulty = false;
    // A block among the arguments lets problems be reported again; these brackets have had theirs.
    const complain = (message: string) => {
      if (!faulty) report(cursor, message);
      faulty = true;
    };
    if (isSign(cursor, ',')) complain('Expected a value before the ",".');
    for (;;) {
      let commas = 0;
      while (takeSign(cursor, ',')) commas++;
      if (commas > 1 && isSign(cursor, close)) complain('Expected a value after the ",".');
      if (takeSign(cursor, close)) return list;
      if (!startsItem(cursor)) {
        complain(`Expected "${close}" but found ${describe(cursor)}.`);
        if (!skipToItem(cursor, close, partner)) return list;
        continue;
      }
      const before = cursor.index;
      list.push(parseArgument(cursor));
      if (isSign(cursor, ',') || isSign(cursor, close)) continue;
      complain(`Expected "," or "${close}" but found ${describe(cursor)}.`);
      if (cursor.index === before && peek(cursor).kind !== 'end') cursor.index++;
      if (!skipToItem(cursor, close, partner)) return list;
    }
  });
}

function startsItem(cursor: Cursor): boolean {
  const token = peek(cursor);
  if (token.kind === 'end') return false;
  return token.kind !== 'sign' || ![')', ']', '}', ';', ':', '->', '=', '.', '?'].includes(token.text);
}

/**
 * After a problem: moves to where an item may begin again, and says whether there is one.
 * Without a closing bracket it stops at the end of the line.
 */
function skipToItem(cursor: Cursor, close: string, partner: number): boolean {
  for (;;) {
    const token = peek(cursor);
    const sign = signAt(token);
    if (token.kind === 'end' || sign === '}' || sign === ';') return false;
    if (partner < 0 && token.newlineBefore) return false;
    if (sign === ',' || sign === '{' || sign === close) return true;
    const inner = sign === '(' || sign === '[' ? (cursor.partners[cursor.index] ?? -1) : -1;
    cursor.index = inner > cursor.index ? inner + 1 : cursor.index + 1;
  }
}
