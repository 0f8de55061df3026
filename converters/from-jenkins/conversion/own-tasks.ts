import { type DraftEntry, type DraftValue, list } from '../../../workflow/write/index';
import { asDirective, type Directive, type DirectiveList, firstValue, literalText, named } from '../declarative/index';
import type { Expression, Statement } from '../groovy/index';
import { entriesOf, type Flow, following, type NodeDraft } from './document';
import { approximated, converted, lineOf, manual, settle, settleAll } from './ledger';
import type { Scope } from './scope';
import { ask } from './tables';
import { needsShell, writeTemplate } from './template';
import { knownText, resolve } from './values';

/** A step that is a task of an operator of its own: no script runs. */
export interface OwnTask {
  readonly type: 'trigger_dag_run' | 'approval';
  readonly properties: readonly DraftEntry[];
}

const ownSteps = new Set(['build', 'input']);
const wrappers = new Set(['timeout', 'retry', 'lock', 'script']);

/** The step that can be a task of its own: alone, or as all that stands in a block which is a property of a task. */
export function ownStep(scope: Scope, statement: Statement): Directive | undefined {
  const { conversion, locals } = scope;
  const step = asDirective(statement);
  // A method of the file hides the step.
  if (step === undefined || conversion.methods.has(step.name) || locals.has(step.name)) return undefined;
  if (ownSteps.has(step.name)) return step;
  const [only, more] = step.block?.body ?? [];
  return only !== undefined && more === undefined && wrappers.has(step.name) ? ownStep(scope, only) : undefined;
}

/** The task of a step that stands alone; else, in words, why it is left to a person. */
export function ownTaskOf(scope: Scope, step: Directive): OwnTask | string {
  return step.name === 'build' ? startedJob(scope, step) : approval(scope, step.arguments, step.statement);
}

/** `build job: 'x', parameters: […]`: the DAG that the table `jobs` names. */
function startedJob(scope: Scope, step: Directive): OwnTask | string {
  const { ledger, profile, asked } = scope.conversion;
  const value = firstValue(step) ?? named(step.arguments, 'job');
  const job = knownText(scope, value);
  if (job === undefined) return 'Which job is started is not known before the run.';
  const rule = profile.jobs[job] ?? profile.jobs[job.replace(/^\/+/, '')];
  ask(asked, ledger, 'jobs', job, step.nameRange, rule !== undefined);
  if (rule === undefined)
    return `The job "${job}" is started. Say under "jobs" of a profile which DAG it became: {dag: id}.`;
  const conf = givenParameters(scope, named(step.arguments, 'parameters'));
  if (typeof conf === 'string') return conf;
  const flag = (name: string): boolean | undefined => {
    const given = named(step.arguments, name);
    return given === undefined ? true : given.kind === 'boolean' ? given.value : undefined;
  };
  const [waits, propagates] = [flag('wait'), flag('propagate')];
  if (waits === undefined || propagates === undefined) return 'Whether it is waited for is not known before the run.';
  const anyEnd: readonly DraftEntry[] = propagates
    ? []
    : [
        { key: 'allowed_states', value: list(['success', 'failed'], 'flow') },
        { key: 'failed_states', value: list([], 'flow') },
      ];
  const lost = step.arguments.flatMap((argument) =>
    argument.kind === 'named' && argument.key.kind === 'text' && !known.has(argument.key.value)
      ? [argument.key.value]
      : [],
  );
  const notes = [
    `The DAG "${rule.dag}" is started${waits ? ', and waited for' : ''}; its runs have to take these parameters.`,
    ...(lost.length === 0 ? [] : [`Not taken over: ${lost.join(', ')}.`]),
  ];
  settle(ledger, step.statement, approximated(notes.join(' ')));
  return {
    type: 'trigger_dag_run',
    properties: [
      { key: 'trigger_dag_id', value: rule.dag },
      ...(conf.length === 0 ? [] : [{ key: 'conf', value: entriesOf(conf) }]),
      ...(waits ? [{ key: 'wait_for_completion', value: true }, ...anyEnd] : []),
    ],
  };
}

const known = new Set(['job', 'parameters', 'wait', 'propagate']);

const textParameters = new Set(['string', 'text', 'StringParameterValue', 'TextParameterValue']);
const flagParameters = new Set(['booleanParam', 'BooleanParameterValue']);

