import type { Expression } from '../groovy/index';
import { resolveChoice } from './choices';
import { dateText, ofStart } from './dates';
import { buildProperties, builtIns, fixedVariables, foreignVariables, shellVariables } from './given-variables';
import { layerOver } from './layers';
import { approximated, settle } from './ledger';
import { listOf, ofList } from './lists';
import { numberText, parsedNumber, sumOf, type WholeNumber, wholeNumber } from './numbers';
import { expressionOf } from './parameters';
import type { BuildResult, Scope } from './scope';
import { castSort, givesAsIs, type Sort, sortOf } from './sorts';
import { jinja, literal, plainText, type Template, type TemplatePart, variable } from './template';
import { changeText } from './text-methods';

/** What an expression of the source is worth when a task runs. */
export type Resolved =
  | { readonly kind: 'known'; readonly value: Template; readonly notes: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };

function known(value: Template, notes: readonly string[] = []): Resolved {
  return { kind: 'known', value, notes };
}

function unknown(reason: string): Resolved {
  return { kind: 'unknown', reason };
}

/** The value of an expression as text with templates, or why it is not known before the run. */
export function resolve(scope: Scope, expression: Expression): Resolved {
  switch (expression.kind) {
    case 'text':
      return known(literal(expression.value));
    case 'number':
      // Groovy prints a fraction as it is written.
      return /^\d+\.\d+$/.test(expression.text)
        ? known(literal(expression.text))
        : numberText(numberOf(scope, expression));
    case 'boolean':
      return known(literal(String(expression.value)));
    case 'interpolated':
      return resolveParts(scope, expression.parts);
    case 'name':
      return resolveLocal(scope, expression.name) ?? resolveName(scope, expression.name);
    case 'cast':
      return resolveCast(scope, expression);
    case 'index':
      return resolveIndex(scope, expression);
    case 'property':
      return resolveProperty(scope, expression);
    case 'binary':
      if (expression.operator === '+') return resolveSum(scope, expression);
      if (expression.operator === '-' && sortOf(scope, expression.left) === 'text')
        return resolveMinus(scope, expression);
      return resolveNumber(scope, expression);
    case 'conditional':
      return resolveChoice(scope, expression.condition, expression.value, expression.otherwise);
    case 'elvis':
      return resolveChoice(scope, expression.value, expression.value, expression.otherwise);
    case 'unary':
      return resolveNumber(scope, expression);
    case 'call':
      return resolveCall(scope, expression);
    default:
      return unknown('it is computed by Groovy');
  }
}

/** The text of a value that is known before the run: a literal, or a constant that has a name. */
export function knownText(scope: Scope, value: Expression | undefined): string | undefined {
  if (value?.kind === 'text') return value.value;
  // Any other name would become a parameter of the DAG, whose value is not known.
  if (
    value === undefined ||
    (value.kind === 'name' && !scope.locals.has(value.name) && !scope.environment.has(value.name))
  )
    return undefined;
  const resolved = resolve(scope, value);
  return resolved.kind === 'known' ? plainText(resolved.value) : undefined;
}

function resolveParts(scope: Scope, parts: Extract<Expression, { kind: 'interpolated' }>['parts']): Resolved {
  return together(
    parts.map((part) => (part.kind === 'text' ? known(literal(part.value)) : resolve(scope, part.value))),
  );
}

/** `a + b + c`, walked without recursion on the left, where long chains grow: numbers are added until a text comes, which joins. */
function resolveSum(scope: Scope, sum: Expression): Resolved {
  const operands: Expression[] = [];
  let left = sum;
  while (left.kind === 'binary' && left.operator === '+') {
    operands.unshift(left.right);
    left = left.left;
  }
  operands.unshift(left);
  const sorts = operands.map((operand) => sortOf(scope, operand));
  const firstOther = sorts.findIndex((sort) => sort !== 'number');
  const numbers = firstOther < 0 ? operands.length : firstOther;
  const added = operands.slice(0, numbers).map((operand) => numberOf(scope, operand));
  const head = numbers === 0 ? [] : [numberText(sumOf(added))];
  const joined = operands.slice(numbers);
  if (joined.length > 0 && !isJoined(sorts.slice(Math.max(0, numbers - 1))))
    return unknown('whether texts are joined or numbers added is not known');
  return together([...head, ...joined.map((operand) => resolve(scope, operand))]);
}

