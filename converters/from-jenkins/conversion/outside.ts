import { asDirective, named, type Pipeline } from '../declarative/index';
import { type Expression, type MethodStatement, type SourceFile, type Statement, walk } from '../groovy/index';
import { type Bindings, findBindings } from './bindings';
import { unstableSteps } from './drawing';
import { approximated, converted, type Ledger, lineOf, manual, settle, settleAll, type Verdict } from './ledger';
import { fillsMap, givenTo, leaveAround, whichPipeline } from './library-call';
import type { Conversion, LocalValue, Scope } from './scope';
import { blockersOf, type ScriptPart, wordOf } from './script';
import { convertCode } from './steps';
import { constantOf } from './steps/variables';
import { shellName } from './steps/work';
import { literal, needsShell, variable } from './template';

/** What the code of a file says outside of its pipeline. */
export interface Outside {
  readonly methods: ReadonlyMap<string, MethodStatement>;
  readonly globals: ReadonlySet<string>;
  readonly reassigned: ReadonlySet<string>;
  readonly stashes: ReadonlySet<string>;
  readonly setVariables: ReadonlySet<string>;
  readonly shadowed: ReadonlySet<string>;
  readonly bindings: Bindings;
  readonly changesResult: boolean;
  readonly asksForResult: boolean;
  /** Whether steps set variables that steps of other tasks may read. */
  readonly keepsVariables: boolean;
}

/** Looks through a file for what its steps may use: methods, variables, stashes. */
export function lookOutside(file: SourceFile, statements: readonly Statement[]): Outside {
  const methods = new Map<string, MethodStatement>();
  const doubled = new Set<string>();
  for (const statement of file.statements) {
    if (statement.kind !== 'method') continue;
    if (methods.has(statement.name)) doubled.add(statement.name);
    methods.set(statement.name, statement);
  }
  // Which of two methods of one name is meant, their arguments say.
  for (const name of doubled) methods.delete(name);
  const reassigned = new Set<string>();
  const stashes = new Set<string>();
  const setVariables = new Set<string>();
  const shadowed = new Set<string>();
  walk(file.statements, (node) => {
    if (node.kind === 'assignment' && node.target.kind === 'name') reassigned.add(node.target.name);
    if (node.kind === 'assignment') {
      const name = setByCode(node.target);
      if (name !== undefined) setVariables.add(name);
    }
    const text = node.kind === 'interpolated' ? node.parts[0] : node;
    if (text?.kind === 'text') {
      const name = /^([A-Za-z_]\w*)=/.exec(text.value)?.[1];
      if (name !== undefined) shadowed.add(name);
    }
    if (node.kind === 'call') {
      for (const argument of node.arguments) {
        const bound = argument.kind === 'named' && argument.key.kind === 'text' && /ariable$/.test(argument.key.value);
        if (bound && argument.value.kind === 'text') shadowed.add(argument.value.value);
      }
    }
    if (node.kind === 'unary' && node.operand.kind === 'name' && (node.operator === '++' || node.operator === '--'))
      reassigned.add(node.operand.name);
    if (node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === 'stash') {
      const name = node.arguments[0]?.kind === 'positional' ? node.arguments[0].value : named(node.arguments, 'name');
      if (name?.kind === 'text') stashes.add(name.value);
    }
    return undefined;
  });
  const globals = new Set<string>();
  for (const statement of statements) {
    if (statement.kind === 'declaration') for (const each of statement.variables) globals.add(each.name);
    const assigned = assignedName(statement);
    if (assigned === undefined) continue;
    if (globals.has(assigned.name) === false && countAssignments(file, assigned.name) === 1)
      reassigned.delete(assigned.name);
    globals.add(assigned.name);
  }
  const bindings = findBindings(file.statements);
  for (const name of bindings.shared) {
    if (globals.has(name)) continue;
    globals.add(name);
    reassigned.add(name);
  }
  const keepsVariables = setVariables.size > 0 || [...globals].some((name) => reassigned.has(name));
  for (const name of [...reassigned, ...setVariables, ...globals]) shadowed.add(name);
  const results = lookForResult(file);
  return { methods, globals, reassigned, stashes, setVariables, shadowed, bindings, keepsVariables, ...results };
}

