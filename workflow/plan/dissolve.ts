import { controlSources, type FlowGroup, type FlowNode, type FlowResource, type FlowScope, idForTasks } from './flow';

/**
 * A flow without the groups that need no result: their nodes stand in the scope around, their first ones behind what the
 * group depends on, and what depends on the group behind their last ones, as boundary-layer has it. What remains are
 * groups that hold a choice, a handled failure, a join or a `fail`, and those that one of these refers to.
 */
export function dissolve(scope: FlowScope): FlowScope {
  const inner = scope.nodes.map(
    (node): FlowNode => (node.kind === 'group' ? { ...node, scope: dissolve(node.scope) } : node),
  );
  const whole = { ...scope, nodes: inner };
  const referred = referredTo(whole);
  const plain = new Map(
    inner.flatMap((node) => (node.kind === 'group' && isPlain(node, referred) ? [[node.id, node] as const] : [])),
  );
  if (plain.size === 0) return { ...whole, nodes: inner.map(withOwnResources) };
  const ends = endsOf(plain);
  const taken = new Set([...inner, ...[...plain.values()].flatMap((group) => group.scope.nodes)].map(({ id }) => id));
  const nodes = inner.flatMap((node): readonly FlowNode[] => {
    const moved = withOwnResources({ ...node, upstream: behind(node.upstream, ends) });
    const group = plain.get(node.id);
    return group === undefined ? [moved] : opened(group, moved.upstream, taken);
  });
  return { nodes, resources: resourcesOfAll(scope, [...plain.values()]) };
}

/** Nodes that a choice, a handled failure or a join refers to. */
function referredTo(scope: FlowScope): ReadonlySet<string> {
  const items = scope.nodes.flatMap((node) => (node.kind === 'join' ? node.paths.flat() : []));
  return new Set([...controlSources(scope).keys(), ...items]);
}

function isPlain(group: FlowGroup, referred: ReadonlySet<string>): boolean {
  return (
    group.isLoop !== true && group.onFailure.length === 0 && !referred.has(group.id) && !holdsConstructs(group.scope)
  );
}

function holdsConstructs(scope: FlowScope): boolean {
  const isPlainNode = (node: FlowNode): boolean => node.kind === 'task' || node.kind === 'gate';
  return scope.nodes.some((node) => !isPlainNode(node) || node.onFailure.length > 0);
}

/** What stands for a plain group to those behind it: its last nodes, or what it depends on where it is empty. */
function endsOf(plain: ReadonlyMap<string, FlowGroup>): ReadonlyMap<string, readonly string[]> {
  const ends = new Map<string, readonly string[]>();
  const endOf = (id: string, path: ReadonlySet<string>): readonly string[] => {
    const group = plain.get(id);
    if (group === undefined || path.has(id)) return [id];
    const known = ends.get(id);
    if (known !== undefined) return known;
    const followed = new Set(group.scope.nodes.flatMap((node) => node.upstream));
    const last = group.scope.nodes.filter((node) => !followed.has(node.id)).map((node) => node.id);
    const found = last.length > 0 ? last : group.upstream.flatMap((before) => endOf(before, new Set([...path, id])));
    ends.set(id, found);
    return found;
  };
  for (const id of plain.keys()) endOf(id, new Set());
  return ends;
}

function behind(upstream: readonly string[], ends: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...new Set(upstream.flatMap((id) => ends.get(id) ?? [id]))];
}

/** A section with a result uses the resources of the document as a whole; what stands in it knows its own. */
function withOwnResources(node: FlowNode): FlowNode {
  if (node.kind !== 'group' || node.isSection !== true) return node;
  const shared = new Set(node.requires);
  const others = (requires: readonly string[]): readonly string[] => requires.filter((name) => !shared.has(name));
  const nodes = node.scope.nodes.map((inner) => ({ ...inner, requires: others(inner.requires) }));
  const resources = node.scope.resources.map((inner) => ({ ...inner, requires: others(inner.requires) }));
  return { ...node, scope: { nodes, resources } };
}

/** What all that stands in a group uses, since the group uses it. Of a section each node says for itself. */
function usedByAll({ isSection, requires }: FlowGroup): readonly string[] {
  return isSection === true ? [] : requires;
}

/** The resources of a scope with those of its plain groups; those of sections among those of their document. */
function resourcesOfAll({ resources }: FlowScope, plain: readonly FlowGroup[]): readonly FlowResource[] {
  const all = [...resources, ...plain.flatMap(resourcesOf)];
  if (!plain.some(({ isSection }) => isSection === true)) return all;
  return all.sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
}

/** The resources of a group stand on those that the group requires, as all in it do. */
function resourcesOf(group: FlowGroup): readonly FlowResource[] {
  return group.scope.resources.map((resource) => ({
    ...resource,
    requires: [...new Set([...usedByAll(group), ...resource.requires])],
  }));
}

/** A few edges more are easier to read than a task that nobody wrote. */
const WORTH_A_GATE = 2;

/**
 * The nodes of a group in the scope around it. Where many first nodes stand behind many others, as with a generator behind a
 * generator, a gate holds the edges together: their sum instead of their product.
 */
function opened(group: FlowGroup, upstream: readonly string[], taken: Set<string>): readonly FlowNode[] {
  const first = group.scope.nodes.filter((node) => node.upstream.length === 0 && mayHangOnGate(group, node));
  if (first.length * upstream.length <= WORTH_A_GATE * (first.length + upstream.length))
    return inlined(group, upstream);
  const begin = `${idForTasks(group.id)}__begin`;
  let id = begin;
  for (let number = 2; taken.has(id); number++) id = `${begin}_${number}`;
  taken.add(id);
  const gate: FlowNode = {
    ...{ kind: 'gate', id, of: group.id, upstream, rule: group.rule },
    ...{ requires: [], onFailure: [] },
  };
  const behindGate = new Set(first.map((node) => node.id));
  const nodes = inlined({ ...group, rule: 'all_success' }, [id]).map((node) => {
    const isOther = node.upstream.length === 1 && node.upstream[0] === id && !behindGate.has(node.id);
    return isOther ? { ...node, upstream } : node;
  });
  return [gate, ...nodes];
}

/** A gate has the rule of the group, so that what stands behind it needs no other one. */
function mayHangOnGate(group: FlowGroup, node: FlowNode): boolean {
  return group.ownRule === true ? node.ownRule !== true : node.rule === 'all_success';
}

/** The nodes of a group in the scope around it. Its rule goes to its first nodes; what it requires all of them use. */
function inlined(group: FlowGroup, upstream: readonly string[]): readonly FlowNode[] {
  return group.scope.nodes.map((node) => {
    const isFirst = node.upstream.length === 0;
    return {
      ...node,
      requires: [...new Set([...usedByAll(group), ...node.requires])],
      upstream: isFirst ? upstream : node.upstream,
      ...(isFirst ? rulingIn(group, node) : {}),
    };
  });
}

/** The rule of a first node of a group: its own, else the one that the group names, else what tasks have by default. */
function rulingIn(group: FlowGroup, node: FlowNode): Pick<FlowNode, 'rule' | 'ownRule'> {
  if (group.ownRule !== true || node.ownRule === true) return { rule: node.rule };
  return { rule: group.rule, ownRule: true };
}
