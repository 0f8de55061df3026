import { controlSources, type FlowNode, type FlowResource, type FlowScope, inOrder, predecessors } from '../flow';
import { type Conditions, settle, UNCONDITIONAL } from './conditions';
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
    const create: LoweredTask = {
      id,
      of: id,
      kind: 'setup',
      rule: 'all_success',
      upstream: [],
      role: { kind: 'authored' },
    };
    tasks.set(resource.name, { resource, create, users, first: firstUsers(scope, resource.name), always: false });
  }
  return tasks;
}

function firstUsers(scope: FlowScope, name: string): ReadonlySet<string> {
  const control = controlSources(scope);
  const behindUser = new Set<string>();
  const first = new Set<string>();
  for (const node of inOrder(scope)) {
    const behind = predecessors(node, control.get(node.id)).some((id) => behindUser.has(id));
    const uses = node.requires.includes(name);
    if (uses && !behind) first.add(node.id);
    if (uses || behind) behindUser.add(node.id);
  }
  return first;
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
  const { create, first } = tasks;
  const edge: LoweredEdge = { from: create.id, kind: 'resource' };
  if (!first.has(node.id)) return { edge, conditions: own };
  const settled = settle(lowering, node.id, own);
  if (plan.bare) {
    const known = new Set(create.upstream.map((before) => before.from));
    create.upstream.push(...settled.upstream.filter((before) => !known.has(before.from)));
    return { edge, conditions: own };
  }
  if (first.size === 1) {
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
  const due = addEmpty(
    plan,
    node.id,
    'due',
    'gate',
    settled.rule,
    settled.upstream.map((from) => from.from),
  );
  plan.facts.set(due, settled.facts);
  if (!tasks.always) {
    create.rule = 'one_done';
    create.upstream.push({ from: due, kind: 'resource' });
  }
  return { edge, conditions: { kind: 'merged', all: [{ from: due, kind: 'generated' }], ruled: undefined } };
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
