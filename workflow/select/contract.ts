import type { Diagnostic } from '../../text/diagnostic';
import { type Part, partOf, placeOf } from '../check';
import type { FlowNode, Slot } from './flow-nodes';
import type { Removal } from './removal';

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
}

/** What leads to a node that goes, from what remains. */
interface Ways {
  readonly names: ReadonlySet<string>;
  /** Choices that remain, with the target in whose place the node stands there. */
  readonly slots: ReadonlyMap<Slot, ReadonlySet<FlowNode>>;
  /** What it only stands behind: the failures that it handled cannot happen any more. */
  readonly order: ReadonlySet<string | FlowNode>;
}

interface Work {
  readonly removal: Removal;
  readonly led: ReadonlySet<FlowNode>;
  readonly ways: Map<FlowNode, Ways>;
  readonly replaced: Map<FlowNode, Map<FlowNode, readonly string[]>>;
  readonly added: Map<FlowNode, string[]>;
  readonly targets: Map<Slot, Map<FlowNode, string[]>>;
  readonly dummies: Dummy[];
  /** What stands directly before each node that remains, by name. */
  readonly before: Map<string, Set<string>>;
  /** The parts of the document in which something remains: each waits for those before it. */
  readonly parts: ReadonlySet<Part>;
  /** Nodes that go and in whose place a dummy stands: that has their rule. */
  readonly standing: Set<FlowNode>;
  readonly freeName: (wanted: string) => string;
}

/** Rules that a further or fewer successes do not change, if nothing failed. */
const COUNTS_NOTHING: ReadonlySet<string> = new Set([
  'all_success',
  'none_failed',
  'all_done',
  'none_skipped',
  'always',
]);

/**
 * Reconnects what remains. A dependency goes over to what the removed node depended on; a case target or handler gives
 * its place to what follows it where that means the same, else to a dummy task. `freeName` makes a name unique.
 */
export function contract(
  ordered: readonly FlowNode[],
  removal: Removal,
  freeName: (wanted: string) => string,
): Contraction {
  const { gone } = removal;
  const work: Work = {
    removal,
    led: ledNodes(ordered),
    ways: new Map(),
    replaced: new Map(),
    added: new Map(),
    targets: new Map(),
    dummies: [],
    before: new Map(),
    parts: new Set(ordered.flatMap((node) => (gone.has(node) ? [] : partOf(node.outline.section)))),
    standing: new Set(),
    freeName,
  };
  const orders = new Map<FlowNode, ReadonlySet<string | FlowNode>>();
  for (const node of ordered) {
    if (gone.has(node)) work.ways.set(node, waysTo(node, work));
    else orders.set(node, connect(node, work));
  }
  for (const node of ordered) if (isRuledLeaf(node, work)) materialise(node, work);
  const problems: Diagnostic[] = [];
  for (const [node, order] of orders) problems.push(...keepOrder(node, order, work));
  const { replaced, added, targets, dummies } = work;
  return { replaced, added, targets, dummies, problems };
}

function waysTo(node: FlowNode, work: Work): Ways {
  const { gone, dead } = work.removal;
  const order = orderBefore(node, work);
  if (dead.has(node) || node.kind === 'join') {
    for (const other of node.upstream) addAll(order, gone.has(other) ? everything(other, work) : [other.name]);
    return { names: new Set(), slots: new Map(), order };
  }
  const { names, slots } = merged(node, true, work);
  const kept = node.upstream.filter((other) => !gone.has(other)).map(({ name }) => name);
  return { names: new Set([...kept, ...[...names.values()].flat()]), slots, order };
}

/** A node that remains gets what stands for its dependencies. Gives what it should only stand behind. */
function connect(node: FlowNode, work: Work): ReadonlySet<string | FlowNode> {
  const { gone } = work.removal;
  const before = new Set(node.sources.filter((source) => !gone.has(source)).map(({ name }) => name));
  work.before.set(node.name, before);
  const order = orderBefore(node, work);
  if (node.kind === 'join') {
    const items = itemsFor(node, work);
    work.replaced.set(node, items);
    for (const names of items.values()) addAll(before, names);
  } else {
    const { names, slots } = merged(node, false, work);
    work.replaced.set(node, names);
    for (const list of names.values()) addAll(before, list);
    for (const slot of slots.keys()) before.add(slot.owner.name);
    takePlace(slots, node.name, work);
  }
  for (const other of node.upstream) if (!gone.has(other)) before.add(other.name);
  return order;
}

/**
 * What stands for the items of a join that go. One before which nothing is left has as good as arrived: where all that
 * remains are choices and handlers, a dummy says so, or the join would wait for what need not happen.
 */
