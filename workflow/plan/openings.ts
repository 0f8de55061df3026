import { findCycles } from '../../text/cycles';
import { controlSources, type FlowNode, type FlowResource, type FlowScope, inOrder, predecessors } from './flow';

/** When a resource of a scope is created. */
export interface Opening {
  readonly resource: FlowResource;
  readonly users: readonly FlowNode[];
  /** The users that no other user stands before: the resource is created when one of them is due. */
  readonly first: readonly FlowNode[];
  /** Do they have the same dependencies under the same rule and nothing else, so that all of them are due or none is? */
  readonly together: boolean;
  /**
   * Is it created as soon as its scope begins? So it is where the resource says it, and where resources would wait for users of each other in a circle:
   * a first user of one stands behind a user of the other, and the other way round.
   */
  readonly early: boolean;
}

/**
 * The resources of a scope that somebody uses, each behind those that it requires. `bare`: of a file without `format`, where
 * resources are put in one after the other.
 */
export function openingsOf(scope: FlowScope, bare: boolean): readonly Opening[] {
  if (scope.resources.length === 0) return [];
  if (bare) return bareOpenings(scope);
  const ways = waysOf(scope);
  const users = usersByResource(ways.ordered);
  const openings = resourcesInOrder(scope).flatMap(
    (resource) => openingOf(resource, users.get(resource.name) ?? [], ways) ?? [],
  );
  return withoutCircles(openings, ways);
}

/** The users of each resource, in their order. */
function usersByResource(ordered: readonly FlowNode[]): ReadonlyMap<string, readonly FlowNode[]> {
  const users = new Map<string, FlowNode[]>();
  for (const node of ordered) {
    for (const name of new Set(node.requires)) {
      const known = users.get(name);
      if (known === undefined) users.set(name, [node]);
      else known.push(node);
    }
  }
  return users;
}

interface Ways {
  readonly ordered: readonly FlowNode[];
  readonly before: ReadonlyMap<string, readonly string[]>;
  readonly controlled: { readonly has: (id: string) => boolean };
}

function waysOf(scope: FlowScope): Ways {
  const control = controlSources(scope);
  const ordered = inOrder(scope);
  const before = new Map(ordered.map((node) => [node.id, predecessors(node, control.get(node.id))]));
  return { ordered, before, controlled: control };
}

/** The resources of a scope so that each stands behind those that it requires; those on a cycle are left out. */
export function resourcesInOrder({ resources }: FlowScope): readonly FlowResource[] {
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  const asNode = ({ name, requires }: FlowResource): FlowNode => ({
    ...{ kind: 'task', id: name, rule: 'all_success', skipsItself: false, requires: [], onFailure: [] },
    upstream: requires,
  });
  const ordered = inOrder({ nodes: resources.map(asNode), resources: [] });
  return ordered.flatMap(({ id }) => byName.get(id) ?? []);
}

function openingOf(
  resource: FlowResource,
  users: readonly FlowNode[],
  { ordered, before, controlled }: Ways,
): Opening | undefined {
  if (users.length === 0) return undefined;
  const first = users.length === 1 ? users : firstOf(new Set(users), ordered, before);
  const [one, ...others] = first;
  const signature = (node: FlowNode): string => JSON.stringify([node.rule, [...node.upstream].sort(), node.requires]);
  const isPlain = (node: FlowNode): boolean => node.kind !== 'join' && !controlled.has(node.id);
  const alike = one !== undefined && others.every((node) => signature(node) === signature(one));
  const together = others.length === 0 || (alike && first.every(isPlain));
  return { resource, users, first, together, early: resource.early === true };
}

/** Those of some nodes that none of them stands before. */
function firstOf(
  users: ReadonlySet<FlowNode>,
  ordered: readonly FlowNode[],
  before: ReadonlyMap<string, readonly string[]>,
): readonly FlowNode[] {
  const behind = new Set<string>();
  return ordered.filter((node) => {
    const isBehind = (before.get(node.id) ?? []).some((id) => behind.has(id));
    const uses = users.has(node);
    if (isBehind || uses) behind.add(node.id);
    return uses && !isBehind;
  });
}

