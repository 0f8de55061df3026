import { named } from '../declarative/index';
import {
  type DeclarationStatement,
  type Expression,
  type MethodStatement,
  type Statement,
  type Variable,
  walk,
} from '../groovy/index';
import { isTrue } from './arguments';
import { dateText } from './dates';
import type { LocalValue, Scope } from './scope';
import { valuesOf } from './steps/returns';
import { partingOf } from './text-methods';

/**
 * What Groovy holds where a shell has text only: it decides whether a value is true, and what it is equal to. `open`: a parameter that
 * no one declares. `mixed`: it cannot be told.
 */
export type Sort = 'text' | 'number' | 'boolean' | 'null' | 'open' | 'mixed';

const deepest = 20;

const truths = new Set(['==', '!=', '<', '>', '<=', '>=', '==~', 'in', '!in', '&&', '||', '===', '!==']);

const textMethods = new Set(
  (
    'trim strip stripTrailing stripIndent toString toLowerCase toUpperCase replace replaceAll replaceFirst substring take drop capitalize join ' +
    'concat padLeft padRight minus reverse'
  ).split(' '),
);
const truthMethods = new Set(
  'contains startsWith endsWith equals equalsIgnoreCase isEmpty matches toBoolean asBoolean containsKey any every'.split(
    ' ',
  ),
);
const numberMethods = new Set('toInteger toLong intdiv length size indexOf lastIndexOf count'.split(' '));
const textCalls = new Set(['readFile', 'pwd']);
const truthCalls = new Set(['fileExists', 'isUnix']);

/** The value that a declaration gives a variable, as the type that it is declared with. */
export function initialOf({ type }: DeclarationStatement, { initial }: Variable): Expression | undefined {
  if (type === undefined || initial === undefined || initial.kind === 'null' || castSort(type.text) === undefined)
    return initial;
  return { kind: 'cast', position: 'before', type, value: initial, range: initial.range };
}

/** All values that the code of a file gives to a name. */
export function valuesByName(statements: readonly Statement[]): ReadonlyMap<string, readonly Expression[]> {
  const values = new Map<string, Expression[]>();
  const add = (name: string, value: Expression) => {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  };
  walk(statements, (node) => {
    if (node.kind === 'declaration')
      for (const each of node.variables) add(each.name, initialOf(node, each) ?? { kind: 'null', range: node.range });
    if (node.kind === 'assignment' && node.target.kind === 'name') add(node.target.name, node.value);
    return undefined;
  });
  return values;
}

/** The sort of an expression where it stands. */
export function sortOf(scope: Scope, expression: Expression, depth = 0): Sort {
  if (depth > deepest) return 'mixed';
  const inner = (value: Expression) => sortOf(scope, value, depth + 1);
  switch (expression.kind) {
    case 'text':
    case 'interpolated':
      return 'text';
    case 'number':
    case 'boolean':
    case 'null':
      return expression.kind;
    case 'instance-of':
      return 'boolean';
    case 'unary':
      return expression.operator === '!' ? 'boolean' : 'number';
    case 'binary':
      return ofBinary(expression.operator, inner(expression.left), inner(expression.right));
    case 'conditional':
      return joined([inner(expression.value), inner(expression.otherwise)]);
    case 'elvis':
      return joined([inner(expression.value), inner(expression.otherwise)]);
    case 'cast':
      return castSort(expression.type.text) ?? inner(expression.value);
    case 'name':
      return ofName(scope, expression.name, depth);
    case 'property':
      return ofProperty(scope, expression);
    case 'index':
      return ofIndex(scope, expression);
    case 'call':
      return ofCall(scope, expression, depth);
    default:
      return 'mixed';
  }
}

const castSorts: ReadonlyMap<string, Sort> = new Map([
  ['String', 'text'],
  ['boolean', 'boolean'],
  ['Boolean', 'boolean'],
  ['int', 'number'],
  ['Integer', 'number'],
  ['long', 'number'],
  ['Long', 'number'],
  ['short', 'mixed'],
  ['byte', 'mixed'],
  ['char', 'mixed'],
  ['float', 'mixed'],
  ['Float', 'mixed'],
  ['double', 'mixed'],
  ['Double', 'mixed'],
  ['BigDecimal', 'mixed'],
]);