/** What code of a file has to do with the result of the build. */
function lookForResult(file: SourceFile): { readonly changesResult: boolean; readonly asksForResult: boolean } {
  const set = new Set<Expression>();
  let changesResult = false;
  let asksForResult = false;
  let asksForOthers = false;
  walk(file.statements, (node) => {
    if (node.kind === 'assignment' && isResult(node.target)) {
      set.add(node.target);
      changesResult = true;
    }
    // Logic on states that Airflow does not know is left to a person.
    if (node.kind === 'text' && (node.value === 'UNSTABLE' || node.value === 'ABORTED')) asksForOthers = true;
    if (node.kind === 'property' && isResult(node) && !set.has(node)) asksForResult = true;
    if (node.kind === 'call' && node.callee.kind === 'name')
      changesResult ||= node.callee.name === 'catchError' || unstableSteps.has(node.callee.name);
    return undefined;
  });
  return { changesResult: changesResult || asksForOthers, asksForResult: asksForResult && !asksForOthers };
}

/** `currentBuild.result` or `currentBuild.currentResult` */
function isResult(expression: Expression): boolean {
  return (
    expression.kind === 'property' &&
    expression.target.kind === 'name' &&
    expression.target.name === 'currentBuild' &&
    expression.name.kind === 'text' &&
    (expression.name.value === 'result' || expression.name.value === 'currentResult')
  );
}

/** The X of `env.X = …` and `env['X'] = …`. */
export function setByCode(target: Expression): string | undefined {
  if (target.kind === 'property')
    return target.target.kind === 'name' && target.target.name === 'env' && target.name.kind === 'text'
      ? target.name.value
      : undefined;
  if (target.kind !== 'index' || target.target.kind !== 'name' || target.target.name !== 'env') return undefined;
  const [only] = target.arguments;
  return only?.kind === 'positional' && only.value.kind === 'text' ? only.value.value : undefined;
}

function countAssignments(file: SourceFile, name: string): number {
  let count = 0;
  walk(file.statements, (node) => {
    if (node.kind === 'assignment' && node.target.kind === 'name' && node.target.name === name) count++;
    return undefined;
  });
  return count;
}

function assignedName(statement: Statement): { readonly name: string; readonly value: Expression } | undefined {
  if (statement.kind !== 'expression' || statement.expression.kind !== 'assignment') return undefined;
  const { target, value, operator } = statement.expression;
  return target.kind === 'name' && operator === '=' ? { name: target.name, value } : undefined;
}

