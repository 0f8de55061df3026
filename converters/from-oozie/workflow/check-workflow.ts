import type { Diagnostic } from '../../../text/diagnostic';
import { didYouMean } from '../../../text/nearest';
import { startName, transitionsOf, type WorkflowDefinition, type WorkflowNode } from './read-workflow';

/** The nodes of a definition that Oozie would accept so far that its control flow has a meaning. */
export interface CheckedWorkflow {
  readonly byName: ReadonlyMap<string, WorkflowNode>;
  /** The nodes that `start` leads to, in the order of the source; the others never run. */
  readonly reachable: readonly WorkflowNode[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Oozie's own checks without which a definition has no control flow: E0700, E0701, E0705, E0708 and E0707 of its
 * `LiteWorkflowAppParser`. As there, nodes that cannot be reached are not checked.
 */
export function checkWorkflow(definition: WorkflowDefinition): CheckedWorkflow {
  const diagnostics: Diagnostic[] = [];
  const report = (rule: string, message: string, range: Diagnostic['range']): void => {
    diagnostics.push({ rule, severity: 'error', message, range });
  };
  const byName = new Map<string, WorkflowNode>();
  for (const node of definition.nodes) {
    if (node.name === '') report('oozie-unnamed-node', `The ${node.kind} has no name.`, node.element.openingTag);
    else if (byName.has(node.name)) {
      const what = node.kind === 'start' ? 'A second start' : `A second node "${node.name}"`;
      report('oozie-duplicate-node', `${what}: Oozie refuses the definition (E0705).`, node.element.openingTag);
    } else byName.set(node.name, node);
  }
  const start = byName.get(startName);
  if (start === undefined) {
    report('oozie-no-start', 'The workflow has no start node (E0700).', definition.root.openingTag);
    return { byName, reachable: [], diagnostics };
  }
  const { seen, cycle } = walk(start, byName);
  const reachable = definition.nodes.filter((node) => seen.has(node) && byName.get(node.name) === node);
  for (const node of reachable) {
    for (const { to, source } of transitionsOf(node)) {
      if (byName.has(to)) continue;
      const hint = didYouMean(to, byName.keys());
      report('oozie-unknown-node', `There is no node "${to}" to go to (E0708).${hint}`, source.range);
    }
    const missing = missingTransition(node);
    if (missing !== undefined) report('oozie-missing-transition', missing, node.element.openingTag);
  }
  if (cycle !== undefined) {
    const path = cycle.map((node) => node.name).join(' → ');
    const range = cycle[0]?.element.openingTag ?? definition.root.openingTag;
    report(
      'oozie-cycle',
      `The nodes lead back to themselves: ${path}. Oozie refuses such a definition (E0707).`,
      range,
    );
  }
  return { byName, reachable, diagnostics };
}

function missingTransition(node: WorkflowNode): string | undefined {
  switch (node.kind) {
    case 'start':
    case 'join':
      return node.transition === undefined ? `The ${node.kind} does not say where it leads (E0701).` : undefined;
    case 'fork':
      return node.paths.length === 0 ? `The fork "${node.name}" has no paths (E0701).` : undefined;
    case 'decision':
      return node.otherwise === undefined ? `The decision "${node.name}" has no default (E0701).` : undefined;
    case 'action': {
      if (node.action === undefined) return `The action "${node.name}" does not say what it does (E0701).`;
      const side = node.ok === undefined ? 'ok' : node.error === undefined ? 'error' : undefined;
      return side === undefined ? undefined : `The action "${node.name}" has no transition "${side}" (E0701).`;
    }
    case 'end':
    case 'kill':
      return undefined;
  }
}

/** Depth first over all transitions, without recursion: the nodes reached and the first cycle, first node repeated. */
function walk(
  start: WorkflowNode,
  byName: ReadonlyMap<string, WorkflowNode>,
): { readonly seen: ReadonlySet<WorkflowNode>; readonly cycle: readonly WorkflowNode[] | undefined } {
  const seen = new Set<WorkflowNode>([start]);
  const onPath = new Set<WorkflowNode>([start]);
  const path = [{ node: start, targets: targetsOf(start, byName), next: 0 }];
  let cycle: WorkflowNode[] | undefined;
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const target = top.targets[top.next++];
    if (target === undefined) {
      path.pop();
      onPath.delete(top.node);
    } else if (onPath.has(target)) {
      const nodes = path.map((step) => step.node);
      cycle ??= [...nodes.slice(nodes.indexOf(target)), target];
    } else if (!seen.has(target)) {
      seen.add(target);
      onPath.add(target);
      path.push({ node: target, targets: targetsOf(target, byName), next: 0 });
    }
  }
  return { seen, cycle };
}

function targetsOf(node: WorkflowNode, byName: ReadonlyMap<string, WorkflowNode>): WorkflowNode[] {
  return transitionsOf(node).flatMap(({ to }) => byName.get(to) ?? []);
}