/**
 * As boundary-layer 1.9.18 puts them in: what a resource is created behind counts as order where the next one is put in, so that a
 * user that waits for the one resource, and so for a user of the other, is no first user of that.
 */
function bareOpenings(scope: FlowScope): readonly Opening[] {
  const { ordered, before: stated } = waysOf(scope);
  const before = new Map([...stated].map(([id, ids]) => [id, [...ids]]));
  const resources = resourcesInOrder(scope);
  const byResource = usersByResource(ordered);
  const isStacked = resources.some(({ requires }) => requires.length > 0);
  return resources.flatMap((resource): readonly Opening[] => {
    const users = byResource.get(resource.name) ?? [];
    if (users.length === 0) return [];
    const above = isStacked ? requiring(resource, resources) : new Set<string>();
    const using = [...new Set([...users, ...[...above].flatMap((name) => byResource.get(name) ?? [])])];
    const behind = using.length === 1 ? () => false : behindOneOf(using, before);
    const first = users.filter((node) => !behind(node.id));
    before.set(resource.create, [...new Set(first.flatMap((node) => before.get(node.id) ?? []))]);
    for (const node of first) before.get(node.id)?.push(resource.create);
    return [{ resource, users, first, together: false, early: false }];
  });
}

/** The resources that stand on a resource, also over others. Each stands behind what it requires. */
function requiring(resource: FlowResource, resources: readonly FlowResource[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, requires } of resources)
    if (requires.some((one) => one === resource.name || names.has(one))) names.add(name);
  return names;
}

/** Does one of some nodes stand before a node? */
function behindOneOf(
  nodes: readonly FlowNode[],
  before: ReadonlyMap<string, readonly string[]>,
): (id: string) => boolean {
  const followers = new Map<string, string[]>();
  for (const [id, ids] of before) {
    for (const from of ids) {
      const list = followers.get(from);
      if (list === undefined) followers.set(from, [id]);
      else list.push(id);
    }
  }
  const behind = new Set<string>();
  const open = nodes.map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of followers.get(id) ?? []) {
      if (!behind.has(next)) open.push(next);
      behind.add(next);
    }
  }
  return (id) => behind.has(id);
}

/** Marks the first resource of each circle until there is none. */
function withoutCircles(openings: readonly Opening[], ways: Ways): readonly Opening[] {
  const early = new Set(openings.flatMap((opening, number) => (opening.early ? [number] : [])));
  for (;;) {
    const found = circles(openings, early, ways);
    if (found.length === 0) break;
    for (const circle of found) early.add(Math.min(...circle.filter((number) => number < openings.length)));
  }
  return openings.map((opening, number) => (early.has(number) ? { ...opening, early: true } : opening));
}

/** Circles among openings, numbered as they are listed, and the nodes behind them. */
function circles(
  openings: readonly Opening[],
  early: ReadonlySet<number>,
  { ordered, before }: Ways,
): readonly (readonly number[])[] {
  const numbers = new Map(ordered.map((node, index) => [node.id, openings.length + index]));
  const edges: number[][] = [...openings, ...ordered].map(() => []);
  const link = (from: number | undefined, to: number | undefined): void => {
    if (from !== undefined && to !== undefined) edges[from]?.push(to);
  };
  for (const [id, froms] of before) for (const from of froms) link(numbers.get(from), numbers.get(id));
  const byName = new Map(openings.map(({ resource }, number) => [resource.name, number]));
  for (const [number, { resource, users, first }] of openings.entries()) {
    for (const user of users) link(number, numbers.get(user.id));
    for (const name of resource.requires) link(byName.get(name), number);
    if (early.has(number)) continue;
    for (const user of first) for (const from of before.get(user.id) ?? []) link(numbers.get(from), number);
  }
  return findCycles(edges);
}
