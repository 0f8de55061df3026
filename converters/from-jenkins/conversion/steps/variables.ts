import { dropped } from '../../../verdict';
import type { AssignmentExpression, Expression, Statement } from '../../groovy/index';
import { settle } from '../ledger';
import { listOf } from '../lists';
import { capture, captureNotes, outputOf } from '../outputs';
import type { LocalValue } from '../scope';
import { type FlowPiece, type ScriptPart, shellCommand, wordOf } from '../script';
import { hideSecrets, resolveSafely } from '../secrets';
import { initialOf, joined, type Sort, sortOf } from '../sorts';
import { literal, needsShell, plainText, type Template, variable } from '../template';
import { partingOf } from '../text-methods';
import { resolve } from '../values';
import { changedText, computedNumber, otherType } from './computed';
import { shellCondition } from './conditions';
import { type AssignedImage, assignImage } from './docker-steps';
import { hoist, prepareCondition, setTruth } from './hoist';
import { valueOfCall } from './method-calls';
import { keepBehind, keptFile, writeDown } from './own-shell';
import { byHand, caughtNotes, done, innerWork, shellName, takeShellName, type Work } from './work';

export function convertDeclaration(
  work: Work,
  statement: Extract<Statement, { kind: 'declaration' }>,
): readonly ScriptPart[] {
  const parts: ScriptPart[] = [];
  const notes: string[] = [];
  const [first] = statement.variables;
  if (
    statement.variables.length > 1 &&
    statement.variables.every((each) => each.initial !== undefined && each.initial === first?.initial)
  )
    return byHand(work, statement, 'a declaration of several variables');
  for (const each of statement.variables) {
    const { name } = each;
    const set = setVariable(work, name, initialOf(statement, each), true);
    if (typeof set === 'string') {
      work.locals.set(name, { kind: 'unknown', reason: `"${name}" is computed by Groovy` });
      return byHand(work, statement, `def ${name}`, `The value of ${name} is not known before the run: ${set}.`);
    }
    parts.push(...set.parts);
    notes.push(...set.notes);
  }
  done(work, statement, notes);
  return parts;
}

export interface SetVariable {
  readonly parts: readonly ScriptPart[];
  readonly notes: readonly string[];
}

/**
 * Gives a variable of Groovy its value: as a constant where it never changes, else as a variable of the shell. Else why not. One that is
 * declared is new, also where one around it is called so.
 */
function setVariable(
  work: Work,
  name: string,
  initial: Expression | undefined,
  declares: boolean,
): SetVariable | string {
  const { scope } = work;
  const changes = scope.conversion.reassigned.has(name);
  const image = initial === undefined ? undefined : assignImage(work, initial);
  if (typeof image === 'string') return image;
  if (image !== undefined) return setImage(work, name, image, declares);
  const isOpen = initial === undefined || initial.kind === 'null';
  const constant = isOpen || changes ? undefined : constantOf(work, initial);
  if (constant !== undefined) {
    const { local, parts } = worthNow(work, name, constant);
    work.locals.set(name, local);
    return { parts, notes: [] };
  }
  const isNew = declares && (work.calls.length > 0 || !scope.conversion.globals.has(name));
  const target = isNew ? takeShellName(work, name) : ownShellName(work, name);
  const parted = isOpen || changes ? undefined : partedText(work, name, target, initial);
  if (parted !== undefined) return parted;
  const assigned: SetVariable | string = isOpen
    ? { parts: [line(literal(`${target}=`))], notes: [] }
    : assignment(work, target, initial);
  if (typeof assigned === 'string') return assigned;
  work.locals.set(name, { kind: 'known', value: variable(target) });
  const behind: readonly ScriptPart[] = changes ? keepBehind(work, target).map(line) : [];
  const parts = [...assigned.parts, ...behind];
  // A method may have its own of the name of a global one, which then is called otherwise.
  const isGlobal = !isNew && scope.conversion.globals.has(name) && target === shellName(name);
  if (isOpen || !isGlobal || work.everyTask === true) return { parts, notes: assigned.notes };
  const { keepsVariables } = scope.conversion.runFolder;
  if (!keepsVariables) return { parts, notes: [...assigned.notes, notKept] };
  return { parts: [...parts, line(keepForRun(target))], notes: [...assigned.notes, kept] };
}

/** A list or map holds what its items were worth when it was made: those that the shell knows get variables of their own. */
export function worthNow(
  work: Work,
  name: string,
  local: LocalValue,
): { readonly local: LocalValue; readonly parts: readonly ScriptPart[] } {
  const parts: ScriptPart[] = [];
  const copy = (value: Template): Template => {
    if (!needsShell(value)) return value;
    const target = takeShellName(work, name);
    parts.push(line([...literal(`${target}=`), ...wordOf(value)]));
    return variable(target);
  };
  if (local.kind === 'list') return { local: { ...local, items: local.items.map(copy) }, parts };
  if (local.kind !== 'map') return { local, parts };
  return { local: { ...local, entries: new Map([...local.entries].map(([key, value]) => [key, copy(value)])) }, parts };
}

