import type { Expression } from '../groovy/index';
import type { Scope } from './scope';
import { sortOf, textOfNumber } from './sorts';
import { arithmetic, literal, plainText } from './template';
import type { Resolved } from './values';

/** A whole number of Groovy: known before the run, or what a shell computes of those that it knows. */
export type WholeNumber =
  | { readonly kind: 'known'; readonly value: bigint }
  | { readonly kind: 'computed'; readonly expression: string; readonly notes: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };

const deepest = 40;

/** The largest `int` of Java. What is beyond it begins again at the other end, which no shell does. */
const largest = 2n ** 31n - 1n;

/** What finds the value of a name, a property or a call. */
export type Resolver = (scope: Scope, expression: Expression) => Resolved;

/** The value of an expression whose sort is that of a number. Fractions are not known: a shell has none. */
export function wholeNumber(scope: Scope, expression: Expression, resolve: Resolver, depth = 0): WholeNumber {
  if (depth > deepest) return unknown('it is computed by Groovy');
  const inner = (value: Expression) => wholeNumber(scope, value, resolve, depth + 1);
  const leaf = (value: Expression) => ofLeaf(scope, value, resolve);
  switch (expression.kind) {
    case 'number':
      return ofLiteral(expression.text);
    case 'cast':
      return sortOf(scope, expression.value) === 'number' ? inner(expression.value) : leaf(expression);
    case 'unary': {
      const isSign = expression.operator === '-' || expression.operator === '+';
      if (!isSign || expression.position === 'after') return unknown('it is computed by Groovy');
      return expression.operator === '+'
        ? inner(expression.operand)
        : combined('-', known(0n), inner(expression.operand));
    }
    case 'binary':
      return ofBinary(scope, expression, inner);
    case 'call':
      return ofCall(scope, expression, inner) ?? leaf(expression);
    default:
      return leaf(expression);
  }
}

/** The same as a value that stands in a text. */
export function numberText(number: WholeNumber): Resolved {
  if (number.kind === 'unknown') return number;
  if (number.kind === 'known') return { kind: 'known', value: literal(String(number.value)), notes: [] };
  return { kind: 'known', value: arithmetic(number.expression), notes: number.notes };
}

/** Numbers that are added one after the other. */
export function sumOf(numbers: readonly WholeNumber[]): WholeNumber {
  return numbers.reduce((sum, number) => combined('+', sum, number));
}

/** An expression of numbers in which texts that are made numbers have got names of the shell. */
export interface Hoisted {
  readonly expression: Expression;
  readonly texts: readonly { readonly name: string; readonly text: Expression }[];
}

/** Takes the texts out of an expression of numbers: a shell makes numbers of them before it computes. */
export function hoistTexts(expression: Expression): Hoisted {
  const texts: { readonly name: string; readonly text: Expression }[] = [];
  const without = (inner: Expression, depth: number): Expression => {
    const text = textOfNumber(inner);
    if (text !== undefined) {
      const name = `_out${texts.length + 1}`;
      texts.push({ name, text });
      return { kind: 'name', name, range: inner.range };
    }
    if (depth > deepest) return inner;
    if (inner.kind === 'unary') return { ...inner, operand: without(inner.operand, depth + 1) };
    if (inner.kind !== 'binary') return inner;
    return { ...inner, left: without(inner.left, depth + 1), right: without(inner.right, depth + 1) };
  };
  return { expression: without(expression, 0), texts };
}

/** The number that a text is, as Java reads it; blanks around it are none of it. */
export function parsedNumber(text: string): bigint | undefined {
  const trimmed = text.trim();
  return /^[-+]?\d+$/.test(trimmed) ? BigInt(trimmed.replace(/^\+/, '')) : undefined;
}

function known(value: bigint): WholeNumber {
  return value > largest || value < -largest ? unknown('it is too large a number') : { kind: 'known', value };
}

function unknown(reason: string): WholeNumber {
  return { kind: 'unknown', reason };
}

