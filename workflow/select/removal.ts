import { type Part, partOf } from '../check';
import type { FlowNode } from './flow-nodes';
import { type KnownEnd, neverRuns } from './trigger-rules';

/** Which nodes of a document go, and which of these could never run any more. */
export interface Removal {
  readonly gone: ReadonlySet<FlowNode>;
  /** Led to by choices or failures alone that are all gone: what waits for its success goes too. */
  readonly dead: ReadonlySet<FlowNode>;
}

/**
 * What goes when the chosen nodes do (`docs/format.md`, "Pruning and waves"): handlers and case targets without a source,
 * what only they lead to, and tasks that wait for a failure or skip that cannot come any more. Branches, joins and fails are
 * not chosen: a branch stays while one of its ways leads somewhere, a join while one of its items can arrive, a `fail` while
 * something leads to it. So nothing depends on the order in which nodes are pruned. `hasBefore`: does something outside of
 * what is given here stand before a node that waits for nothing, once these are gone?
 */
export function settle(
  ordered: readonly FlowNode[],
  chosen: (node: FlowNode) => boolean,
  hasBefore: (gone: ReadonlySet<FlowNode>) => (node: FlowNode) => boolean,
): Removal {
  const gone = new Set(ordered.filter((node) => chosen(node) && isRemovable(node)));
  const dead = new Set<FlowNode>();
  for (let before = -1; before !== gone.size + dead.size; ) {
    before = gone.size + dead.size;
    removeForward(ordered, gone, dead, hasBefore);
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

function removeForward(
  ordered: readonly FlowNode[],
  gone: Set<FlowNode>,
  dead: Set<FlowNode>,
  hasBefore: (gone: ReadonlySet<FlowNode>) => (node: FlowNode) => boolean,
): void {
  // Of those that go: does something that stays lead to what stood behind them?
  const leads = new Set<FlowNode>();
  const arrives = (node: FlowNode): boolean => !gone.has(node) || (leads.has(node) && !dead.has(node));
  const roots = new Set<FlowNode>();
  const isBehind = hasBefore(gone);
  const wasBehind = hasBefore(NOTHING);
  const deciding = partsThatDecide(ordered);
  const endOf = (node: FlowNode): KnownEnd | undefined => {
    if (!gone.has(node)) return undefined;
    if (dead.has(node)) return 'skipped';
    return leads.has(node) || roots.has(node) ? undefined : 'success';
  };
  for (const node of ordered) {
    const { kind, upstream, sources } = node;
    const orphaned = sources.length > 0 && sources.every((source) => gone.has(source));
    if (kind === 'join' && upstream.length > 0 && !upstream.some(arrives)) gone.add(node);
    if (orphaned || waitsInVain(node, endOf, dead, gone)) {
      gone.add(node);
      dead.add(node);
    }
    if (kind === 'fail' && upstream.length > 0 && sources.length === 0 && !upstream.some(arrives)) gone.add(node);
    if ([...upstream, ...sources].some((other) => !gone.has(other) || leads.has(other))) leads.add(node);
    const isFirst = upstream.length === 0 && sources.length === 0;
    const lostPart = isFirst && wasBehind(node) && !isBehind(node) && !deciding.has(partOf(node.outline.section));
    if (lostPart && gone.has(node) && neverRuns(node.rule, ['success'], false)) dead.add(node);
    if (isFirst ? isBehind(node) : upstream.some((other) => roots.has(other))) roots.add(node);
  }
}

const NOTHING: ReadonlySet<FlowNode> = new Set();

/** The parts in which a node decides or handles failures: their first tasks wait for the part to begin, whatever their rules. */
function partsThatDecide(ordered: readonly FlowNode[]): ReadonlySet<Part> {
  const decides = ({ kind, slots }: FlowNode): boolean =>
    kind !== 'task' || slots.some(({ targets }) => targets.length > 0);
  return new Set(ordered.filter(decides).map(({ outline }) => partOf(outline.section)));
}

/** Can it never run, because of what can never run, or never fail, before it? A join cannot where none of its items can. */
function waitsInVain(
  node: FlowNode,
  endOf: (node: FlowNode) => KnownEnd | undefined,
  dead: ReadonlySet<FlowNode>,
  gone: ReadonlySet<FlowNode>,
): boolean {
  const { kind, upstream, rule } = node;
  if (kind === 'join') return gone.has(node) && upstream.length > 0 && upstream.every((item) => dead.has(item));
  const known = upstream.flatMap((other) => endOf(other) ?? []);
  return neverRuns(rule, known, known.length < upstream.length);
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
