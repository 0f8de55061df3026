import { asDirective, type Directive, firstValue, literalText, named } from '../declarative/index';
import type { Expression, Statement } from '../groovy/index';
import { connectionOf } from './environment';
import { approximated, converted, headOf, lineOf, manual, settle, settleAll } from './ledger';
import type { Scope } from './scope';
import { quote, quoteTemplate, type ScriptPart } from './script';
import { jinja, literal, plainText, type Template } from './template';
import { foreignVariables, resolve } from './values';

/** What the steps of a stage become. */
export interface ConvertedSteps {
  readonly parts: readonly ScriptPart[];
  /** Variables that the task needs beside those of its scope. */
  readonly environment: ReadonlyMap<string, Template>;
  readonly statements: readonly Statement[];
}

/** Shared by all steps of one task while they are converted. */
interface Work {
  readonly scope: Scope;
  readonly environment: Map<string, Template>;
  readonly statements: Statement[];
}

/** Converts the steps of one task; every statement is settled. */
export function convertSteps(scope: Scope, steps: readonly Statement[]): ConvertedSteps {
  const work: Work = { scope, environment: new Map(), statements: [] };
  const parts = convertList(work, steps);
  // The path of the folder is known to the shell only.
  const workspace: readonly ScriptPart[] = work.environment.delete('WORKSPACE')
    ? [{ kind: 'lines', lines: [literal('export WORKSPACE="$PWD"')] }]
    : [];
  return { parts: [...workspace, ...parts], environment: work.environment, statements: work.statements };
}

function convertList(work: Work, steps: readonly Statement[]): readonly ScriptPart[] {
  return steps.flatMap((step, index) => {
    work.statements.push(step);
    const isEdge = index === 0 || index === steps.length - 1;
    return convertStep(work, step, isEdge);
  });
}

type StepConverter = (work: Work, step: Directive, isEdge: boolean) => readonly ScriptPart[];

const converters: ReadonlyMap<string, StepConverter> = new Map<string, StepConverter>([
  ['sh', convertShell],
  ['echo', convertEcho],
  ['println', convertEcho],
  ['error', convertError],
  ['sleep', convertSleep],
  ['dir', convertDir],
  ['withEnv', convertWithEnv],
  ['withCredentials', convertWithCredentials],
  ['script', convertBlock],
  ['git', convertGit],
  ['deleteDir', convertDelete],
  ['cleanWs', convertDelete],
]);

function convertStep(work: Work, statement: Statement, isEdge: boolean): readonly ScriptPart[] {
  const step = asDirective(statement);
  if (step === undefined) return byHand(work, statement, 'Groovy code');
  const rule = work.scope.conversion.profile.steps[step.name];
  if (rule !== undefined && 'manual' in rule) return byHand(work, statement, step.name, rule.manual);
  if (rule !== undefined && step.block !== undefined) {
    settle(work.scope.conversion.ledger, statement, { status: 'dropped', reason: rule.unwrap, message: rule.message });
    return convertList(work, step.block.body);
  }
  const convert = converters.get(step.name);
  return convert === undefined ? byHand(work, statement, `the step ${step.name}`) : convert(work, step, isEdge);
}

/** Leaves a step, with all inside it, to a person. */
function byHand(work: Work, statement: Statement, what: string, message?: string): readonly ScriptPart[] {
  const { ledger } = work.scope.conversion;
  const verdict = manual(message ?? `dagport does not convert ${what}.`);
  settle(ledger, statement, verdict);
  settleAll(ledger, statement, manual(`It stands inside ${what}, which a person must convert.`));
  const source = ledger.text.slice(statement.range.start, statement.range.end);
  const line = lineOf(ledger, statement.range.start);
  const head = ledger.text.slice(headOf(statement).start, headOf(statement).end).split(/[\r\n]/, 1)[0] ?? '';
  return [{ kind: 'by-hand', line, what: head.trim(), source }];
}

function done(work: Work, step: Directive, notes: readonly string[] = []): void {
  settle(
    work.scope.conversion.ledger,
    step.statement,
    notes.length === 0 ? converted : approximated([...new Set(notes)].join(' ')),
  );
}

/** The value of a step's main argument, named or not. */
function mainValue(step: Directive, name: string): Expression | undefined {
  return firstValue(step) ?? named(step.arguments, name);
}

function convertShell(work: Work, step: Directive): readonly ScriptPart[] {
  const value = mainValue(step, 'script');
  if (value === undefined) return byHand(work, step.statement, 'a shell step without script');
  const status = named(step.arguments, 'returnStatus');
  if (status?.kind === 'boolean' && status.value)
    return byHand(work, step.statement, 'a shell step whose status is used');
  const resolved = resolve(work.scope, value);
  if (resolved.kind === 'unknown')
    return byHand(work, step.statement, 'sh', `The script is not known before the run: ${resolved.reason}.`);
  const used = usedVariables(resolved.value);
  const foreign = used.filter((name) => foreignVariables.has(name) && !work.scope.environment.has(name));
  if (foreign.length > 0) {
    return byHand(work, step.statement, 'sh', `${foreign.join(', ')} is set by Jenkins; nothing sets it on Airflow.`);
  }
  const notes = [...resolved.notes, ...provide(work, used)];
  done(work, step, notes);
  return [{ kind: 'shell', script: resolved.value }];
}

