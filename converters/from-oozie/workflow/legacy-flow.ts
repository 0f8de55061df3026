import type { LegacyFlow, LegacyNode } from '../../legacy-flow';
import type { WorkflowNode } from './read-workflow';

/** The nodes of a definition as tokens walk through them. `groups`: the flows of sub-workflows, by the name of their action. */
export function legacyFlow(nodes: readonly WorkflowNode[], groups: ReadonlyMap<string, LegacyFlow>): LegacyFlow {
  const start = nodes.find((node) => node.kind === 'start');
  const flow = new Map<string, LegacyNode>();
  for (const node of nodes) {
    const drawn = drawNode(node, groups.get(node.name));
    if (drawn !== undefined && !flow.has(node.name)) flow.set(node.name, drawn);
  }
  return { start: start?.kind === 'start' ? (start.transition?.to ?? '') : '', nodes: flow };
}

function drawNode(node: WorkflowNode, group: LegacyFlow | undefined): LegacyNode | undefined {
  switch (node.kind) {
    case 'start':
      return undefined;
    case 'action': {
      const ways = { ok: node.ok?.to ?? '', error: node.error?.to ?? '' };
      return group === undefined ? { kind: 'action', ...ways } : { kind: 'group', flow: group, ...ways };
    }
    case 'decision': {
      const cases = node.otherwise === undefined ? node.cases : [...node.cases, node.otherwise];
      return { kind: 'decision', targets: cases.map(({ transition }) => transition.to) };
    }
    case 'fork':
      return { kind: 'fork', paths: node.paths.map(({ to }) => to) };
    case 'join':
      return { kind: 'join', to: node.transition?.to ?? '' };
    case 'end':
    case 'kill':
      return { kind: node.kind };
  }
}
