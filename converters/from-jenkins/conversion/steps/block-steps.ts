import { type Directive, literalText, named } from '../../declarative/index';
import { expandReferences } from '../expansion';
import { takenWithin } from '../layers';
import { ownTaskOf } from '../own-tasks';
import { otherContainer } from '../pod';
import type { EnvironmentValue } from '../scope';
import { type FlowPiece, quote, type ScriptPart, wordOf } from '../script';
import { literal, needsShell, type Template, variable } from '../template';
import { knownText, resolve } from '../values';
import { attempt, inOwnShell, keepBehind, keepStatus, readBack } from './own-shell';
import { secondsOf } from './simple-steps';
import { byHand, caughtNotes, done, innerWork, mainText, mainValue, type StepConverter, type Work } from './work';

/** The steps of a block, in a shell of their own. */
function inside(work: Work, step: Directive): readonly ScriptPart[] {
  return work.convert({ ...work, inSubshell: true }, step.block?.body ?? []);
}

export const convertDir: StepConverter = (work, step) => {
  const path = mainText(work, step, 'path');
  if (path.kind === 'unknown' || step.block === undefined)
    return byHand(work, step.statement, 'dir', `The folder is not known before the run.`);
  done(work, step.statement, path.notes);
  const name = wordOf(path.value);
  const begin = [
    [...literal('mkdir -p '), ...name],
    [...literal('cd '), ...name],
  ];
  return inOwnShell(work, begin, inside(work, step));
};

/** `ws('x') { … }`: another workspace, which stages of a run find again by its name. */
export const convertWorkspace: StepConverter = (work, step) => {
  const path = knownText(work.scope, mainValue(step, 'dir'));
  if (path === undefined || path === '' || step.block === undefined)
    return byHand(work, step.statement, 'ws', 'The folder is not known before the run.');
  const { shared, workspaces } = work.scope.conversion.runFolder;
  const isOwn = shared && workspaces && !path.startsWith('/');
  done(work, step.statement, [
    isOwn ? 'It is a folder of the run; in Jenkins it outlives the run.' : 'It is a folder where the task runs.',
  ]);
  const begin = [
    literal(isOwn ? `WORKSPACE="$RUN_FOLDER"/${quote(`ws/${path}`)}` : `WORKSPACE=${quote(path)}`),
    literal('mkdir -p "$WORKSPACE"'),
    literal('cd "$WORKSPACE"'),
    literal('export WORKSPACE="$PWD"'),
  ];
  return inOwnShell(work, begin, inside(work, step));
};

/** `withEnv(['A=b', 'PATH+X=dir'])` */
export const convertWithEnv: StepConverter = (work, step) => {
  const value = mainValue(step, 'overrides');
  if (value?.kind !== 'list' || step.block === undefined) return byHand(work, step.statement, 'withEnv');
  const begin: Template[] = [];
  const notes: string[] = [];
  const environment = new Map<string, EnvironmentValue>(work.scope.environment);
  for (const item of value.items) {
    const resolved = item.kind === 'positional' ? resolve(work.scope, item.value) : undefined;
    const [first, ...rest] = resolved?.kind === 'known' ? resolved.value : [];
    const match = first?.kind === 'literal' ? /^([A-Za-z_]\w*)(\+\w*)?=([\s\S]*)$/.exec(first.text) : null;
    const [, name, prepends, start] = match ?? [];
    if (name === undefined || resolved?.kind !== 'known')
      return byHand(work, step.statement, 'withEnv', 'A variable is not known before the run.');
    const text = expandReferences(work.scope, [...literal(start ?? ''), ...rest]);
    notes.push(...resolved.notes);
    begin.push([
      // Without a value, Jenkins takes the variable away.
      ...literal(prepends === undefined && text.length === 0 ? `unset ${name}` : `export ${name}=`),
      ...(prepends === undefined && text.length === 0 ? [] : wordOf(text)),
      ...literal(prepends === undefined ? '' : `"\${${name}:+:$${name}}"`),
    ]);
    // What is made of the shell's own variables is known by its name only, once it is set.
    environment.set(name, {
      kind: 'known',
      value: prepends === undefined && !needsShell(text) ? text : variable(name),
    });
  }
  done(work, step.statement, notes);
  const inner: Work = { ...work, scope: { ...work.scope, environment }, inSubshell: true };
  return inOwnShell(work, begin, work.convert(inner, step.block.body));
};