/** Names of variables that a script reads and does not set itself. */
function usedVariables(script: Template): readonly string[] {
  const names = new Set<string>();
  for (const part of script) {
    if (part.kind !== 'literal') continue;
    for (const match of part.text.matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g)) if (match[1] !== undefined) names.add(match[1]);
  }
  for (const part of script) {
    if (part.kind !== 'literal') continue;
    for (const match of part.text.matchAll(/(?:^|[\s;])([A-Z][A-Z0-9_]*)=/g))
      if (match[1] !== undefined) names.delete(match[1]);
  }
  return [...names];
}

/** Gives the task the variables that Jenkins sets by itself and the script reads. */
function provide(work: Work, used: readonly string[]): readonly string[] {
  const notes: string[] = [];
  for (const name of used) {
    if (work.scope.environment.has(name) || work.scope.conversion.parameters.has(name)) continue;
    if (name === 'WORKSPACE') {
      work.environment.set(name, []);
      notes.push('WORKSPACE is the folder in which the task begins.');
      continue;
    }
    const value = resolve(work.scope, { kind: 'name', name, range: { start: 0, end: 0 } });
    if (value.kind === 'unknown') continue;
    work.environment.set(name, value.value);
    notes.push(...value.notes);
  }
  return notes;
}

function convertEcho(work: Work, step: Directive): readonly ScriptPart[] {
  const value = mainValue(step, 'message');
  const resolved = value === undefined ? undefined : resolve(work.scope, value);
  if (resolved?.kind !== 'known')
    return byHand(
      work,
      step.statement,
      'echo',
      `The message is not known before the run: ${resolved?.reason ?? 'it is missing'}.`,
    );
  done(work, step, resolved.notes);
  return [{ kind: 'lines', lines: [[...literal("printf '%s\\n' "), ...word(resolved.value)]] }];
}

function word(value: Template): Template {
  const text = plainText(value);
  return text === undefined ? quoteTemplate(value) : literal(quote(text));
}

function convertError(work: Work, step: Directive): readonly ScriptPart[] {
  const value = mainValue(step, 'message');
  const resolved = value === undefined ? undefined : resolve(work.scope, value);
  if (resolved?.kind !== 'known')
    return byHand(
      work,
      step.statement,
      'error',
      `The message is not known before the run: ${resolved?.reason ?? 'it is missing'}.`,
    );
  done(work, step, resolved.notes);
  return [
    {
      kind: 'lines',
      lines: [[...literal("printf '%s\\n' "), ...word(resolved.value), ...literal(' >&2')], literal('exit 1')],
    },
  ];
}

const unitSeconds = new Map([
  ['MILLISECONDS', 0.001],
  ['SECONDS', 1],
  ['MINUTES', 60],
  ['HOURS', 3600],
  ['DAYS', 86_400],
]);

/** The seconds of `time` in `unit`; Jenkins' default is minutes for a timeout, seconds for a sleep. */
export function secondsOf(step: Directive, defaultUnit: 'MINUTES' | 'SECONDS'): number | undefined {
  const time = firstValue(step) ?? named(step.arguments, 'time');
  const unit = named(step.arguments, 'unit');
  const factor = unitSeconds.get(unit === undefined ? defaultUnit : (literalText(unit) ?? ''));
  const number = time?.kind === 'number' ? Number(time.text.replaceAll('_', '')) : Number.NaN;
  return factor === undefined || !Number.isFinite(number) ? undefined : number * factor;
}

function convertSleep(work: Work, step: Directive): readonly ScriptPart[] {
  const seconds = secondsOf(step, 'SECONDS');
  if (seconds === undefined) return byHand(work, step.statement, 'sleep');
  done(work, step);
  return [{ kind: 'lines', lines: [literal(`sleep ${seconds}`)] }];
}

function convertDir(work: Work, step: Directive): readonly ScriptPart[] {
  const value = mainValue(step, 'path');
  const resolved = value === undefined ? undefined : resolve(work.scope, value);
  if (resolved?.kind !== 'known' || step.block === undefined) return byHand(work, step.statement, 'dir');
  done(work, step, resolved.notes);
  const path = word(resolved.value);
  const begin = [
    [...literal('mkdir -p '), ...path],
    [...literal('cd '), ...path],
  ];
  return [{ kind: 'inside', begin, parts: convertList(work, step.block.body) }];
}

