import { childElement } from '../conversion';
import type { WorkflowNode } from './read-workflow';

/** The actions that say `capture-output`: their properties can be asked for by `wf:actionData` (Oozie 5.2 spec, §4.2.6). */
export function capturingActions(nodes: readonly WorkflowNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of nodes) {
    if (node.kind !== 'action' || node.action === undefined) continue;
    if (childElement(node.action, 'capture-output') !== undefined) names.add(node.name);
  }
  return names;
}
