import type { JenkinsBody, JenkinsFlow, JenkinsGate, JenkinsPost, JenkinsStage, JenkinsTask } from '../../jenkins-flow';
import {
  type Pipeline,
  type Post,
  type PostCondition,
  postOrder,
  type Stage,
  type StageList,
  type When,
} from '../declarative/index';
import { type Statement, walk } from '../groovy/index';

/** Which tasks stand for the parts of a pipeline; filled while it is converted. */
export interface Drawing {
  /** The stages of a list as they were written: some may have become one. */
  readonly sequences: Map<StageList, readonly Stage[]>;
  readonly tasks: Map<Stage, readonly string[]>;
  /** How often a task is tried, where more than once. */
  readonly attempts: Map<string, number>;
  /** Tasks that end as skipped where they have caught a failure. */
  readonly catching: Set<string>;
  readonly gates: Map<When, JenkinsGate>;
  readonly posts: Map<PostCondition, string>;
  /** The question before a stage. */
  readonly questions: Map<Stage, NonNullable<JenkinsStage['input']>>;
  /** The names of the cells, by the stages of a matrix. */
  readonly cells: Map<StageList, readonly string[]>;
}

export function startDrawing(): Drawing {
  return {
    sequences: new Map(),
    tasks: new Map(),
    attempts: new Map(),
    catching: new Set(),
    gates: new Map(),
    posts: new Map(),
    questions: new Map(),
    cells: new Map(),
  };
}

/** Steps that make a build unstable, or may. */
export const unstableSteps: ReadonlySet<string> = new Set(
  'junit nunit publishIssues recordCoverage recordIssues robot unstable warnError xunit'.split(' '),
);

/** The control flow of a pipeline that was converted. */
export function flowOf(drawing: Drawing, pipeline: Pipeline): JenkinsFlow {
  return { stages: stagesOf(drawing, pipeline.stages, []), post: postOf(drawing, pipeline.post) };
}

function stagesOf(drawing: Drawing, list: StageList | undefined, path: readonly string[]): readonly JenkinsStage[] {
  if (list === undefined) return [];
  return (drawing.sequences.get(list) ?? list.stages).map((stage) => {
    const own = [...path, stage.name];
    const gate = stage.when === undefined ? undefined : drawing.gates.get(stage.when);
    const input = drawing.questions.get(stage);
    const failFast = stage.failFast?.arguments[0]?.value;
    return {
      title: own.join(' › '),
      ...(gate === undefined ? {} : { gate }),
      ...(input === undefined ? {} : { input }),
      body: bodyOf(drawing, stage, own),
      post: postOf(drawing, stage.post),
      failFast: failFast?.kind === 'boolean' && failFast.value,
    };
  });
}

function bodyOf(drawing: Drawing, stage: Stage, path: readonly string[]): JenkinsBody {
  const { body } = stage;
  switch (body.kind) {
    case 'stages':
    case 'parallel':
      return { kind: body.kind, stages: stagesOf(drawing, body.list, path) };
    case 'matrix': {
      const { when, post, stages } = body.matrix;
      const gate = when === undefined ? undefined : drawing.gates.get(when);
      const inner = stagesOf(drawing, stages, path);
      return {
        kind: 'matrix',
        cells: (stages === undefined ? undefined : drawing.cells.get(stages)) ?? [],
        cell: {
          ...(gate === undefined ? {} : { gate }),
          body: { kind: 'stages', stages: inner },
          post: postOf(drawing, post),
        },
      };
    }
    default: {
      const steps = body.kind === 'steps' ? body.steps : [];
      const marks = { catches: catchesFailures(steps), unstable: calls(steps, (name) => unstableSteps.has(name)) };
      const tasks = (drawing.tasks.get(stage) ?? []).map(
        (task): JenkinsTask => ({
          task,
          ...marks,
          skips: drawing.catching.has(task),
          attempts: drawing.attempts.get(task) ?? 1,
        }),
      );
      return { kind: 'steps', tasks };
    }
  }
}

function postOf(drawing: Drawing, post: Post | undefined): readonly JenkinsPost[] {
  return postOrder.flatMap((condition) => {
    const found = post?.conditions.find(({ name }) => name === condition);
    const task = found === undefined ? undefined : drawing.posts.get(found);
    return task === undefined ? [] : [{ condition, task }];
  });
}

/** `catchError` that fails the build, and `currentBuild.result = 'FAILURE'`. */
function catchesFailures(steps: readonly Statement[]): boolean {
  let catches = false;
  walk(steps, (node) => {
    if (node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === 'catchError') {
      const result = node.arguments.find(
        (argument) => argument.kind === 'named' && argument.key.kind === 'text' && argument.key.value === 'buildResult',
      );
      if (result?.value.kind !== 'text' || result.value.value === 'FAILURE') catches = true;
    }
    const isResult =
      node.kind === 'assignment' &&
      node.target.kind === 'property' &&
      node.target.name.kind === 'text' &&
      node.target.name.value === 'result';
    if (isResult && node.value.kind === 'text' && node.value.value === 'FAILURE') catches = true;
    return undefined;
  });
  return catches;
}

function calls(steps: readonly Statement[], isOne: (name: string) => boolean): boolean {
  let found = false;
  walk(steps, (node) => {
    if (node.kind === 'call' && node.callee.kind === 'name' && isOne(node.callee.name)) found = true;
    return undefined;
  });
  return found;
}
