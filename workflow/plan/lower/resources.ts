import { append } from '../../../text/append';
import type { FlowNode, FlowScope } from '../flow';
import { type Opening, openingsOf } from '../openings';
import { type Conditions, type Settled, settle, UNCONDITIONAL } from './conditions';
import { edges, factsOf, type LoweredPlan, type LoweredTask } from './draft';
import { allOf, NEVER_ANYTHING, working } from './facts';
import { addEmpty, type Lowering, outletOf } from './scope';

/** The tasks of a resource while its users are lowered. */
export interface ResourceTasks extends Opening {
  readonly create: LoweredTask;
  /** Its place among the resources of the scope. */
  readonly number: number;
  /** The create tasks of the resources that it requires. */
  readonly below: readonly string[];
  /** The tasks that stand for "this user is due", where the users decide one by one. */
  readonly due: Set<string>;
  /** Is a user due whatever happens, so that the create task waits for none? */
  always: boolean;
}

/** The resources of a scope, each behind those that it requires. */
export type Resources = ReadonlyMap<string, ResourceTasks>;

/**
 * The create task of each resource that somebody uses; what it waits for is added as its users are lowered. `begin`: what
 * the roots of the scope wait for.
 */
export function startResources(plan: LoweredPlan, scope: FlowScope, begin: string | undefined): Resources {
  const tasks = new Map<string, ResourceTasks>();
  for (const opening of openingsOf(scope, plan.bare)) {
    const { resource, early } = opening;
    const below = resource.requires.flatMap((name) => tasks.get(name)?.create.id ?? []);
    const waits = early ? [...(begin === undefined ? [] : [begin]), ...below] : [];
    const create: LoweredTask = {
      id: resource.create,
      of: resource.create,
      kind: 'setup',
      rule: resource.createRule ?? 'all_success',
      upstream: edges('resource', waits),
      role: { kind: 'authored' },
    };
    const known = waits.map((id) => factsOf(plan, id));
    if (early) plan.facts.set(create.id, working(create.id, allOf(known, plan.choices), true, false));
    tasks.set(resource.name, { ...opening, create, number: tasks.size, below, due: new Set(), always: false });
  }
  return tasks;
}

/**
 * The conditions of a node with the resources that it requires among them. A first user says when a resource is due: where
 * all first users are due together the create task takes over their conditions, else each has a task that stands for
 * "the user is due", and the first of them creates.
 */
export function withResources(lowering: Lowering, node: FlowNode, resources: Resources, own: Conditions): Conditions {
  const required = inTheirOrder(new Set(node.requires), resources);
  if (required.length === 0 || own.kind === 'chosen') return own;
  if (lowering.plan.bare) return withBareResources(lowering, node, required, own);
  const opened = required.filter(({ first, early }) => first.includes(node) && !early);
  const together = opened.filter((tasks) => tasks.together);
  const decided = opened.filter((tasks) => !tasks.together);
  const waits = (decided.length === 0 ? undefined : decide(lowering, node, decided, own)) ?? own;
  const settled = once(() => settle(lowering, node.id, waits));
  for (const tasks of together) takeOver(lowering, tasks, together, waits, settled);
  // What stands below a resource that waits for the user itself is there when that one is.
  const implied = new Set(together.flatMap(({ below }) => below));
  const creates = required.map(({ create }) => create.id).filter((id) => !implied.has(id));
  const left = together.length > 0 ? UNCONDITIONAL : waits;
  return { ...left, all: [...left.all, ...edges('resource', creates)] };
}

/** Those of some resources that are known, in the order of all. */
function inTheirOrder(names: ReadonlySet<string>, resources: Resources): readonly ResourceTasks[] {
  return [...names].flatMap((name) => resources.get(name) ?? []).sort((one, other) => one.number - other.number);
}

type Merged = Extract<Conditions, { readonly kind: 'merged' }>;

