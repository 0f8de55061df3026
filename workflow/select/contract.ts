import type { Diagnostic } from '../../text/diagnostic';
import {
  addAll,
  type Contraction,
  everything,
  follow,
  isOneTask,
  isReplaced,
  materialise,
  takePlace,
  type Ways,
  type Work,
  waysOf,
} from './contraction';
import type { FlowNode, Slot } from './flow-nodes';
import { keepOrder, orderBefore } from './keep-order';
import { isLastWithRule, keepFailures } from './last-nodes';
import type { Removal } from './removal';
import type { Surroundings } from './surroundings';
import { countsNothing, isAlike } from './trigger-rules';

/**
 * Reconnects what remains. A dependency goes over to what the removed node depended on; a case target or handler gives
 * its place to what follows it where that means the same, else to a dummy task. `freeName` makes a name unique.
 */
export function contract(
  ordered: readonly FlowNode[],
  removal: Removal,
  around: Surroundings,
  freeName: (wanted: string) => string,
): Contraction {
  const { gone } = removal;
  const stays = ordered.filter((node) => !gone.has(node));
  const work: Work = {
    removal,
    around,
    byName: new Map(stays.map((node) => [node.name, node])),
    needed: neededNodes(ordered, removal, around),
    led: ledNodes(ordered),
    ways: new Map(),
    replaced: new Map(),
    added: new Map(),
    targets: new Map(),
    dummies: [],
    before: new Map(),
    followed: new Map(),
    rules: new Map(stays.map(({ name, rule }) => [name, rule])),
    standing: new Set(),
    nothing: new Set(),
    notes: [],
    freeName,
  };
  const orders = new Map<FlowNode, ReadonlySet<string | FlowNode>>();
  for (const node of ordered) {
    if (!gone.has(node)) orders.set(node, connect(node, work));
    else if (work.needed.has(node)) work.ways.set(node, waysTo(node, work));
  }
  for (const [name, before] of work.before) for (const other of before) follow(other, name, work);
  const [plain, ruled] = [
    ordered.filter(({ rule }) => rule === 'all_success'),
    ordered.filter(({ rule }) => rule !== 'all_success'),
  ];
  for (const node of [...ruled, ...plain]) if (isLastWithRule(node, work)) materialise(node, work);
  const problems: Diagnostic[] = [];
  for (const [node, order] of orders) problems.push(...keepOrder(node, order, work));
  if (around.ruled) keepFailures(ordered, work);
  const { replaced, added, targets, dummies, notes } = work;
  return { replaced, added, targets, dummies, problems, notes };
}

/** Those that go and before which something remains that waits for them, in the document or behind it. */
function neededNodes(
  ordered: readonly FlowNode[],
  { gone, dead }: Removal,
  around: Surroundings,
): ReadonlySet<FlowNode> {
  const needed = new Set<FlowNode>();
  for (let index = ordered.length - 1; index >= 0; index--) {
    const node = ordered[index];
    if (node === undefined || !gone.has(node)) continue;
    const next = [...node.downstream, ...node.slots.flatMap(({ targets }) => targets)];
    const isLast = node.downstream.length === 0 && !dead.has(node) && around.rulesBehind(node).size > 0;
    if (isLast || next.some((other) => !gone.has(other) || needed.has(other))) needed.add(node);
  }
  return needed;
}

function waysTo(node: FlowNode, work: Work): Ways {
  const { gone, dead } = work.removal;
  const order = orderBefore(node, work);
  if (dead.has(node) || node.kind === 'join') {
    for (const other of node.upstream) addAll(order, gone.has(other) ? everything(other, work) : [other.name]);
    return { names: new Set(), slots: new Map(), order, first: false };
  }
  const { names, slots, first } = merged(node, true, work);
  const kept = node.upstream.filter((other) => !gone.has(other)).map(({ name }) => name);
  return { names: new Set([...kept, ...[...names.values()].flat()]), slots, order, first };
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
    return !gone.has(item) || (!work.nothing.has(item) && (names.size > 0 || slots.size > 0));
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
  const isOne = [...names].every((name) => isOneTask(name, work));
  const isPlain =
    names.size === 0 || work.standing.has(item) || isAlike(item.rule, 'all_success', { many: false, handled: true });
  if (isLeft && slots.size === 0 && names.size < 2 && isOne && isPlain) return [...names];
  return [materialise(item, work)];
}

interface Merged {
  readonly names: Map<FlowNode, readonly string[]>;
  readonly slots: Map<Slot, Set<FlowNode>>;
  readonly first: boolean;
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
  const direct = alike && clear && node.rule === 'all_success' && (isGone || work.around.isOne(node));
  const names = new Map<FlowNode, readonly string[]>();
  const waiting: FlowNode[] = [];
  for (const other of through) {
    const ways = waysOf(other, work);
    if (work.nothing.has(other) && !countsNothing(node.rule)) {
      names.set(other, []);
      continue;
    }
    const meets = [...ways.names].some((name) => owners.has(name));
    if ((!direct && ways.slots.size > 0) || meets || !isSeenAlike(other, node, work)) {
      names.set(other, [materialise(other, work)]);
      continue;
    }
    if (ways.first) waiting.push(other);
    names.set(other, [...ways.names]);
    for (const [slot, places] of ways.slots) own.set(slot, new Set([...(own.get(slot) ?? []), ...places]));
  }
  // A node that waits for something else no longer waits by itself for what stands before the document.
  const others = [...depends, ...[...names.values()].flat()];
  const [unseen] = waiting;
  const isLost = unseen !== undefined && others.length > 0 && !isGone && work.around.ruled;
  if (isLost && !(isStrict(node.rule) && others.some((name) => isBehindFirst(name, work))))
    names.set(unseen, [materialise(unseen, work)]);
  const isFirst = isGone && node.upstream.length === 0 && node.sources.length === 0 && work.around.hasBefore(node);
  return { names, slots: own, first: isFirst || waiting.length > 0 };
}

/** Does a node see the same in what a removed one depended on as in that itself? */
function isSeenAlike(removed: FlowNode, node: FlowNode, work: Work): boolean {
  if (work.removal.gone.has(node)) return isReplaced(removed, node.rule, work);
  const { names, first } = waysOf(removed, work);
  const isNothing = names.size === 0 && !first;
  const inner = [...work.around.rulesOf(node)].filter((rule) => rule !== node.rule);
  // The first tasks of a document wait for what stands before the node: there, too, nothing would be there to count.
  return (
    isReplaced(removed, node.rule, work) &&
    inner.every((rule) => (isNothing ? countsNothing(rule) : isReplaced(removed, rule, work)))
  );
}

/** Does a task with that rule never run where something that it waits for failed or did not run? */
function isStrict(rule: string): boolean {
  return rule === 'all_success' || rule === 'none_failed';
}

/** Does a node wait, whatever happens, for what stands before the document? */
function isBehindFirst(start: string, work: Work): boolean {
  const waiting = new Set([start]);
  for (const name of waiting) {
    if (work.rules.get(name) !== 'all_success') continue;
    const before = work.before.get(name);
    if (before === undefined || before.size === 0) return true;
    for (const other of before) waiting.add(other);
  }
  return false;
}

/** The choices that remain and lead to the node itself. */
function ownSlots(node: FlowNode, work: Work): readonly Slot[] {
  const sources = node.sources.filter((source) => !work.removal.gone.has(source));
  return sources.flatMap((source) => source.slots.filter((slot) => slot.targets.includes(node)));
}
