import type { FlowNode, FlowScope } from '../../../workflow/plan/flow';
import { interpret } from '../plan/interpreter';
import { withoutPlainGroups } from '../plan/ways';
import { controlledBy, deadNodes, nodesOf, withoutLostItems } from './meaning';

/**
 * What pruning promises (docs/select.md, "What a pruned workflow does"): the whole flow in which what is left out needs nothing,
 * succeeds wherever it runs, and counts as nothing for a rule that counts, where nothing that stays is before it. A group that is
 * left out is one task with its trigger rule; what is left out and could never run holds up no section or group.
 */
export function asIfSucceeded(whole: FlowScope, stays: ReadonlySet<string>): FlowScope {
  const flow = reduced(whole, stays);
  const left = leftNodes(flow, stays);
  const lost = deadNodes(flow, stays, new Set());
  const counted = withoutUncounted(flow, new Set([...left].filter((id) => !lost.has(id))));
  const ends = interpret(withoutPlainGroups(counted), new Map()).tasks;
  const neverRun = new Set(
    [...ends].flatMap(([id, end]) => (stays.has(id) || left.has(id) || end === 'success' ? [] : id)),
  );
  return withoutLeaves(withoutLostItems(counted, stays, neverRun), deadNodes(counted, stays, neverRun));
}

function isGroupThatStays(node: FlowNode, stays: ReadonlySet<string>): boolean {
  if (node.kind !== 'group') return false;
  return node.isSection === true || nodesOf(node.scope).some(({ id }) => stays.has(id));
}

function reduced(scope: FlowScope, stays: ReadonlySet<string>): FlowScope {
  return {
    ...scope,
    nodes: scope.nodes.map((node): FlowNode => {
      if (stays.has(node.id) || isGroupThatStays(node, stays))
        return node.kind === 'group' ? { ...node, scope: reduced(node.scope, stays) } : node;
      const { id, upstream, rule, onFailure } = node;
      if (node.kind !== 'group' && node.kind !== 'fail') return { ...node, requires: [] };
      return { id, upstream, rule, onFailure, requires: [], kind: 'task', skipsItself: false };
    }),
  };
}

/** The nodes that stay, or before which one does. What waits for nothing in a group waits for what stands before that. */
function leftNodes(flow: FlowScope, stays: ReadonlySet<string>): ReadonlySet<string> {
  const left = new Set<string>();
  const look = (scope: FlowScope, isBehind: boolean): void => {
    const leaders = new Map(scope.nodes.map((node) => [node.id, [...node.upstream]]));
    for (const node of scope.nodes) {
      if (node.kind === 'join') leaders.get(node.id)?.push(...node.paths.flat());
      for (const to of controlledBy(node)) leaders.get(to)?.push(node.id);
    }
    for (let before = -1; before !== left.size; ) {
      before = left.size;
      for (const node of scope.nodes) {
        const own = leaders.get(node.id) ?? [];
        const isFirst = own.length === 0 && isBehind;
        const holds = node.kind === 'group' && nodesOf(node.scope).some(({ id }) => stays.has(id));
        if (stays.has(node.id) || holds || isFirst || own.some((id) => left.has(id))) left.add(node.id);
      }
    }
    for (const node of scope.nodes) {
      if (node.kind !== 'group') continue;
      look(node.scope, node.isSection === true ? isBehind || node.upstream.some((id) => left.has(id)) : true);
    }
  };
  look(flow, false);
  return left;
}

/** Rules to which a success more or less makes a difference. */
const COUNTING: ReadonlySet<string> = new Set([
  'all_failed',
  'all_skipped',
  'one_success',
  'one_failed',
  'one_done',
  'none_failed_min_one_success',
]);

function withoutUncounted(scope: FlowScope, left: ReadonlySet<string>): FlowScope {
  const nodes = scope.nodes.map((node): FlowNode => {
    const inner = node.kind === 'group' ? { ...node, scope: withoutUncounted(node.scope, left) } : node;
    const upstream = node.upstream.filter((id) => left.has(id));
    return COUNTING.has(node.rule) && upstream.length > 0 ? { ...inner, upstream } : inner;
  });
  return { ...scope, nodes };
}

/** The flow without nodes that never run and that nothing else waits for. */
function withoutLeaves(scope: FlowScope, neverRun: ReadonlySet<string>): FlowScope {
  const awaited = new Set(
    scope.nodes.flatMap((node) => [
      ...(neverRun.has(node.id) ? [] : node.upstream),
      ...(node.kind === 'join' ? node.paths.flat() : []),
    ]),
  );
  const nodes = scope.nodes.flatMap((node): readonly FlowNode[] => {
    if (neverRun.has(node.id) && !awaited.has(node.id)) return [];
    return [node.kind === 'group' ? { ...node, scope: withoutLeaves(node.scope, neverRun) } : node];
  });
  return { ...scope, nodes };
}