/** `10`, `1_000`, `0x1F`, `017`, `5L` (Groovy 2.4 spec, "Numbers"). */
function ofLiteral(text: string): WholeNumber {
  const digits = text.replaceAll('_', '').replace(/[iIlLgG]$/, '');
  if (/^0[0-7]+$/.test(digits)) return known(BigInt(`0o${digits.slice(1)}`));
  if (/^(?:\d+|0[xX][\da-fA-F]+|0[bB][01]+)$/.test(digits)) return known(BigInt(digits));
  return unknown('it is a fraction');
}

function ofBinary(
  scope: Scope,
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  inner: (value: Expression) => WholeNumber,
): WholeNumber {
  const areNumbers = sortOf(scope, left) === 'number' && sortOf(scope, right) === 'number';
  if (!areNumbers) return unknown('it is computed by Groovy');
  return combined(operator, inner(left), inner(right));
}

function combined(operator: string, left: WholeNumber, right: WholeNumber): WholeNumber {
  if (left.kind === 'unknown') return left;
  if (right.kind === 'unknown') return right;
  if (left.kind === 'known' && right.kind === 'known') return computed(operator, left.value, right.value);
  if (!'+-*%'.includes(operator) && operator !== 'intdiv') return unknown('a division may give a fraction');
  const notes = [left, right].flatMap((side) => (side.kind === 'computed' ? side.notes : []));
  const sign = operator === 'intdiv' ? '/' : operator;
  return { kind: 'computed', expression: `${operand(left)} ${sign} ${operand(right)}`, notes };
}

function computed(operator: string, left: bigint, right: bigint): WholeNumber {
  switch (operator) {
    case '+':
      return known(left + right);
    case '-':
      return known(left - right);
    case '*':
      return known(left * right);
    case '%':
    case '/':
    case 'intdiv':
      if (right === 0n) return unknown('it is divided by nothing');
      if (operator === '%') return known(left % right);
      return operator === '/' && left % right !== 0n ? unknown('it is a fraction') : known(left / right);
    default:
      return unknown('it is computed by Groovy');
  }
}

function operand(number: Exclude<WholeNumber, { kind: 'unknown' }>): string {
  const text = number.kind === 'known' ? String(number.value) : number.expression;
  return /^\w+$/.test(text) ? text : `(${text})`;
}

function ofCall(
  scope: Scope,
  call: Extract<Expression, { kind: 'call' }>,
  inner: (value: Expression) => WholeNumber,
): WholeNumber | undefined {
  const source = textOfNumber(call);
  if (source !== undefined && sortOf(scope, source) === 'number') return inner(source);
  const { callee } = call;
  const [first] = call.arguments;
  if (callee.kind === 'property' && callee.name.kind === 'text' && callee.name.value === 'intdiv') {
    const isNumber = first?.kind === 'positional' && sortOf(scope, first.value) === 'number';
    if (!isNumber || sortOf(scope, callee.target) !== 'number') return unknown('it is computed by Groovy');
    return combined('intdiv', inner(callee.target), inner(first.value));
  }
  return undefined;
}

/** What has a name, and texts that are known: their lengths, and the numbers that they are. */
function ofLeaf(scope: Scope, expression: Expression, resolve: Resolver): WholeNumber {
  if (isBuildNumber(expression)) return unknown('the number of a build is the id of a run here, which is a text');
  const resolved = resolve(scope, expression);
  if (resolved.kind === 'unknown') return resolved;
  const text = plainText(resolved.value);
  if (text !== undefined) {
    const value = parsedNumber(text);
    return value === undefined ? unknown('it is no whole number') : known(value);
  }
  const [only, more] = resolved.value;
  if (more !== undefined) return unknown('it is computed by Groovy');
  if (only?.kind === 'variable') return { kind: 'computed', expression: only.name, notes: resolved.notes };
  if (only?.kind === 'arithmetic') return { kind: 'computed', expression: only.expression, notes: resolved.notes };
  return unknown('it is computed by Groovy');
}

function isBuildNumber(expression: Expression): boolean {
  const isProperty = expression.kind === 'property' && expression.name.kind === 'text';
  return isProperty && expression.target.kind === 'name' && expression.target.name === 'currentBuild';
}
