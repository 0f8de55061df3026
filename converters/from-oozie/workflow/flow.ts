import type { Diagnostic } from '../../../text/diagnostic';
import type { LastFailure } from '../el/to-jinja';
import type { XmlAttribute } from '../xml/read-xml';
import type { CheckedWorkflow } from './check-workflow';
import { checkForks, type ForkJoin, type ForkPath, pairForks, waitsInVain } from './fork-joins';
import { type Transition, transitionsOf, type WorkflowNode } from './read-workflow';

/**
 * The control flow of a workflow in the terms of the workflow format (`docs/format.md`): forks are gone, `ok` became a
 * dependency, `error` an `on_failure`, and where several ways lead to one node a join with one path merges them.
 */
export interface Flow {
  /** The nodes that can ever run. A join that waits in vain and what is behind it are not among them. */
  readonly live: ReadonlySet<WorkflowNode>;
  /** The nodes of the source that become operators, by name, and how each is entered. */
  readonly entries: ReadonlyMap<string, FlowEntry>;
  /** What a case, a default or an `error` transition leads to: names of operators, by the attribute of the transition. */
  readonly targets: ReadonlyMap<XmlAttribute, readonly string[]>;
  /** Operators that stand before, and after, the node of this name. */
  readonly before: ReadonlyMap<string, readonly AddedNode[]>;
  readonly after: ReadonlyMap<string, readonly AddedNode[]>;
  /** The failures that may have been the last ones when a node begins, by node. */
  readonly failures: ReadonlyMap<string, LastFailure>;
  /** Where forks and joins do not pair. */
  readonly mismatches: readonly Diagnostic[];
}

export interface FlowEntry {
  /** At most one dependency: where there are more ways in, it is a merge. */
  readonly upstream: readonly FlowItem[];
  /** Of a join: for each path the operators of which one has to succeed. */
  readonly paths: readonly (readonly FlowItem[])[];
}

export interface FlowItem {
  readonly name: string;
  readonly source: XmlAttribute;
}

/** An operator that no node of the source stands for. */
export type AddedNode =
  | { readonly kind: 'merge'; readonly name: string; readonly paths: readonly (readonly FlowItem[])[] }
  | { readonly kind: 'dummy'; readonly name: string; readonly source: XmlAttribute };

/** A way into a node. */
type Way =
  | { readonly kind: 'start' }
  | { readonly kind: 'after'; readonly item: FlowItem }
  | { readonly kind: 'control'; readonly from: WorkflowNode; readonly port: Port; readonly transition: Transition };

type Port = 'error' | 'case' | 'otherwise';

/** No list of possibly failed actions is longer: it is text for people. */
const maximalFailures = 20;

export function drawFlow({ byName: allByName, reachable }: CheckedWorkflow): Flow {
  const all = topological(reachable, allByName);
  const pairs = pairForks(all, allByName);
  const live = liveNodes(reachable, allByName, pairs);
  const byName = new Map([...allByName].filter(([, node]) => live.has(node)));
  const order = topological([...live], byName);
  const forkPaths = pathsByJoin(pairs);
  const state: FlowState = {
    names: new Set(allByName.keys()),
    ways: new Map(),
    entries: new Map(),
    targets: new Map(),
    before: new Map(),
    after: new Map(),
    dummies: new Map(),
  };
  for (const node of order) {
    if (node.kind === 'fork') pass(state, node, enterFork(state, node), byName);
    else {
      if (node.kind === 'join') enterJoin(state, node, forkPaths.get(node.name) ?? []);
      else if (node.kind === 'kill') enterKill(state, node);
      else if (node.kind === 'end') enterEnd(state, node);
      else if (node.kind !== 'start') enterTask(state, node);
      pass(state, node, undefined, byName);
    }
  }
  return { ...state, live, failures: lastFailures(order, byName), mismatches: checkForks(all, pairs) };
}

interface FlowState {
  readonly names: Set<string>;
  readonly ways: Map<string, { readonly way: Way; readonly arrival: XmlAttribute }[]>;
  readonly entries: Map<string, FlowEntry>;
  readonly targets: Map<XmlAttribute, string[]>;
  readonly before: Map<string, AddedNode[]>;
  readonly after: Map<string, AddedNode[]>;
  readonly dummies: Map<string, string>;
}

