import type { Diagnostic } from '../../../text/diagnostic';
import type { CheckedWorkflow } from '../workflow/check-workflow';
import { type Transition, transitionsOf, type WorkflowNode } from '../workflow/read-workflow';

/**
 * What Oozie's check of forks and joins says of ways through a workflow (`LiteWorkflowValidator`): E0737, E0743, E0744. It
 * can be switched off (`oozie.wf.validate.ForkJoin`), so these are warnings.
 */
export function checkPaths(checked: CheckedWorkflow): Diagnostic[] {
  return [...checkForks(checked), ...checkSuccesses(checked)];
}

const off = 'Oozie refuses it unless that check is off.';

function warning(rule: string, message: string, { source }: Transition): Diagnostic {
  return { rule, severity: 'warning', message: `${message} ${off}`, range: source.range };
}

function checkForks({ reachable, byName }: CheckedWorkflow): Diagnostic[] {
  const inside = nodesInForks(reachable, byName);
  return reachable.flatMap((node): Diagnostic[] => {
    const targets = new Set<string>();
    const repeated = (node.kind === 'fork' ? node.paths : []).filter(({ to }) => {
      const kind = byName.get(to)?.kind;
      const again = targets.has(to) && kind !== 'join' && kind !== 'kill';
      targets.add(to);
      return again;
    });
    const ends = inside.has(node) ? transitionsOf(node).filter(({ to }) => byName.get(to)?.kind === 'end') : [];
    return [
      ...repeated.map((path) =>
        warning('oozie-fork-repeats', `Two paths of the fork "${node.name}" lead to "${path.to}" (E0744).`, path),
      ),
      ...ends.map((way) =>
        warning('oozie-end-in-fork', `"${node.name}" ends the workflow inside a fork (E0737).`, way),
      ),
    ];
  });
}

/** Forks and what stands between them and their joins. */
function nodesInForks(
  reachable: readonly WorkflowNode[],
  byName: ReadonlyMap<string, WorkflowNode>,
): ReadonlySet<WorkflowNode> {
  const depth = new Map<WorkflowNode, number>();
  const waiting: { readonly node: WorkflowNode; readonly depth: number }[] = [];
  const start = reachable.find((node) => node.kind === 'start');
  if (start !== undefined) waiting.push({ node: start, depth: 0 });
  for (let at = 0; at < waiting.length; at++) {
    const { node, depth: outer } = waiting[at] ?? { node: undefined, depth: 0 };
    if (node === undefined || depth.has(node)) continue;
    depth.set(node, node.kind === 'fork' ? outer + 1 : outer);
    const inner = node.kind === 'fork' ? outer + 1 : outer;
    for (const { to } of transitionsOf(node)) {
      const next = byName.get(to);
      if (next !== undefined)
        waiting.push({ node: next, depth: next.kind === 'join' ? Math.max(0, inner - 1) : inner });
    }
  }
  return new Set([...depth].filter(([, level]) => level > 0).map(([node]) => node));
}

interface Arrival {
  readonly from: WorkflowNode;
  readonly transition: Transition;
  readonly decision: string;
}

/**
 * A node that is no kill, join or end may be reached by one way without failures, or by several that begin at the same
 * decision, the first on each of them.
 */
function checkSuccesses({ reachable, byName }: CheckedWorkflow): Diagnostic[] {
  const start = reachable.find((node) => node.kind === 'start');
  const found: Diagnostic[] = [];
  const arrivals = new Map<string, Arrival[]>();
  const seen = new Set<string>();
  const waiting: { readonly node: WorkflowNode; readonly decision: string }[] = [];
  if (start !== undefined) waiting.push({ node: start, decision: '' });
  for (let at = 0; at < waiting.length; at++) {
    const { node, decision } = waiting[at] ?? { node: undefined, decision: '' };
    if (node === undefined) continue;
    const first = decision === '' && node.kind === 'decision' ? node.name : decision;
    const ways = node.kind === 'action' ? [node.ok] : transitionsOf(node);
    for (const transition of ways) {
      const next = transition === undefined ? undefined : byName.get(transition.to);
      if (transition === undefined || next === undefined) continue;
      const key = JSON.stringify([transition.source.range.start, first]);
      if (seen.has(key)) continue;
      seen.add(key);
      const known = arrivals.get(next.name) ?? [];
      arrivals.set(next.name, known);
      // Two paths of one fork are told of as such.
      const fork = node.kind === 'fork' && known.some(({ from }) => from === node);
      if (!fork) known.push({ from: node, transition, decision: first });
      waiting.push({ node: next, decision: first });
    }
  }
  for (const [name, ways] of arrivals) {
    const kind = byName.get(name)?.kind;
    const [one, other] = ways;
    if (one === undefined || other === undefined || kind === 'kill' || kind === 'join' || kind === 'end') continue;
    const same = one.decision !== '' && ways.every(({ decision }) => decision === one.decision);
    if (same) continue;
    found.push(
      warning('oozie-several-ways', `Several ways without failures lead to "${name}" (E0743).`, other.transition),
    );
  }
  return found;
}
