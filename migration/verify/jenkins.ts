import type {
  JenkinsBody,
  JenkinsFlow,
  JenkinsGate,
  JenkinsPost,
  JenkinsStage,
  JenkinsTask,
} from '../../converters/jenkins-flow';
import type { Choose, TokenRun } from './tokens';

/**
 * A Declarative Pipeline as an abstract machine (pipeline-model-definition, `ModelInterpreter`): stages one after the other until one
 * fails, branches that all run, `when`, the conditions of `post` in their order. Facts: the chapters on stages and post of our notes.
 */

/** How the steps of a task end. */
export const taskOutcomes = ['success', 'failure', 'caught failure', 'unstable'] as const;
export type TaskOutcome = (typeof taskOutcomes)[number];

/** The outcomes that a task can have. */
export function outcomesOf({ catches, unstable }: Pick<JenkinsTask, 'catches' | 'unstable'>): readonly TaskOutcome[] {
  return [...taskOutcomes.slice(0, 2), ...(catches ? [taskOutcomes[2]] : []), ...(unstable ? [taskOutcomes[3]] : [])];
}

/** A task of the pipeline, or of one cell of a matrix. */
export function pathOf(task: string, cell: string): string {
  return cell === '' ? task : `${task} [${cell}]`;
}

type Result = 'SUCCESS' | 'UNSTABLE' | 'FAILURE';

const worse: Readonly<Record<Result, number>> = { SUCCESS: 0, UNSTABLE: 1, FAILURE: 2 };

interface Run {
  readonly choose: Choose;
  readonly before: Map<string, ReadonlySet<string>>;
  /** What another branch may have cut off. */
  readonly loose: Set<string>;
  result: Result;
}

/** What has ended by now, and whether an error goes on to what follows. */
interface State {
  readonly past: ReadonlySet<string>;
  readonly failed: boolean;
}

/** Plays a pipeline. */
export function playPipeline(flow: JenkinsFlow, choose: Choose): TokenRun {
  const run: Run = { choose, before: new Map(), loose: new Set(), result: 'SUCCESS' };
  const begin: State = { past: new Set(), failed: false };
  const ended = playPost(run, flow.post, playStages(run, flow.stages, begin, ''), '');
  const may = new Set(run.before.keys());
  const must = new Set([...may].filter((path) => !run.loose.has(path)));
  const failed = ended.failed || run.result === 'FAILURE';
  return { may, must, before: run.before, ends: new Set([failed ? 'FAILED' : 'SUCCEEDED']) };
}

function playStages(run: Run, stages: readonly JenkinsStage[], begin: State, cell: string): State {
  let state = begin;
  for (const stage of stages) {
    if (state.failed) return state;
    state = playStage(run, stage, state, cell);
  }
  return state;
}

function playStage(
  run: Run,
  stage: Omit<JenkinsStage, 'title' | 'failFast'> & { readonly failFast?: boolean },
  begin: State,
  cell: string,
): State {
  const { gate, input } = stage;
  const asked = input === undefined || input.behindGate ? begin : playQuestion(run, input.task, begin, cell);
  if (asked.failed || !passes(run, gate, cell)) return asked;
  const ready = input?.behindGate === true ? playQuestion(run, input.task, asked, cell) : asked;
  if (ready.failed) return ready;
  return playPost(run, stage.post, playBody(run, stage.body, ready, cell, stage.failFast === true), cell);
}

function playQuestion(run: Run, task: string, begin: State, cell: string): State {
  const path = pathOf(task, cell);
  run.before.set(path, begin.past);
  const failed = run.choose(path, 2, 'action') === 1;
  return { past: new Set([...begin.past, path]), failed };
}

function passes(run: Run, gate: JenkinsGate | undefined, cell: string): boolean {
  return gate === undefined || gate.kind === 'by-hand' || run.choose(pathOf(gate.task, cell), 2, 'decision') === 0;
}

function playBody(run: Run, body: JenkinsBody, begin: State, cell: string, failFast: boolean): State {
  switch (body.kind) {
    case 'steps':
      return playTasks(run, body.tasks, begin, cell);
    case 'stages':
      return playStages(run, body.stages, begin, cell);
    case 'parallel':
      return playBranches(
        run,
        body.stages.map((stage) => () => playStage(run, stage, begin, cell)),
        begin,
        failFast,
      );
    case 'matrix':
      return playBranches(
        run,
        body.cells.map((name) => () => playStage(run, body.cell, begin, name)),
        begin,
        failFast,
      );
  }
}

function playTasks(run: Run, tasks: readonly JenkinsTask[], begin: State, cell: string): State {
  let state = begin;
  for (const task of tasks) {
    if (state.failed) return state;
    const path = pathOf(task.task, cell);
    run.before.set(path, state.past);
    const outcomes = outcomesOf(task);
    const outcome = outcomes[run.choose(path, outcomes.length, 'action')];
    if (outcome === 'caught failure') worsen(run, 'FAILURE');
    if (outcome === 'unstable') worsen(run, 'UNSTABLE');
    state = { past: new Set([...state.past, path]), failed: outcome === 'failure' };
  }
  return state;
}

function worsen(run: Run, result: Result): void {
  if (worse[result] > worse[run.result]) run.result = result;
}

/** All branches begin with the same; with `failFast`, one that fails may cut the others off. */
function playBranches(run: Run, branches: readonly (() => State)[], begin: State, failFast: boolean): State {
  const ends: { readonly state: State; readonly own: readonly string[] }[] = [];
  for (const branch of branches) {
    const known = new Set(run.before.keys());
    const state = branch();
    ends.push({ state, own: [...run.before.keys()].filter((path) => !known.has(path)) });
  }
  const failures = ends.filter(({ state }) => state.failed);
  if (failFast && failures.length > 0) {
    const [only, more] = failures;
    for (const end of ends) if (end !== only || more !== undefined) for (const path of end.own) run.loose.add(path);
  }
  const past = new Set([...begin.past, ...ends.flatMap(({ state }) => [...state.past])]);
  return { past, failed: failures.length > 0 };
}

/** The conditions see the result of the stage with that of the build so far. One that fails does not stop those behind it. */
function playPost(run: Run, post: readonly JenkinsPost[], begin: State, cell: string): State {
  let state = begin;
  for (const { condition, task } of post) {
    const result: Result = state.failed ? 'FAILURE' : run.result;
    if (!holds(condition, result)) continue;
    const path = pathOf(task, cell);
    run.before.set(path, state.past);
    const fails = run.choose(path, 2, 'action') === 1;
    state = { past: new Set([...state.past, path]), failed: state.failed || fails };
  }
  return state;
}

function holds(condition: string, result: Result): boolean {
  switch (condition) {
    case 'always':
    case 'cleanup':
      return true;
    case 'success':
      return result === 'SUCCESS';
    case 'failure':
      return result === 'FAILURE';
    case 'unsuccessful':
      return result !== 'SUCCESS';
    case 'unstable':
      return result === 'UNSTABLE';
    default:
      return false;
  }
}