/** What a value of a type is; nothing for types that keep what they are given. Fractions are written in another way. */
export function castSort(type: string): Sort | undefined {
  return castSorts.get(type);
}

/** Of several values that one variable may have. */
export function joined(sorts: readonly Sort[]): Sort {
  const kinds = new Set(sorts.filter((sort) => sort !== 'null'));
  const [only] = kinds;
  if (kinds.size === 0) return sorts.length === 0 ? 'mixed' : 'null';
  return kinds.size === 1 && only !== undefined ? only : 'mixed';
}

function ofBinary(operator: string, left: Sort, right: Sort): Sort {
  if (truths.has(operator)) return 'boolean';
  if (operator === '+') {
    if (left === 'text' || right === 'text') return 'text';
    return left === 'number' && right === 'number' ? 'number' : 'mixed';
  }
  if (operator === '-' && left === 'text') return 'text';
  return '-*/%'.includes(operator) && left === 'number' && right === 'number' ? 'number' : 'mixed';
}

function ofName(scope: Scope, name: string, depth: number): Sort {
  const local = scope.locals.get(name);
  if (local?.kind === 'known' && local.sort !== undefined) return local.sort;
  if (local !== undefined && local.kind !== 'known') return 'mixed';
  const { bindings } = scope.conversion;
  if (bindings.values.has(name)) return ofValues(scope, name, depth);
  // A bare name that no code declares is a variable of the environment, which holds texts.
  return local === undefined && !bindings.declared.has(name) ? 'text' : 'mixed';
}

/** Of all values that code of the file gives to a name: each name is worked out once, else names that need each other never end. */
function ofValues(scope: Scope, name: string, depth: number): Sort {
  const { bindings, sorts } = scope.conversion;
  const known = sorts.get(name);
  if (known !== undefined) return known;
  // What it depends on may depend on it.
  sorts.set(name, 'mixed');
  const anywhere = { ...scope, locals: new Map() };
  const values = bindings.values.get(name) ?? [];
  // `n = n + 1`: what the others make it is what this one goes on with.
  const others = values.filter((value) => !mentionsName(value, name));
  const first = joined(others.map((value) => sortOf(anywhere, value, depth + 1)));
  sorts.set(name, first);
  if (others.length === values.length) return first;
  const sort = joined([first, ...values.map((value) => sortOf(anywhere, value, depth + 1))]);
  sorts.set(name, sort);
  return sort;
}

function mentionsName(value: Expression, name: string): boolean {
  let isThere = false;
  walk([value], (node) => {
    if (node.kind === 'name' && node.name === name) isThere = true;
    return undefined;
  });
  return isThere;
}

function ofProperty(scope: Scope, { target, name }: Extract<Expression, { kind: 'property' }>): Sort {
  if (target.kind !== 'name' || name.kind !== 'text') return 'mixed';
  const local = scope.locals.get(target.name);
  if (local?.kind === 'map') return local.sorts?.get(name.value) ?? 'mixed';
  if (local?.kind === 'given') return 'open';
  if (local !== undefined) return 'mixed';
  if (target.name === 'env') return 'text';
  if (target.name === 'currentBuild') return name.value === 'number' ? 'number' : 'text';
  if (target.name !== 'params') return 'mixed';
  return scope.conversion.parameters.get(name.value)?.kind ?? 'open';
}

function ofIndex(scope: Scope, expression: Extract<Expression, { kind: 'index' }>): Sort {
  const [only] = expression.arguments;
  const { target } = expression;
  if (only?.kind === 'positional' && partingOf(target) !== undefined) return 'text';
  if (target.kind !== 'name' || only?.kind !== 'positional') return 'mixed';
  const local = scope.locals.get(target.name);
  if (local?.kind === 'pieces') return 'text';
  if (local?.kind === 'list') return local.sort ?? 'mixed';
  if (only.value.kind !== 'text') return 'mixed';
  return ofProperty(scope, { ...expression, kind: 'property', access: '.', name: only.value });
}

