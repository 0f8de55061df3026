import { parseArguments, parseWordAsText } from './arguments';
import { parseClosure } from './closures';
import { type Cursor, continues, describe, isSign, missing, peek, rangeFrom, report, signAt } from './cursor';
import { parsePrimary } from './primary';
import type { Argument, CallExpression, Expression, PropertyExpression } from './syntax';
import { primitiveTypes } from './types';

const accesses = new Set(['.', '?.', '*.', '.&', '.@']);

/**
 * What may follow a value: `.name`, `(…)`, `[…]`, `{ … }`, `++`. A line may begin with a dot. `takesLine`: where nothing but the value stands
 * before it, a line may also begin with a closure, as in `stage('x')` and a brace below it.
 */
export function parsePostfix(cursor: Cursor, first: Expression, takesLine = false): Expression {
  const { start } = first.range;
  let value = first;
  for (;;) {
    const sign = signAt(peek(cursor));
    if (sign === undefined) return value;
    if (accesses.has(sign)) {
      value = parseAccess(cursor, value, sign as PropertyExpression['access']);
      continue;
    }
    if (!continues(cursor)) {
      if (sign !== '{' || !takesLine) return value;
      value = appendClosure(cursor, start, value);
      continue;
    }
    if (sign === '(') {
      const list = parseArguments(cursor, ')');
      value = call(cursor, start, value, list);
    } else if (sign === '[') {
      const list = parseArguments(cursor, ']');
      value = { kind: 'index', range: rangeFrom(cursor, start), target: value, arguments: list };
    } else if (sign === '{' && takesClosure(cursor, value)) {
      value = appendClosure(cursor, start, value);
    } else if (sign === '++' || sign === '--') {
      cursor.index++;
      return { kind: 'unary', range: rangeFrom(cursor, start), operator: sign, position: 'after', operand: value };
    } else return value;
  }
}

function call(cursor: Cursor, start: number, callee: Expression, list: readonly Argument[]): CallExpression {
  checkCallee(cursor, callee);
  return { kind: 'call', range: rangeFrom(cursor, start), callee, arguments: list };
}

/** `double(1)`: a primitive type is no method. */
export function checkCallee(cursor: Cursor, callee: Expression): void {
  if (callee.kind !== 'name' || !primitiveTypes.has(callee.name)) return;
  report(cursor, `"${callee.name}" is a type and cannot be called.`, callee.range);
}

/** Text takes a closure too (`lock 'a' { … }`); inside parentheses a `)` was forgotten there: `stage('a' { … }`. */
function takesClosure(cursor: Cursor, value: Expression): boolean {
  if (value.kind === 'text' || value.kind === 'interpolated') return cursor.newlinesEnd;
  return ['name', 'property', 'call', 'index'].includes(value.kind) || cursor.text[value.range.start] === '(';
}

/** `f { }` is a call; `f(x) { }` and `f { } { }` have the closure as one argument more. */
function appendClosure(cursor: Cursor, start: number, value: Expression): Expression {
  const closure = parseClosure(cursor);
  const argument: Argument = { kind: 'positional', range: closure.range, value: closure };
  if (value.kind !== 'call') return call(cursor, start, value, [argument]);
  return call(cursor, start, value.callee, [...value.arguments, argument]);
}

function parseAccess(cursor: Cursor, target: Expression, access: PropertyExpression['access']): Expression {
  cursor.index++;
  if (access === '.' && isSign(cursor, '@')) {
    cursor.index++;
    return parseAccessed(cursor, target, '.@');
  }
  return parseAccessed(cursor, target, access);
}

function parseAccessed(cursor: Cursor, target: Expression, access: PropertyExpression['access']): Expression {
  const name = parseMemberName(cursor);
  return { kind: 'property', range: rangeFrom(cursor, target.range.start), target, access, name };
}

function parseMemberName(cursor: Cursor): Expression {
  const token = peek(cursor);
  if (token.kind === 'word') return parseWordAsText(cursor);
  if (token.kind === 'string' || isSign(cursor, '(') || isSign(cursor, '{')) return parsePrimary(cursor);
  report(cursor, `Expected a name after "." but found ${describe(cursor)}.`);
  return missing(cursor);
}
