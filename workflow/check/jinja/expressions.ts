import { refuse, type Token } from './tokens';
import type { Expression } from './tree';

/** Where a reader of tokens stands. */
export interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
  /** How deep expressions are nested: what is deeper than a person writes is refused. */
  depth: number;
}

const MAXIMUM_DEPTH = 100;
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const SIGNS: ReadonlySet<string> = new Set(['+', '-']);
const FACTORS: ReadonlySet<string> = new Set(['*', '/', '//', '%']);
const LITERALS: ReadonlySet<string> = new Set(['true', 'false', 'none', 'True', 'False', 'None']);
const AFTER_OPERAND: ReadonlySet<string> = new Set(['else', 'or', 'and', 'is', 'if', 'in', 'not']);

export function peek(cursor: Cursor): Token {
  const token = cursor.tokens[cursor.at] ?? cursor.tokens.at(-1);
  return token ?? { kind: 'end', text: '', start: 0, end: 0 };
}

export function take(cursor: Cursor): Token {
  const token = peek(cursor);
  cursor.at++;
  return token;
}

export function isNext(cursor: Cursor, kind: Token['kind'], text: string): boolean {
  const token = peek(cursor);
  return token.kind === kind && token.text === text;
}

export function takeIf(cursor: Cursor, kind: Token['kind'], text: string): boolean {
  if (!isNext(cursor, kind, text)) return false;
  cursor.at++;
  return true;
}

export function expectToken(cursor: Cursor, kind: Token['kind'], text: string | undefined, what: string): Token {
  const token = peek(cursor);
  if (token.kind !== kind || (text !== undefined && token.text !== text)) unexpected(token, what);
  return take(cursor);
}

export function unexpected(token: Token, wanted: string): never {
  const found =
    token.kind === 'close' ? 'the brackets end' : token.kind === 'end' ? 'the template ends' : `"${token.text}" stands`;
  return refuse(`Here ${found} where ${wanted} is expected.`, token.start, token.end);
}

/** An expression with conditions, or several with commas between them. */
export function readExpressions(cursor: Cursor): Expression {
  return readTuple(cursor, readExpression);
}

/** The same without conditions: `if` ends it. */
export function readPlainExpressions(cursor: Cursor): Expression {
  return readTuple(cursor, readOr);
}

function readTuple(cursor: Cursor, read: (cursor: Cursor) => Expression): Expression {
  const first = read(cursor);
  const parts = [first];
  while (takeIf(cursor, 'operator', ',')) {
    if (!startsOperand(peek(cursor))) break;
    parts.push(read(cursor));
  }
  return parts.length === 1 ? first : group('list', parts);
}