/** `retry(3) { … }`: tries again at once, in the same folder. */
export const convertRetry: StepConverter = (work, step) => {
  const count = mainValue(step, 'count');
  const number = count?.kind === 'number' ? Number(count.text) : Number.NaN;
  if (
    !Number.isInteger(number) ||
    number < 1 ||
    number > 1000 ||
    step.block === undefined ||
    named(step.arguments, 'conditions') !== undefined
  )
    return byHand(work, step.statement, 'retry', 'How often it is tried is not known, or depends on what went wrong.');
  done(work, step.statement);
  return [
    {
      kind: 'flow',
      pieces: [
        { line: literal(`_left=${number}`) },
        { line: literal('while :; do') },
        ...attempt(work, inside(work, step)),
        { line: literal('[ "$_status" -ne 0 ] || break') },
        { line: literal('_left=$((_left - 1))') },
        { line: literal('[ "$_left" -gt 0 ] || exit "$_status"') },
        { line: literal('done') },
      ],
    },
  ];
};

/**
 * A function of the shell that ends a process, and before it all that it has started, by what Linux says of them. It is held meanwhile, so
 * that it starts no more, and ends last: who waits for it goes on then.
 */
const endProcesses =
  '_stop() { kill -STOP "$1" 2> /dev/null || return 0; ' +
  'for _child in $(sed -n "s/^\\([0-9]*\\) (.*) . $1 .*/\\1/p" /proc/[0-9]*/stat 2> /dev/null); do _stop "$_child"; done; ' +
  'kill "$1" 2> /dev/null || :; kill -CONT "$1" 2> /dev/null || :; }';

/** `timeout(5) { … }` around some of the steps: a watcher ends them. */
export const convertTimeout: StepConverter = (work, step) => {
  const seconds = named(step.arguments, 'activity') === undefined ? secondsOf(step, 'MINUTES') : undefined;
  if (seconds === undefined || seconds <= 0 || step.block === undefined)
    return byHand(
      work,
      step.statement,
      'timeout',
      'The time is no plain number, or it counts only while nothing is logged.',
    );
  done(work, step.statement, ['The steps are ended by a signal; processes that ignore it go on.']);
  const parts = inside(work, step);
  return [
    {
      kind: 'flow',
      pieces: [
        { line: literal('(') },
        { line: literal('set -e') },
        { parts },
        { line: literal(') &') },
        { line: literal('_job=$!') },
        // Its processes too: a shell that is ended leaves them running. What is gone already has none.
        { line: literal(endProcesses) },
        { line: literal(`( sleep ${Math.ceil(seconds)}; _stop "$_job" ) > /dev/null 2>&1 &`) },
        { line: literal('_timer=$!') },
        { line: literal('set +e') },
        { line: literal('wait "$_job"') },
        ...keepStatus(work, parts),
        { line: literal('_stop "$_timer"') },
        { line: literal('[ "$_status" -eq 0 ] || exit "$_status"') },
      ],
    },
  ];
};

/** `catchError { … }`, `warnError('why') { … }`: the stage goes on after a failure. */
export const convertCatchError: StepConverter = (work, step) => {
  const isWarning = step.name === 'warnError';
  const message = mainValue(step, 'message');
  const resolved = message === undefined ? undefined : resolve(work.scope, message);
  if (step.block === undefined || resolved?.kind === 'unknown') return byHand(work, step.statement, step.name);
  const result = named(step.arguments, 'buildResult');
  const buildResult = isWarning ? 'UNSTABLE' : result === undefined ? 'FAILURE' : literalText(result);
  const failsLater = buildResult === 'FAILURE' || buildResult === 'ABORTED';
  if (buildResult === undefined)
    return byHand(work, step.statement, step.name, 'The result that it sets is not known before the run.');
  const stageResult = isWarning ? 'UNSTABLE' : literalText(named(step.arguments, 'stageResult'));
  done(work, step.statement, catchNotes(work, failsLater, buildResult, stageResult));
  const say: readonly FlowPiece[] =
    resolved === undefined
      ? []
      : [{ line: [...literal("printf '%s\\n' "), ...wordOf(resolved.value), ...literal(' >&2')] }];
  const mark: readonly FlowPiece[] = failsLater
    ? [literal('_failed="$_status"'), ...keepBehind(work, '_failed')].map((line) => ({ line }))
    : [];
  const reaction = [...say, ...mark];
  const last: readonly FlowPiece[] =
    reaction.length === 0
      ? []
      : [{ line: literal('if [ "$_status" -ne 0 ]; then') }, ...reaction, { line: literal('fi') }];
  return [{ kind: 'flow', pieces: [...attempt(work, inside(work, step)), ...last] }];
};

function catchNotes(
  work: Work,
  failsLater: boolean,
  buildResult: string,
  stageResult: string | undefined,
): readonly string[] {
  if (failsLater) return caughtNotes(work.scope);
  const { stagesAskForResult } = work.scope.conversion;
  const seen = stageResult === undefined || stageResult === 'SUCCESS' ? [] : [stageResult];
  return [
    ...(buildResult === 'UNSTABLE' ? ['Airflow has no state "unstable": the failure is in the log.'] : []),
    ...(stagesAskForResult && seen.length > 0
      ? [`The post conditions of the stage see a success; in Jenkins they see ${seen[0]}.`]
      : []),
  ];
}

