import { type FlowNode, type FlowResource, type FlowScope, firstUsers } from '../flow';
import { type Conditions, type Settled, settle, UNCONDITIONAL } from './conditions';
import { edges, type LoweredEdge, type LoweredTask } from './draft';
import { NEVER_ANYTHING, working } from './facts';
import { addEmpty, type Lowering, outletOf } from './scope';

/** The tasks of a resource while its users are lowered. */
export interface ResourceTasks {
  readonly resource: FlowResource;
  readonly create: LoweredTask;
  readonly users: readonly FlowNode[];
  /** Users that no other user stands before: the resource is created when one of them is due. */
  readonly first: ReadonlySet<string>;
  /** Are they all due or none, so that the create task can stand between them and what they wait for? */
  readonly together: boolean;
  /** Is a user due whatever happens, so that the create task waits for nothing? */
  always: boolean;
}

/** The create task of each resource that somebody uses; what it waits for is added as its users are lowered. */
export function startResources(scope: FlowScope): ReadonlyMap<string, ResourceTasks> {
  const tasks = new Map<string, ResourceTasks>();
  for (const resource of scope.resources) {
    const users = scope.nodes.filter((node) => node.requires.includes(resource.name));
    if (users.length === 0) continue;
    const id = resource.create;
    const found = firstUsers(scope, resource.name);
    const first = new Set(found.users.map((user) => user.id));
    const create: LoweredTask = {
      id,
      of: id,
      kind: 'setup',
      rule: 'all_success',
      upstream: [],
      role: { kind: 'authored' },
    };
    tasks.set(resource.name, { resource, create, users, first, together: found.together, always: false });
  }
  return tasks;
}

/**
 * How a user waits for its resource. A first user says when the resource is due: where it is the only one the create task
 * takes over its conditions, else each has a task that stands for "the user is due", and the first of them creates.
 */
export function resourceEdges(
  lowering: Lowering,
  node: FlowNode,
  tasks: ResourceTasks,
  own: Conditions,
): { readonly edge: LoweredEdge; readonly conditions: Conditions } {
  const { plan } = lowering;
  const { create, first, together } = tasks;
  const edge: LoweredEdge = { from: create.id, kind: 'resource' };
  if (!first.has(node.id)) return { edge, conditions: own };
  if (together && !plan.bare && plan.facts.has(create.id)) return { edge, conditions: UNCONDITIONAL };
  const settled = settle(lowering, node.id, own);
  if (plan.bare) {
    const known = new Set(create.upstream.map((before) => before.from));
    create.upstream.push(...settled.upstream.filter((before) => !known.has(before.from)));
    // As in boundary-layer, of two resources the one that is listed later is created after the other.
    return { edge, conditions: own.kind === 'merged' ? { ...own, all: [...own.all, edge] } : own };
  }
  if (together) {
    create.rule = settled.rule;
    create.upstream = [...settled.upstream];
    plan.facts.set(create.id, working(create.id, settled.facts, true, false));
    return { edge, conditions: UNCONDITIONAL };
  }
  // Several users decide together whether it is created: of that nothing is known but that it can fail.
  plan.facts.set(create.id, working(create.id, NEVER_ANYTHING, true, true));
  if (settled.upstream.length === 0) {
    create.upstream = [];
    create.rule = 'all_success';
    tasks.always = true;
    return { edge, conditions: own };
  }
  const due = dueTask(lowering, node.id, settled);
  if (!tasks.always) {
    create.rule = 'one_done';
    create.upstream.push({ from: due, kind: 'resource' });
  }
  return { edge, conditions: { kind: 'merged', all: [{ from: due, kind: 'generated' }], ruled: undefined } };
}

/** The task that succeeds when a user is due: one that is there already, where it says just that. */
function dueTask(lowering: Lowering, owner: string, settled: Settled): string {
  const { plan } = lowering;
  const [only, ...more] = settled.upstream;
  const isPlain = settled.rule === 'all_success' && more.length === 0;
  if (only !== undefined && isPlain && plan.empty.has(only.from)) return only.from;
  const upstream = settled.upstream.map((edge) => edge.from);
  const due = addEmpty(plan, owner, 'due', 'gate', settled.rule, upstream);
  plan.facts.set(due, settled.facts);
  return due;
}

/** The destroy task: once the create task has run, well or not, and every user has ended. */
export function finishResources(lowering: Lowering, resources: ReadonlyMap<string, ResourceTasks>): void {
  const { plan } = lowering;
  for (const { resource, create, users } of resources.values()) {
    plan.tasks.push(create);
    const { destroy } = resource;
    const ends = users.map((user) => outletOf(lowering, user.id).real());
    const hidden = users.filter((user) => isLeaf(lowering, user)).map((user) => outletOf(lowering, user.id).real());
    if (destroy === undefined) continue;
    if (plan.bare) {
      plan.tasks.push(destroyTask(destroy, 'all_done', ends));
    } else if (create.upstream.length === 0) {
      plan.tasks.push(destroyTask(destroy, 'all_done', [create.id, ...ends]));
    } else {
      const made = addEmpty(plan, create.id, 'ended', 'result', 'one_done', [create.id]);
      const over = addEmpty(plan, create.id, 'unused', 'result', 'all_done', ends);
      plan.tasks.push(destroyTask(destroy, 'all_success', [made, over]));
    }
    const rule = plan.bare ? 'all_success' : 'none_failed_min_one_success';
    if (hidden.length > 0) addEmpty(plan, destroy, 'sentinel', 'sentinel', rule, hidden);
  }
}

function destroyTask(id: string, rule: LoweredTask['rule'], upstream: readonly string[]): LoweredTask {
  return { id, of: id, kind: 'teardown', rule, upstream: edges('resource', upstream), role: { kind: 'authored' } };
}

/** Would a failure of the node show, if the destroy task did not stand behind it? */
function isLeaf(lowering: Lowering, node: FlowNode): boolean {
  const chooses =
    node.onFailure.length > 0 || (node.kind === 'branch' && node.cases.some((targets) => targets.length > 0));
  return !lowering.followed.has(node.id) && !chooses;
}
