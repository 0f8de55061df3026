import {
  type CallExpression,
  type ClosureExpression,
  type Expression,
  type MethodStatement,
  type Parameter,
  type Statement,
  walk,
} from '../../groovy/index';
import { layerOver } from '../layers';
import { approximated, settle } from '../ledger';
import { listOf } from '../lists';
import type { LocalValue } from '../scope';
import { type ScriptPart, wordOf } from '../script';
import { givesAsIs, joined, sortOf } from '../sorts';
import { literal, needsShell, variable } from '../template';
import { resolve } from '../values';
import { hoistArgument } from './hoist';
import { keepBehind } from './own-shell';
import { noReturns, valuesOf, withoutReturns } from './returns';
import { constantOf, worthNow } from './variables';
import { byHand, done, innerWork, takeShellName, type Work } from './work';

/** Methods that call each other deeper are not written out. */
const deepestCalls = 8;

/** A call of a method of the file, or of a closure in a variable: its statements, with the values that it is given. */
export function convertCall(work: Work, statement: Statement, call: CallExpression): readonly ScriptPart[] | undefined {
  if (call.callee.kind !== 'name') return undefined;
  const { name } = call.callee;
  const local = work.scope.locals.get(name);
  if (local?.kind === 'closure')
    return inline(work, statement, call, name, local.closure.parameters ?? [], local.closure.body);
  const method = work.scope.conversion.methods.get(name);
  if (method?.body === undefined) return undefined;
  return inline(work, statement, call, name, method.parameters, method.body.body, method);
}

function inline(
  work: Work,
  statement: Statement,
  call: CallExpression,
  name: string,
  parameters: readonly Parameter[],
  body: readonly Statement[],
  method?: MethodStatement,
): readonly ScriptPart[] {
  const entered = enter(work, call, name, parameters, body);
  if (typeof entered === 'string') return byHand(work, statement, name, entered);
  done(work, statement, entered.notes);
  if (method !== undefined)
    settle(work.scope.conversion.ledger, method, approximated('Its statements stand where it is called.'));
  return [...entered.given, ...work.convert(entered.inner, body)];
}

interface Entered {
  readonly inner: Work;
  /** What gives the parameters their values. */
  readonly given: readonly ScriptPart[];
  readonly notes: readonly string[];
}

/** The work in a method or closure that is called; else why it cannot be written out. */
function enter(
  work: Work,
  call: CallExpression,
  name: string,
  parameters: readonly Parameter[],
  body: readonly Statement[],
): Entered | string {
  const { inlining } = work.scope.conversion;
  if (work.calls.includes(name) || work.calls.length >= deepestCalls)
    return `"${name}" calls itself, or calls go too deep to be written out.`;
  inlining.left -= 1 + body.length;
  if (inlining.left < 0) return 'The file has too many calls of its methods to write them all out.';
  const list = call.arguments.map((argument) => hoistArgument(work, argument));
  const bound = bind(work, parameters, { ...call, arguments: list.map(({ value }) => value) });
  if (typeof bound === 'string') return `What "${name}" is given is not known before the run: ${bound}.`;
  const { globals } = work.scope.conversion;
  const locals = layerOver(new Map([...work.locals.entries()].filter(([key]) => globals.has(key))));
  const inner: Work = { ...innerWork(work, locals), calls: [...work.calls, name] };
  const given: ScriptPart[] = list.flatMap(({ parts }) => parts);
  for (const [key, value] of bound) {
    const own = ownValue(inner, key, value, body);
    locals.set(key, own.local);
    given.push(...own.parts);
  }
  return { inner, given, notes: list.flatMap(({ notes }) => notes) };
}

/** The lines that give a variable of the shell what a method of the file gives; nothing for other calls, else why there are none. */
export function valueOfCall(
  work: Work,
  target: string,
  call: CallExpression,
): { readonly parts: readonly ScriptPart[]; readonly notes: readonly string[] } | string | undefined {
  const name = call.callee.kind === 'name' ? call.callee.name : undefined;
  const method = name === undefined ? undefined : work.scope.conversion.methods.get(name);
  const [first, more] = method?.body?.body ?? [];
  if (name === undefined || method?.body === undefined || first === undefined) return undefined;
  // What only computes a value stands where it is called.
  if (more === undefined && (first.kind === 'return' || first.kind === 'expression')) return undefined;
  const { body } = method.body;
  if (valuesOf(body) === undefined || !givesAsIs(work.scope, method)) return `what "${name}" gives is not known`;
  const entered = enter(work, call, name, method.parameters, body);
  if (typeof entered === 'string') return entered;
  const { ledger } = work.scope.conversion;
  settle(ledger, method, approximated('Its statements stand where it is called.'));
  const returns = noReturns(target);
  const statements = withoutReturns(ledger, returns, body);
  const parts = work.convertBlock({ ...entered.inner, returns, inLoop: false }, statements);
  return { parts: [...entered.given, ...parts], notes: entered.notes };
}

