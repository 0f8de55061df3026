import type { FlowNode } from './flow-nodes';

/** Which nodes of a document go, and which of these could never run any more. */
export interface Removal {
  readonly gone: ReadonlySet<FlowNode>;
  /** Led to by choices or failures alone that are all gone: what waits for its success goes too. */
  readonly dead: ReadonlySet<FlowNode>;
}

/**
 * What goes when the chosen nodes do (`docs/format.md`, "Pruning and waves"): handlers and case targets without a source,
 * and what only they lead to. Branches, joins and fails are not chosen: a branch stays while one of its ways leads
 * somewhere, a join while one of its items can arrive, a `fail` while something leads to it. So nothing depends on the
 * order in which nodes are pruned.
 */
export function settle(ordered: readonly FlowNode[], chosen: (node: FlowNode) => boolean): Removal {
  const gone = new Set(ordered.filter((node) => chosen(node) && isRemovable(node)));
  const dead = new Set<FlowNode>();
  for (let before = -1; before !== gone.size + dead.size; ) {
    before = gone.size + dead.size;
    removeForward(ordered, gone, dead);
    removeBackward(ordered, gone);
  }
  return { gone, dead };
}

/** Nodes of the flow itself are removed by a choice only where they do nothing for others. */
function isRemovable(node: FlowNode): boolean {
  if (node.kind === 'branch') return targetsOf(node).length === 0;
  if (node.kind === 'join') return node.upstream.length === 0;
  if (node.kind === 'fail') return node.upstream.length === 0 && node.sources.length === 0;
  return true;
}

function targetsOf(node: FlowNode): readonly FlowNode[] {
  return node.slots.flatMap((slot) => (slot.key === 'on_failure' ? [] : slot.targets));
}

function removeForward(ordered: readonly FlowNode[], gone: Set<FlowNode>, dead: Set<FlowNode>): void {
  // Of those that go: does something that stays lead to what stood behind them?
  const leads = new Set<FlowNode>();
  const arrives = (node: FlowNode): boolean => !gone.has(node) || (leads.has(node) && !dead.has(node));
  for (const node of ordered) {
    const { kind, upstream, sources } = node;
    const orphaned = sources.length > 0 && sources.every((source) => gone.has(source));
    if (kind === 'join' && upstream.length > 0 && !upstream.some(arrives)) gone.add(node);
    if (orphaned || waitsInVain(node, gone, dead)) {
      gone.add(node);
      dead.add(node);
    }
    if (kind === 'fail' && upstream.length > 0 && sources.length === 0 && !upstream.some(arrives)) gone.add(node);
    if ([...upstream, ...sources].some((other) => !gone.has(other) || leads.has(other))) leads.add(node);
  }
}

/** Can it never run, because of what can never run before it? A join cannot where none of its items can. */
function waitsInVain(node: FlowNode, gone: ReadonlySet<FlowNode>, dead: ReadonlySet<FlowNode>): boolean {
  const { kind, upstream, rule } = node;
  if (kind === 'join') return gone.has(node) && upstream.length > 0 && upstream.every((item) => dead.has(item));
  return (rule === 'all_success' || gone.has(node)) && upstream.some((other) => dead.has(other));
}

function removeBackward(ordered: readonly FlowNode[], gone: Set<FlowNode>): void {
  const goesOn = new Set<FlowNode>();
  for (let index = ordered.length - 1; index >= 0; index--) {
    const node = ordered[index];
    if (node === undefined) continue;
    const remains = (other: FlowNode): boolean => !gone.has(other) || goesOn.has(other);
    if (node.kind === 'branch' && targetsOf(node).length > 0 && !targetsOf(node).some(remains)) gone.add(node);
    if (node.downstream.some(remains)) goesOn.add(node);
  }
}