function ofCall(scope: Scope, call: Extract<Expression, { kind: 'call' }>, depth: number): Sort {
  const { callee } = call;
  if (callee.kind === 'property' && callee.name.kind === 'text') {
    const { value } = callee.name;
    if (textOfNumber(call) !== undefined) return 'number';
    if (textMethods.has(value) || dateText(call) !== undefined) return 'text';
    if (truthMethods.has(value)) return 'boolean';
    return numberMethods.has(value) ? 'number' : 'mixed';
  }
  if (callee.kind !== 'name') return 'mixed';
  if (callee.name === 'sh') return isTrue(named(call.arguments, 'returnStatus')) ? 'number' : 'text';
  if (truthCalls.has(callee.name)) return 'boolean';
  if (textCalls.has(callee.name)) return 'text';
  const method = scope.conversion.methods.get(callee.name);
  if (method !== undefined) return givenBy(scope, method, depth);
  const rule = scope.conversion.profile.steps[callee.name];
  return rule !== undefined && 'script' in rule ? 'text' : 'mixed';
}

/** The sort of what a method of the file gives, wherever it is called. */
function givenBy(scope: Scope, { name, type, parameters, body }: MethodStatement, depth: number): Sort {
  const key = `${name}()`;
  const known = scope.conversion.sorts.get(key);
  if (known !== undefined) return known;
  // What it gives may depend on what it gives.
  scope.conversion.sorts.set(key, 'mixed');
  const locals = new Map<string, LocalValue>(
    parameters.map((parameter) => [parameter.name, ofParameter(parameter.type?.text)] as const),
  );
  const values = valuesOf(body?.body ?? []) ?? [];
  const sort = joined(values.map((value) => sortOf({ ...scope, locals }, value, depth + 1)));
  const own = castSort(type?.text ?? '') ?? sort;
  // Groovy makes what is given what the method is declared to give.
  const result = own === sort || own === 'text' ? own : 'mixed';
  scope.conversion.sorts.set(key, result);
  return result;
}

/** Of what a method is given: with a type it is of that. */
function ofParameter(type: string | undefined): LocalValue {
  const sort = castSort(type ?? '');
  return sort === undefined ? { kind: 'unknown', reason: 'it is given' } : { kind: 'known', value: [], sort };
}

/** Whether a method gives what its values are: one that is declared to give a number or a boolean may change them. */
export function givesAsIs(scope: Scope, method: MethodStatement): boolean {
  const own = castSort(method.type?.text ?? '');
  return own === undefined || own === 'text' || givenBy(scope, method, 0) === own;
}

/** A text that is made a number with `toInteger()`, `as Integer` or `Integer.parseInt(…)`; nothing for anything else. */
export function textOfNumber(expression: Expression): Expression | undefined {
  if (expression.kind === 'cast')
    return expression.position === 'after' && wholeTypes.has(expression.type.text) ? expression.value : undefined;
  if (expression.kind !== 'call' || expression.callee.kind !== 'property') return undefined;
  const { target, name } = expression.callee;
  if (name.kind !== 'text') return undefined;
  const [first, more] = expression.arguments;
  if (first === undefined) return name.value === 'toInteger' || name.value === 'toLong' ? target : undefined;
  const isParser =
    target.kind === 'name' && parsers.get(target.name)?.includes(name.value) === true && more === undefined;
  return isParser && first.kind === 'positional' ? first.value : undefined;
}

const wholeTypes: ReadonlySet<string> = new Set(['int', 'Integer', 'long', 'Long']);

const parsers: ReadonlyMap<string, readonly string[]> = new Map([
  ['Integer', ['parseInt', 'valueOf']],
  ['Long', ['parseLong', 'valueOf']],
]);

/** Whether two values are equal in Groovy where their texts are, or never, or nobody can tell. */
export function equalityOf(scope: Scope, left: Expression, right: Expression): 'of texts' | 'never' | 'unknown' {
  const [first, second] = [sortOf(scope, left), sortOf(scope, right)];
  if (first === second) return first === 'mixed' ? 'unknown' : 'of texts';
  const sorts = [first, second];
  if (sorts.includes('open') || sorts.includes('null')) return 'of texts';
  if (!sorts.includes('mixed')) return 'never';
  // No number and no boolean reads like such a text.
  const text = first === 'mixed' ? right : left;
  return text.kind === 'text' && !/^(?:true|false|[-+]?[\d.]+)$/.test(text.value) ? 'of texts' : 'unknown';
}
