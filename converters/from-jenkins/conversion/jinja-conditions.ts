import type { Expression } from '../groovy/index';
import type { Scope } from './scope';
import { equalityOf, joined, sortOf } from './sorts';
import { asExpression, needsShell } from './template';
import { resolve } from './values';

/** A condition as Jinja, or nothing where it has no counterpart. */
export type Converted = string | undefined;

const deepestCondition = 50;

const comparisons = new Map([
  ['&&', 'and'],
  ['||', 'or'],
  ['==', '=='],
  ['!=', '!='],
]);

/** Whether Jinja gives true or false for it: its `and` and `or` give one of their operands. */
export function givesBoolean(scope: Scope, value: Expression): boolean {
  if (value.kind === 'binary' && (value.operator === '&&' || value.operator === '||'))
    return givesBoolean(scope, value.left) && givesBoolean(scope, value.right);
  return ['boolean', 'open'].includes(sortOf(scope, value));
}

/** The truth of an expression in Groovy as Jinja; text is true where it is not empty. */
export function truthToJinja(scope: Scope, value: Expression, depth: number): Converted {
  const converted = toJinja(scope, value, depth);
  if (converted === undefined) return undefined;
  switch (sortOf(scope, value)) {
    case 'mixed':
      return undefined;
    case 'open':
      return `${converted} not in ['', 'false']`;
    default:
      return converted;
  }
}

function booleanParameter(scope: Scope, value: Expression): string | undefined {
  if (
    value.kind !== 'property' ||
    value.target.kind !== 'name' ||
    value.target.name !== 'params' ||
    value.name.kind !== 'text'
  )
    return undefined;
  const parameter = scope.conversion.parameters.get(value.name.value);
  return parameter?.kind === 'boolean' ? parameter.name : undefined;
}

/** An expression of Groovy as Jinja; nothing where Jinja has no counterpart. */
export function toJinja(scope: Scope, value: Expression, depth: number): Converted {
  if (depth > deepestCondition) return undefined;
  const inner = (next: Expression) => toJinja(scope, next, depth + 1);
  const truth = (next: Expression) => truthToJinja(scope, next, depth + 1);
  const flag = booleanParameter(scope, value);
  // `params.X` is a real boolean, unlike `env.X`.
  if (flag !== undefined) return `params.${flag}`;
  switch (value.kind) {
    case 'boolean':
      return String(value.value);
    case 'number':
      return /^\d+$/.test(value.text) ? value.text : undefined;
    case 'null':
      return 'none';
    case 'unary': {
      const operand = value.operator === '!' ? truth(value.operand) : undefined;
      return operand === undefined ? undefined : `not (${operand})`;
    }
    case 'binary': {
      if (value.operator === '&&' || value.operator === '||') return binaryToJinja(truth, value);
      if (value.operator === 'in' && !allAlike(scope, value)) return undefined;
      const compares = value.operator === '==' || value.operator === '!=';
      if (compares && value.right.kind === 'null')
        return nullToJinja(scope, value.left, inner(value.left), value.operator);
      if (compares && value.left.kind === 'null')
        return nullToJinja(scope, value.right, inner(value.right), value.operator);
      return compares && equalityOf(scope, value.left, value.right) !== 'of texts'
        ? undefined
        : binaryToJinja(inner, value);
    }
    case 'call':
      return callToJinja(scope, inner, value);
    default: {
      const resolved = resolve(scope, value);
      return resolved.kind === 'known' && !needsShell(resolved.value) ? asExpression(resolved.value) : undefined;
    }
  }
}

/** Whether a value is null: what a build has not set is an empty text here, but an empty parameter of the file is a text. */
function nullToJinja(scope: Scope, value: Expression, converted: Converted, operator: string): Converted {
  if (converted === undefined) return undefined;
  const isEqual = operator === '==';
  if (sortOf(scope, value) === 'null') return String(isEqual);
  if (!mayBeUnset(scope, value)) return `${converted} ${operator} none`;
  return `${converted} ${isEqual ? 'in' : 'not in'} ['', none]`;
}