/** `def parts = x.split(',')`: the text is worth what it was then, its parts are asked where they are needed. */
function partedText(work: Work, name: string, target: string, value: Expression): SetVariable | string | undefined {
  const parting = partingOf(value);
  if (parting === undefined) return undefined;
  const set = assignment(work, target, parting.text);
  if (typeof set === 'string') return set;
  const text: Expression = { kind: 'name', name: `$${target}`, range: value.range };
  work.locals.set(text.name, { kind: 'known', value: variable(target), sort: 'text' });
  work.locals.set(name, { kind: 'pieces', parting: { ...parting, text } });
  return set;
}

/** The variable of the shell that stands for one of Groovy already. */
function ownShellName(work: Work, name: string): string {
  const local = work.locals.get(name);
  const value =
    local?.kind === 'image' ? local.id : local?.kind === 'known' && local.caught !== true ? local.value : [];
  const [only, more] = value;
  if (only?.kind === 'variable' && more === undefined && only.name.startsWith('_')) return only.name;
  return work.scope.conversion.globals.has(name) ? shellName(name) : takeShellName(work, name);
}

/** An image in a variable: its id, where other steps change it in a variable of the shell. */
function setImage(work: Work, name: string, image: AssignedImage, declares: boolean): SetVariable {
  const { reassigned, globals, runFolder } = work.scope.conversion;
  const isNew = declares && (work.calls.length > 0 || !globals.has(name));
  if (!reassigned.has(name) && isNew) {
    work.locals.set(name, image.local);
    return image;
  }
  const target = isNew ? takeShellName(work, name) : ownShellName(work, name);
  work.locals.set(name, { kind: 'image', id: variable(target) });
  const set = line([...literal(`${target}=`), ...wordOf(image.local.id)]);
  const parts = [...image.parts, set, ...keepBehind(work, target).map(line)];
  if (isNew || !globals.has(name) || target !== shellName(name)) return { parts, notes: image.notes };
  if (!runFolder.keepsVariables) return { parts, notes: [...image.notes, notKept] };
  return { parts: [...parts, line(keepForRun(target))], notes: [...image.notes, kept] };
}

const kept = 'Later tasks read it from the folder of the run (RUN_FOLDER), which all workers must share.';
const notKept = 'Later tasks do not see it: tasks of this workflow share nothing.';

const runFile = '"$RUN_FOLDER/variables.sh"';

/** Writes a variable down for later tasks of the run. */
function keepForRun(name: string): Template {
  return writeDown(name, 'export ', runFile);
}

/** Lists, maps, closures and texts that no shell is needed for. */
export function constantOf(work: Pick<Work, 'scope'>, value: Expression): LocalValue | undefined {
  const { scope } = work;
  if (value.kind === 'closure') return { kind: 'closure', closure: value };
  if (value.kind === 'list') {
    const items = value.items.map((item) => (item.kind === 'positional' ? resolve(scope, item.value) : undefined));
    const known = items.flatMap((item) => (item?.kind === 'known' ? [item.value] : []));
    const sort = joined(value.items.map((item) => sortOf(scope, item.value)));
    return known.length === items.length ? { kind: 'list', items: known, sort } : undefined;
  }
  const pieces = listOf(scope, value);
  if (pieces !== undefined) return pieces;
  if (value.kind === 'map') {
    const entries = new Map<string, Template>();
    const sorts = new Map<string, Sort>();
    for (const entry of value.entries) {
      const item = entry.kind === 'named' && entry.key.kind === 'text' ? resolve(scope, entry.value) : undefined;
      if (entry.kind !== 'named' || entry.key.kind !== 'text' || item?.kind !== 'known') return undefined;
      entries.set(entry.key.value, item.value);
      sorts.set(entry.key.value, sortOf(scope, entry.value));
    }
    return { kind: 'map', entries, sorts };
  }
  const resolved = resolve(scope, value);
  const isChoice = value.kind === 'conditional' || value.kind === 'elvis';
  // A choice is made once, and not in each place where its value stands.
  if (isChoice && resolved.kind === 'known' && plainText(resolved.value) === undefined) return undefined;
  return resolved.kind === 'known' && resolved.notes.length === 0 && !needsShell(resolved.value)
    ? { kind: 'known', value: resolved.value, sort: sortOf(scope, value) }
    : undefined;
}

