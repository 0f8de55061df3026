import { parseArguments } from './arguments';
import { parseAnnotations, parseClosure } from './closures';
import {
  advance,
  type Cursor,
  deeper,
  describe,
  expectSign,
  isSign,
  matchBrackets,
  missing,
  peek,
  rangeFrom,
  report,
  signAt,
  takeSign,
  withNewlines,
} from './cursor';
import type { Argument, Expression, InterpolationPart, Statement } from './syntax';
import type { Token, TokenPart } from './tokens';
import { keywords, parseType, primitiveTypes } from './types';

/** A literal, a name, something in brackets, `new …`. */
export function parsePrimary(cursor: Cursor): Expression {
  const token = peek(cursor);
  const range = { start: token.start, end: token.end };
  switch (token.kind) {
    case 'string':
      cursor.index++;
      return parseString(cursor, token);
    case 'number':
      cursor.index++;
      return { kind: 'number', range, text: token.text };
    case 'word':
      return parseWord(cursor, token.text);
    case 'sign':
      return parseBracketed(cursor, token.text);
    case 'end':
      return nothing(cursor);
  }
}

function nothing(cursor: Cursor): Expression {
  report(cursor, `Expected an expression but found ${describe(cursor)}.`);
  return missing(cursor);
}

function parseWord(cursor: Cursor, word: string): Expression {
  const { start, end } = peek(cursor);
  const range = { start, end };
  if (word === 'new') return parseNew(cursor);
  if (word === 'true' || word === 'false') {
    cursor.index++;
    return { kind: 'boolean', range, value: word === 'true' };
  }
  if (word === 'null') {
    cursor.index++;
    return { kind: 'null', range };
  }
  if (keywords.has(word) && word !== 'this' && word !== 'super' && !primitiveTypes.has(word)) return nothing(cursor);
  cursor.index++;
  return { kind: 'name', range, name: word };
}

function parseBracketed(cursor: Cursor, sign: string): Expression {
  const { start } = peek(cursor);
  if (sign === '{') return parseClosure(cursor);
  if (sign === '[') return parseListOrMap(cursor);
  if (sign === '@' && cursor.inAnnotation) return parseAnnotationValue(cursor);
  if (sign !== '(') return nothing(cursor);
  const partner = cursor.partners[cursor.index] ?? -1;
  cursor.index++;
  const inner = withNewlines(cursor, false, () => cursor.grammar.expression(cursor));
  if (isSign(cursor, ',')) return parseTuple(cursor, start, inner);
  if (!expectSign(cursor, ')') && partner >= cursor.index) cursor.index = partner + 1;
  // The parentheses belong to the range: what is quoted of the source is then what the author wrote.
  return { ...inner, range: rangeFrom(cursor, start) };
}

/** An annotation inside another one, as a call of its name. */
function parseAnnotationValue(cursor: Cursor): Expression {
  const { start } = peek(cursor);
  const [annotation] = parseAnnotations(cursor);
  if (annotation === undefined) return nothing(cursor);
  const callee: Expression = {
    kind: 'name',
    range: { start: start + 1, end: start + 1 + annotation.name.length },
    name: annotation.name,
  };
  return { kind: 'call', range: rangeFrom(cursor, start), callee, arguments: annotation.arguments };
}

/** `(a, b)`, which only stands where something is assigned to it. */
function parseTuple(cursor: Cursor, start: number, first: Expression): Expression {
  const items: Argument[] = [{ kind: 'positional', range: first.range, value: first }];
  withNewlines(cursor, false, () => {
    while (takeSign(cursor, ',')) {
      const value = cursor.grammar.expression(cursor);
      items.push({ kind: 'positional', range: value.range, value });
    }
  });
  expectSign(cursor, ')');
  if (!isSign(cursor, '=')) report(cursor, `Expected "=" after a list of variables but found ${describe(cursor)}.`);
  return { kind: 'list', range: rangeFrom(cursor, start), items };
}

