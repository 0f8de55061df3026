import type { WorkflowRule } from '../context';
import { isControl, titleOf } from '../outline';

export const branchDependency: WorkflowRule = {
  id: 'branch-dependency',
  category: 'correctness',
  silencedBy: ['self-dependency'],
  documentation: {
    summary: 'A node depends directly on a `branch`, or a branch is an item of a `join`.',
    why: 'A branch only chooses: what it leads to stands in its cases. A dependency would start the node whatever was chosen.',
    bad: `name: orders
format: 1
operators:
- name: choose
  type: branch
  cases:
  - {when: "{{ params.full }}", then: [full]}
  otherwise: []
- {name: full, type: bash, properties: {bash_command: load --full}}
- {name: publish, type: bash, upstream_dependencies: [choose], properties: {bash_command: publish}}
`,
    good: `name: orders
format: 1
operators:
- name: choose
  type: branch
  cases:
  - {when: "{{ params.full }}", then: [full]}
  otherwise: []
- {name: full, type: bash, properties: {bash_command: load --full}}
- {name: publish, type: bash, upstream_dependencies: [full], properties: {bash_command: publish, trigger_rule: none_failed}}
`,
  },
  mentions: ['branch'],
  check: {
    *document({ outline }) {
      for (const { from, to, role, range } of outline.edges) {
        if (from.type?.text !== 'branch' || isControl(role)) continue;
        yield {
          message:
            role === 'path'
              ? `The branch ${titleOf(from)} is an item of the join ${titleOf(to)}; a branch only chooses and never arrives.`
              : `${titleOf(to)} depends on the branch ${titleOf(from)} itself, so it would run whatever is chosen.`,
          range,
          help:
            role === 'path'
              ? 'Name what the branch leads to.'
              : `Name ${titleOf(to)} in a case of the branch, or let it depend on what the cases lead to.`,
        };
      }
    },
  },
};