/** The scope of the pipeline: variables of the file outside of it. What else stands there is left to a person. */
export function enterOutside(
  outer: Scope,
  statements: readonly Statement[],
  method?: MethodStatement,
  pipeline?: Pipeline,
): { readonly scope: Scope; readonly blockers: readonly string[] } {
  const { ledger } = outer.conversion;
  const locals = new Map<string, LocalValue>([...outer.locals.entries(), ...givenTo(method)]);
  if (method !== undefined) settle(ledger, method, converted);
  const prelude: ScriptPart[] = [...outer.prelude];
  const blockers: string[] = [];
  const leave = (statement: Statement, message: string) => {
    settle(ledger, statement, manual(message));
    settleAll(ledger, statement, manual(message));
    blockers.push(`line ${lineOf(ledger, statement.range.start)}: ${message}`);
  };
  const own = new Set(statements.flatMap((statement) => declared(statement)?.map(({ name }) => name) ?? []));
  for (const name of outer.conversion.bindings.shared) {
    if (own.has(name)) continue;
    if (outer.conversion.imageNames.has(name) && outer.conversion.runFolder.keepsVariables) {
      locals.set(name, { kind: 'image', id: variable(shellName(name)) });
      prelude.push({ kind: 'lines', lines: [literal(`${shellName(name)}=`)] });
    } else if (holdsObject(outer.conversion, name) || !outer.conversion.runFolder.keepsVariables)
      locals.set(name, { kind: 'unknown', reason: `"${name}" is computed by Groovy` });
    else {
      locals.set(name, { kind: 'known', value: variable(shellName(name)) });
      prelude.push({ kind: 'lines', lines: [literal(`${shellName(name)}=`)] });
    }
  }
  for (const statement of statements) {
    if (leaveAround(ledger, statement, pipeline)) {
      blockers.push(`line ${lineOf(ledger, statement.range.start)}: ${whichPipeline}`);
      continue;
    }
    if (fillsMap(method, statement)) {
      settleAll(ledger, statement, approximated('What the caller gives are parameters of the DAG.'));
      continue;
    }
    const verdict = withoutEffect(outer.conversion, statement);
    if (verdict !== undefined) {
      settleAll(ledger, statement, verdict);
      continue;
    }
    if (statement.kind === 'method') continue;
    const variables = declared(statement);
    const computed = pipeline === undefined ? undefined : beforePipeline({ ...outer, locals }, statement, pipeline);
    if (computed !== undefined) {
      for (const [name, local] of computed.set) locals.set(name, local);
      prelude.push(...computed.parts);
      continue;
    }
    if (variables === undefined) {
      leave(statement, 'Groovy code beside the pipeline.');
      continue;
    }
    const values = variables.map(({ name, value }) => ({ name, ...declare({ ...outer, locals }, name, value) }));
    const failed = values.find((value) => value.local.kind === 'unknown');
    for (const { name, local, before } of values) {
      locals.set(name, local);
      prelude.push(...before);
    }
    // What stands in a closure is settled where it is called.
    if (failed === undefined) settle(ledger, statement, converted);
    else
      settle(
        ledger,
        statement,
        approximated(`The value of ${failed.name} is computed by Groovy; what uses it is left to a person.`),
      );
  }
  if (outer.conversion.runFolder.keepsVariables) {
    const file = '"$RUN_FOLDER/variables.sh"';
    prelude.push({ kind: 'lines', lines: [literal(`[ ! -f ${file} ] || . ${file}`)] });
  }
  return { scope: { ...outer, locals, prelude }, blockers };
}

/** `if (x) { branch = 'y' }` before a pipeline: it only computes, so that every task can for itself. Nothing for what does more. */
function beforePipeline(
  scope: Scope,
  statement: Statement,
  pipeline: Pipeline,
): { readonly set: Iterable<readonly [string, LocalValue]>; readonly parts: readonly ScriptPart[] } | undefined {
  const isLogic = statement.kind === 'if' || statement.kind === 'switch';
  if (!isLogic || statement.range.start > pipeline.directive.statement.range.start) return undefined;
  if (!onlySets(scope, statement)) return undefined;
  const { parts, set } = convertCode(scope, [statement], true);
  return blockersOf(parts).length > 0 ? undefined : { set, parts };
}

/** Whether a statement sets variables of the file, and does nothing else. */
function onlySets({ conversion }: Scope, statement: Statement): boolean {
  let only = true;
  walk([statement], (node) => {
    if (node.kind === 'call' && node.callee.kind === 'name') only = false;
    if (node.kind === 'name' && node.name === 'docker') only = false;
    if (node.kind === 'declaration' || node.kind === 'return') only = false;
    if (node.kind === 'assignment')
      only &&=
        node.target.kind === 'name' &&
        conversion.globals.has(node.target.name) &&
        conversion.reassigned.has(node.target.name);
    return undefined;
  });
  return only;
}

/** Imports and annotations of libraries say where names come from; their steps are reported where they are called. */
function withoutEffect(conversion: Conversion, statement: Statement): Verdict | undefined {
  if (statement.kind === 'import' || statement.kind === 'package')
    return {
      status: 'dropped',
      reason: 'no-counterpart-needed',
      message: 'It only makes names known; what is used of it is reported where it is used.',
    };
  if (
    statement.kind === 'declaration' &&
    statement.annotations.some(({ name }) => name === 'Library' || name === 'Grab')
  )
    return {
      status: 'dropped',
      reason: 'no-counterpart-needed',
      message: 'The steps of the library are reported where they are called.',
    };
  if (asDirective(statement)?.name === 'library')
    return {
      status: 'dropped',
      reason: 'no-counterpart-needed',
      message: 'The steps of the library are reported where they are called.',
    };
  if (setsLabel(statement))
    return {
      status: 'dropped',
      reason: 'no-counterpart-needed',
      message: 'Runs of Airflow have ids, and notes that people write.',
    };
  if (statement.kind === 'method' && !conversion.called.has(statement.name))
    return { status: 'dropped', reason: 'unreachable', message: 'Nothing in the file calls it.' };
  return undefined;
}