/** `withEnv(['A=b', 'PATH+X=dir'])` */
function convertWithEnv(work: Work, step: Directive): readonly ScriptPart[] {
  const value = mainValue(step, 'overrides');
  if (value?.kind !== 'list' || step.block === undefined) return byHand(work, step.statement, 'withEnv');
  const begin: Template[] = [];
  const environment = new Map(work.scope.environment);
  for (const item of value.items) {
    const resolved = item.kind === 'positional' ? resolve(work.scope, item.value) : undefined;
    const [first, ...rest] = resolved?.kind === 'known' ? resolved.value : [];
    const match = first?.kind === 'literal' ? /^([A-Za-z_]\w*)(\+\w+)?=([\s\S]*)$/.exec(first.text) : null;
    const [, name, prepends, start] = match ?? [];
    if (name === undefined) return byHand(work, step.statement, 'withEnv');
    const text: Template = [...literal(start ?? ''), ...rest];
    begin.push([...literal(`export ${name}=`), ...word(text), ...literal(prepends === undefined ? '' : `":$${name}"`)]);
    if (prepends === undefined) environment.set(name, { kind: 'known', value: text });
  }
  done(work, step);
  const inner: Work = { ...work, scope: { ...work.scope, environment } };
  return [{ kind: 'inside', begin, parts: convertList(inner, step.block.body) }];
}

/** Bindings of secret texts and of users with password; files and keys are left to a person. */
function convertWithCredentials(work: Work, step: Directive): readonly ScriptPart[] {
  const value = mainValue(step, 'bindings');
  if (value?.kind !== 'list' || step.block === undefined) return byHand(work, step.statement, 'withCredentials');
  const bound = new Map<string, Template>();
  const ids = new Set<string>();
  for (const item of value.items) {
    const binding = item.kind === 'positional' && item.value.kind === 'call' ? item.value : undefined;
    const id = binding === undefined ? undefined : literalText(named(binding.arguments, 'credentialsId'));
    const kind = binding?.callee.kind === 'name' ? binding.callee.name : '';
    if (binding === undefined || id === undefined || !bindOne(kind, binding.arguments, connectionOf(id), bound)) {
      return byHand(
        work,
        step.statement,
        'withCredentials',
        'A credential of this type cannot be read from an Airflow connection.',
      );
    }
    ids.add(id);
  }
  const environment = new Map(work.scope.environment);
  for (const [name, template] of bound) {
    environment.set(name, { kind: 'known', value: template });
    work.environment.set(name, template);
  }
  const list = [...ids].map((id) => `"${id}"`).join(', ');
  done(work, step, [`Create the Airflow connection ${list}. The variables are set for the whole task.`]);
  const inner: Work = { ...work, scope: { ...work.scope, environment } };
  return convertList(inner, step.block.body);
}

function bindOne(
  kind: string,
  list: Directive['arguments'],
  connection: string,
  bound: Map<string, Template>,
): boolean {
  const variable = (name: string) => literalText(named(list, name));
  const bind = (name: string | undefined, expression: string) => {
    if (name !== undefined) bound.set(name, jinja(expression));
    return name !== undefined;
  };
  switch (kind) {
    case 'string':
      return bind(variable('variable'), `${connection}.password`);
    case 'usernamePassword': {
      const user = bind(variable('usernameVariable'), `${connection}.login`);
      return bind(variable('passwordVariable'), `${connection}.password`) && user;
    }
    case 'usernameColonPassword':
      return bind(variable('variable'), `${connection}.login ~ ':' ~ ${connection}.password`);
    default:
      return false;
  }
}

/** `script { … }`: its steps; Groovy code in it is left to a person, statement by statement. */
function convertBlock(work: Work, step: Directive): readonly ScriptPart[] {
  done(work, step);
  return step.block === undefined ? [] : convertList(work, step.block.body);
}

function convertGit(work: Work, step: Directive): readonly ScriptPart[] {
  const url = literalText(mainValue(step, 'url'));
  const branch = named(step.arguments, 'branch');
  const name = branch === undefined ? 'master' : literalText(branch);
  if (url === undefined || name === undefined || named(step.arguments, 'credentialsId') !== undefined) {
    return byHand(
      work,
      step.statement,
      'git',
      'The repository needs a credential or is not known before the run: clone it here.',
    );
  }
  done(work, step, ['The task clones the repository into its empty folder; it needs git there.']);
  return [{ kind: 'lines', lines: [literal(`git clone --branch ${quote(name)} ${quote(url)} .`)] }];
}

/** A task begins in an empty folder and leaves nothing behind, so at its edges there is nothing to delete. */
function convertDelete(work: Work, step: Directive, isEdge: boolean): readonly ScriptPart[] {
  if (isEdge) {
    const message = 'A task begins in an empty folder that is removed after it.';
    settle(work.scope.conversion.ledger, step.statement, { status: 'dropped', reason: 'airflow-does-it', message });
    return [];
  }
  done(work, step);
  return [{ kind: 'lines', lines: [literal('find . -mindepth 1 -delete')] }];
}