/** Hands the ways out of a node on to what it leads to; a fork hands on the ways into itself. */
function pass(
  state: FlowState,
  node: WorkflowNode,
  through: readonly Way[] | undefined,
  byName: ReadonlyMap<string, WorkflowNode>,
): void {
  const add = (transition: Transition, ways: readonly Way[]): void => {
    const target = byName.get(transition.to);
    if (target === undefined) return;
    const known = state.ways.get(target.name) ?? [];
    state.ways.set(target.name, known);
    for (const way of ways) known.push({ way, arrival: transition.source });
  };
  const control = (port: Port, transition: Transition | undefined): void => {
    if (transition !== undefined) add(transition, [{ kind: 'control', from: node, port, transition }]);
  };
  switch (node.kind) {
    case 'start':
      if (node.transition !== undefined) add(node.transition, [{ kind: 'start' }]);
      return;
    case 'fork':
      for (const path of node.paths) add(path, through ?? []);
      return;
    case 'join':
      if (node.transition !== undefined) add(node.transition, [after(node.name, node.transition)]);
      return;
    case 'action':
      if (node.ok !== undefined) add(node.ok, [after(node.name, node.ok)]);
      control('error', node.error);
      return;
    case 'decision':
      for (const item of node.cases) control('case', item.transition);
      control('otherwise', node.otherwise?.transition);
      return;
    default:
      return;
  }
}

function after(name: string, transition: Transition): Way {
  return { kind: 'after', item: { name, source: transition.source } };
}

function waysInto(state: FlowState, node: WorkflowNode): Way[] {
  return (state.ways.get(node.name) ?? []).map(({ way }) => way);
}

function enterTask(state: FlowState, node: WorkflowNode): void {
  state.entries.set(node.name, enter(state, node, waysInto(state, node)));
}

/** Ways that all are choices lead to the node itself; one dependency stays one; all else meets in a merge. */
function enter(state: FlowState, node: WorkflowNode, ways: readonly Way[]): FlowEntry {
  const dependencies = ways.flatMap((way) => (way.kind === 'after' ? [way.item] : []));
  const choices = ways.filter((way) => way.kind === 'control');
  if (dependencies.length === 0) {
    for (const way of choices) leadTo(state, way.transition.source, node.name);
    return { upstream: [], paths: [] };
  }
  if (dependencies.length === 1 && choices.length === 0) return { upstream: dependencies, paths: [] };
  return { upstream: [merge(state, node, ways)], paths: [] };
}

/** A fork that can be entered in several ways gets its merge once, not once for each path. */
function enterFork(state: FlowState, node: WorkflowNode): Way[] {
  const ways = waysInto(state, node);
  const mixed = ways.length > 1 && ways.some((way) => way.kind === 'after');
  return mixed ? [{ kind: 'after', item: merge(state, node, ways) }] : ways;
}

function merge(state: FlowState, node: WorkflowNode, ways: readonly Way[]): FlowItem {
  const items = itemsOf(state, ways);
  const name = freeName(state, `into-${node.name}`);
  push(state.before, node.name, { kind: 'merge', name, paths: [items] });
  const [first] = items;
  return { name, source: first?.source ?? missingSource };
}

/** Stands where no transition is the source; nothing in the books has it. */
const missingSource: XmlAttribute = { kind: 'attribute', name: '', value: '', range: { start: 0, end: 0 } };

function pathsByJoin(pairs: ReadonlyMap<string, ForkJoin>): ReadonlyMap<string, readonly ForkPath[]> {
  const paths = new Map<string, ForkPath[]>();
  for (const pair of pairs.values()) {
    if (pair.join !== undefined) for (const path of pair.paths) push(paths, pair.join, path);
  }
  return paths;
}

function enterJoin(state: FlowState, node: WorkflowNode, forkPaths: readonly ForkPath[]): void {
  const ways = state.ways.get(node.name) ?? [];
  // A path from the fork straight to the join has arrived when the fork is reached, so the other paths say it all.
  const paths = forkPaths.filter((path) => path.kind !== 'direct');
  const grouped = new Set(paths.flatMap((path) => (path.kind === 'arrives' ? path.by : [])));
  // A transition that no path of a fork explains (Oozie's own check was off) may stand for any of them.
  const strays = new Set(ways.filter(({ arrival }) => !grouped.has(arrival) && !isForkPath(arrival)));
  const chosen = paths.map((path) => {
    const own = new Set<XmlAttribute>(path.kind === 'arrives' ? path.by : []);
    return ways.filter((entry) => own.has(entry.arrival) || strays.has(entry));
  });
  const items = (chosen.length === 0 ? [ways] : chosen).map((path) =>
    itemsOf(
      state,
      path.map(({ way }) => way),
    ),
  );
  state.entries.set(node.name, { upstream: [], paths: items.filter((path) => path.length > 0) });
}

function isForkPath(arrival: XmlAttribute): boolean {
  return arrival.name === 'start';
}