/**
 * What a method or a loop is given, which is worth what it was at that moment: where it is in a variable of the shell and statements change
 * variables, or where they change the name itself, it is in one of its own.
 */
export function ownValue(
  work: Work,
  name: string,
  local: LocalValue,
  statements: readonly Statement[],
): { readonly local: LocalValue; readonly parts: readonly ScriptPart[] } {
  const { any, itself } = assigns(work, name, statements);
  if (local.kind !== 'known') return any ? worthNow(work, name, local) : { local, parts: [] };
  if (!itself && !(any && needsShell(local.value))) return { local, parts: [] };
  const target = takeShellName(work, name);
  const set = [[...literal(`${target}=`), ...wordOf(local.value)], ...(itself ? keepBehind(work, target) : [])];
  return { local: { ...local, value: variable(target) }, parts: [{ kind: 'lines', lines: set }] };
}

/** Whether statements change variables, or call methods of the file that may, and whether they change that of the name. */
function assigns(
  { scope }: Work,
  name: string,
  statements: readonly Statement[],
): { readonly any: boolean; readonly itself: boolean } {
  let any = false;
  let itself = false;
  walk(statements, (node) => {
    if (node.kind === 'assignment') {
      any = true;
      if (node.target.kind === 'name' && node.target.name === name) itself = true;
    }
    if (node.kind === 'call' && node.callee.kind === 'name' && scope.conversion.methods.has(node.callee.name))
      any = true;
    return undefined;
  });
  return { any, itself };
}

/** The values of the parameters; else why one is not known. */
function bind(
  work: Work,
  parameters: readonly Parameter[],
  call: CallExpression,
): ReadonlyMap<string, LocalValue> | string {
  const bound = new Map<string, LocalValue>();
  const unnamed = call.arguments.filter((argument) => argument.kind === 'positional');
  const named = call.arguments.filter((argument) => argument.kind === 'named');
  if (call.arguments.length !== unnamed.length + named.length) return 'it is spread from a list';
  const values: (Expression | ReadonlyMap<string, Expression>)[] = unnamed.map((argument) => argument.value);
  if (named.length > 0) {
    values.unshift(
      new Map(
        named.flatMap((argument) =>
          argument.key.kind === 'text' ? [[argument.key.value, argument.value] as const] : [],
        ),
      ),
    );
  }
  if (values.length > parameters.length) return 'it has more arguments than parameters';
  for (const [index, parameter] of parameters.entries()) {
    const value = values[index] ?? parameter.initial;
    if (value === undefined) {
      bound.set(parameter.name, { kind: 'unknown', reason: `"${parameter.name}" is not given` });
      continue;
    }
    bound.set(parameter.name, value instanceof Map ? mapOf(work, value) : localOf(work, value as Expression));
  }
  return bound;
}

function mapOf(work: Work, entries: ReadonlyMap<string, Expression>): LocalValue {
  const resolved = [...entries].map(([key, value]) => [key, resolve(work.scope, value)] as const);
  const known = resolved.flatMap(([key, value]) => (value.kind === 'known' ? [[key, value.value] as const] : []));
  const sorts = new Map([...entries].map(([key, value]) => [key, sortOf(work.scope, value)] as const));
  return { kind: 'map', entries: new Map(known), sorts };
}

function localOf(work: Work, value: Expression): LocalValue {
  if (value.kind === 'closure') return closureOf(value);
  if (value.kind === 'name') {
    const local = work.scope.locals.get(value.name);
    if (local?.kind === 'known') return { ...local, sort: sortOf(work.scope, value) };
    if (local !== undefined) return local;
  }
  if (value.kind === 'list') {
    const items = value.items.map((item) => resolve(work.scope, item.value));
    const known = items.flatMap((item) => (item.kind === 'known' ? [item.value] : []));
    const sort = joined(value.items.map((item) => sortOf(work.scope, item.value)));
    if (known.length === items.length) return { kind: 'list', items: known, sort };
  }
  const parted = listOf(work.scope, value) ?? (value.kind === 'map' ? constantOf(work, value) : undefined);
  if (parted !== undefined) return parted;
  const resolved = resolve(work.scope, value);
  return resolved.kind === 'known'
    ? { kind: 'known', value: resolved.value, sort: sortOf(work.scope, value) }
    : { kind: 'unknown', reason: resolved.reason };
}

function closureOf(closure: ClosureExpression): LocalValue {
  return { kind: 'closure', closure };
}
