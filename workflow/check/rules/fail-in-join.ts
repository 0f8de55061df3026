import type { WorkflowRule } from '../context';
import { titleOf } from '../outline';

export const failInJoin: WorkflowRule = {
  id: 'fail-in-join',
  category: 'suspicious',
  documentation: {
    summary: 'A `fail` is an item of a `join`.',
    why: 'A fail never succeeds, so it never arrives.',
    bad: `name: orders
format: 1
operators:
- {name: load, type: bash, on_failure: [stop], properties: {bash_command: load}}
- {name: stop, type: fail, properties: {message: nothing loaded}}
- {name: gather, type: join, paths: [[load, stop]]}
`,
    good: `name: orders
format: 1
operators:
- {name: load, type: bash, on_failure: [stop], properties: {bash_command: load}}
- {name: stop, type: fail, properties: {message: nothing loaded}}
- {name: gather, type: join, paths: [[load]]}
`,
  },
  mentions: ['join'],
  check: {
    *document({ outline }) {
      for (const { from, to, role, range } of outline.edges) {
        if (role !== 'path' || from.type?.text !== 'fail') continue;
        yield {
          message: `${titleOf(from)} always fails, so it never arrives at the join ${titleOf(to)}.`,
          range,
          help: 'Remove it from the paths.',
        };
      }
    },
  },
};