/** `parallel a: { … }, b: { … }` in a step: beside each other in the task. */
export const convertParallel: StepConverter = (work, step) => {
  const pieces: FlowPiece[] = [];
  const jobs: string[] = [];
  const all: ScriptPart[] = [];
  const beside: Work = { ...work, taken: takenWithin(work.taken), beside: true };
  for (const argument of step.call.arguments) {
    if (argument.kind === 'named' && argument.key.kind === 'text' && argument.key.value === 'failFast') continue;
    if (argument.kind !== 'named' || argument.value.kind !== 'closure')
      return byHand(
        work,
        step.statement,
        'parallel',
        'Its branches are made by code: write them down, or use a generator.',
      );
    const parts = work.convert({ ...innerWork(beside), inSubshell: true }, argument.value.body);
    all.push(...parts);
    const job = `_job${jobs.length + 1}`;
    jobs.push(job);
    pieces.push(
      { line: literal('(') },
      { line: literal('set -e') },
      { parts },
      { line: literal(') &') },
      { line: literal(`${job}=$!`) },
    );
  }
  if (jobs.length === 0) return byHand(work, step.statement, 'parallel', 'It has no branches.');
  done(work, step.statement, ['The branches run beside each other in one task; none is ended when another fails.']);
  pieces.push({ line: literal('_parallel=0') });
  for (const job of jobs) pieces.push({ line: literal(`wait "$${job}" || _parallel=$?`) });
  pieces.push(...readBack(work, all).map((line) => ({ line })));
  pieces.push({ line: literal('[ "$_parallel" -eq 0 ] || exit "$_parallel"') });
  return [{ kind: 'flow', pieces }];
};

/** `build`, `input` among other code: they are tasks of their own only where they stand on their own. */
export const convertOwn: StepConverter = (work, step) => {
  const why = ownTaskOf(work.scope, step);
  const elsewhere = 'It stands among other code; where it is a step of the stage, it becomes a task of its own.';
  return byHand(work, step.statement, step.name, typeof why === 'string' ? why : elsewhere);
};

/** `script { … }`: its code runs where it stands. */
export const convertBlock: StepConverter = (work, step) => {
  done(work, step.statement);
  return step.block === undefined ? [] : work.convert(work, step.block.body);
};

/** `lock('x') { … }` around some of the steps; around all of them it is a pool. */
export const convertLock: StepConverter = (work, step) => {
  const name = knownText(work.scope, mainValue(step, 'resource'));
  if (name === undefined || step.block === undefined || named(step.arguments, 'variable') !== undefined)
    return byHand(
      work,
      step.statement,
      'lock',
      'Which resource it is, is not known before the run, or a step asks which one it got.',
    );
  done(work, step.statement, [
    'Only tasks that share the folder of the lock (/tmp/jenkins-locks) wait for each other; they need flock.',
  ]);
  const file = quote(`/tmp/jenkins-locks/${name.replace(/[^\w.-]+/g, '-')}`);
  const begin = [literal('mkdir -p /tmp/jenkins-locks'), literal(`exec 9> ${file}`), literal('flock 9')];
  return inOwnShell(work, begin, inside(work, step));
};

/** `container('x') { … }`: here only where the task runs in that container anyway. */
export const convertContainer: StepConverter = (work, step) => {
  const name = knownText(work.scope, mainValue(step, 'name'));
  const { agent } = work.scope;
  const other = name === undefined ? undefined : otherContainer(agent, name);
  if (
    step.block === undefined ||
    other?.kind !== 'container' ||
    agent.kind !== 'container' ||
    other.image !== agent.image
  )
    return byHand(
      work,
      step.statement,
      'container',
      'It runs in another container than the steps around it: write it as a task of its own.',
    );
  done(work, step.statement);
  return work.convert(work, step.block.body);
};

/** `stage('x') { … }` among other code, and the old `stage 'x'` without a block: a name for what follows. */
export const convertLabel: StepConverter = (work, step) => {
  done(work, step.statement, ['It is no task of its own: its steps run in that of the code around it.']);
  return step.block === undefined ? [] : work.convert(work, step.block.body);
};

/** `node('x') { … }` among other steps. */
export const convertNode: StepConverter = (work, step) => {
  if (step.block === undefined) return byHand(work, step.statement, 'node');
  done(work, step.statement, ['Its steps run where the task runs, in an empty folder of their own.']);
  const begin = [
    literal('WORKSPACE="$(mktemp -d)"'),
    literal('export WORKSPACE'),
    literal('trap \'rm -rf "$WORKSPACE"\' EXIT'),
    literal('cd "$WORKSPACE"'),
  ];
  return inOwnShell(work, begin, inside(work, step));
};
