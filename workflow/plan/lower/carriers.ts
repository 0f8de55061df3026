import { type ControlSource, type FlowNode, type FlowScope, inOrder } from '../flow';
import type { TriggerRule } from '../plan';

/** Rules under which a task is upstream_failed as soon as one that it depends on failed. */
const PASSES_FAILURE_ON: ReadonlySet<TriggerRule> = new Set([
  'all_success',
  'none_failed',
  'none_failed_min_one_success',
]);

/**
 * The nodes whose failure always shows at the end of the scope: nothing stands behind them, or something that fails with
 * them and itself shows. The others need a guard where a failure must not be masked.
 */
export function carriers(
  scope: FlowScope,
  control: ReadonlyMap<string, readonly ControlSource[]>,
): ReadonlySet<string> {
  const behind = new Map<string, FlowNode[]>();
  const shown = new Set<string>();
  const masked = new Set<string>();
  for (const node of scope.nodes) {
    for (const id of node.upstream) {
      masked.add(id);
      if (PASSES_FAILURE_ON.has(node.rule)) append(behind, id, node);
    }
    if (node.kind === 'join') for (const id of node.paths.flat()) shown.add(id);
    const sources = control.get(node.id) ?? [];
    for (const { source } of sources) {
      masked.add(source.id);
      if (sources.length > 1) shown.add(source.id);
      else append(behind, source.id, node);
    }
  }
  for (const node of [...inOrder(scope)].reverse()) {
    const isLast = !masked.has(node.id);
    const isCarried = (behind.get(node.id) ?? []).some((next) => shown.has(next.id));
    if (isLast || isCarried) shown.add(node.id);
  }
  return shown;
}

function append(lists: Map<string, FlowNode[]>, id: string, node: FlowNode): void {
  const list = lists.get(id);
  if (list === undefined) lists.set(id, [node]);
  else list.push(node);
}