function itemsFor(join: FlowNode, work: Work): Map<FlowNode, readonly string[]> {
  const { gone, dead } = work.removal;
  const isLeft = (item: FlowNode): boolean => {
    const { names, slots } = waysOf(item, work);
    return !gone.has(item) || names.size > 0 || slots.size > 0;
  };
  const isChosen = join.upstream.filter(isLeft).every((item) => work.led.has(item));
  return new Map(
    join.upstream.flatMap((item) => {
      if (!gone.has(item)) return [];
      const stays = isLeft(item) || (isChosen && !dead.has(item));
      return [[item, stays ? itemFor(item, work, isLeft(item)) : []] as const];
    }),
  );
}

/** The nodes that run only by a choice or after a failure. */
function ledNodes(ordered: readonly FlowNode[]): ReadonlySet<FlowNode> {
  const led = new Set<FlowNode>();
  for (const node of ordered) {
    const { kind, upstream, sources } = node;
    const isLed = (other: FlowNode): boolean => led.has(other);
    if (sources.length > 0 || (kind === 'join' ? upstream.every(isLed) : upstream.some(isLed))) led.add(node);
  }
  return led;
}

/** What stands for an item of a join: an item is one way to arrive, so it has to be one node. */
function itemFor(item: FlowNode, work: Work, isLeft: boolean): readonly string[] {
  const { names, slots } = waysOf(item, work);
  if (isLeft && slots.size === 0 && names.size < 2 && !isRuled(item, work)) return [...names];
  return [materialise(item, work)];
}

interface Merged {
  readonly names: Map<FlowNode, readonly string[]>;
  readonly slots: Map<Slot, Set<FlowNode>>;
}

/** What stands for the dependencies of a node that go, and the choices in which it takes their place. */
function merged(node: FlowNode, isGone: boolean, work: Work): Merged {
  const { gone } = work.removal;
  const through = node.upstream.filter((other) => gone.has(other));
  const own = new Map<Slot, Set<FlowNode>>();
  if (isGone) for (const slot of ownSlots(node, work)) own.set(slot, new Set([node]));
  const choices = through.map((other) => waysOf(other, work).slots).filter((slots) => slots.size > 0);
  const ownChoice = new Set(ownSlots(node, work));
  const all =
    ownChoice.size > 0
      ? [ownChoice, ...choices.map((slots) => new Set(slots.keys()))]
      : choices.map((slots) => new Set(slots.keys()));
  const [first = new Set<Slot>()] = all;
  const owners = new Set(all.flatMap((slots) => [...slots].map((slot) => slot.owner.name)));
  const depends = new Set([
    ...node.upstream.filter((other) => !gone.has(other)).map(({ name }) => name),
    ...through.flatMap((other) => [...waysOf(other, work).names]),
  ]);
  const alike = all.every((slots) => slots.size === first.size && [...slots].every((slot) => first.has(slot)));
  const clear = ![...owners].some((owner) => depends.has(owner));
  const direct = alike && clear && (isGone || node.rule === 'all_success');
  const names = new Map<FlowNode, readonly string[]>();
  for (const other of through) {
    const ways = waysOf(other, work);
    const meets = [...ways.names].some((name) => owners.has(name));
    // Behind a failure and a skip stands a failure; a task that minds skips would see both.
    const minds = !COUNTS_NOTHING.has(node.rule) || node.rule === 'none_skipped';
    const counts = !isGone && minds && ways.names.size > 1;
    const ruled = isRuled(other, work) && node.rule !== other.rule;
    if ((!direct && ways.slots.size > 0) || meets || counts || ruled) names.set(other, [materialise(other, work)]);
    else {
      names.set(other, [...ways.names]);
      for (const [slot, places] of ways.slots) own.set(slot, new Set([...(own.get(slot) ?? []), ...places]));
    }
  }
  return { names, slots: own };
}

/**
 * Does its trigger rule let a node that goes run where one without a rule would not: after what was skipped, or failed? What stands
 * behind it then still has to.
 */
function isRuled(node: FlowNode, work: Work): boolean {
  if (node.kind !== 'task' || node.rule === 'all_success' || work.standing.has(node)) return false;
  if (waysOf(node, work).names.size === 0 && !remains(BEFORE, node, work)) return false;
  return !FORGIVES_SKIPS.has(node.rule) || node.upstream.some((other) => work.led.has(other));
}

/** Does the next part of the document wait for a node that goes, and would not run where that one let it? */
function isRuledLeaf(node: FlowNode, work: Work): boolean {
  const { gone, dead } = work.removal;
  if (!gone.has(node) || dead.has(node) || node.downstream.length > 0) return false;
  return remains(BEHIND, node, work) && isRuled(node, work);
}

const BEFORE: Readonly<Record<Part, readonly Part[]>> = {
  resources: [],
  before: [],
  main: ['before'],
  after: ['before', 'main'],
};
const BEHIND: Readonly<Record<Part, readonly Part[]>> = {
  resources: [],
  before: ['main', 'after'],
  main: ['after'],
  after: [],
};