/** `text - 'a'`: without the first of these. */
function resolveMinus(scope: Scope, { left, right }: Extract<Expression, { kind: 'binary' }>): Resolved {
  const text = resolve(scope, left);
  if (text.kind === 'unknown') return text;
  const changed = changeText(text.value, 'minus', [{ kind: 'positional', value: right, range: right.range }]);
  return changed === undefined ? unknown('it is computed by Groovy') : known(changed, text.notes);
}

function resolveNumber(scope: Scope, expression: Expression): Resolved {
  if (sortOf(scope, expression) !== 'number') return unknown('it is computed by Groovy');
  return numberText(numberOf(scope, expression));
}

/** One of the first two is a text: then all that follows is joined to it. A parameter that nobody declares is taken for one. */
function isJoined([first, second]: readonly Sort[]): boolean {
  const isText = (sort: Sort | undefined) => sort === 'text' || sort === 'open';
  return isText(first) || isText(second);
}

/** Values that stand one behind the other. */
function together(values: readonly Resolved[]): Resolved {
  const value: TemplatePart[] = [];
  const notes: string[] = [];
  for (const inner of values) {
    if (inner.kind === 'unknown') return inner;
    value.push(...inner.value);
    notes.push(...inner.notes);
  }
  return known(value, notes);
}

/** The value of an expression of numbers. */
export function numberOf(scope: Scope, expression: Expression): WholeNumber {
  return wholeNumber(scope, expression, resolve);
}

/** Where variables of the shell hold numbers. */
export function withNumbers(scope: Scope, held: readonly { readonly name: string }[]): Scope {
  const locals = layerOver(scope.locals);
  for (const { name } of held) locals.set(name, { kind: 'known', value: variable(name), sort: 'number' });
  return { ...scope, locals };
}

/** The value as another type: a text that is made a number is known where it is written in the file. */
function resolveCast(scope: Scope, expression: Extract<Expression, { kind: 'cast' }>): Resolved {
  const type = castSort(expression.type.text);
  if (type === undefined || type === 'text') return resolve(scope, expression.value);
  const own = sortOf(scope, expression.value);
  if (type === 'boolean' && own === 'boolean') return resolve(scope, expression.value);
  if (type !== 'number') return unknown('it is computed by Groovy');
  if (own === 'number') return numberText(numberOf(scope, expression));
  const text = expression.position === 'after' ? knownText(scope, expression.value) : undefined;
  return text === undefined ? unknown('it is made a number') : parsed(text);
}

function resolveLocal(scope: Scope, name: string): Resolved | undefined {
  const local = scope.locals.get(name);
  if (local === undefined) return undefined;
  if (local.kind === 'known' && local.caught === true)
    return known([...literal('hudson.AbortException: '), ...whatWasCaught(local.value)], [ofCaught]);
  if (local.kind === 'known') return known(local.value);
  return unknown(local.kind === 'unknown' ? local.reason : `"${name}" is no text`);
}

const ofCaught = 'Of what was caught only the exit code is known; in Jenkins it also has the message of an error.';

/** What Jenkins says of a script that failed. */
function whatWasCaught(status: Template): Template {
  return [...literal('script returned exit code '), ...status];
}

/** `map['key']`, `list[0]`, `params['X']`, `env['X']` */
function resolveIndex(scope: Scope, expression: Extract<Expression, { kind: 'index' }>): Resolved {
  const [only] = expression.arguments;
  const { target } = expression;
  if (only?.kind !== 'positional' || expression.arguments.length > 1) return unknown('it is computed by Groovy');
  const local = target.kind === 'name' ? scope.locals.get(target.name) : listOf(scope, target);
  if (local?.kind === 'list' && sortOf(scope, only.value) === 'number') {
    const place = numberOf(scope, only.value);
    // Groovy counts from the end where the number is below nothing.
    const item = place.kind === 'known' ? local.items.at(Number(place.value)) : undefined;
    return item === undefined ? unknown('it is computed by Groovy') : known(item);
  }
  if (target.kind !== 'name' || only.value.kind !== 'text') return unknown('it is computed by Groovy');
  if (local?.kind === 'map') {
    const entry = local.entries.get(only.value.value);
    return entry === undefined ? unknown('it is computed by Groovy') : known(entry);
  }
  return resolveProperty(scope, { ...expression, kind: 'property', access: '.', name: only.value });
}

