import type { LegacyFlow, LegacyNode } from '../../converters/legacy-flow';
import type { Plan } from '../../workflow/plan';
import { diceOf, explore, type LegacyScenario, type Playable } from './explore';
import { type MachineRun, playWired } from './machine';
import { machineOf, type PlanMachine } from './plan-machine';
import { playTokens, walkTokens } from './tokens';

/** `verify --format json`, as `schemas/format/verify-output.schema.json` has it. */
export interface Verification {
  readonly version: 1;
  readonly equivalent: boolean;
  /** How many assignments were played. */
  readonly scenarios: number;
  readonly exhaustive: boolean;
  readonly seed?: number;
  readonly differences: readonly Difference[];
}

export interface Difference {
  /** By the name of the node: `success` or `failure` of an action, the target of a decision. */
  readonly assignment: Readonly<Record<string, string>>;
  readonly legacy: Trace;
  readonly airflow: Trace;
  readonly message: string;
  /** Did the report of the conversion say so? */
  readonly named: boolean;
}

export interface Trace {
  /** In the order in which they ran. */
  readonly ran: readonly string[];
  readonly end: string;
}

/** A legacy job, and the tasks of the workflow that stand for its parts. */
export interface LegacyJob extends Playable {
  /** The id of the task, by the path of an action or a choice. */
  readonly ids: ReadonlyMap<string, string>;
  /** The paths that are compared; the others only choose. */
  readonly actions: ReadonlySet<string>;
  /** The outcome of a path in words. */
  readonly outcomeOf: (path: string, outcome: number) => string;
  /** The outcome that the machine of Airflow is given for it. */
  readonly onAirflow: (path: string, outcome: number) => number;
  /** Has the report said that the two differ under such outcomes? */
  readonly isNamed: (scenario: LegacyScenario) => boolean;
}

export interface VerifyInput {
  readonly legacy: LegacyFlow;
  readonly plan: Plan;
  readonly seed: number;
  /** The conversion has said that the two may differ. */
  readonly predicted: boolean;
  /** More reachable assignments are sampled. */
  readonly limit?: number;
}

/** No more differences are told, the smallest first: one cause shows in many assignments. */
const maximalDifferences = 5;

/** So many assignments are played with several timings, those behind them with one each. */
const thoroughlyPlayed = 4_000;

/**
 * Plays both control flows over the reachable assignments of outcomes. Without a kill the same actions run, in an order that both sides
 * allow, to the same end; what a kill may cut off is left open. On Airflow's side the result must not depend on timing, so
 * each assignment is played with several.
 */
export function verifyFlow({ legacy, plan, seed, predicted, limit }: VerifyInput): Verification {
  return verifyJob(tokenJob(legacy, predicted), plan, seed, limit);
}

/** As `verifyFlow`, of any job that can be played. */
export function verifyJob(job: LegacyJob, plan: Plan, seed: number, limit?: number): Verification {
  const { scenarios, exhaustive, seed: used } = explore(job, seed, limit);
  const machine = machineOf(plan);
  const paths = new Map([...job.ids].flatMap(([path, id]) => (job.actions.has(path) ? [[id, path] as const] : [])));
  const dice = diceOf(seed);
  const found: Difference[] = [];
  let count = 0;
  for (const scenario of scenarios) {
    count++;
    const difference = compare({ machine, job, paths }, scenario, dice, count <= thoroughlyPlayed);
    if (difference === undefined) continue;
    // One cause shows in many assignments: of those that say the same, the smallest stands.
    const same = found.findIndex(({ message, named }) => message === difference.message && named === difference.named);
    const known = found[same];
    if (known === undefined) found.push(difference);
    else if (weight(difference) < weight(known)) found[same] = difference;
    else continue;
    found.sort((a, b) => Number(a.named) - Number(b.named) || weight(a) - weight(b));
    found.length = Math.min(found.length, maximalDifferences);
  }
  return {
    version: 1,
    equivalent: found.length === 0,
    scenarios: count,
    exhaustive,
    ...(used === undefined ? {} : { seed: used }),
    differences: found,
  };
}

/** A flow of tokens as a job. */
export function tokenJob(flow: LegacyFlow, predicted: boolean): LegacyJob {
  const actions = actionPaths(flow);
  const ids = new Map([...actions].map(([id, path]) => [path, id]));
  return {
    play: (choose) => playTokens(flow, choose),
    walk: (choose) => {
      walkTokens(flow, choose);
    },
    ids,
    actions: new Set(ids.keys()),
    outcomeOf: (path, outcome) => {
      const node = nodeAt(flow, path);
      if (node?.kind === 'decision') return node.targets[outcome] ?? '';
      return outcome === 1 ? 'failure' : 'success';
    },
    onAirflow: (_, outcome) => outcome,
    isNamed: () => predicted,
  };
}

/** The fewer failures and further cases, and the fewer nodes, the smaller. */
function weight({ assignment }: Difference): number {
  const outcomes = Object.values(assignment);
  return outcomes.filter((outcome) => outcome === 'failure').length * 1000 + outcomes.length;
}

