import type { FlowGroup, FlowNode, FlowResource, FlowScope } from '../../../workflow/plan/flow';

/** What leads to what in a flow, said once more for the interpreter, which must not believe the plan. */
export interface Leading {
  readonly source: FlowNode;
  readonly cases: readonly number[];
  readonly onFailure: boolean;
}

/** By target of control edges, each node that leads there. */
export function leadingTo(scope: FlowScope): ReadonlyMap<string, readonly Leading[]> {
  const found = new Map<string, Leading[]>();
  for (const source of scope.nodes) {
    const cases = source.kind === 'branch' ? source.cases : [];
    for (const target of new Set([...cases.flat(), ...source.onFailure])) {
      const taking = cases.flatMap((targets, index) => (targets.includes(target) ? [index] : []));
      const entry = { source, cases: taking, onFailure: source.onFailure.includes(target) };
      found.set(target, [...(found.get(target) ?? []), entry]);
    }
  }
  return found;
}

/** By node, all that has to be known before one can say how it ends. */
export function knownBefore(scope: FlowScope): ReadonlyMap<string, readonly string[]> {
  const control = leadingTo(scope);
  return new Map(
    scope.nodes.map((node) => {
      const items = node.kind === 'join' ? node.paths.flat() : [];
      const sources = (control.get(node.id) ?? []).map(({ source }) => source.id);
      return [node.id, [...new Set([...node.upstream, ...items, ...sources])]];
    }),
  );
}

/** A resource of a scope, and which of its users decide that it is made. */
export interface Making {
  readonly resource: FlowResource;
  /** The users that no other user stands before. */
  readonly first: readonly FlowNode[];
  /** Do the first users wait for the same things, so that all of them are due or none is? */
  readonly together: boolean;
  /** Is it made when its scope begins, because resources would wait for users of each other? */
  readonly early: boolean;
}

export function makingsOf(scope: FlowScope): readonly Making[] {
  const before = knownBefore(scope);
  const control = leadingTo(scope);
  const makings = requiredFirst(scope.resources).flatMap((resource): readonly Making[] => {
    const users = scope.nodes.filter(({ requires }) => requires.includes(resource.name));
    const ids = new Set(users.map(({ id }) => id));
    const first = users.filter(({ id }) => ![...allBefore(id, before)].some((other) => ids.has(other)));
    const waits = ({ rule, upstream, requires }: FlowNode): string =>
      JSON.stringify([rule, [...upstream].sort(), requires]);
    const isPlain = ({ id, kind }: FlowNode): boolean => kind !== 'join' && !control.has(id);
    const isAlike = first.every((user) => isPlain(user) && first[0] !== undefined && waits(user) === waits(first[0]));
    return first.length === 0 ? [] : [{ resource, first, together: first.length === 1 || isAlike, early: false }];
  });
  return withoutKnots(scope, makings, before);
}

/** The ids that stand before one, at any distance. */
export function allBefore(id: string, before: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const other of before.get(next) ?? []) {
      if (!found.has(other)) open.push(other);
      found.add(other);
    }
  }
  return found;
}

function requiredFirst(resources: readonly FlowResource[]): readonly FlowResource[] {
  const left = [...resources];
  const ordered: FlowResource[] = [];
  while (left.length > 0) {
    const waits = ({ requires }: FlowResource): boolean => left.some(({ name }) => requires.includes(name));
    const next = left.findIndex((resource) => !waits(resource));
    if (next < 0) return ordered;
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

const MAKING = 'making of ';

/** The first resource of each knot is made early, until there is no knot. */
function withoutKnots(
  scope: FlowScope,
  makings: readonly Making[],
  before: ReadonlyMap<string, readonly string[]>,
): readonly Making[] {
  const waitsOf = ({ resource, first, early }: Making): readonly string[] => [
    ...resource.requires.map((name) => MAKING + name),
    ...(early ? [] : first.flatMap(({ id }) => before.get(id) ?? [])),
  ];
  const whole = new Map<string, readonly string[]>([
    ...scope.nodes.map(
      ({ id, requires }) => [id, [...(before.get(id) ?? []), ...requires.map((name) => MAKING + name)]] as const,
    ),
    ...makings.map((making) => [MAKING + making.resource.name, waitsOf(making)] as const),
  ]);
  const reach = new Map(makings.map(({ resource: { name } }) => [name, allBefore(MAKING + name, whole)]));
  const inKnot = makings.filter(({ resource: { name } }) => reach.get(name)?.has(MAKING + name));
  const sameKnot = (a: string, b: string): boolean =>
    reach.get(a)?.has(MAKING + b) === true && reach.get(b)?.has(MAKING + a) === true;
  const firstOfKnot = inKnot.filter(
    ({ resource }, index) => !inKnot.slice(0, index).some((other) => sameKnot(other.resource.name, resource.name)),
  );
  if (firstOfKnot.length === 0) return makings;
  const early = makings.map((making) => (firstOfKnot.includes(making) ? { ...making, early: true } : making));
  return withoutKnots(scope, early, before);
}

/**
 * A flow in which groups that nobody asks for a result are gone: their first nodes stand behind what the group waits for,
 * and what waits for the group behind their last ones.
 */
export function withoutPlainGroups(scope: FlowScope): FlowScope {
  const nodes = scope.nodes.map(
    (node): FlowNode => (node.kind === 'group' ? { ...node, scope: withoutPlainGroups(node.scope) } : node),
  );
  const named = new Set([
    ...leadingTo(scope).keys(),
    ...nodes.flatMap((node) => (node.kind === 'join' ? node.paths.flat() : [])),
  ]);
  const isPlain = (group: FlowGroup): boolean =>
    group.isLoop !== true &&
    group.onFailure.length === 0 &&
    !named.has(group.id) &&
    group.scope.nodes.every(({ kind, onFailure }) => kind === 'task' && onFailure.length === 0);
  const plain = new Map(
    nodes.flatMap((node) => (node.kind === 'group' && isPlain(node) ? [[node.id, node] as const] : [])),
  );
  const lastOf = (id: string): readonly string[] => {
    const group = plain.get(id);
    if (group === undefined) return [id];
    const { nodes: members } = group.scope;
    const last = members.filter((member) => !members.some(({ upstream }) => upstream.includes(member.id)));
    return members.length === 0 ? group.upstream.flatMap(lastOf) : last.map((member) => member.id);
  };
  const opened = nodes.flatMap((node): readonly FlowNode[] => {
    const upstream = [...new Set(node.upstream.flatMap(lastOf))];
    const group = plain.get(node.id);
    if (group === undefined) return [{ ...node, upstream }];
    return group.scope.nodes.map((member) => {
      const begins = member.upstream.length === 0;
      const requires = group.isSection === true ? member.requires : [...group.requires, ...member.requires];
      return {
        ...member,
        upstream: begins ? upstream : member.upstream,
        rule: begins && member.rule === 'all_success' ? group.rule : member.rule,
        requires: [...new Set(requires)],
      };
    });
  });
  const inner = [...plain.values()].flatMap((group) =>
    group.scope.resources.map((resource) => ({
      ...resource,
      requires: [...new Set([...(group.isSection === true ? [] : group.requires), ...resource.requires])],
    })),
  );
  // Where the only user was a group in which there is nothing, there is none.
  const resources = [...scope.resources, ...inner];
  const used = resources.filter(({ name }) => opened.some((node) => node.requires.includes(name)));
  return { nodes: opened, resources: used };
}