export function startsOperand({ kind, text }: Token): boolean {
  if (kind === 'name') return !AFTER_OPERAND.has(text) || text === 'not';
  return kind === 'number' || kind === 'string' || (kind === 'operator' && /^[-+([{]$/.test(text));
}

/** `a if b else c`, and all that binds more tightly. */
export function readExpression(cursor: Cursor): Expression {
  cursor.depth++;
  if (cursor.depth > MAXIMUM_DEPTH) unexpected(peek(cursor), 'less nesting');
  let expression = readOr(cursor);
  while (takeIf(cursor, 'name', 'if')) {
    const parts = [expression, readOr(cursor)];
    if (takeIf(cursor, 'name', 'else')) parts.push(readExpression(cursor));
    expression = group('condition', parts);
  }
  cursor.depth--;
  return expression;
}

function readOr(cursor: Cursor): Expression {
  return readChain(cursor, readAnd, ({ kind, text }) => kind === 'name' && text === 'or');
}

function readAnd(cursor: Cursor): Expression {
  return readChain(cursor, readNot, ({ kind, text }) => kind === 'name' && text === 'and');
}

function readNot(cursor: Cursor): Expression {
  const { start } = peek(cursor);
  let negations = 0;
  while (takeIf(cursor, 'name', 'not')) negations++;
  const operand = readComparison(cursor);
  return negations === 0 ? operand : { kind: 'group', what: 'operators', parts: [operand], start, end: operand.end };
}

function readComparison(cursor: Cursor): Expression {
  const parts = [readSum(cursor)];
  for (;;) {
    const { kind, text } = peek(cursor);
    const next = cursor.tokens[cursor.at + 1];
    if (kind === 'operator' && COMPARISONS.has(text)) cursor.at++;
    else if (kind === 'name' && text === 'in') cursor.at++;
    else if (kind === 'name' && text === 'not' && next?.kind === 'name' && next.text === 'in') cursor.at += 2;
    else break;
    parts.push(readSum(cursor));
  }
  return combined(parts);
}

function readSum(cursor: Cursor): Expression {
  return readChain(cursor, readConcatenation, ({ kind, text }) => kind === 'operator' && SIGNS.has(text));
}

function readConcatenation(cursor: Cursor): Expression {
  return readChain(cursor, readProduct, ({ kind, text }) => kind === 'operator' && text === '~');
}

function readProduct(cursor: Cursor): Expression {
  return readChain(cursor, readPower, ({ kind, text }) => kind === 'operator' && FACTORS.has(text));
}

function readPower(cursor: Cursor): Expression {
  return readChain(cursor, readUnary, ({ kind, text }) => kind === 'operator' && text === '**');
}

function readChain(
  cursor: Cursor,
  operand: (cursor: Cursor) => Expression,
  isOperator: (token: Token) => boolean,
): Expression {
  const first = operand(cursor);
  if (!isOperator(peek(cursor))) return first;
  const parts = [first];
  while (isOperator(peek(cursor))) {
    cursor.at++;
    parts.push(operand(cursor));
  }
  return combined(parts);
}

function combined(parts: readonly Expression[]): Expression {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : group('operators', parts);
}

function group(what: 'operators' | 'condition' | 'list', parts: readonly Expression[]): Expression {
  return { kind: 'group', what, parts, start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0 };
}

function readUnary(cursor: Cursor): Expression {
  const { start } = peek(cursor);
  let signs = 0;
  while (peek(cursor).kind === 'operator' && SIGNS.has(peek(cursor).text)) {
    cursor.at++;
    signs++;
  }
  const operand = readFilters(readSuffixes(readPrimary(cursor), cursor), cursor);
  return signs === 0 ? operand : { kind: 'group', what: 'operators', parts: [operand], start, end: operand.end };
}

function readPrimary(cursor: Cursor): Expression {
  const token = take(cursor);
  const { kind, text, start, end } = token;
  if (kind === 'name') {
    if (AFTER_OPERAND.has(text)) unexpected(token, 'a value');
    return LITERALS.has(text)
      ? { kind: 'literal', value: text.toLowerCase(), isText: false, start, end }
      : { kind: 'name', name: text, start, end };
  }
  if (kind === 'number') return { kind: 'literal', value: text, isText: false, start, end };
  if (kind === 'string') return readString(token, cursor);
  if (kind === 'operator' && text === '(') return readList(cursor, start, ')');
  if (kind === 'operator' && text === '[') return readList(cursor, start, ']');
  if (kind === 'operator' && text === '{') return readMapping(cursor, start);
  return unexpected(token, 'a value');
}

/** Strings beside each other are one. */
function readString(first: Token, cursor: Cursor): Expression {
  let value = unquoted(first.text);
  let { end } = first;
  while (peek(cursor).kind === 'string') {
    const next = take(cursor);
    value += unquoted(next.text);
    end = next.end;
  }
  return { kind: 'literal', value, isText: true, start: first.start, end };
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\([\\'"])/g, '$1');
}

function readList(cursor: Cursor, start: number, close: string): Expression {
  const parts: Expression[] = [];
  while (!isNext(cursor, 'operator', close)) {
    parts.push(readExpression(cursor));
    if (!takeIf(cursor, 'operator', ',')) break;
  }
  const { end } = expectToken(cursor, 'operator', close, `"," or "${close}"`);
  const [only] = parts;
  if (close === ')' && parts.length === 1 && only !== undefined)
    return { kind: 'group', what: 'operators', parts, start, end };
  return { kind: 'group', what: 'list', parts, start, end };
}

function readMapping(cursor: Cursor, start: number): Expression {
  const parts: Expression[] = [];
  while (!isNext(cursor, 'operator', '}')) {
    parts.push(readExpression(cursor));
    expectToken(cursor, 'operator', ':', '":"');
    parts.push(readExpression(cursor));
    if (!takeIf(cursor, 'operator', ',')) break;
  }
  const { end } = expectToken(cursor, 'operator', '}', '"," or "}"');
  return { kind: 'group', what: 'mapping', parts, start, end };
}

/** What follows a value: attributes, subscripts, calls. */
export function readSuffixes(primary: Expression, cursor: Cursor): Expression {
  let value = primary;
  for (;;) {
    if (isNext(cursor, 'operator', '.')) value = readAttribute(value, cursor);
    else if (isNext(cursor, 'operator', '[')) value = readSubscript(value, cursor);
    else if (isNext(cursor, 'operator', '(')) value = readCall(value, cursor);
    else return value;
  }
}

/** The filters and tests behind a value. */
export function readFilters(of: Expression, cursor: Cursor): Expression {
  let value = of;
  for (;;) {
    if (takeIf(cursor, 'operator', '|')) value = readFilter(value, cursor);
    else if (isNext(cursor, 'name', 'is')) value = readTest(value, cursor);
    else if (isNext(cursor, 'operator', '(')) value = readCall(value, cursor);
    else return value;
  }
}

function readAttribute(of: Expression, cursor: Cursor): Expression {
  cursor.at++;
  const name = take(cursor);
  if (name.kind !== 'name' && name.kind !== 'number') unexpected(name, 'a name');
  const place = { start: name.start, end: name.end };
  return { kind: 'attribute', of, name: name.text, place, start: of.start, end: name.end };
}

function readSubscript(of: Expression, cursor: Cursor): Expression {
  cursor.at++;
  const parts: Expression[] = [];
  while (!isNext(cursor, 'operator', ']')) {
    if (takeIf(cursor, 'operator', ':') || takeIf(cursor, 'operator', ',')) continue;
    parts.push(readExpression(cursor));
    if (!isNext(cursor, 'operator', ']') && !isNext(cursor, 'operator', ':') && !isNext(cursor, 'operator', ','))
      unexpected(peek(cursor), '"]"');
  }
  const { end } = take(cursor);
  const [key] = parts;
  if (parts.length === 1 && key?.kind === 'literal' && key.isText)
    return {
      kind: 'attribute',
      of,
      name: key.value,
      place: { start: key.start + 1, end: key.end - 1 },
      start: of.start,
      end,
    };
  return { kind: 'group', what: 'subscript', parts: [of, ...parts], start: of.start, end };
}

function readCall(callee: Expression, cursor: Cursor): Expression {
  cursor.at++;
  const { positional, named, end } = readArguments(cursor);
  return { kind: 'call', callee, positional, named, start: callee.start, end };
}

function readArguments(cursor: Cursor): {
  readonly positional: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
  readonly end: number;
} {
  const positional: Expression[] = [];
  const named = new Map<string, Expression>();
  let [hasList, hasMapping] = [false, false];
  while (!isNext(cursor, 'operator', ')')) {
    const first = peek(cursor);
    const next = cursor.tokens[cursor.at + 1];
    const isList = takeIf(cursor, 'operator', '*');
    const isMapping = !isList && takeIf(cursor, 'operator', '**');
    const isNamed = first.kind === 'name' && next?.kind === 'operator' && next.text === '=';
    if (hasMapping || (hasList && !isNamed && !isMapping) || (named.size > 0 && !isNamed && !isList && !isMapping))
      unexpected(first, 'an argument that may follow the others');
    if (isNamed) cursor.at += 2;
    const value = readExpression(cursor);
    if (isNamed) named.set(first.text, value);
    else positional.push(value);
    hasList ||= isList;
    hasMapping ||= isMapping;
    if (!takeIf(cursor, 'operator', ',')) break;
  }
  const { end } = expectToken(cursor, 'operator', ')', '"," or ")"');
  return { positional, named, end };
}

/** A filter without a `|` before it, and those behind it. */
export function readFilterChain(of: Expression, cursor: Cursor): Expression {
  return readFilters(readFilter(of, cursor), cursor);
}

function readFilter(of: Expression, cursor: Cursor): Expression {
  const { name, place } = readDottedName(cursor, 'the name of a filter');
  if (!takeIf(cursor, 'operator', '('))
    return { kind: 'filter', name, place, parts: [of], start: of.start, end: place.end };
  const { positional, named, end } = readArguments(cursor);
  return { kind: 'filter', name, place, parts: [of, ...positional, ...named.values()], start: of.start, end };
}

function readTest(of: Expression, cursor: Cursor): Expression {
  cursor.at++;
  takeIf(cursor, 'name', 'not');
  const { name, place } = readDottedName(cursor, 'the name of a test');
  if (takeIf(cursor, 'operator', '(')) {
    const { positional, named, end } = readArguments(cursor);
    return { kind: 'test', name, place, parts: [of, ...positional, ...named.values()], start: of.start, end };
  }
  const next = peek(cursor);
  if (next.kind === 'name' && (next.text === 'is' || next.text === 'if' || next.text === 'in'))
    unexpected(next, 'a bracket around the test, or its end');
  const hasOperand = startsOperand(next) && !(next.kind === 'name' && next.text === 'not') && !SIGNS.has(next.text);
  if (!hasOperand) return { kind: 'test', name, place, parts: [of], start: of.start, end: place.end };
  const operand = readSuffixes(readPrimary(cursor), cursor);
  return { kind: 'test', name, place, parts: [of, operand], start: of.start, end: operand.end };
}

function readDottedName(
  cursor: Cursor,
  what: string,
): { readonly name: string; readonly place: { readonly start: number; readonly end: number } } {
  const first = expectToken(cursor, 'name', undefined, what);
  let name = first.text;
  let { end } = first;
  while (takeIf(cursor, 'operator', '.')) {
    const next = expectToken(cursor, 'name', undefined, what);
    name += `.${next.text}`;
    end = next.end;
  }
  return { name, place: { start: first.start, end } };
}