/** The id of the task that stands for a node of the legacy job. */
export function taskIdOf(path: string): string {
  return path
    .split('.')
    .map((name) => name.replace(/[^A-Za-z0-9_]/g, '_'))
    .join('.');
}

/** The actions of a flow and of its groups: path by task id. */
function actionPaths(flow: LegacyFlow, prefix = ''): Map<string, string> {
  const paths = new Map<string, string>();
  for (const [name, node] of flow.nodes) {
    const path = `${prefix}${name}`;
    if (node.kind === 'action') paths.set(taskIdOf(path), path);
    if (node.kind === 'group') for (const entry of actionPaths(node.flow, `${path}.`)) paths.set(...entry);
  }
  return paths;
}

interface Sides {
  readonly machine: PlanMachine;
  readonly job: LegacyJob;
  /** By the id of its task. */
  readonly paths: ReadonlyMap<string, string>;
}

function compare(
  sides: Sides,
  scenario: LegacyScenario,
  dice: (bound: number) => number,
  thorough: boolean,
): Difference | undefined {
  const { machine, job } = sides;
  machine.outcomes.clear();
  for (const [path, outcome] of scenario.outcomes)
    machine.outcomes.set(job.ids.get(path) ?? taskIdOf(path), job.onAirflow(path, outcome));
  for (const duration of timings(dice, scenario, thorough)) {
    const run = playWired(machine.wired, duration);
    const message = differenceIn(sides, scenario, run, duration);
    if (message === undefined) continue;
    return {
      assignment: assignmentOf(job, scenario),
      legacy: { ran: orderOf(scenario), end: [...scenario.run.ends].join(' or ') },
      airflow: { ran: ranTasks(machine, run), end: run.state },
      message,
      named: job.isNamed(scenario),
    };
  }
  return undefined;
}

type Duration = (id: string) => number;

/** All equally long, and random lengths; where something fails a few more, for then it matters who comes first. */
function timings(dice: (bound: number) => number, { outcomes }: LegacyScenario, thorough: boolean): Duration[] {
  const random = (): Duration => {
    const lengths = new Map<string, number>();
    return (id) => {
      const known = lengths.get(id) ?? 1 + dice(9);
      lengths.set(id, known);
      return known;
    };
  };
  const eventful = [...outcomes.values()].some((outcome) => outcome !== 0);
  if (!thorough) return [random()];
  return [() => 1, random(), ...(eventful ? [random()] : [])];
}

function differenceIn(
  { machine, job: { ids }, paths }: Sides,
  { run: legacy }: LegacyScenario,
  run: MachineRun,
  duration: Duration,
): string | undefined {
  const ran = (path: string): boolean => {
    const id = ids.get(path) ?? '';
    const state = run.tasks.get(id);
    // A task that skips itself has run.
    return state === 'success' || state === 'failed' || (run.started.has(id) && machine.outcomes.get(id) === 2);
  };
  for (const path of legacy.must) {
    if (!machine.tasks.has(ids.get(path) ?? '')) return `Nothing in the workflow stands for ${path}.`;
    if (!ran(path)) return `${path} runs in the legacy job, and does not on Airflow.`;
  }
  for (const id of run.started.keys()) {
    const path = paths.get(id);
    if (path !== undefined && !legacy.may.has(path)) {
      return `${path} runs on Airflow, and never does in the legacy job.`;
    }
  }
  const ended = new Map<string, number>();
  for (const [id, start] of run.started) {
    const path = paths.get(id);
    if (path !== undefined) ended.set(path, start + Math.max(1, duration(id)));
  }
  for (const [path, before] of legacy.before) {
    const start = run.started.get(ids.get(path) ?? '');
    if (start === undefined) continue;
    for (const other of before) {
      if ((ended.get(other) ?? 0) > start) return `${path} starts on Airflow before ${other} has ended.`;
    }
  }
  const ends = new Set(
    [...legacy.ends].map((end) => (end === 'SUCCEEDED' ? 'success' : end === 'stuck' ? '' : 'failed')),
  );
  const [only] = ends;
  if (ends.size === 1 && only !== '' && only !== run.state) {
    return `The legacy job ends ${[...legacy.ends].join(' or ')}, the run of Airflow ${run.state}.`;
  }
  return undefined;
}

function assignmentOf(job: LegacyJob, { outcomes }: LegacyScenario): Record<string, string> {
  return Object.fromEntries([...outcomes].map(([path, outcome]) => [path, job.outcomeOf(path, outcome)]));
}

function nodeAt(flow: LegacyFlow, path: string): LegacyNode | undefined {
  const [first = '', ...rest] = path.split('.');
  const node = flow.nodes.get(first);
  return rest.length > 0 && node?.kind === 'group' ? nodeAt(node.flow, rest.join('.')) : node;
}

/** Each action behind those that it waits for. */
function orderOf({ run }: LegacyScenario): string[] {
  return [...run.may].sort((a, b) => (run.before.get(a)?.size ?? 0) - (run.before.get(b)?.size ?? 0));
}

function ranTasks({ tasks }: PlanMachine, run: MachineRun): string[] {
  return [...run.started]
    .filter(([id]) => tasks.get(id)?.behaviour.kind === 'operator')
    .sort((a, b) => a[1] - b[1])
    .map(([id]) => id);
}
