import type { DraftEntry } from '../../../workflow/write/index';
import { asDirective, type Directive, named, type Stage } from '../declarative/index';
import type { Statement } from '../groovy/index';
import { commentsAbove } from './comments';
import { mainContainer } from './containers';
import { addNode, type DocumentDraft, type Flow, following } from './document';
import { approximated, converted, idOf, settle } from './ledger';
import { takeName } from './names';
import { abortNote, attemptsOf, lockOf, poolNote } from './options';
import { type OwnTask, ownNode, ownStep, ownTaskOf } from './own-tasks';
import { otherContainer } from './pod';
import type { Scope } from './scope';
import { type Segment, segmentsOf } from './segments';
import { convertSteps, secondsOf } from './steps';
import { draftTask } from './task';
import { knownText } from './values';

/** Writes the steps of a stage as its task, or tasks. */
export function convertLeaf(
  scope: Scope,
  document: DocumentDraft,
  stage: Stage,
  directive: Directive,
  steps: readonly Statement[],
  flow: Flow,
  name: string,
): Flow {
  const { ledger } = scope.conversion;
  settle(ledger, directive.statement, converted);
  const segments = segmentsOf(scope, steps);
  if (segments.length > 1) {
    let now = flow;
    const beside: string[] = [];
    for (const [index, segment] of segments.entries()) {
      const last = scope.last === true && index === segments.length - 1;
      const wrapped = unwrapAll({ ...segment.scope, last }, segment.steps);
      const own = now === flow ? name : takeName(segment.name ?? name, scope.conversion.names);
      now = writeLeaf(wrapped.scope, document, stage, wrapped.steps, now, own, wrapped.retries);
      beside.push(...(now.beside ?? []));
    }
    return { ...now, beside };
  }
  const wrapped = unwrapAll(segments[0]?.scope ?? scope, steps);
  return writeLeaf(wrapped.scope, document, stage, wrapped.steps, flow, name, wrapped.retries);
}

/** Blocks around all steps of a stage that are properties of a task: a container, a time limit, attempts. */
function unwrapAll(outer: Scope, steps: readonly Statement[]): Segment & { readonly retries?: number } {
  const { ledger } = outer.conversion;
  const [only] = steps;
  const step = only === undefined || steps.length > 1 ? undefined : asDirective(only);
  if (step?.block === undefined) return { scope: outer, steps };
  if (step.name === 'script' && ownStep(outer, step.statement) !== undefined) {
    settle(ledger, step.statement, converted);
    return unwrapAll(outer, step.block.body);
  }
  if (step.name === 'container') {
    const name = knownText(outer, mainContainer(step));
    const agent = name === undefined ? undefined : otherContainer(outer.agent, name);
    if (agent === undefined) return { scope: outer, steps };
    settle(ledger, step.statement, converted);
    return unwrapAll({ ...outer, agent }, step.block.body);
  }
  if (step.name === 'timeout' && named(step.arguments, 'activity') === undefined) {
    const seconds = secondsOf(step, 'MINUTES');
    if (seconds === undefined || seconds <= 0) return { scope: outer, steps };
    const note = abortNote(outer.conversion.postConditions).trim();
    settle(ledger, step.statement, note === '' ? converted : approximated(note));
    const limit = Math.min(Math.ceil(seconds), outer.timeout ?? Number.POSITIVE_INFINITY);
    return unwrapAll({ ...outer, timeout: limit }, step.block.body);
  }
  const pool = outer.pool === undefined ? lockOf({ ...step }) : undefined;
  if (pool !== undefined) {
    settle(ledger, step.statement, approximated(poolNote(pool)));
    return unwrapAll({ ...outer, pool }, step.block.body);
  }
  const attempts = step.name === 'retry' ? attemptsOf({ ...step }) : undefined;
  if (attempts === undefined) return { scope: outer, steps };
  settle(ledger, step.statement, converted);
  return { scope: outer, steps: step.block.body, retries: attempts - 1 };
}