/** Does something remain in one of the parts that stand there for the part of a node? */
function remains(parts: Readonly<Record<Part, readonly Part[]>>, node: FlowNode, work: Work): boolean {
  return parts[partOf(node.outline.section)].some((part) => work.parts.has(part));
}

/** Rules that differ from `all_success` only where something was skipped. */
const FORGIVES_SKIPS: ReadonlySet<string> = new Set(['none_failed', 'none_failed_min_one_success']);

/** The choices that remain and lead to the node itself. */
function ownSlots(node: FlowNode, work: Work): readonly Slot[] {
  const sources = node.sources.filter((source) => !work.removal.gone.has(source));
  return sources.flatMap((source) => source.slots.filter((slot) => slot.targets.includes(node)));
}

function waysOf(node: FlowNode, work: Work): Ways {
  return work.ways.get(node) ?? { names: new Set(), slots: new Map(), order: new Set() };
}

/** A dummy task in the place of a node that goes; from then on it is all that leads there. */
function materialise(node: FlowNode, work: Work): string {
  const { names, slots, order } = waysOf(node, work);
  const name = addDummy(node, [...names], isRuled(node, work) ? node.rule : 'all_success', work);
  takePlace(slots, name, work);
  for (const slot of slots.keys()) work.before.get(name)?.add(slot.owner.name);
  work.ways.set(node, { names: new Set([name]), slots: new Map(), order });
  work.standing.add(node);
  return name;
}

function addDummy(node: FlowNode, upstream: readonly string[], rule: string, work: Work): string {
  const base = node.name.replace(/^pruned-/u, '');
  const name = work.freeName(`pruned-${base}`);
  work.dummies.push({ name, inPlaceOf: node, upstream, rule });
  work.before.set(name, new Set(upstream));
  return name;
}

function takePlace(slots: ReadonlyMap<Slot, ReadonlySet<FlowNode>>, name: string, work: Work): void {
  for (const [slot, places] of slots) {
    const known = work.targets.get(slot) ?? new Map<FlowNode, string[]>();
    work.targets.set(slot, known);
    for (const place of places) known.set(place, [...(known.get(place) ?? []), name]);
  }
}

function addAll<Item>(set: Set<Item>, items: Iterable<Item>): void {
  for (const item of items) set.add(item);
}

/** All that stands before a node that goes, as what only an order is kept of. */
function everything(node: FlowNode, work: Work): ReadonlySet<string | FlowNode> {
  const { names, slots, order } = waysOf(node, work);
  return new Set([...names, ...order, ...(slots.size > 0 ? [node] : [])]);
}

/** What a node stands behind by failures and choices that are gone. */
function orderBefore(node: FlowNode, work: Work): Set<string | FlowNode> {
  const { gone, dead } = work.removal;
  const order = new Set<string | FlowNode>();
  for (const source of node.sources) if (gone.has(source)) addAll(order, everything(source, work));
  for (const other of node.upstream) {
    if (gone.has(other)) addAll(order, dead.has(other) ? everything(other, work) : waysOf(other, work).order);
  }
  return order;
}

/** Where an order would be lost, a dummy task keeps it, without a say in whether the node runs. */
function keepOrder(node: FlowNode, order: ReadonlySet<string | FlowNode>, work: Work): readonly Diagnostic[] {
  if (order.size === 0) return [];
  const known = ancestorsOf(node.name, work);
  const missing: string[] = [];
  let place: FlowNode | undefined;
  for (const one of order) {
    if (typeof one === 'string') {
      if (!known.has(one)) missing.push(one);
      continue;
    }
    const { slots, names } = waysOf(one, work);
    const isKnown = slots.size > 0 ? [...slots.keys()].every((slot) => known.has(slot.owner.name)) : false;
    if (isKnown) continue;
    place = one;
    missing.push(...(slots.size > 0 ? [materialise(one, work)] : [...names].filter((name) => !known.has(name))));
  }
  if (missing.length === 0) return [];
  if (node.kind !== 'join' && !COUNTS_NOTHING.has(node.rule)) {
    const message = `"${node.name}" would no longer wait for "${missing[0] ?? ''}", and its trigger rule "${node.rule}" takes no task between; select what leads to it too.`;
    return [{ rule: 'cannot-prune', severity: 'error', message, range: placeOf(node.outline) }];
  }
  const name = addDummy(place ?? node, [...new Set(missing)], 'none_failed', work);
  work.added.set(node, [...(work.added.get(node) ?? []), name]);
  work.before.get(node.name)?.add(name);
  return [];
}

function ancestorsOf(name: string, work: Work): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [name];
  for (const next of waiting) {
    for (const before of work.before.get(next) ?? []) {
      if (found.has(before)) continue;
      found.add(before);
      waiting.push(before);
    }
  }
  return found;
}