/** A variable: of `environment` and axes first, then a parameter, then what Jenkins itself sets. */
export function resolveName(scope: Scope, name: string): Resolved {
  const declared = scope.environment.get(name);
  if (declared !== undefined) return declared.kind === 'known' ? known(declared.value) : unknown(declared.reason);
  if (scope.conversion.setVariables.has(name))
    return known(variable(name), [`${name} is set by a step; later tasks read it from the folder of the run.`]);
  const parameter = resolveParameter(scope, name);
  if (parameter !== undefined) return parameter;
  if (name === 'STAGE_NAME') return known(literal(scope.path.at(-1) ?? ''));
  const builtIn = builtIns.get(name);
  if (builtIn !== undefined) return known(jinja(builtIn.expression), [builtIn.note]);
  if (name === 'WORKSPACE') return known(variable('WORKSPACE'), ['WORKSPACE is the folder in which the task begins.']);
  if (shellVariables.has(name)) return known(variable(name), [`${name} is what the shell of the task has.`]);
  const fixed = fixedVariables.get(name);
  if (fixed !== undefined) return known(literal(fixed.value), [fixed.note]);
  if (scope.conversion.bindings.declared.has(name))
    return unknown(`"${name}" is set by code of the file that does not reach this place`);
  if (foreignVariables.has(name))
    return addParameter(scope, name, `${name} is set by Jenkins; here it is a parameter of the DAG.`);
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return unknown(`"${name}" is not declared in this file`);
  return addParameter(scope, name, `${name} is set outside of this file; here it is a parameter of the DAG.`);
}

/** The value of a variable that this file, or Jenkins itself, gives; nothing where only the task's own shell may have it. */
export function resolveKnown(scope: Scope, name: string): Template | undefined {
  const isKnown = scope.environment.has(name) || scope.conversion.parameters.has(name) || builtIns.has(name);
  const resolved = isKnown ? resolveName(scope, name) : undefined;
  return resolved?.kind === 'known' ? resolved.value : undefined;
}

/** A value that nobody in the file gives: whoever starts a run can. */
function addParameter(scope: Scope, name: string, note: string): Resolved {
  const { added, properties } = scope.conversion;
  if (!added.has(name)) added.set(name, { name, kind: 'text', value: properties.get(name) ?? '' });
  return known(ofParameter(scope, name, `params.${name}`), [note]);
}

function resolveParameter(scope: Scope, name: string): Resolved | undefined {
  const parameter = scope.conversion.parameters.get(name);
  if (parameter === undefined) return undefined;
  return known(ofParameter(scope, name, expressionOf(parameter)));
}

/** The value of a parameter: every task also has it as a variable, unless something else is called so. */
function ofParameter({ conversion }: Scope, name: string, expression: string): Template {
  return conversion.shadowed.has(name) ? jinja(expression) : [{ kind: 'jinja', expression, variable: name }];
}

function resolveProperty(scope: Scope, expression: Extract<Expression, { kind: 'property' }>): Resolved {
  const { target, name } = expression;
  if (target.kind !== 'name' || name.kind !== 'text') return unknown('it is computed by Groovy');
  if (target.name === 'env') return resolveName(scope, name.value);
  const local = scope.locals.get(target.name);
  if (local?.kind === 'map') {
    const entry = local.entries.get(name.value);
    if (entry !== undefined) return known(entry);
  }
  if (local?.kind === 'known' && local.caught === true && name.value === 'message')
    return known(whatWasCaught(local.value), [ofCaught]);
  if (local?.kind === 'given' && /^\w+$/.test(name.value))
    return addParameter(
      scope,
      name.value,
      `${name.value} is given by the file that calls the library; here it is a parameter of the DAG.`,
    );
  if (local?.kind === 'image' && name.value === 'id') return known(local.id);
  if (local !== undefined) return unknown('it is computed by Groovy');
  if (target.name === 'currentBuild' && (name.value === 'result' || name.value === 'currentResult'))
    return resolveResult(scope, name.value);
  const build = target.name === 'currentBuild' ? buildProperties.get(name.value) : undefined;
  if (build !== undefined) return known(jinja(build), [`currentBuild.${name.value} is taken from the run of the DAG.`]);
  if (target.name === 'params' && /^\w+$/.test(name.value) && !scope.conversion.parameters.has(name.value))
    return addParameter(
      scope,
      name.value,
      `${name.value} is declared outside of this file; here it is a parameter of the DAG.`,
    );
  if (target.name !== 'params') return unknown(`"${target.name}.${name.value}" is known to Jenkins only`);
  return resolveParameter(scope, name.value) ?? unknown(`the parameter "${name.value}" is not declared in this file`);
}

