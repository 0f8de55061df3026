import type { FlowGroup, FlowNode } from '../flow';
import type { PlanNodeKind } from '../plan';
import { conditionsOf, settle } from './conditions';
import { type Chooser, freeId, type LoweredRole, type LoweredTask, SKIPPED, SUCCESS } from './draft';
import { type Facts, working } from './facts';
import { type Resources, withResources } from './resources';
import {
  addEmpty,
  addGate,
  addRaise,
  addRouter,
  bits,
  choose,
  factsOf,
  GROUP_ENDS,
  type Lowering,
  type Outlet,
  once,
  TASK_ENDS,
} from './scope';

/** Lowers the whole of an inner scope; passed in, because groups and scopes need each other. */
export type LowerScope = (group: FlowGroup, begin: string | undefined) => { readonly raising: readonly string[] };

/** Adds the tasks of one node to the plan and says where others hang on it. */
export function lowerNode(lowering: Lowering, node: FlowNode, resources: Resources, lowerScope: LowerScope): Outlet {
  if (node.kind === 'group') return lowerGroup(lowering, node, resources, lowerScope);
  const { plan } = lowering;
  const role = roleOf(node);
  const waits = place(lowering, node, node.id, node.kind, role, resources);
  const skipsItself = node.kind === 'task' && node.skipsItself;
  const fails = node.kind !== 'join' && node.kind !== 'gate';
  if (node.kind === 'gate') plan.empty.add(node.id);
  plan.facts.set(node.id, working(node.id, waits, fails, skipsItself));
  if (node.kind === 'fail') raiseIfMasked(lowering, node.id, [node.id]);
  if (role.kind !== 'choose') return taskOutlet(lowering, node, waits, undefined);
  const unhandled = node.onFailure.length === 0 ? factsOf(plan, node.id).bad : waits.bad;
  const full = role.cases.length > 30 ? -1 : bits(role.cases.map((_, index) => index));
  plan.choices.set(node.id, { full, skip: waits.skip, must: waits.must, bad: unhandled });
  return taskOutlet(lowering, node, waits, { id: node.id, cases: role.cases });
}

function roleOf(node: FlowNode): LoweredRole {
  if (node.kind === 'branch') return { kind: 'choose', cases: node.cases.map(() => []) };
  return node.kind === 'join' || node.kind === 'gate' ? { kind: 'empty' } : { kind: 'authored' };
}

/** A `fail` that ran fails the run even where its failure is masked further on. */
function raiseIfMasked(lowering: Lowering, id: string, raising: readonly string[]): void {
  if (raising.length === 0) return;
  lowering.raising.push(...raising);
  if (!lowering.followed.has(id) || lowering.carries.has(id)) return;
  addRaise(lowering.plan, id, 'raised', 'one_done', raising, `${id} failed the run`);
}

/** Adds the task with the given id under the conditions of its node; gives what is known of a task that waits for them. */
function place(
  lowering: Lowering,
  node: FlowNode,
  id: string,
  kind: PlanNodeKind,
  role: LoweredRole,
  resources: Resources,
): Facts {
  const conditions = withResources(lowering, node, resources, conditionsOf(lowering, node));
  const { rule, upstream, facts } = settle(lowering, node.id, conditions);
  const of = node.kind === 'gate' ? node.of : node.id;
  lowering.plan.tasks.push({ id, of, kind, rule, upstream: [...upstream], role });
  if (conditions.kind === 'chosen') choose(lowering.plan, conditions.by, conditions.cases, id);
  return facts;
}

function taskOutlet(lowering: Lowering, node: FlowNode, waits: Facts, branch: Chooser | undefined): Outlet {
  const { plan } = lowering;
  const real = (): string => node.id;
  const done = (): readonly string[] => [node.id];
  const plain = { node, real, done, branch };
  if (node.onFailure.length === 0) {
    return { ...plain, ok: real, okBelow: undefined, veto: undefined, lost: undefined, router: undefined };
  }
  const ends = { skip: waits.skip, must: waits.must, before: waits.bad };
  const router = addRouter(plan, node.id, node.id, ends, TASK_ENDS);
  return {
    ...plain,
    router,
    okBelow: router,
    ok: once(() => addGate(plan, node.id, 'ok', router, [SUCCESS], 'generated')),
    veto: once(() => addGate(plan, node.id, 'veto', router, [SUCCESS, SKIPPED], 'generated', 'veto')),
    lost: once(() => addGate(plan, node.id, 'lost', router, [], 'generated')),
  };
}

/**
 * A group with a result: it begins under its conditions, is over when every member has ended, and failed when it was
 * begun and something in it failed that nothing masks. Of a loop, which may have no items, a group around it asks for
 * the result: it may be all that is left in there.
 */
