import type {
  JenkinsBody,
  JenkinsFlow,
  JenkinsGate,
  JenkinsPost,
  JenkinsStage,
  JenkinsTask,
} from '../../converters/jenkins-flow';
import type { Plan, PlanNode } from '../../workflow/plan';
import type { LegacyScenario } from './explore';
import { outcomesOf, pathOf, playPipeline } from './jenkins';
import { type Difference, type LegacyJob, type Verification, verifyJob } from './verify';

/** A part of a pipeline that a task stands for. */
type Part =
  | { readonly kind: 'task'; readonly task: JenkinsTask }
  | { readonly kind: 'gate'; readonly gate: JenkinsGate }
  | { readonly kind: 'question' }
  | { readonly kind: 'post'; readonly post: JenkinsPost };

interface Placed {
  readonly part: Part;
  readonly name: string;
  readonly cell: string;
  /** Which of the cells it is: tasks of a matrix stand in the plan in the order of its cells. */
  readonly number: number;
}

/**
 * Plays a Jenkins pipeline and its workflow over all outcomes of its stages, conditions and post conditions: the same tasks run, in the
 * same order, to the same end. Where the report of the conversion has said what differs, the difference is named.
 */
export function verifyPipeline(flow: JenkinsFlow, plan: Plan, seed: number, limit?: number): Verification {
  const parts = partsOf(flow);
  const nodes = new Map<string, PlanNode[]>();
  for (const node of plan.nodes) {
    if (node.behaviour.kind !== 'operator' && node.behaviour.kind !== 'branch') continue;
    nodes.set(node.name, [...(nodes.get(node.name) ?? []), node]);
  }
  const placed = new Map(parts.map((part) => [pathOf(part.name, part.cell), part]));
  const ids = new Map<string, string>();
  for (const [path, { name, number }] of placed) {
    const node = nodes.get(name)?.[number];
    if (node !== undefined) ids.set(path, node.id);
  }
  const job = jobOf(flow, placed, ids);
  const found = verifyJob(job, plan, seed, limit);
  const wrong = attemptsThatDiffer(parts, nodes);
  if (wrong.length === 0) return found;
  return { ...found, equivalent: false, differences: [...wrong, ...found.differences] };
}

function jobOf(flow: JenkinsFlow, placed: ReadonlyMap<string, Placed>, ids: ReadonlyMap<string, string>): LegacyJob {
  const isAction = ({ part }: Placed) => part.kind !== 'gate';
  // Post conditions of later stages see what was caught before, which the report says.
  const asksForResult = flow.stages.some(seesResult);
  const outcomeOf = (path: string, outcome: number): string => {
    const part = placed.get(path)?.part;
    if (part?.kind === 'gate') return outcome === 0 ? 'holds' : 'does not hold';
    return part?.kind === 'task' ? (outcomesOf(part.task)[outcome] ?? '') : outcome === 1 ? 'failure' : 'success';
  };
  return {
    play: (choose) => playPipeline(flow, choose),
    walk: (choose) => {
      playPipeline(flow, choose);
    },
    ids,
    actions: new Set([...placed].filter(([, part]) => isAction(part)).map(([path]) => path)),
    outcomeOf,
    onAirflow: (path, outcome) => {
      const part = placed.get(path)?.part;
      // A branch takes its case or nothing; a task that asks skips itself.
      if (part?.kind === 'gate') return outcome === 0 ? 0 : part.gate.kind === 'task' ? 2 : 1;
      const ended = outcomeOf(path, outcome);
      if (ended === 'caught failure') return part?.kind === 'task' && part.task.skips ? 2 : 1;
      return ended === 'failure' ? 1 : 0;
    },
    isNamed: (scenario) => isReported(scenario, placed, outcomeOf, asksForResult),
  };
}

/** What the report says of each conversion: unstable builds, and caught failures that something else minds. */
function isReported(
  { outcomes }: LegacyScenario,
  placed: ReadonlyMap<string, Placed>,
  outcomeOf: LegacyJob['outcomeOf'],
  asksForResult: boolean,
): boolean {
  return [...outcomes].some(([path, outcome]) => {
    const part = placed.get(path)?.part;
    if (part?.kind !== 'task') return false;
    const ended = outcomeOf(path, outcome);
    return ended === 'unstable' || (ended === 'caught failure' && (!part.task.skips || asksForResult));
  });
}

function seesResult({ post, body }: Pick<JenkinsStage, 'post' | 'body'>): boolean {
  if (post.some(({ condition }) => condition !== 'always' && condition !== 'cleanup')) return true;
  if (body.kind === 'matrix') return seesResult(body.cell);
  return body.kind !== 'steps' && body.stages.some(seesResult);
}

function partsOf(flow: JenkinsFlow): readonly Placed[] {
  const parts: Placed[] = [];
  const addPost = (post: readonly JenkinsPost[], cell: string, number: number) => {
    for (const each of post) parts.push({ part: { kind: 'post', post: each }, name: each.task, cell, number });
  };
  const addStage = (
    stage: Pick<JenkinsStage, 'gate' | 'input' | 'body' | 'post'>,
    cell: string,
    number: number,
  ): void => {
    if (stage.gate !== undefined && stage.gate.kind !== 'by-hand')
      parts.push({ part: { kind: 'gate', gate: stage.gate }, name: stage.gate.task, cell, number });
    if (stage.input !== undefined) parts.push({ part: { kind: 'question' }, name: stage.input.task, cell, number });
    addBody(stage.body, cell, number);
    addPost(stage.post, cell, number);
  };
  const addBody = (body: JenkinsBody, cell: string, number: number): void => {
    if (body.kind === 'matrix') for (const [index, name] of body.cells.entries()) addStage(body.cell, name, index);
    else if (body.kind === 'steps') {
      for (const task of body.tasks) parts.push({ part: { kind: 'task', task }, name: task.task, cell, number });
    } else for (const stage of body.stages) addStage(stage, cell, number);
  };
  for (const stage of flow.stages) addStage(stage, '', 0);
  addPost(flow.post, '', 0);
  return parts;
}

/** Stages that are not tried as often on Airflow. */
function attemptsThatDiffer(
  parts: readonly Placed[],
  nodes: ReadonlyMap<string, readonly PlanNode[]>,
): readonly Difference[] {
  return parts.flatMap(({ part, name, cell, number }): readonly Difference[] => {
    const node = nodes.get(name)?.[number];
    if (part.kind !== 'task' || node?.behaviour.kind !== 'operator') return [];
    const retries = node.behaviour.arguments.find((argument) => argument.name === 'retries')?.value;
    const tries = 1 + (retries?.kind === 'number' ? Number(retries.source) : 0);
    const { attempts } = part.task;
    if (tries === attempts) return [];
    const path = pathOf(name, cell);
    return [
      {
        assignment: { [path]: 'failure' },
        legacy: { ran: Array<string>(attempts).fill(path), end: 'FAILED' },
        airflow: { ran: Array<string>(tries).fill(path), end: 'failed' },
        message: `${path} is tried ${attempts} times by Jenkins, ${tries} times by Airflow.`,
        named: false,
      },
    ];
  });
}