function once(make: () => Settled): () => Settled {
  let made: Settled | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The create task waits for what its users wait for; one that stands behind another of theirs, for that. */
function takeOver(
  lowering: Lowering,
  { create, below }: ResourceTasks,
  together: readonly ResourceTasks[],
  own: Merged,
  settled: () => Settled,
): void {
  const { plan } = lowering;
  if (plan.facts.has(create.id)) return;
  const isBehind = below.length > 0 && together.some((other) => below.includes(other.create.id));
  const { all, ruled } = isBehind ? UNCONDITIONAL : own;
  const conditions: Conditions = { kind: 'merged', all: [...all, ...edges('resource', below)], ruled };
  const { rule, upstream, facts } = below.length === 0 ? settled() : settle(lowering, create.id, conditions);
  create.rule = rule;
  create.upstream = [...upstream];
  plan.facts.set(create.id, working(create.id, facts, true, false));
}

/** The conditions of a user that decides with others whether resources are created. */
function decide(
  lowering: Lowering,
  node: FlowNode,
  decided: readonly ResourceTasks[],
  own: Merged,
): Merged | undefined {
  const { plan } = lowering;
  // Of what several users decide nothing is known but that it can fail.
  for (const { create } of decided) plan.facts.set(create.id, working(create.id, NEVER_ANYTHING, true, true));
  const settled = settle(lowering, node.id, own);
  if (settled.upstream.length === 0) {
    for (const tasks of decided) tasks.always = true;
    return undefined;
  }
  const due = dueTask(lowering, node.id, settled);
  for (const tasks of decided) tasks.due.add(due);
  return { kind: 'merged', all: [{ from: due, kind: 'generated' }], ruled: undefined };
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

/** As in boundary-layer: of two resources of a node the one that is listed later is created after the other. */
function withBareResources(
  lowering: Lowering,
  node: FlowNode,
  required: readonly ResourceTasks[],
  own: Merged,
): Conditions {
  let conditions: Merged = own;
  for (const { create, first, below, early } of required) {
    if (early || !first.includes(node)) continue;
    const before = [...settle(lowering, node.id, conditions).upstream, ...edges('resource', below)];
    const known = new Set(create.upstream.map((edge) => edge.from));
    append(
      create.upstream,
      before.filter((edge) => !known.has(edge.from)),
    );
    conditions = { ...conditions, all: [...conditions.all, ...edges('resource', [create.id])] };
  }
  const creates = required.map(({ create }) => create.id);
  return { ...conditions, all: [...conditions.all, ...edges('resource', creates)] };
}

/**
 * The destroy tasks: once the create task has run, well or not, every user has ended, and so have the destroy tasks of
 * the resources that stand on it.
 */
export function finishResources(lowering: Lowering, resources: Resources): void {
  const { plan } = lowering;
  const shown = new Set<string>();
  const standingOn = destroysByRequired(resources);
  for (const tasks of resources.values()) {
    const { resource, create, users } = tasks;
    if (!plan.bare && tasks.due.size + (tasks.always ? 1 : 0) > 0) waitForUsers(lowering, tasks);
    plan.tasks.push(create);
    if (resource.destroy === undefined) continue;
    const above = standingOn.get(resource.name) ?? [];
    const realOf = (user: FlowNode): string => outletOf(lowering, user.id).real();
    addDestroy(lowering, resource.destroy, create, [...users.map(realOf), ...above]);
    const hidden = [...users.filter((user) => isLeaf(lowering, user)).map(realOf), ...above];
    const news = hidden.filter((id) => !shown.has(id));
    for (const id of news) shown.add(id);
    const rule = plan.bare ? 'all_success' : 'none_failed_min_one_success';
    if (news.length > 0) addEmpty(plan, resource.destroy, 'sentinel', 'sentinel', rule, news);
  }
}

/** For each resource what destroys those that stand on it. */
function destroysByRequired(resources: Resources): ReadonlyMap<string, readonly string[]> {
  const destroys = new Map<string, string[]>();
  for (const { resource } of resources.values()) {
    if (resource.destroy === undefined) continue;
    for (const name of new Set(resource.requires)) {
      const known = destroys.get(name);
      if (known === undefined) destroys.set(name, [resource.destroy]);
      else known.push(resource.destroy);
    }
  }
  return destroys;
}

/** The create task of a resource whose users decide one by one: the first that is due creates it. */
function waitForUsers({ plan }: Lowering, { create, due, below, always }: ResourceTasks): void {
  if (always) {
    create.upstream = edges('resource', below);
  } else if (below.length === 0) {
    create.rule = 'one_done';
    create.upstream = edges('resource', [...due]);
  } else {
    const wanted = addEmpty(plan, create.id, 'wanted', 'collector', 'one_done', [...due]);
    create.upstream = edges('resource', [wanted, ...below]);
  }
}

function addDestroy({ plan }: Lowering, destroy: string, create: LoweredTask, ends: readonly string[]): void {
  if (plan.bare) {
    plan.tasks.push(destroyTask(destroy, 'all_done', ends));
  } else if (create.upstream.length === 0) {
    plan.tasks.push(destroyTask(destroy, 'all_done', [create.id, ...ends]));
  } else {
    const made = addEmpty(plan, create.id, 'ended', 'result', 'one_done', [create.id]);
    const over = addEmpty(plan, create.id, 'unused', 'result', 'all_done', ends);
    plan.tasks.push(destroyTask(destroy, 'all_success', [made, over]));
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