/** The parameters that a job is given; else why they cannot be. */
function givenParameters(scope: Scope, value: Expression | undefined): readonly DraftEntry[] | string {
  if (value === undefined) return [];
  if (value.kind !== 'list') return 'What the job is given is made by code.';
  const entries: DraftEntry[] = [];
  for (const { value: item } of value.items) {
    const fields = item.kind === 'call' ? item.arguments : item.kind === 'map' ? item.entries : undefined;
    const type =
      item.kind === 'call' && item.callee.kind === 'name'
        ? item.callee.name
        : fields === undefined
          ? undefined
          : literalText(named(fields, '$class'))?.replace(/^.*\./, '');
    const name = fields === undefined ? undefined : knownText(scope, named(fields, 'name'));
    const given = fields === undefined ? undefined : named(fields, 'value');
    if (type === undefined || name === undefined || given === undefined)
      return 'What the job is given is made by code.';
    if (!textParameters.has(type) && !flagParameters.has(type))
      return `A parameter of the type "${type}" cannot be given to a DAG.`;
    const draft = givenValue(scope, given);
    if (draft === undefined) return `The parameter ${name} is not known before the task runs.`;
    entries.push({ key: name, value: draft });
  }
  return entries;
}

function givenValue(scope: Scope, value: Expression): DraftValue | undefined {
  if (value.kind === 'boolean') return value.value;
  const resolved = resolve(scope, value);
  return resolved.kind === 'known' && !needsShell(resolved.value) ? writeTemplate(resolved.value) : undefined;
}

/** `input 'Go on?'`, or the directive of a stage: a person approves or rejects in Airflow, from 3.1 on. */
function approval(scope: Scope, given: Directive['arguments'], statement: Statement): OwnTask | string {
  const { ledger, airflow, postConditions } = scope.conversion;
  if (airflow === '2.11')
    return 'A person answers while the run waits; Airflow has that from 3.1 on. Use a sensor on an approval, or two DAGs.';
  if (named(given, 'parameters') !== undefined || named(given, 'submitterParameter') !== undefined)
    return 'What a person answers is used by what follows: ask with HITLEntryOperator, and read its XCom there.';
  const positional = given.find((argument) => argument.kind === 'positional')?.value;
  const message = positional ?? named(given, 'message');
  const resolved = message === undefined ? undefined : resolve(scope, message);
  if (resolved?.kind !== 'known' || needsShell(resolved.value))
    return 'The question is not known before the task runs.';
  const submitter =
    named(given, 'submitter') === undefined ? '' : ' Who may answer is not taken over: see assigned_users.';
  const told = ['failure', 'aborted'].some((name) => postConditions.has(name))
    ? ' In Jenkins a rejected run is aborted: there "aborted" runs, and "failure" does not.'
    : '';
  const note = `A person approves or rejects it in Airflow, from 3.1 on; who rejects it fails the task.${told}${submitter}`;
  settle(ledger, statement, approximated(note));
  return {
    type: 'approval',
    properties: [
      { key: 'subject', value: writeTemplate(resolved.value) },
      { key: 'fail_on_reject', value: true },
    ],
  };
}

/** The question before a stage; else why a person has to see to it. */
export function approvalOf(scope: Scope, { directive, entries }: DirectiveList): OwnTask | string {
  const given = entries.flatMap((entry): Directive['arguments'] => {
    const key = { kind: 'text', value: entry.name, quote: "'", range: entry.nameRange } as const;
    const value = firstValue(entry);
    return [{ kind: 'named', key, value: value ?? key, range: entry.nameRange }];
  });
  const task = approval(scope, given, directive.statement);
  const { ledger } = scope.conversion;
  if (typeof task === 'string') {
    settleAll(ledger, directive.statement, manual(task));
    return `line ${lineOf(ledger, directive.nameRange.start)}: ${directive.name}`;
  }
  for (const entry of entries) {
    settle(ledger, entry.statement, entry.name === 'message' ? converted : approximated('Airflow has no such option.'));
  }
  return task;
}

/** A task of an operator of its own, after what its scope asks for. */
export function ownNode(
  scope: Scope,
  name: string,
  { type, properties }: OwnTask,
  flow: Flow,
): Partial<NodeDraft> & Pick<NodeDraft, 'name' | 'type'> {
  const { upstream, rule } = following(flow);
  const limits: DraftEntry[] = [];
  if (scope.timeout !== undefined) limits.push({ key: 'execution_timeout', value: scope.timeout });
  if (scope.pool !== undefined) limits.push({ key: 'pool', value: scope.pool });
  return { name, type, upstream, properties: [...properties, ...limits, ...rule] };
}