/** The lines that give a variable of the shell a value; else why there are none. */
export function assignment(work: Work, target: string, value: Expression): SetVariable | string {
  const { scope } = work;
  const output = outputOf(scope, value);
  if (output !== undefined)
    return { parts: [{ kind: 'lines', lines: capture(target, output) }], notes: captureNotes(output) };
  const status = statusScript(work, value);
  if (status !== undefined)
    return {
      parts: [line(literal(`${target}=0`)), line([...shellCommand(status.script), ...literal(` || ${target}=$?`)])],
      notes: status.notes,
    };
  if (value.kind === 'conditional') {
    return chosen(work, target, value.condition, [value.value, value.otherwise]);
  }
  if (value.kind === 'elvis') {
    if (shellCondition(scope, value.value).kind === 'known')
      return chosen(work, target, value.value, [value.value, value.otherwise]);
    // What the shell computes is computed once.
    const { expression, parts, notes } = hoist(work, value.value);
    const set = chosen(work, target, expression, [expression, value.otherwise]);
    return typeof set === 'string' ? set : { parts: [...parts, ...set.parts], notes: [...notes, ...set.notes] };
  }
  const called = value.kind === 'call' ? valueOfCall(work, target, value) : undefined;
  if (called !== undefined) return called;
  const resolved = resolve(scope, value);
  if (resolved.kind === 'known') {
    const safe = hideSecrets(scope, resolved.value, value.range, target.replace(/^_+/, '').toLowerCase());
    const parts = [line([...literal(`${target}=`), ...wordOf(safe.value)])];
    return { parts, notes: [...resolved.notes, ...safe.notes] };
  }
  const changed =
    changedText(work, target, value) ?? otherType(work, target, value) ?? computedNumber(work, target, value);
  if (changed !== undefined) return changed;
  const truth = sortOf(scope, value) === 'boolean' ? setTruth(work, target, value, 0) : undefined;
  if (truth !== undefined) return truth;
  const hoisted = value.kind === 'interpolated' || value.kind === 'binary' ? hoist(work, value) : undefined;
  const whole = hoisted === undefined ? undefined : resolve(scope, hoisted.expression);
  if (hoisted === undefined || whole?.kind !== 'known') return resolved.reason;
  const parts = [...hoisted.parts, line([...literal(`${target}=`), ...wordOf(whole.value)])];
  return { parts, notes: [...hoisted.notes, ...whole.notes] };
}

/** One of two values, as a condition says. */
function chosen(
  work: Work,
  target: string,
  asked: Expression,
  [value, otherwise]: readonly [Expression, Expression],
): SetVariable | string {
  const { before, condition } = prepareCondition(work, asked);
  if (condition.kind === 'unknown') return condition.reason;
  const yes = assignment(innerWork(work), target, value);
  if (typeof yes === 'string') return yes;
  const no = assignment(innerWork(work), target, otherwise);
  if (typeof no === 'string') return no;
  const notes = [...condition.notes, ...yes.notes, ...no.notes];
  return { parts: [...before, choice([{ condition: condition.command, parts: yes.parts }], no.parts)], notes };
}

/** The same, also behind the shell that a block around is. */
export function assignValue(work: Work, target: string, value: Expression): SetVariable | string {
  const set: SetVariable | string =
    value.kind === 'null' ? { parts: [line(literal(`${target}=`))], notes: [] } : assignment(work, target, value);
  if (typeof set === 'string') return set;
  return { ...set, parts: [...set.parts, ...keepBehind(work, target).map(line)] };
}

function statusScript(work: Work, value: Expression) {
  if (value.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== 'sh') return undefined;
  const flag = value.arguments.find(
    (argument) => argument.kind === 'named' && argument.key.kind === 'text' && argument.key.value === 'returnStatus',
  );
  const script = value.arguments.find(
    (argument) => argument.kind === 'named' && argument.key.kind === 'text' && argument.key.value === 'script',
  );
  if (flag?.value.kind !== 'boolean' || !flag.value.value || script === undefined) return undefined;
  const resolved = resolveSafely(work.scope, script.value);
  return resolved.kind === 'known' ? { script: resolved.value, notes: resolved.notes } : undefined;
}

export function line(template: Template): ScriptPart {
  return { kind: 'lines', lines: [template] };
}

export interface Arm {
  readonly condition: Template;
  readonly parts: readonly ScriptPart[];
}

export function choice(arms: readonly Arm[], otherwise: readonly ScriptPart[]): ScriptPart {
  const pieces = arms.flatMap(({ condition, parts }, index): readonly FlowPiece[] => [
    { line: [...literal(index === 0 ? 'if ' : 'elif '), ...condition, ...literal('; then')] },
    { parts },
  ]);
  const last: readonly FlowPiece[] = otherwise.length === 0 ? [] : [{ line: literal('else') }, { parts: otherwise }];
  return { kind: 'flow', pieces: [...pieces, ...last, { line: literal('fi') }] };
}