/** `[a, b]`, `[a: 1]`, `[]`, `[:]` */
function parseListOrMap(cursor: Cursor): Expression {
  const { start } = peek(cursor);
  if (signAt(peek(cursor, 1)) === ':' && signAt(peek(cursor, 2)) === ']') {
    cursor.index += 3;
    return { kind: 'map', range: rangeFrom(cursor, start), entries: [] };
  }
  const isMap = (items: readonly Argument[]) =>
    items[0]?.kind === 'named' || (items[0]?.kind === 'spread' && isMapSpread(cursor, items[0]));
  const items = parseArguments(cursor, ']');
  const range = rangeFrom(cursor, start);
  const odd = items.find((item) => item.kind !== 'spread' && item.kind !== items[0]?.kind);
  if (odd !== undefined && items[0]?.kind !== 'spread')
    report(cursor, 'A list holds values, a map holds "key: value"; this has both.', odd.range);
  return isMap(items) ? { kind: 'map', range, entries: items } : { kind: 'list', range, items };
}

function isMapSpread(cursor: Cursor, item: Argument): boolean {
  return cursor.text.startsWith('*:', item.range.start);
}

/** `new a.B<C>(x)`, `new int[3]`, `new A() { … }` */
function parseNew(cursor: Cursor): Expression {
  const { start } = advance(cursor);
  const type = parseType(cursor);
  if (type === undefined) return nothing(cursor);
  if (type.text.endsWith(']'))
    report(cursor, 'The array has no size: write its items as [a, b] as Type[].', type.range);
  if (isSign(cursor, '[')) {
    const sizes = parseArguments(cursor, ']');
    return { kind: 'new', range: rangeFrom(cursor, start), type, arguments: sizes };
  }
  if (!isSign(cursor, '(') && !isSign(cursor, '{'))
    report(cursor, `Expected "(" after "new ${type.text}" but found ${describe(cursor)}.`);
  const values = isSign(cursor, '(') ? parseArguments(cursor, ')') : [];
  if (!isSign(cursor, '{') || peek(cursor).newlineBefore)
    return { kind: 'new', range: rangeFrom(cursor, start), type, arguments: values };
  cursor.index++;
  const body = withNewlines(cursor, true, (): readonly Statement[] => cursor.grammar.members(cursor, type.text));
  expectSign(cursor, '}');
  return { kind: 'new', range: rangeFrom(cursor, start), type, arguments: values, body };
}

type StringToken = Extract<Token, { readonly kind: 'string' }>;

function parseString(cursor: Cursor, token: StringToken): Expression {
  const range = { start: token.start, end: token.end };
  if (token.parts.every((part) => part.kind === 'text')) {
    const value = token.parts.map((part) => (part.kind === 'text' ? part.value : '')).join('');
    return { kind: 'text', range, quote: token.quote, value };
  }
  return { kind: 'interpolated', range, quote: token.quote, parts: token.parts.map((part) => parsePart(cursor, part)) };
}

/** Code inside a string is read as statements: one expression is its value, anything else a closure. */
function parsePart(cursor: Cursor, part: TokenPart): InterpolationPart {
  if (part.kind === 'text') return part;
  const inside: Cursor = {
    ...cursor,
    tokens: part.tokens,
    partners: matchBrackets(part.tokens),
    index: 0,
    newlinesEnd: true,
    pathStart: -1,
    recovering: false,
    inAnnotation: false,
  };
  const value = deeper(
    inside,
    () => parseCode(inside, part),
    () => missing(inside),
  );
  return { kind: 'value', range: part.range, value };
}

function parseCode(inside: Cursor, part: TokenPart): Expression {
  // `${-> x}` is a closure that is called each time the string is read.
  const arrow = isSign(inside, '->');
  if (arrow) inside.index++;
  const body = inside.grammar.statements(inside);
  if (peek(inside).kind !== 'end')
    report(inside, `Expected the end of the interpolation but found ${describe(inside)}.`);
  const [only] = body;
  if (!arrow && body.length === 1 && only?.kind === 'expression') return only.expression;
  return { kind: 'closure', range: part.range, ...(arrow ? { parameters: [] } : {}), body };
}
