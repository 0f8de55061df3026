import type { FlowGroup, FlowNode } from '../flow';
import { conditionsOf, settle } from './conditions';
import { addHelper, edges, type LoweredEdge, type LoweredRole, type LoweredTask } from './draft';
import { resourceEdges, type ResourceTasks } from './resources';
import { addEmpty, addGate, addRaise, addRouter, type Choices, type Lowering, once, type Outlet, type Router } from './scope';

/** Lowers the whole of an inner scope; passed in, because groups and scopes need each other. */
export type LowerScope = (group: FlowGroup, begin: string | undefined) => { readonly raising: readonly string[] };

/** Adds the tasks of one node to the plan and says where others hang on it. */
export function lowerNode(
  lowering: Lowering,
  node: FlowNode,
  resources: ReadonlyMap<string, ResourceTasks>,
  lowerScope: LowerScope,
): Outlet {
  if (node.kind === 'group') return lowerGroup(lowering, node, resources, lowerScope);
  const task = place(lowering, node, node.id, kindOf(node), roleOf(node), resources);
  if (node.kind === 'fail') {
    lowering.raising.push(node.id);
    if (lowering.followed.has(node.id)) {
      addRaise(lowering.plan, node.id, 'raised', 'one_done', [node.id], `${node.id} failed the run`);
    }
  }
  const cases = task.role.kind === 'choose' ? task.role.cases : undefined;
  return taskOutlet(lowering, node, cases);
}

function kindOf(node: Exclude<FlowNode, FlowGroup>): LoweredTask['kind'] {
  return node.kind;
}

function roleOf(node: FlowNode): LoweredRole {
  if (node.kind === 'branch') return { kind: 'choose', cases: node.cases.map(() => []) };
  return node.kind === 'join' ? { kind: 'empty' } : { kind: 'authored' };
}

/** Adds the task with the given id under the conditions of its node. */
function place(
  lowering: Lowering,
  node: FlowNode,
  id: string,
  kind: LoweredTask['kind'],
  role: LoweredRole,
  resources: ReadonlyMap<string, ResourceTasks>,
): LoweredTask {
  const conditions = conditionsOf(lowering, node);
  for (const chosen of conditions.chosenIn) chosen.push(id);
  const required: LoweredEdge[] = [];
  let own = conditions;
  for (const name of node.requires) {
    const tasks = resources.get(name);
    if (tasks === undefined) continue;
    const { edge, replaces } = resourceEdges(lowering, node, tasks, own);
    required.push(edge);
    if (replaces !== undefined) own = { all: replaces, ruled: undefined, chosenIn: [] };
  }
  const { rule, upstream } = settle(lowering, node.id, { ...own, all: [...own.all, ...required] });
  const task: LoweredTask = { id, of: node.id, kind, rule, upstream: [...upstream], role };
  lowering.plan.tasks.push(task);
  return task;
}

function taskOutlet(lowering: Lowering, node: FlowNode, cases: readonly string[][] | undefined): Outlet {
  const { plan } = lowering;
  const branch = cases === undefined ? undefined : { id: node.id, cases };
  const real = (): string => node.id;
  const done = (): readonly string[] => [node.id];
  if (node.onFailure.length === 0) {
    return { node, real, done, ok: real, veto: undefined, lost: undefined, choices: { branch, router: undefined } };
  }
  const router = addRouter(plan, node.id, node.id);
  return {
    node,
    real,
    done,
    ok: once(() => addGate(plan, node.id, 'ok', router.id, [router.success], 'generated')),
    veto: once(() => addVeto(lowering, node.id, router, [router.success, router.skipped])),
    lost: once(() => addGate(plan, node.id, 'lost', router.id, [], 'generated')),
    choices: { branch, router },
  };
}

function addVeto(lowering: Lowering, owner: string, router: Router, lists: readonly string[][]): string {
  const upstream = edges('generated', [router.id]);
  const veto = addHelper(lowering.plan, owner, 'veto', {
    kind: 'veto',
    rule: 'all_success',
    upstream,
    role: { kind: 'empty' },
  });
  for (const chosen of lists) chosen.push(veto.id);
  return veto.id;
}

/**
 * A group with a result: it begins under its conditions, is over when every member has ended, and failed when it was
 * begun and something in it failed that nothing masks.
 */
function lowerGroup(
  lowering: Lowering,
  node: FlowGroup,
  resources: ReadonlyMap<string, ResourceTasks>,
  lowerScope: LowerScope,
): Outlet {
  const { plan } = lowering;
  const begin = addBegin(lowering, node, resources);
  const first = plan.tasks.length;
  const inner = lowerScope(node, begin);
  const members = plan.tasks.slice(first);
  const over = addEmpty(plan, node.id, 'over', 'result', 'all_done', members.length === 0 && begin !== undefined ? [begin] : members.map((task) => task.id));
  const done = begin === undefined ? over : addEmpty(plan, node.id, 'done', 'result', 'all_success', [begin, over]);
  const lost = addEmpty(plan, node.id, 'any', 'result', 'one_failed', leavesOf(members));
  const message = `${node.id} failed`;
  const failed = addRaise(plan, node.id, 'failed', 'all_success', [done, lost], message);
  reportRaised(lowering, node, inner.raising);
  return groupOutlet(lowering, node, done, failed);
}

function addBegin(
  lowering: Lowering,
  node: FlowGroup,
  resources: ReadonlyMap<string, ResourceTasks>,
): string | undefined {
  const before = lowering.plan.tasks.length;
  const id = `${node.id}__begin`;
  const task = place(lowering, node, id, 'gate', { kind: 'empty' }, resources);
  if (task.upstream.length > 0 || lowering.plan.tasks.length > before + 1) return id;
  lowering.plan.tasks.pop();
  return undefined;
}

function leavesOf(members: readonly LoweredTask[]): string[] {
  const followed = new Set(members.flatMap((task) => task.upstream.map((edge) => edge.from)));
  return members.filter((task) => !followed.has(task.id)).map((task) => task.id);
}

/** A `fail` inside fails the run whatever follows the group, unless the group has handlers. */
function reportRaised(lowering: Lowering, node: FlowGroup, raising: readonly string[]): void {
  if (raising.length === 0 || node.onFailure.length > 0) return;
  lowering.raising.push(...raising);
  if (!lowering.followed.has(node.id)) return;
  addRaise(lowering.plan, node.id, 'raised', 'one_done', raising, `${node.id} failed the run`);
}

function groupOutlet(lowering: Lowering, node: FlowGroup, done: string, failed: string): Outlet {
  const { plan } = lowering;
  const result = once(() => addEmpty(plan, node.id, 'result', 'result', 'none_failed_min_one_success', [done, failed]));
  const choices: Choices = { branch: undefined, router: undefined };
  const outlet = { node, real: result, done: () => [result(), failed] };
  if (node.onFailure.length === 0) return { ...outlet, ok: result, veto: undefined, lost: undefined, choices };
  const router = addRouter(plan, node.id, failed);
  const fine = once(() => addVeto(lowering, node.id, router, [router.skipped]));
  return {
    ...outlet,
    ok: once(() => addEmpty(plan, node.id, 'ok', 'result', 'all_success', [done, fine()])),
    veto: fine,
    lost: undefined,
    choices: { branch: undefined, router },
  };
}