const labels = new Set(['displayName', 'description']);

/** Assignments that change what a variable holds. */
const compound: ReadonlyMap<string, string> = new Map([
  ['+=', '+'],
  ['-=', '-'],
  ['*=', '*'],
  ['%=', '%'],
]);

export function convertAssignment(
  work: Work,
  statement: Statement,
  { operator, target, value, range }: AssignmentExpression,
): readonly ScriptPart[] {
  if (operator !== '=') {
    const own = compound.get(operator);
    if (own === undefined) return byHand(work, statement, 'Groovy code');
    const changed: Expression = { kind: 'binary', operator: own, left: target, right: value, range: value.range };
    return convertAssignment(work, statement, { kind: 'assignment', operator: '=', target, value: changed, range });
  }
  if (target.kind === 'name') {
    const set = setVariable(work, target.name, value, false);
    if (typeof set === 'string') {
      work.locals.set(target.name, { kind: 'unknown', reason: `"${target.name}" is computed by Groovy` });
      return byHand(work, statement, target.name, `The value of ${target.name} is not known before the run: ${set}.`);
    }
    done(work, statement, set.notes);
    return set.parts;
  }
  if (target.kind !== 'property' || target.target.kind !== 'name' || target.name.kind !== 'text')
    return byHand(work, statement, 'Groovy code');
  const name = target.name.value;
  if (target.target.name === 'env') return setEnvironment(work, statement, name, value);
  if (target.target.name === 'currentBuild' && labels.has(name)) {
    settle(
      work.scope.conversion.ledger,
      statement,
      dropped('no-counterpart-needed', 'Runs of Airflow have ids, and notes that people write.'),
    );
    return [];
  }
  if (target.target.name === 'currentBuild' && name === 'result') return setResult(work, statement, value);
  return byHand(work, statement, 'Groovy code');
}

/** `env.X = value` in a `withEnv` of that name, which wins inside: the value shows behind the block. */
function setBehind(work: Work, statement: Statement, name: string, value: Expression): readonly ScriptPart[] {
  const holder = takeShellName(work, name);
  const assigned = assignment(work, holder, value);
  if (typeof assigned === 'string')
    return byHand(work, statement, `env.${name}`, `The value of ${name} is not known before the run: ${assigned}.`);
  const { keepsVariables } = work.scope.conversion.runFolder;
  done(work, statement, [...assigned.notes, keepsVariables ? kept : notKept]);
  const files = [keptFile, ...(keepsVariables ? [runFile] : [])];
  return [...assigned.parts, { kind: 'lines', lines: files.map((file) => writeDown(name, 'export ', file, holder)) }];
}

/** `env.X = value`: for the steps behind it, and for later tasks through the folder of the run. */
function setEnvironment(work: Work, statement: Statement, name: string, value: Expression): readonly ScriptPart[] {
  if (work.scope.environment.has(name) && !work.declared.has(name)) return setBehind(work, statement, name, value);
  if (work.scope.environment.has(name)) {
    done(work, statement, [`${name} is declared around the step, which wins in Jenkins too: nothing is set.`]);
    return [];
  }
  const assigned = assignment(work, name, value);
  if (typeof assigned === 'string')
    return byHand(work, statement, `env.${name}`, `The value of ${name} is not known before the run: ${assigned}.`);
  const { keepsVariables } = work.scope.conversion.runFolder;
  done(work, statement, [...assigned.notes, keepsVariables ? kept : notKept]);
  const lines = [
    literal(`export ${name}`),
    ...keepBehind(work, name, 'export '),
    ...(keepsVariables ? [keepForRun(name)] : []),
  ];
  return [...assigned.parts, { kind: 'lines', lines }];
}

function setResult(work: Work, statement: Statement, value: Expression): readonly ScriptPart[] {
  const result = resolve(work.scope, value);
  const text = result.kind === 'known' && result.value[0]?.kind === 'literal' ? result.value[0].text : undefined;
  const { ledger } = work.scope.conversion;
  if (text === 'SUCCESS') {
    settle(ledger, statement, dropped('airflow-does-it', 'A run without a failed task succeeds.'));
    return [];
  }
  if (text === 'FAILURE') {
    done(work, statement, caughtNotes(work.scope));
    return [{ kind: 'lines', lines: [literal('_failed=1'), ...keepBehind(work, '_failed')] }];
  }
  if (text === 'UNSTABLE') {
    done(work, statement, ['Airflow has no state "unstable": the run counts as a success, and the log says it.']);
    return [line(literal("printf '%s\\n' 'The build is unstable.' >&2"))];
  }
  return byHand(work, statement, 'currentBuild.result', 'Airflow knows success and failure of a task only.');
}
