import type { ControlSource, FlowNode } from '../flow';
import type { TriggerRule } from '../plan';
import { addHelper, edges, type LoweredEdge } from './draft';
import { addEmpty, addGate, addRaise, type Lowering, outletOf } from './scope';

/** When a task may run: all of `all` succeeded and, where the author gave a rule, the rule holds over its upstreams. */
export interface Conditions {
  readonly all: readonly LoweredEdge[];
  readonly ruled: Ruled | undefined;
  /** The lists of a branch or router that the task itself is put into, where nothing else leads to it. */
  readonly chosenIn: readonly string[][];
}

interface Ruled {
  readonly rule: TriggerRule;
  readonly upstream: readonly LoweredEdge[];
}

/** Rules whose tasks end skipped or upstream_failed by themselves where all that is above them did. */
const FOLLOWS_ITS_UPSTREAM: ReadonlySet<TriggerRule> = new Set([
  'all_success',
  'one_success',
  'none_failed_min_one_success',
]);

/** The conditions of a node as its author wrote them, and the beginning of its group. Resources are not among them. */
export function conditionsOf(lowering: Lowering, node: FlowNode): Conditions {
  if (node.kind === 'join') return joinConditions(lowering, node);
  const sources = lowering.control.get(node.id) ?? [];
  const alone = node.upstream.length === 0 && node.requires.length === 0;
  const control = sources.length === 0 ? undefined : controlEdge(lowering, node, sources, alone);
  const all: LoweredEdge[] = control === undefined ? [] : [...control.edges];
  const isRoot = node.upstream.length === 0 && sources.length === 0;
  const needsBegin = isRoot || (node.upstream.length > 0 && !FOLLOWS_ITS_UPSTREAM.has(node.rule));
  if (lowering.begin !== undefined && needsBegin) all.push(...edges('section', [lowering.begin]));
  const ruled = ruledUpstream(lowering, node, all) ?? control?.ruled;
  return { all, ruled, chosenIn: control?.chosenIn ?? [] };
}

/** Pushes plain dependencies to `all`; gives those of another rule, and pushes what a handled failure vetoes. */
function ruledUpstream(lowering: Lowering, node: FlowNode, all: LoweredEdge[]): Ruled | undefined {
  if (node.upstream.length === 0) return undefined;
  const outlets = node.upstream.map((id) => outletOf(lowering, id));
  switch (node.rule) {
    case 'all_success':
      all.push(...edges('authored', outlets.map((outlet) => outlet.ok())));
      return undefined;
    case 'none_skipped':
    case 'one_success':
      return { rule: node.rule, upstream: edges('authored', outlets.map((outlet) => outlet.ok())) };
    case 'none_failed':
    case 'none_failed_min_one_success':
      all.push(...edges('generated', outlets.flatMap((outlet) => outlet.veto?.() ?? [])));
      return { rule: node.rule, upstream: edges('authored', outlets.map((outlet) => outlet.ok())) };
    case 'one_done':
      return { rule: node.rule, upstream: edges('authored', outlets.flatMap((outlet) => outlet.done())) };
    default:
      return { rule: node.rule, upstream: edges('authored', outlets.map((outlet) => outlet.real())) };
  }
}

interface ControlEdge {
  readonly edges: readonly LoweredEdge[];
  readonly ruled: Ruled | undefined;
  readonly chosenIn: readonly string[][];
}

/** What stands for "at least one of the control edges that lead here was taken". */
function controlEdge(
  lowering: Lowering,
  node: FlowNode,
  sources: readonly ControlSource[],
  alone: boolean,
): ControlEdge {
  const [first] = sources;
  if (sources.length === 1 && first !== undefined) return edgeFromOne(lowering, node, first, alone);
  const ways = sources.flatMap((source) => edgeFromOne(lowering, node, source, false).edges.map((edge) => edge.from));
  const merged = addEmpty(lowering.plan, node.id, 'in', 'collector', 'one_success', ways);
  addEmpty(lowering.plan, node.id, 'guard', 'guard', 'none_failed_min_one_success', ways);
  return { edges: edges('generated', [merged]), ruled: undefined, chosenIn: [] };
}

