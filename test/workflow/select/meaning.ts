import type { FlowNode, FlowScope } from '../../../workflow/plan/flow';

/** All nodes of a flow, those of groups included. */
export function nodesOf(scope: FlowScope): readonly FlowNode[] {
  return scope.nodes.flatMap((node) => [node, ...(node.kind === 'group' ? nodesOf(node.scope) : [])]);
}

/** What leads to each node: dependencies, items of its paths, choices and failures. */
function leadersOf(scope: FlowScope): ReadonlyMap<string, readonly string[]> {
  const leaders = new Map<string, string[]>();
  const add = (from: string, to: string): void => {
    leaders.set(to, [...(leaders.get(to) ?? []), from]);
  };
  for (const node of nodesOf(scope)) {
    for (const from of [...node.upstream, ...(node.kind === 'join' ? node.paths.flat() : [])]) add(from, node.id);
    for (const to of controlledBy(node)) add(node.id, to);
  }
  return leaders;
}

export function controlledBy(node: FlowNode): readonly string[] {
  return [...node.onFailure, ...(node.kind === 'branch' ? node.cases.flat() : [])];
}

/** The nodes that run only by a choice or after a failure. */
function ledNodes(scope: FlowScope): ReadonlySet<string> {
  const nodes = nodesOf(scope);
  const led = new Set(nodes.flatMap(controlledBy));
  for (let before = -1; before !== led.size; ) {
    before = led.size;
    for (const node of nodes) {
      const paths = node.kind === 'join' ? node.paths.flat() : [];
      const isLed = node.kind === 'join' ? paths.every((id) => led.has(id)) : node.upstream.some((id) => led.has(id));
      if (isLed && (paths.length > 0 || node.upstream.length > 0)) led.add(node.id);
    }
  }
  return led;
}

/** The nodes that go because all that lead to them by a choice or failure go, and what waits for their success. */
export function deadNodes(
  scope: FlowScope,
  stays: ReadonlySet<string>,
  neverRun: ReadonlySet<string>,
): ReadonlySet<string> {
  const nodes = nodesOf(scope);
  const sources = new Map<string, string[]>();
  for (const node of nodes) for (const to of controlledBy(node)) sources.set(to, [...(sources.get(to) ?? []), node.id]);
  const dead = new Set<string>(neverRun);
  for (let before = -1; before !== dead.size; ) {
    before = dead.size;
    for (const { id, kind, upstream, rule } of nodes) {
      if (stays.has(id)) continue;
      const own = sources.get(id) ?? [];
      const isLost = own.length > 0 && own.every((from) => !stays.has(from));
      const needsAll = rule === 'all_success' || rule === 'none_skipped';
      if (isLost || (kind !== 'join' && needsAll && upstream.some((from) => dead.has(from)))) dead.add(id);
    }
  }
  return dead;
}

/**
 * A flow as pruning leaves its joins: an item that is taken out counts as nothing where nothing is left before it, as long as another
 * item of its path says when it arrives. Where the others only run by a choice or after a failure, the path has arrived. A path whose
 * items cannot come any more goes. `neverRun`: what is known not to run beside that.
 */
export function withoutLostItems(
  scope: FlowScope,
  stays: ReadonlySet<string>,
  neverRun: ReadonlySet<string> = new Set(),
): FlowScope {
  const leaders = leadersOf(scope);
  const led = ledNodes(scope);
  const dead = deadNodes(scope, stays, neverRun);
  const isLeft = (id: string, seen: ReadonlySet<string> = new Set()): boolean =>
    stays.has(id) ||
    (!dead.has(id) && (leaders.get(id) ?? []).some((from) => !seen.has(from) && isLeft(from, new Set([...seen, id]))));
  const reduced = (inner: FlowScope): FlowScope => ({
    ...inner,
    nodes: inner.nodes.map((node): FlowNode => {
      if (node.kind === 'group') return { ...node, scope: reduced(node.scope) };
      if (node.kind !== 'join') return node;
      const isChosen = node.paths
        .flat()
        .filter((id) => isLeft(id))
        .every((id) => led.has(id));
      const paths = node.paths
        .filter((path) => !path.every((id) => dead.has(id)))
        .map((path) => {
          const left = path.filter((id) => isLeft(id));
          return left.length === 0 || isChosen ? path : left;
        });
      return { ...node, paths };
    }),
  });
  return reduced(scope);
}

/** The groups with a result, and of each the nodes in it that remain. */
export function groupsOf(scope: FlowScope, stays: ReadonlySet<string>): readonly string[] {
  const groups = nodesOf(scope).flatMap((node) => (node.kind === 'group' ? [node] : []));
  return groups
    .map(
      ({ id, scope: inner }) =>
        `${id}: ${nodesOf(inner)
          .flatMap((node) => (stays.has(node.id) ? node.id : []))
          .sort()}`,
    )
    .filter((told) => !told.endsWith(': '))
    .sort();
}

/**
 * A handler that lost one of the tasks whose failure led to it stands behind what that task waited for, by a task of type `dummy`: it
 * waits for that, and so fails with it, though another failure led to it (docs/select.md).
 */
export function waitsForLostFailure(scope: FlowScope, stays: ReadonlySet<string>, left: string): boolean {
  if (!/name: pruned-(?:(?!name: )[\s\S])*trigger_rule: none_failed/u.test(left)) return false;
  const nodes = nodesOf(scope);
  return nodes.some((node) => !stays.has(node.id) && controlledBy(node).some((to) => stays.has(to)));
}
