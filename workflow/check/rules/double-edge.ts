import type { WorkflowRule } from '../context';
import { keyOfRole } from '../node-facts';
import { type Edge, titleOf } from '../outline';

export const doubleEdge: WorkflowRule = {
  id: 'double-edge',
  category: 'correctness',
  silencedBy: ['branch-dependency'],
  documentation: {
    summary: 'A node depends on another one that also leads to it by a case or as a handler of its failure.',
    why: 'The dependency wants the success of the other node, the handler its failure: both together never happen.',
    bad: `name: orders
format: 1
operators:
- {name: load, type: bash, on_failure: [repair], properties: {bash_command: load}}
- {name: repair, type: bash, upstream_dependencies: [load], properties: {bash_command: repair}}
`,
    good: `name: orders
format: 1
operators:
- {name: load, type: bash, on_failure: [repair], properties: {bash_command: load}}
- {name: repair, type: bash, properties: {bash_command: repair}}
`,
  },
  mentions: ['on_failure', 'branch'],
  check: {
    *document({ outline }) {
      const controls = new Map<Edge['from'], Map<Edge['to'], Edge>>();
      for (const edge of outline.edges) {
        if (edge.kind !== 'control') continue;
        const known = controls.get(edge.from) ?? new Map<Edge['to'], Edge>();
        controls.set(edge.from, known.set(edge.to, edge));
      }
      for (const edge of outline.edges) {
        const control = edge.kind === 'dependency' ? controls.get(edge.from)?.get(edge.to) : undefined;
        if (control === undefined) continue;
        yield {
          message: `${titleOf(edge.to)} depends on ${titleOf(edge.from)}, which also leads to it by "${keyOfRole(control.role)}".`,
          range: edge.range,
          help: 'Remove one of the two.',
          related: [{ range: control.range, message: `"${keyOfRole(control.role)}" leads to it here.` }],
        };
      }
    },
  },
};
