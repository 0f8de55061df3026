import { append } from '../../text/append';
import type { FlowNode, FlowScope } from './flow';
import type { LoweredTask } from './lower';

/**
 * In a file without `format` a sub-DAG, or an item of a generator, has ended when what destroys its resources has ended too: what
 * stands behind it waits for that, as in boundary-layer, where these tasks are among its last ones. The tasks get edges more.
 */
export function waitForDestroys(tasks: readonly LoweredTask[], flow: FlowScope): void {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  visit(flow, (group, follower) => {
    const destroys = destroysOf(group);
    if (destroys.length === 0) return;
    const ends = new Set(endsOf(group));
    const firsts = firstOf(follower).flatMap((id) => byId.get(id) ?? []);
    for (const task of new Set(firsts.flatMap((first) => [...createsFor(first, ends, byId), first]))) {
      const known = new Set(task.upstream.map(({ from }) => from));
      append(
        task.upstream,
        destroys.flatMap((from) => (known.has(from) ? [] : [{ from, kind: 'resource' } as const])),
      );
    }
  });
}

/** The tasks that create what a task uses, as far as they wait for the end of the group as well. */
function createsFor(
  task: LoweredTask,
  ends: ReadonlySet<string>,
  byId: ReadonlyMap<string, LoweredTask>,
): readonly LoweredTask[] {
  return task.upstream.flatMap(({ from }) => {
    const create = byId.get(from);
    return create?.kind === 'setup' && create.upstream.some((edge) => isBehind(edge.from, ends, byId)) ? [create] : [];
  });
}

/** Is it an end of the group, or a task that the plan puts between it and many? */
function isBehind(id: string, ends: ReadonlySet<string>, byId: ReadonlyMap<string, LoweredTask>): boolean {
  const task = byId.get(id);
  if (ends.has(id)) return true;
  return task !== undefined && task.role.kind !== 'authored' && task.upstream.some(({ from }) => ends.has(from));
}

/** The nodes of a group that none in it stands behind; of its last groups theirs. */
function endsOf({ scope }: Group): readonly string[] {
  const followed = new Set(scope.nodes.flatMap(({ upstream }) => upstream));
  const last = scope.nodes.filter(({ id }) => !followed.has(id));
  return last.flatMap((node) => (node.kind === 'group' ? endsOf(node) : [node.id]));
}

type Group = Extract<FlowNode, { readonly kind: 'group' }>;

/** Each group with each node that stands right behind it; groups without tasks are passed through. */
function visit(scope: FlowScope, found: (group: Group, follower: FlowNode) => void): void {
  if (!holdsGroup(scope)) return;
  const byId = new Map(scope.nodes.map((node) => [node.id, node]));
  const groupsBefore = (node: FlowNode, seen: Set<string>): readonly Group[] =>
    node.upstream.flatMap((id) => {
      const before = byId.get(id);
      if (before?.kind !== 'group' || seen.has(id)) return [];
      seen.add(id);
      return isEmpty(before) ? groupsBefore(before, seen) : [before];
    });
  for (const node of scope.nodes) {
    for (const group of groupsBefore(node, new Set())) found(group, node);
    if (node.kind === 'group') visit(node.scope, found);
  }
}

function holdsGroup({ nodes }: FlowScope): boolean {
  return nodes.some(({ kind }) => kind === 'group');
}

function isEmpty({ scope }: Group): boolean {
  return scope.nodes.every((node) => node.kind === 'group' && isEmpty(node));
}

/**
 * What destroys the resources of a group, and nothing in it waits for: its own with those of its sections, and those of its
 * last groups. Of a section they are the affair of the group around: the next section does not wait for them.
 */
function destroysOf({ scope, isSection }: Group): readonly string[] {
  const followed = new Set(scope.nodes.flatMap(({ upstream }) => upstream));
  const last = scope.nodes.filter((node) => node.kind === 'group' && !followed.has(node.id));
  const sections = scope.nodes.flatMap((node) =>
    node.kind === 'group' && node.isSection === true ? [node.scope] : [],
  );
  const whole = isSection === true ? [] : [scope, ...sections];
  const own = whole.flatMap(({ resources }) => resources.flatMap(({ destroy }) => destroy ?? []));
  return [...own, ...last.flatMap((node) => (node.kind === 'group' ? destroysOf(node) : []))];
}

/** The tasks of a node that wait for what the node waits for. */
function firstOf(node: FlowNode): readonly string[] {
  if (node.kind !== 'group') return [node.id];
  return node.scope.nodes.filter(({ upstream }) => upstream.length === 0).flatMap(firstOf);
}
