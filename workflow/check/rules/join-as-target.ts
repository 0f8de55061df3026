import type { WorkflowRule } from '../context';
import { keyOfRole } from '../node-facts';
import { isControl, titleOf } from '../outline';

export const joinAsTarget: WorkflowRule = {
  id: 'join-as-target',
  category: 'correctness',
  documentation: {
    summary: 'A case of a branch, `otherwise` or `on_failure` leads straight to a `join`.',
    why: 'A join waits for its paths and for nothing else. A choice that leads to it is a path of its own, and needs a task that can succeed.',
    bad: `name: orders
format: 1
operators:
- name: choose
  type: branch
  cases:
  - {when: "{{ params.full }}", then: [full]}
  otherwise: [gather]
- {name: full, type: bash, properties: {bash_command: load --full}}
- {name: gather, type: join, paths: [[full]]}
`,
    good: `name: orders
format: 1
operators:
- name: choose
  type: branch
  cases:
  - {when: "{{ params.full }}", then: [full]}
  otherwise: [nothing]
- {name: full, type: bash, properties: {bash_command: load --full}}
- {name: nothing, type: dummy}
- {name: gather, type: join, paths: [[full, nothing]]}
`,
  },
  mentions: ['join'],
  check: {
    *document({ outline }) {
      for (const { to, role, range } of outline.edges) {
        if (!isControl(role) || to.type?.text !== 'join') continue;
        yield {
          message: `The join ${titleOf(to)} stands in "${keyOfRole(role)}"; a join waits for its paths alone.`,
          range,
          help: 'Put a task of type "dummy" between the two, and name it in "paths".',
        };
      }
    },
  },
};