function lowerGroup(lowering: Lowering, node: FlowGroup, resources: Resources, lowerScope: LowerScope): Outlet {
  const { plan } = lowering;
  const begin = addBegin(lowering, node, resources);
  const first = plan.tasks.length;
  const inner = lowerScope(node, begin);
  const members = plan.tasks.slice(first);
  const ends = once2(() => groupEnds(lowering, node, begin, members));
  if (node.onFailure.length === 0) raiseIfMasked(lowering, node.id, raisingOf(lowering, node, inner.raising, ends));
  const outlet = groupOutlet(lowering, node, begin === undefined ? undefined : factsOf(plan, begin), ends);
  if (node.isLoop === true && node.onFailure.length === 0 && lowering.isInner) outlet.real();
  return outlet;
}

/** The task that the roots of a group wait for: a new one, unless one that is there already says the same. */
function addBegin(lowering: Lowering, node: FlowGroup, resources: Resources): string | undefined {
  const { plan } = lowering;
  const id = freeId(plan, node.id, 'begin');
  const facts = place(lowering, node, id, 'gate', { kind: 'empty' }, resources);
  const begin = plan.tasks.at(-1);
  if (begin?.id !== id) return undefined;
  const [only, ...more] = begin.upstream;
  const isChosen = only !== undefined && plan.choices.has(only.from);
  if (begin.rule === 'all_success' && more.length === 0 && !isChosen) {
    plan.tasks.pop();
    return only?.from;
  }
  plan.facts.set(id, facts);
  return id;
}

/** Of a loop without items no `fail` is left: what waits for one of them then waits for a task that is always skipped. */
function raisingOf(
  { plan }: Lowering,
  node: FlowGroup,
  raising: readonly string[],
  ends: () => GroupEnds,
): readonly string[] {
  if (node.isLoop !== true || raising.length === 0) return raising;
  return [...raising, addEmpty(plan, node.id, 'never', 'result', 'all_failed', [ends().over])];
}

interface GroupEnds {
  readonly over: string;
  /** Succeeds once a group that was begun is over. */
  readonly done: string;
  /** Fails where the group failed, skipped where it did not. */
  readonly failed: string;
}

function once2(make: () => GroupEnds): () => GroupEnds {
  let made: GroupEnds | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function groupEnds(
  lowering: Lowering,
  node: FlowGroup,
  begin: string | undefined,
  members: readonly LoweredTask[],
): GroupEnds {
  const { plan } = lowering;
  // A loop may turn out to have no items: then only its beginning is left to wait for.
  const isEmpty = members.length === 0 || node.isLoop === true;
  const ids = [...(isEmpty && begin !== undefined ? [begin] : []), ...members.map((task) => task.id)];
  const over = addEmpty(plan, node.id, 'over', 'result', 'all_done', ids);
  const done = begin === undefined ? over : addEmpty(plan, node.id, 'done', 'result', 'all_success', [begin, over]);
  // Of no tasks at all Airflow says that one of them failed.
  const leaves = [...leavesOf(members), ...(isEmpty ? [done] : [])];
  const any = addEmpty(plan, node.id, 'any', 'result', 'one_failed', leaves);
  const failed = addRaise(plan, node.id, 'failed', 'all_success', [done, any], `${node.id} failed`);
  return { over, done, failed };
}

function leavesOf(members: readonly LoweredTask[]): string[] {
  const followed = new Set(members.flatMap((task) => task.upstream.map((edge) => edge.from)));
  return members.filter((task) => !followed.has(task.id)).map((task) => task.id);
}

function groupOutlet(lowering: Lowering, node: FlowGroup, begin: Facts | undefined, ends: () => GroupEnds): Outlet {
  const { plan } = lowering;
  const waits: Facts = begin ?? { skip: undefined, must: new Map(), bad: undefined };
  const result = once(() => {
    const { done, failed } = ends();
    const id = addEmpty(plan, node.id, 'result', 'result', 'none_failed_min_one_success', [done, failed]);
    plan.facts.set(id, working(id, waits, true, false));
    return id;
  });
  const outlet = { node, real: result, done: () => [result(), ends().failed], okBelow: undefined, lost: undefined };
  if (node.onFailure.length === 0)
    return { ...outlet, ok: result, veto: undefined, branch: undefined, router: undefined };
  const { done, failed } = ends();
  const known = { skip: waits.skip, must: waits.must, before: waits.bad };
  const router = addRouter(plan, node.id, failed, known, GROUP_ENDS);
  const fine = once(() => addGate(plan, node.id, 'veto', router, [SKIPPED], 'generated', 'veto'));
  const ok = once(() => addEmpty(plan, node.id, 'ok', 'result', 'all_success', [done, fine()]));
  return { ...outlet, ok, veto: fine, branch: undefined, router };
}
