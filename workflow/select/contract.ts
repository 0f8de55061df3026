import type { Diagnostic } from '../../text/diagnostic';
import { partOf, placeOf } from '../check';
import type { FlowNode, Slot } from './flow-nodes';
import { hiddenFailures, passesOn } from './hidden-failures';
import type { Removal } from './removal';
import type { Surroundings } from './surroundings';
import { countsNothing, isAlike } from './trigger-rules';

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
interface Ways {
  readonly names: ReadonlySet<string>;
  /** Choices that remain, with the target in whose place the node stands there. */
  readonly slots: ReadonlyMap<Slot, ReadonlySet<FlowNode>>;
  /** What it only stands behind: the failures that it handled cannot happen any more. */
  readonly order: ReadonlySet<string | FlowNode>;
  /** Does it wait for what stands before the whole document or part? */
  readonly first: boolean;
}

interface Work {
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

/** Is a removed node the same to a rule as what it depended on? One that depended on nothing that remains is nothing. */
function isReplaced(removed: FlowNode, rule: string, work: Work): boolean {
  const { names, first } = waysOf(removed, work);
  if ((names.size === 0 && !first) || work.standing.has(removed)) return true;
  const many = first || names.size > 1 || ![...names].every((name) => isOneTask(name, work));
  const handled = first || [...names].some((name) => isHandled(name, work));
  return isAlike(removed.rule, rule, { many, handled });
}

function isOneTask(name: string, work: Work): boolean {
  const node = work.byName.get(name);
  return node === undefined || work.around.isOne(node);
}

function isHandled(name: string, work: Work): boolean {
  const slots = work.byName.get(name)?.slots ?? [];
  return slots.some(({ key, targets }) => key === 'on_failure' && targets.length > 0);
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

/** Is a node one of the last that remain, or behind which one of these runs only if it succeeded? */
function isLastOrBehindLast(start: string, work: Work): boolean {
  const waiting = new Set([start]);
  for (const name of waiting) {
    const next = work.followed.get(name);
    if (next === undefined) return true;
    for (const other of next) if (work.rules.get(other) === 'all_success') waiting.add(other);
  }
  return false;
}

/** Does one of the last nodes that remain in the part of a node only run where what stands before the part succeeded? */
function isWaitedForBefore(node: FlowNode, work: Work): boolean {
  if (!work.around.ruled) return true;
  const part = partOf(node.outline.section);
  const names = [...placesOf(work)].flatMap(([name, place]) => (partOf(place.outline.section) === part ? name : []));
  const first = names.filter(
    (name) => (work.before.get(name)?.size ?? 0) === 0 && work.rules.get(name) === 'all_success',
  );
  return names.length === 0 || first.some((name) => isLastOrBehindLast(name, work));
}

/** What remains, dummies included, by name; a dummy with the node in whose place it stands. */
function placesOf({ byName, dummies }: Work): ReadonlyMap<string, FlowNode> {
  return new Map([...byName, ...dummies.map(({ name, inPlaceOf }) => [name, inPlaceOf] as const)]);
}

/** Does something wait for all of a part, and would not run as it did without the rule of a node that goes and was one of the last? */
function isLastWithRule(node: FlowNode, work: Work): boolean {
  const { gone, dead } = work.removal;
  if (!gone.has(node) || dead.has(node) || node.downstream.length > 0) return false;
  const { names, first } = waysOf(node, work);
  const isNothing = names.size === 0 && !first;
  const isSeen =
    [...names].every((name) => isLastOrBehindLast(name, work)) && (!first || isWaitedForBefore(node, work));
  return [...work.around.rulesBehind(node)].some((rule) => {
    if (isNothing) return !countsNothing(rule);
    if (work.around.ruled && !isSeen && rule !== 'all_done' && rule !== 'always') return true;
    const isLast = [...names].every((name) => work.followed.get(name) === undefined);
    return !isReplaced(node, rule, work) || (!countsNothing(rule) && !isLast);
  });
}

/** The choices that remain and lead to the node itself. */
function ownSlots(node: FlowNode, work: Work): readonly Slot[] {
  const sources = node.sources.filter((source) => !work.removal.gone.has(source));
  return sources.flatMap((source) => source.slots.filter((slot) => slot.targets.includes(node)));
}

function waysOf(node: FlowNode, work: Work): Ways {
  return work.ways.get(node) ?? { names: new Set(), slots: new Map(), order: new Set(), first: false };
}

/** A dummy task in the place of a node that goes; from then on it is all that leads there. */
function materialise(node: FlowNode, work: Work): string {
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

function follow(before: string, name: string, work: Work): void {
  const known = work.followed.get(before) ?? new Set<string>();
  work.followed.set(before, known.add(name));
}

function addDummy(node: FlowNode, upstream: readonly string[], rule: string, work: Work): string {
  const base = node.name.replace(/^pruned-/u, '');
  const name = work.freeName(`pruned-${base}`);
  work.dummies.push({ name, inPlaceOf: node, upstream, rule });
  work.before.set(name, new Set(upstream));
  work.rules.set(name, rule);
  for (const other of upstream) follow(other, name, work);
  return name;
}

/** A task of type `dummy` shows the failures that only what goes showed: it does not run after them, and so fails the run. */
function keepFailures(ordered: readonly FlowNode[], work: Work): void {
  const parts = new Map([...placesOf(work)].map(([name, { outline }]) => [name, partOf(outline.section)]));
  const { before, rules, removal, around } = work;
  // What goes and stands for a document counts as one task.
  const runsAnyway = (node: FlowNode): boolean =>
    (removal.gone.has(node) ? [node.rule] : [...around.rulesIn(node)]).some((rule) => !passesOn(rule));
  const isOneOfSeveral = (name: string): boolean =>
    rules.get(name) === 'one_success' && (before.get(name)?.size ?? 0) > 1;
  const anyway = new Set([...work.byName].flatMap(([name, node]) => (runsAnyway(node) ? name : [])));
  const left = {
    before,
    parts,
    passesOn: (name: string) => passesOn(rules.get(name) ?? '') && !anyway.has(name) && !isOneOfSeveral(name),
  };
  const known = new Set<string>();
  for (const { shownBy, upstream, rule } of hiddenFailures(ordered, removal, left, (node) => !runsAnyway(node))) {
    const place = `${shownBy.name} ${upstream.join(' ')}`;
    if (!known.has(place)) addDummy(shownBy, upstream, rule, work);
    known.add(place);
  }
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
  if (node.kind !== 'join' && !countsNothing(node.rule)) {
    const message = `"${node.name}" would no longer wait for "${missing[0] ?? ''}", and its trigger rule "${node.rule}" takes no task between; select what leads to it too.`;
    return [{ rule: 'cannot-prune', severity: 'error', message, range: placeOf(node.outline) }];
  }
  const name = addDummy(place ?? node, [...new Set(missing)], 'none_failed', work);
  if (node.rule !== 'all_done' && node.rule !== 'always') work.notes.push(orderNote(node, missing));
  work.added.set(node, [...(work.added.get(node) ?? []), name]);
  work.before.get(node.name)?.add(name);
  return [];
}

function orderNote(node: FlowNode, missing: readonly string[]): Diagnostic {
  const names = [...new Set(missing)].map((name) => `"${name}"`).join(', ');
  const message = `"${node.name}" still waits for ${names}, by a task that keeps the order: where that fails, "${node.name}" does not run, though something else led to it.`;
  return { rule: 'pruned-order', severity: 'info', message, range: placeOf(node.outline) };
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
