import type { Diagnostic } from '../../text/diagnostic';
import type { FlowNode, Slot } from './flow-nodes';
import type { Removal } from './removal';
import type { Surroundings } from './surroundings';
import { isAlike } from './trigger-rules';

/** A task of type `dummy` that stands for the way through a node that goes. */
export interface Dummy {
  readonly name: string;
  /** The node in whose place it stands. */
  readonly inPlaceOf: FlowNode;
  readonly upstream: readonly string[];
  /** Its trigger rule: that of the node in whose place it stands; where it only keeps an order, what it waits for may be skipped. */
  readonly rule: string;
}

/** How what remains of a document hangs together. */
export interface Contraction {
  /** What stands for each dependency, or item of a join, that goes. */
  readonly replaced: ReadonlyMap<FlowNode, ReadonlyMap<FlowNode, readonly string[]>>;
  /** Further dependencies; for a join each is a path. */
  readonly added: ReadonlyMap<FlowNode, readonly string[]>;
  /** What stands for each target that goes. */
  readonly targets: ReadonlyMap<Slot, ReadonlyMap<FlowNode, readonly string[]>>;
  readonly dummies: readonly Dummy[];
  readonly problems: readonly Diagnostic[];
  /** What remains and does not run just as it did, although all that was taken out would have succeeded. */
  readonly notes: readonly Diagnostic[];
}

/** What leads to a node that goes, from what remains. */
export interface Ways {
  readonly names: ReadonlySet<string>;
  /** Choices that remain, with the target in whose place the node stands there. */
  readonly slots: ReadonlyMap<Slot, ReadonlySet<FlowNode>>;
  /** What it only stands behind: the failures that it handled cannot happen any more. */
  readonly order: ReadonlySet<string | FlowNode>;
  /** Does it wait for what stands before the whole document or part? */
  readonly first: boolean;
}

export interface Work {
  readonly removal: Removal;
  readonly around: Surroundings;
  readonly byName: ReadonlyMap<string, FlowNode>;
  /** The nodes that go and for which it matters what stands in their place. */
  readonly needed: ReadonlySet<FlowNode>;
  readonly led: ReadonlySet<FlowNode>;
  readonly ways: Map<FlowNode, Ways>;
  readonly replaced: Map<FlowNode, Map<FlowNode, readonly string[]>>;
  readonly added: Map<FlowNode, string[]>;
  readonly targets: Map<Slot, Map<FlowNode, string[]>>;
  readonly dummies: Dummy[];
  /** What stands directly before each node that remains, by name. */
  readonly before: Map<string, Set<string>>;
  /** What stands directly behind each node that remains, by name; known once all are connected. */
  readonly followed: Map<string, Set<string>>;
  /** The rules of what remains and of dummies, by name. */
  readonly rules: Map<string, string>;
  /** Nodes that go and in whose place a dummy stands. */
  readonly standing: Set<FlowNode>;
  /** Those of them before which nothing remains: rules that count do not count them. */
  readonly nothing: Set<FlowNode>;
  readonly notes: Diagnostic[];
  readonly freeName: (wanted: string) => string;
}

/** Is a removed node the same to a rule as what it depended on? One that depended on nothing that remains is nothing. */
export function isReplaced(removed: FlowNode, rule: string, work: Work): boolean {
  const { names, first } = waysOf(removed, work);
  if ((names.size === 0 && !first) || work.standing.has(removed)) return true;
  const many = first || names.size > 1 || ![...names].every((name) => isOneTask(name, work));
  const handled = first || [...names].some((name) => isHandled(name, work));
  return isAlike(removed.rule, rule, { many, handled });
}

export function isOneTask(name: string, work: Work): boolean {
  const node = work.byName.get(name);
  return node === undefined || work.around.isOne(node);
}

export function isHandled(name: string, work: Work): boolean {
  const slots = work.byName.get(name)?.slots ?? [];
  return slots.some(({ key, targets }) => key === 'on_failure' && targets.length > 0);
}

export function waysOf(node: FlowNode, work: Work): Ways {
  return work.ways.get(node) ?? { names: new Set(), slots: new Map(), order: new Set(), first: false };
}

/** A dummy task in the place of a node that goes; from then on it is all that leads there. */
export function materialise(node: FlowNode, work: Work): string {
  const { names, slots, order, first } = waysOf(node, work);
  const name = addDummy(node, [...names], names.size > 0 || first ? node.rule : 'all_success', work);
  takePlace(slots, name, work);
  for (const slot of slots.keys()) work.before.get(name)?.add(slot.owner.name);
  // From here on it stands for itself: a task that succeeds where the node would have.
  work.ways.set(node, { names: new Set([name]), slots: new Map(), order, first: false });
  work.standing.add(node);
  if (names.size === 0 && slots.size === 0 && !first) work.nothing.add(node);
  return name;
}

export function follow(before: string, name: string, work: Work): void {
  const known = work.followed.get(before) ?? new Set<string>();
  work.followed.set(before, known.add(name));
}

export function addDummy(node: FlowNode, upstream: readonly string[], rule: string, work: Work): string {
  const base = node.name.replace(/^pruned-/u, '');
  const name = work.freeName(`pruned-${base}`);
  work.dummies.push({ name, inPlaceOf: node, upstream, rule });
  work.before.set(name, new Set(upstream));
  work.rules.set(name, rule);
  for (const other of upstream) follow(other, name, work);
  return name;
}

export function takePlace(slots: ReadonlyMap<Slot, ReadonlySet<FlowNode>>, name: string, work: Work): void {
  for (const [slot, places] of slots) {
    const known = work.targets.get(slot) ?? new Map<FlowNode, string[]>();
    work.targets.set(slot, known);
    for (const place of places) known.set(place, [...(known.get(place) ?? []), name]);
  }
}

export function addAll<Item>(set: Set<Item>, items: Iterable<Item>): void {
  for (const item of items) set.add(item);
}

/** All that stands before a node that goes, as what only an order is kept of. */
export function everything(node: FlowNode, work: Work): ReadonlySet<string | FlowNode> {
  const { names, slots, order } = waysOf(node, work);
  return new Set([...names, ...order, ...(slots.size > 0 ? [node] : [])]);
}