/** The result of the build: before its end there is none, unless something has set one. */
function resolveResult(scope: Scope, name: 'result' | 'currentResult'): Resolved {
  const { changesResult } = scope.conversion;
  const before: BuildResult = changesResult || scope.beside === true ? { notes: [] } : notYet;
  const { notes, ...results } = scope.buildResult ?? before;
  const value = name === 'result' ? results.result : results.current;
  if (value === undefined) return unknown(`"currentBuild.${name}" is known to Jenkins only`);
  return known(value, value.length === 0 ? [...notes, 'currentBuild.result is null in Jenkins, here empty.'] : notes);
}

const notYet: BuildResult = { result: [], current: literal('SUCCESS'), notes: [] };

/** `text.trim()` and the like, where the text is known. */
function resolveCall(scope: Scope, call: Extract<Expression, { kind: 'call' }>): Resolved {
  const { callee } = call;
  const method = methodValue(scope, call);
  if (method !== undefined) {
    const value = resolve(method.scope, method.value);
    if (value.kind === 'known') method.settle();
    return value;
  }
  if (callee.kind !== 'property' || callee.name.kind !== 'text') return unknown('it is computed by Groovy');
  if (callee.name.value === 'intdiv') return resolveNumber(scope, call);
  const date = dateText(call);
  if (date !== undefined) return known(date, [ofStart]);
  if (callee.name.value === 'getMessage' && call.arguments.length === 0)
    return resolve(scope, { ...callee, name: { ...callee.name, value: 'message' } });
  const list = listOf(scope, callee.target);
  if (list !== undefined) return ofList(list, callee.name.value, call.arguments);
  const inner = resolve(scope, callee.target);
  if (inner.kind === 'unknown') return inner;
  if (call.arguments.length === 0) {
    if (callee.name.value === 'toString') return inner;
    const number = numberOfText(inner.value, callee.name.value);
    if (number !== undefined) return number;
  }
  const changed = changeText(inner.value, callee.name.value, call.arguments);
  return changed === undefined ? unknown('it is computed by Groovy') : known(changed, inner.notes);
}

/** The length of a text that is known before the run, and the number that it is. */
function numberOfText(value: Template, method: string): Resolved | undefined {
  const text = plainText(value);
  if (text === undefined) return undefined;
  if (method === 'length' || method === 'size') return known(literal(String(text.length)));
  return method === 'toInteger' || method === 'toLong' ? parsed(text) : undefined;
}

function parsed(text: string): Resolved {
  const number = parsedNumber(text);
  return number === undefined ? unknown('it is no whole number') : known(literal(String(number)));
}

/** What a method of the file computes: the expression, and the scope in which it stands. */
interface MethodValue {
  readonly scope: Scope;
  readonly value: Expression;
  /** Says in the books that the value stands where the method is called. */
  readonly settle: () => void;
}

/** A call of a method of the file that only computes a value; nothing for others. */
export function methodValue(scope: Scope, call: Extract<Expression, { kind: 'call' }>): MethodValue | undefined {
  if (call.callee.kind !== 'name') return undefined;
  const { methods, inlining, ledger } = scope.conversion;
  const method = methods.get(call.callee.name);
  const [only] = method?.body?.body ?? [];
  const value = only?.kind === 'return' ? only.value : only?.kind === 'expression' ? only.expression : undefined;
  if (
    method?.body?.body.length !== 1 ||
    only === undefined ||
    value === undefined ||
    inlining.left <= 0 ||
    !givesAsIs(scope, method)
  )
    return undefined;
  if (
    call.arguments.length > method.parameters.length ||
    call.arguments.some((argument) => argument.kind !== 'positional')
  )
    return undefined;
  inlining.left--;
  const locals = layerOver(scope.locals);
  for (const [index, parameter] of method.parameters.entries()) {
    const given = call.arguments[index]?.value ?? parameter.initial;
    const resolved = given === undefined ? unknown('it is not given') : resolve(scope, given);
    locals.set(
      parameter.name,
      resolved.kind === 'known'
        ? { kind: 'known', value: resolved.value, sort: given === undefined ? 'mixed' : sortOf(scope, given) }
        : { kind: 'unknown', reason: resolved.reason },
    );
  }
  const verdict = approximated('Its value stands where it is called.');
  const settleBoth = () => {
    settle(ledger, method, verdict);
    settle(ledger, only, verdict);
  };
  return { scope: { ...scope, locals }, value, settle: settleBoth };
}