function edgeFromOne(lowering: Lowering, node: FlowNode, from: ControlSource, alone: boolean): ControlEdge {
  const { branch, router } = outletOf(lowering, from.source.id).choices;
  const ways: LoweredEdge[] = [];
  if (branch !== undefined && from.cases.length > 0) {
    const lists = from.cases.map((index) => branch.cases[index] ?? []);
    if (alone && router === undefined) return { edges: edges('branch', [branch.id]), ruled: undefined, chosenIn: lists };
    ways.push(...edges(router === undefined ? 'branch' : 'generated', [caseWay(lowering, node, branch.id, lists, from)]));
  }
  if (router !== undefined && from.onFailure) {
    if (alone && from.cases.length === 0) {
      return { edges: edges('failure', [router.id]), ruled: undefined, chosenIn: [router.failed] };
    }
    const gate = addGate(lowering.plan, from.source.id, `failed__to__${node.id}`, router.id, [router.failed], 'failure');
    ways.push(...edges('generated', [gate]));
  }
  if (ways.length < 2) return { edges: ways, ruled: undefined, chosenIn: [] };
  const merged = addEmpty(lowering.plan, node.id, 'from', 'collector', 'one_success', ways.map((way) => way.from));
  return { edges: edges('generated', [merged]), ruled: undefined, chosenIn: [] };
}

/**
 * The way from a case to its target. A branch that fails and has handlers takes no case, yet its gates would end
 * upstream_failed: then `one_done` reads that as skipped, and a gate that is never chosen tells whether the branch was lost.
 */
function caseWay(
  lowering: Lowering,
  node: FlowNode,
  branchId: string,
  lists: readonly string[][],
  from: ControlSource,
): string {
  const { plan } = lowering;
  const gate = addGate(plan, branchId, `to__${node.id}`, branchId, lists, 'branch');
  const { lost } = outletOf(lowering, from.source.id);
  if (lost === undefined) return gate;
  const taken = addEmpty(plan, branchId, `taken__${node.id}`, 'collector', 'one_done', [gate]);
  return addEmpty(plan, branchId, `way__${node.id}`, 'collector', 'none_failed_min_one_success', [taken, lost()]);
}

/** A path has arrived when one of its items has; a collector stands for a path of several. */
function joinConditions(lowering: Lowering, node: Extract<FlowNode, { kind: 'join' }>): Conditions {
  const { plan } = lowering;
  const paths = node.paths.map((path) => [...new Set(path)].map((id) => outletOf(lowering, id).ok()));
  addEmpty(plan, node.id, 'guard', 'guard', 'none_failed_min_one_success', paths.flat());
  const [only] = paths;
  if (paths.length === 1 && only !== undefined && only.length > 1) {
    return { all: [], ruled: { rule: 'one_success', upstream: edges('authored', only) }, chosenIn: [] };
  }
  const all = paths.flatMap((items, index) =>
    items.length === 1
      ? edges('authored', items)
      : edges('generated', [addEmpty(plan, node.id, `path_${index + 1}`, 'collector', 'one_success', items)]),
  );
  return { all, ruled: undefined, chosenIn: [] };
}

/** The trigger rule and upstreams that bring conditions about on Airflow, with the extra tasks that it takes. */
export function settle(lowering: Lowering, owner: string, conditions: Conditions): Ruled {
  const { plan } = lowering;
  const { all, ruled } = conditions;
  if (ruled === undefined) return merged(lowering, owner, all);
  if (all.length === 0) return ruled;
  const upstream = [...ruled.upstream];
  const rule = addHelper(plan, owner, 'deps', { kind: 'collector', rule: ruled.rule, upstream, role: { kind: 'empty' } });
  return merged(lowering, owner, [...all, ...edges('generated', [rule.id])]);
}

/** All must succeed; a failure beats a skip, whichever comes first. */
function merged(lowering: Lowering, owner: string, all: readonly LoweredEdge[]): Ruled {
  if (all.length < 2) return { rule: 'all_success', upstream: all };
  const ids = all.map((edge) => edge.from);
  const message = 'something that the task waits for failed';
  const watch = addRaise(lowering.plan, owner, 'watch', 'one_failed', ids, message);
  const every = addEmpty(lowering.plan, owner, 'all', 'collector', 'none_skipped', ids);
  return { rule: 'none_failed_min_one_success', upstream: edges('generated', [watch, every]) };
}