/** Writes steps as one task. */
export function writeLeaf(
  scope: Scope,
  document: DocumentDraft,
  stage: Stage,
  steps: readonly Statement[],
  flow: Flow,
  name: string,
  retriesOfSteps: number | undefined,
): Flow {
  const { ledger } = scope.conversion;
  const own = scope.blockers.length === 0 ? ownTask(scope, steps) : undefined;
  if (own !== undefined) {
    const from = [stage.directive.statement, ...steps].map((statement) => idOf(ledger, statement));
    return writeOwn(scope, document, stage, own, flow, name, retriesOfSteps, from);
  }
  const retries = allRetries(scope.retries, retriesOfSteps);
  // A task that fails is tried again: what went on after a failure must not be, so it ends as skipped, also in the last stage.
  const retried: Scope =
    retries === undefined ? scope : { ...scope, retries, last: scope.mayCatch !== true && scope.last === true };
  const written = convertSteps(retried, steps);
  const from = [stage.directive.statement, ...written.statements].map((statement) => idOf(ledger, statement));
  const draft = draftTask(
    written.catches ? { ...scope, skips: true } : scope,
    written.parts,
    written.environment,
    from,
  );
  const { upstream, rule } = following(flow);
  const { tasks, attempts, catching } = scope.conversion.drawing;
  tasks.set(stage, [...(tasks.get(stage) ?? []), name]);
  if (retries !== undefined) attempts.set(name, retries + 1);
  addNode(document, {
    name,
    type: draft.type,
    entries: draft.entries,
    upstream,
    properties: [...draft.properties, ...retryEntries(retries), ...rule],
    comment: stageComment(scope, stage),
    from,
  });
  if (!written.catches) return { after: [name], skippable: false };
  catching.add(name);
  const caught = takeName(`${name}-caught`, scope.conversion.names);
  const message = `stage ${JSON.stringify(stage.name)} went on after a failure`;
  const properties: readonly DraftEntry[] = [
    { key: 'message', value: message },
    { key: 'trigger_rule', value: 'all_skipped' },
  ];
  addNode(document, { name: caught, type: 'fail', upstream: [name], properties, from });
  // A stage that never begins, because one before it failed, has to end as a failure: what catches would end as skipped.
  if (scope.last === true) {
    const ended = takeName(`${name}-ended`, scope.conversion.names);
    const rule: readonly DraftEntry[] = [{ key: 'trigger_rule', value: 'none_failed' }];
    addNode(document, { name: ended, type: 'dummy', upstream: [name], properties: rule, from });
  }
  return { after: [name], skippable: true, beside: [caught] };
}

/** The task of the only step, where it is an operator of its own. */
function ownTask(scope: Scope, steps: readonly Statement[]): OwnTask | undefined {
  const [only, more] = steps;
  const step = only === undefined || more !== undefined ? undefined : asDirective(only);
  if (step === undefined || step.block !== undefined || ownStep(scope, step.statement) === undefined) return undefined;
  const task = ownTaskOf(scope, step);
  return typeof task === 'string' ? undefined : task;
}

/** Those of the stage's options around those of its steps: each of the ones is as many of the others. */
function allRetries(outer: number | undefined, inner: number | undefined): number | undefined {
  return outer === undefined || inner === undefined ? (outer ?? inner) : (outer + 1) * (inner + 1) - 1;
}

function retryEntries(retries: number | undefined): readonly DraftEntry[] {
  if (retries === undefined) return [];
  return [
    { key: 'retries', value: retries },
    { key: 'retry_delay', value: 0 },
  ];
}

function writeOwn(
  scope: Scope,
  document: DocumentDraft,
  stage: Stage,
  own: OwnTask,
  flow: Flow,
  name: string,
  retriesOfSteps: number | undefined,
  from: readonly string[],
): Flow {
  const retries = allRetries(scope.retries, retriesOfSteps);
  const { tasks, attempts } = scope.conversion.drawing;
  tasks.set(stage, [...(tasks.get(stage) ?? []), name]);
  if (retries !== undefined) attempts.set(name, retries + 1);
  const node = ownNode(scope, name, own, flow);
  const properties = [...(node.properties ?? []), ...retryEntries(retries)];
  addNode(document, { ...node, properties, comment: stageComment(scope, stage), from });
  return { after: [name], skippable: false };
}

/** The comments of the author above the stage, and its name with those of the stages around it: `stage "Test" › "Unit"`. */
export function stageComment(scope: Scope, stage: Stage): readonly string[] {
  const path = scope.path.at(-1) === stage.name ? scope.path : [...scope.path, stage.name];
  const title = `stage ${path.map((name) => JSON.stringify(name)).join(' › ')}`;
  return [...commentsAbove(scope.conversion, stage.directive.statement), title];
}