/** What `env`, `params` and the build give, where the file does not declare it as a parameter. */
function mayBeUnset(scope: Scope, value: Expression): boolean {
  if (isParameter(scope, value)) return false;
  if (value.kind === 'name') return !scope.locals.has(value.name);
  return (
    value.kind === 'property' && value.target.kind === 'name' && /^(?:env|params|currentBuild)$/.test(value.target.name)
  );
}

/** `params.X`, `env.X` and `X`, where the file declares X as a parameter: it is never null. */
export function isParameter({ conversion, locals }: Scope, value: Expression): boolean {
  if (value.kind === 'name') return !locals.has(value.name) && conversion.parameters.has(value.name);
  if (value.kind !== 'property' || value.target.kind !== 'name' || value.name.kind !== 'text') return false;
  return /^(?:env|params)$/.test(value.target.name) && conversion.parameters.has(value.name.value);
}

function binaryToJinja(
  inner: (value: Expression) => Converted,
  value: Extract<Expression, { kind: 'binary' }>,
): Converted {
  const operator = comparisons.get(value.operator);
  const left = inner(value.left);
  const right =
    value.operator === 'in' && value.right.kind === 'list' ? listToJinja(inner, value.right) : inner(value.right);
  if (left === undefined || right === undefined) return undefined;
  if (value.operator === 'in') return value.right.kind === 'list' ? `${left} in ${right}` : undefined;
  if (operator === undefined) return undefined;
  return operator === '==' || operator === '!=' ? `${left} ${operator} ${right}` : `(${left}) ${operator} (${right})`;
}

/** Whether what is looked for and what it is looked for in are of one sort. */
function allAlike(scope: Scope, { left, right }: Extract<Expression, { kind: 'binary' }>): boolean {
  const own = sortOf(scope, left);
  const items = right.kind === 'list' ? right.items.map((item) => sortOf(scope, item.value)) : [];
  return own === 'open' || joined([own, ...items]) !== 'mixed';
}

function listToJinja(inner: (value: Expression) => Converted, list: Extract<Expression, { kind: 'list' }>): Converted {
  const items = list.items.map((item) => (item.kind === 'positional' ? inner(item.value) : undefined));
  return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
}

/** `x.contains('y')`, `x.startsWith('y')`, `x.endsWith('y')`, `x.toBoolean()` */
function callToJinja(
  scope: Scope,
  inner: (value: Expression) => Converted,
  call: Extract<Expression, { kind: 'call' }>,
): Converted {
  const { callee } = call;
  if (callee.kind !== 'property' || callee.name.kind !== 'text') return undefined;
  const [first] = call.arguments;
  if (callee.target.kind === 'list' && callee.name.value === 'contains' && first?.kind === 'positional')
    return inner({ kind: 'binary', operator: 'in', left: first.value, right: callee.target, range: call.range });
  const target = inner(callee.target);
  const argument = first?.kind === 'positional' ? inner(first.value) : undefined;
  if (target === undefined) return undefined;
  if (callee.name.value === 'toBoolean' && call.arguments.length === 0) {
    return sortOf(scope, callee.target) === 'boolean' ? target : `(${target} | trim | lower) in ['true', 'y', '1']`;
  }
  if (argument === undefined || first === undefined || call.arguments.length !== 1) return undefined;
  switch (callee.name.value) {
    case 'contains':
      return `${argument} in ${target}`;
    case 'startsWith':
      return `(${target}).startswith(${argument})`;
    case 'endsWith':
      return `(${target}).endswith(${argument})`;
    case 'equals':
      return equalityOf(scope, callee.target, first.value) === 'of texts' ? `${target} == ${argument}` : undefined;
    default:
      return undefined;
  }
}
