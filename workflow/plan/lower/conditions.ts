import type { ControlSource, FlowNode } from '../flow';
import type { PlanEdgeKind, TriggerRule } from '../plan';
import { addHelper, type Chooser, edges, FAILED, factsOf, type LoweredEdge, SUCCESS } from './draft';
import { allOf, canConflict, canHide, chosen, type Facts, NEVER_ANYTHING, ruleFacts } from './facts';
import { addEmpty, addGate, addRaise, bits, type Lowering, outletOf } from './scope';

/** When a task may run. */
export type Conditions =
  /** All of `all` succeeded and, where the author gave a rule, the rule holds over its upstreams. */
  | { readonly kind: 'merged'; readonly all: readonly LoweredEdge[]; readonly ruled: Ruled | undefined }
  /** A branch or router chooses the task itself: nothing else leads to it. */
  | { readonly kind: 'chosen'; readonly by: Chooser; readonly cases: readonly number[]; readonly edge: PlanEdgeKind };

export interface Ruled {
  readonly rule: TriggerRule;
  readonly upstream: readonly LoweredEdge[];
}

export const UNCONDITIONAL: Extract<Conditions, { readonly kind: 'merged' }> = {
  kind: 'merged',
  all: [],
  ruled: undefined,
};

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
  const direct = node.requires.length > 0 ? undefined : directChoice(lowering, node, sources);
  if (direct !== undefined) return direct;
  const all: LoweredEdge[] = sources.length === 0 ? [] : [...controlEdges(lowering, node, sources)];
  const isRoot = node.upstream.length === 0 && sources.length === 0;
  const needsBegin = isRoot || (node.upstream.length > 0 && !FOLLOWS_ITS_UPSTREAM.has(node.rule));
  if (lowering.begin !== undefined && needsBegin) all.push(...edges('section', [lowering.begin]));
  const ruled = ruledUpstream(lowering, node, all);
  return { kind: 'merged', all, ruled };
}

/** A node to which only one choice leads needs no gate: a case, a failure, or the success of its only dependency. */
function directChoice(lowering: Lowering, node: FlowNode, sources: readonly ControlSource[]): Conditions | undefined {
  const [source] = sources;
  const [dependency] = node.upstream;
  if (node.upstream.length === 0 && sources.length === 1 && source !== undefined) {
    const { branch, router } = outletOf(lowering, source.source.id);
    if (source.onFailure && source.cases.length === 0 && router !== undefined) {
      return { kind: 'chosen', by: router, cases: [FAILED], edge: 'failure' };
    }
    if (!source.onFailure && branch !== undefined && router === undefined) {
      return { kind: 'chosen', by: branch, cases: source.cases, edge: 'branch' };
    }
  }
  if (sources.length === 0 && node.upstream.length === 1 && node.rule === 'all_success' && dependency !== undefined) {
    const { okBelow } = outletOf(lowering, dependency);
    if (okBelow !== undefined) return { kind: 'chosen', by: okBelow, cases: [SUCCESS], edge: 'authored' };
  }
  return undefined;
}

/** Pushes plain dependencies to `all`; gives those of another rule, and pushes what a handled failure vetoes. */
function ruledUpstream(lowering: Lowering, node: FlowNode, all: LoweredEdge[]): Ruled | undefined {
  // A bare plan keeps the rule of a task also where it waits for resources only.
  if (node.upstream.length === 0) return lowering.plan.bare ? { rule: node.rule, upstream: [] } : undefined;
  const outlets = node.upstream.map((id) => outletOf(lowering, id));
  const ruled = (ids: readonly string[]): Ruled => ({ rule: node.rule, upstream: edges('authored', ids) });
  switch (node.rule) {
    case 'all_success':
      all.push(
        ...edges(
          'authored',
          outlets.map((outlet) => outlet.ok()),
        ),
      );
      return undefined;
    case 'none_skipped':
    case 'one_success':
      return ruled(outlets.map((outlet) => outlet.ok()));
    case 'none_failed':
    case 'none_failed_min_one_success':
      all.push(
        ...edges(
          'generated',
          outlets.flatMap((outlet) => outlet.veto?.() ?? []),
        ),
      );
      return ruled(outlets.map((outlet) => outlet.ok()));
    case 'one_done':
      return ruled(outlets.flatMap((outlet) => outlet.done()));
    default:
      return ruled(outlets.map((outlet) => outlet.real()));
  }
}

/** What stands for "at least one of the control edges that lead here was taken". */
function controlEdges(lowering: Lowering, node: FlowNode, sources: readonly ControlSource[]): readonly LoweredEdge[] {
  const { plan } = lowering;
  const waysOf = sources.map((source) => waysFrom(lowering, node, source));
  const ways = waysOf.flat();
  if (ways.length === 1) return ways;
  const ids = ways.map((way) => way.from);
  if (sources.length > 1) guardIfNeeded(lowering, node.id, [ids]);
  return edges('generated', [addEmpty(plan, node.id, 'in', 'collector', 'one_success', ids)]);
}