/** A failed task fails the run by itself; only where something else leads to a kill does it become a task that fails. */
function enterKill(state: FlowState, node: WorkflowNode): void {
  const ways = waysInto(state, node).filter((way) => way.kind !== 'control' || way.port !== 'error');
  if (ways.length > 0) state.entries.set(node.name, enter(state, node, ways));
}

/** The end of a run needs no task, unless a choice or a handled failure has to lead somewhere. */
function enterEnd(state: FlowState, node: WorkflowNode): void {
  const choices = waysInto(state, node).filter((way) => way.kind === 'control');
  if (choices.every((way) => way.port === 'otherwise')) return;
  state.entries.set(node.name, enter(state, node, choices));
}

/** The operators of which one has to succeed; a choice or a failure gets a dummy, for only operators can be items. */
function itemsOf(state: FlowState, ways: readonly Way[]): FlowItem[] {
  const items: FlowItem[] = [];
  for (const way of ways) {
    const item = way.kind === 'after' ? way.item : way.kind === 'control' ? dummyFor(state, way) : undefined;
    if (item !== undefined && !items.some((known) => known.name === item.name)) items.push(item);
  }
  return items;
}

function dummyFor(state: FlowState, { from, port, transition }: Way & { readonly kind: 'control' }): FlowItem {
  const proposal = port === 'error' ? `${from.name}-failed` : `${from.name}-to-${transition.to}`;
  const key = JSON.stringify([from.name, port === 'error', transition.to]);
  const known = state.dummies.get(key);
  const name = known ?? freeName(state, proposal);
  if (known === undefined) {
    state.dummies.set(key, name);
    push(state.after, from.name, { kind: 'dummy', name, source: transition.source });
  }
  leadTo(state, transition.source, name);
  return { name, source: transition.source };
}

function leadTo(state: FlowState, source: XmlAttribute, name: string): void {
  if (state.targets.get(source)?.includes(name) !== true) push(state.targets, source, name);
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}

function freeName(state: FlowState, proposal: string): string {
  let name = proposal;
  for (let count = 2; state.names.has(name); count++) name = `${proposal}-${count}`;
  state.names.add(name);
  return name;
}

/** The reachable nodes without what only a join that waits in vain leads to, in the order of the source. */
function liveNodes(
  reachable: readonly WorkflowNode[],
  byName: ReadonlyMap<string, WorkflowNode>,
  pairs: ReadonlyMap<string, ForkJoin>,
): ReadonlySet<WorkflowNode> {
  const vain = new Set([...pairs.values()].filter(waitsInVain).map((pair) => pair.join));
  const seen = new Set(reachable.filter((node) => node.kind === 'start'));
  for (const node of seen) {
    for (const { to } of transitionsOf(node)) {
      const target = byName.get(to);
      if (target !== undefined && !vain.has(to)) seen.add(target);
    }
  }
  return new Set(reachable.filter((node) => seen.has(node)));
}

/** The reachable nodes, each before what it leads to; otherwise in the order of the source. */
function topological(reachable: readonly WorkflowNode[], byName: ReadonlyMap<string, WorkflowNode>): WorkflowNode[] {
  const missing = new Map<WorkflowNode, number>(reachable.map((node) => [node, 0]));
  const targets = (node: WorkflowNode) => transitionsOf(node).flatMap(({ to }) => byName.get(to) ?? []);
  for (const node of reachable) for (const target of targets(node)) missing.set(target, (missing.get(target) ?? 0) + 1);
  const order: WorkflowNode[] = reachable.filter((node) => missing.get(node) === 0);
  for (let index = 0; index < order.length; index++) {
    const node = order[index];
    if (node === undefined) break;
    for (const target of targets(node)) {
      const left = (missing.get(target) ?? 0) - 1;
      missing.set(target, left);
      if (left === 0) order.push(target);
    }
  }
  return order;
}

function lastFailures(
  order: readonly WorkflowNode[],
  byName: ReadonlyMap<string, WorkflowNode>,
): ReadonlyMap<string, LastFailure> {
  const failures = new Map<string, { actions: string[]; certain: boolean }>();
  for (const node of order) {
    const inherited = failures.get(node.name) ?? { actions: [], certain: false };
    for (const { to, source } of transitionsOf(node)) {
      const failed = node.kind === 'action' && source === node.error?.source;
      // That failure fails the run by itself: see `enterKill`.
      if (failed && byName.get(to)?.kind === 'kill') continue;
      const known = failures.get(to) ?? { actions: [], certain: true };
      for (const name of failed ? [node.name] : inherited.actions) {
        if (known.actions.length < maximalFailures && !known.actions.includes(name)) known.actions.push(name);
      }
      known.certain &&= failed || inherited.certain;
      if (byName.has(to)) failures.set(to, known);
    }
  }
  return failures;
}