/** `currentBuild.displayName = …`, `currentBuild.description = …` */
function setsLabel(statement: Statement): boolean {
  if (statement.kind !== 'expression' || statement.expression.kind !== 'assignment') return false;
  const { target } = statement.expression;
  return (
    target.kind === 'property' &&
    target.target.kind === 'name' &&
    target.target.name === 'currentBuild' &&
    target.name.kind === 'text' &&
    (target.name.value === 'displayName' || target.name.value === 'description')
  );
}

/** Settles what is left of the methods and closures of a file: their calls nobody could replace by what they do, or there are none. */
export function settleMethods(ledger: Ledger, file: SourceFile, beside: readonly Statement[]): void {
  const calledByHand = manual('It is called by code that a person must convert.');
  for (const statement of file.statements) {
    if (statement.kind === 'method') settleAll(ledger, statement, calledByHand);
  }
  const closures = beside.filter((statement) => declared(statement)?.some(({ value }) => value?.kind === 'closure'));
  if (closures.length === 0) return;
  const used = usedNames(file.statements);
  for (const statement of beside) {
    const names = declared(statement) ?? [];
    const isUsed = names.length === 0 || !closures.includes(statement) || names.some(({ name }) => used.has(name));
    settleAll(
      ledger,
      statement,
      isUsed ? calledByHand : { status: 'dropped', reason: 'unreachable', message: 'Nothing in the file calls it.' },
    );
  }
}

/** All names that some expression of a file reads or calls; one that is only assigned to is not among them. */
function usedNames(statements: readonly Statement[]): ReadonlySet<string> {
  const used = new Set<string>();
  const targets = new Set<Expression>();
  walk(statements, (node) => {
    if (node.kind === 'assignment' && node.target.kind === 'name') targets.add(node.target);
    if (node.kind === 'name' && !targets.has(node)) used.add(node.name);
    return undefined;
  });
  return used;
}

function declared(
  statement: Statement,
): readonly { readonly name: string; readonly value: Expression | undefined }[] | undefined {
  if (statement.kind === 'declaration') {
    return statement.variables.map(({ name, initial }) => ({ name, value: initial }));
  }
  const assigned = assignedName(statement);
  return assigned === undefined ? undefined : [assigned];
}

/** The value of a variable of the file; one that changes is a variable of the shell of every task. */
function declare(
  scope: Scope,
  name: string,
  value: Expression | undefined,
): { readonly local: LocalValue; readonly before: readonly ScriptPart[] } {
  const { reassigned, imageNames: images } = scope.conversion;
  if (images.has(name)) {
    const before = [{ kind: 'lines' as const, lines: [literal(`${shellName(name)}=`)] }];
    return { local: { kind: 'image', id: variable(shellName(name)) }, before };
  }
  const constant = value === undefined || value.kind === 'null' ? undefined : constantOf({ scope }, value);
  if (constant !== undefined && !reassigned.has(name) && !holdsShell(constant)) return { local: constant, before: [] };
  const isOpen = value === undefined || value.kind === 'null';
  if (!isOpen && constant?.kind !== 'known')
    return { local: { kind: 'unknown', reason: `"${name}" is computed by Groovy` }, before: [] };
  const word = constant?.kind === 'known' ? wordOf(constant.value) : [];
  return {
    local: { kind: 'known', value: variable(shellName(name)) },
    before: [{ kind: 'lines', lines: [[...literal(`${shellName(name)}=`), ...word]] }],
  };
}

/** Whether code gives a name what is no text: a shell cannot hold it for other tasks. */
function holdsObject({ bindings }: Conversion, name: string): boolean {
  return bindings.values.get(name)?.some(({ kind }) => objects.has(kind)) === true;
}

const objects: ReadonlySet<Expression['kind']> = new Set(['list', 'map', 'closure', 'new', 'missing']);

/** Whether items of a list or map are known to the shell only: they may be worth something else when they are asked for. */
function holdsShell(local: LocalValue): boolean {
  if (local.kind === 'list') return local.items.some(needsShell);
  return local.kind === 'map' && [...local.entries.values()].some(needsShell);
}