function waysFrom(lowering: Lowering, node: FlowNode, from: ControlSource): LoweredEdge[] {
  const { plan } = lowering;
  const { branch, router } = outletOf(lowering, from.source.id);
  const ways: LoweredEdge[] = [];
  if (branch !== undefined && from.cases.length > 0) ways.push(caseWay(lowering, node, branch, from));
  if (router !== undefined && from.onFailure) {
    const gate = addGate(plan, from.source.id, `failed__to__${node.id}`, router, [FAILED], 'failure');
    ways.push(...edges('failure', [gate]));
  }
  return ways;
}

/**
 * The way from a case to its target. A branch that fails and has handlers takes no case, yet its gates would end
 * upstream_failed: then `one_done` reads that as skipped, and a gate that is never chosen tells whether the branch was lost.
 */
function caseWay(lowering: Lowering, node: FlowNode, branch: Chooser, from: ControlSource): LoweredEdge {
  const { plan } = lowering;
  const gate = addGate(plan, branch.id, `to__${node.id}`, branch, from.cases, 'branch');
  const { lost } = outletOf(lowering, from.source.id);
  if (lost === undefined) return { from: gate, kind: 'branch' };
  const taken = addEmpty(plan, branch.id, `taken__${node.id}`, 'collector', 'one_done', [gate]);
  const way = addEmpty(plan, branch.id, `way__${node.id}`, 'collector', 'none_failed_min_one_success', [taken, lost()]);
  return { from: way, kind: 'branch' };
}

/** A leaf that fails the run where one of the items is lost and nothing else would show it. */
function guardIfNeeded(lowering: Lowering, owner: string, paths: readonly (readonly string[])[]): void {
  const { plan } = lowering;
  const hidden = paths.some((items) =>
    canHide(
      items.map((id) => factsOf(plan, id)),
      plan.choices,
    ),
  );
  if (!hidden && lowering.carries.has(owner)) return;
  const items = [...new Set(paths.flat())].filter((id) => factsOf(plan, id).bad !== undefined);
  if (items.length > 0) addEmpty(plan, owner, 'guard', 'guard', 'none_failed_min_one_success', items);
}

/** A path has arrived when one of its items has; a collector stands for a path of several. */
function joinConditions(lowering: Lowering, node: Extract<FlowNode, { kind: 'join' }>): Conditions {
  const { plan } = lowering;
  const paths = node.paths.map((path) => [...new Set(path)].map((id) => outletOf(lowering, id).ok()));
  guardIfNeeded(lowering, node.id, paths);
  const [only] = paths;
  if (paths.length === 1 && only !== undefined && only.length > 1) {
    return { kind: 'merged', all: [], ruled: { rule: 'one_success', upstream: edges('authored', only) } };
  }
  const all = paths.flatMap((items, index) =>
    items.length === 1
      ? edges('authored', items)
      : edges('generated', [addEmpty(plan, node.id, `path_${index + 1}`, 'collector', 'one_success', items)]),
  );
  return { kind: 'merged', all: unique(all), ruled: undefined };
}

function unique(list: readonly LoweredEdge[]): LoweredEdge[] {
  return [...new Map(list.map((edge) => [edge.from, edge])).values()];
}

/** How conditions are brought about on Airflow: rule and upstreams, with the extra tasks that it takes. */
export interface Settled extends Ruled {
  /** Of a task that did nothing but wait for the conditions. */
  readonly facts: Facts;
}

export function settle(lowering: Lowering, owner: string, conditions: Conditions): Settled {
  const { plan } = lowering;
  if (conditions.kind === 'chosen') {
    const { by, cases, edge } = conditions;
    return { rule: 'all_success', upstream: edges(edge, [by.id]), facts: chosen(by.id, bits(cases), plan.choices) };
  }
  const { all, ruled } = conditions;
  if (ruled === undefined) return merged(lowering, owner, all);
  if (all.length === 0) {
    const upstream = ruled.upstream.map((edge) => factsOf(plan, edge.from));
    return { ...ruled, facts: ruleFacts(owner, ruled.rule, upstream, plan.choices) };
  }
  if (plan.bare) return { rule: ruled.rule, upstream: unique([...ruled.upstream, ...all]), facts: NEVER_ANYTHING };
  const upstream = [...ruled.upstream];
  const rule = addHelper(plan, owner, 'deps', {
    kind: 'collector',
    rule: ruled.rule,
    upstream,
    role: { kind: 'empty' },
  });
  return merged(lowering, owner, [...all, ...edges('generated', [rule.id])]);
}

/** All must succeed; a failure beats a skip, whichever comes first. */
function merged(lowering: Lowering, owner: string, all: readonly LoweredEdge[]): Settled {
  const { plan } = lowering;
  const list = unique(all);
  const conditions = list.map((edge) => factsOf(plan, edge.from));
  const facts = allOf(conditions, plan.choices);
  if (plan.bare || !canConflict(conditions)) return { rule: 'all_success', upstream: list, facts };
  const ids = list.map((edge) => edge.from);
  const message = 'something that the task waits for failed';
  const watch = addRaise(plan, owner, 'watch', 'one_failed', ids, message);
  const every = addEmpty(plan, owner, 'all', 'collector', 'none_skipped', ids);
  return { rule: 'none_failed_min_one_success', upstream: edges('generated', [watch, every]), facts };
}
