import type { WorkflowRule } from '../context';
import { type NodeOutline, placeOf, titleOf } from '../outline';

export const handlerWithDependencies: WorkflowRule = {
  id: 'handler-with-dependencies',
  category: 'suspicious',
  silencedBy: ['double-edge', 'on-failure-loop'],
  documentation: {
    summary: 'A handler of a failure also has dependencies of its own.',
    why: 'The failure counts as handled as soon as it leads here; where a dependency then keeps the handler from running, nothing has dealt with the failure and the run may still succeed.',
    bad: `name: orders
format: 1
operators:
- {name: load, type: bash, on_failure: [repair], properties: {bash_command: load}}
- {name: prepare, type: bash, properties: {bash_command: prepare}}
- {name: repair, type: bash, upstream_dependencies: [prepare], properties: {bash_command: repair}}
`,
    good: `name: orders
format: 1
operators:
- {name: prepare, type: bash, properties: {bash_command: prepare}}
- {name: load, type: bash, upstream_dependencies: [prepare], on_failure: [repair], properties: {bash_command: load}}
- {name: repair, type: bash, properties: {bash_command: repair}}
`,
  },
  mentions: ['on_failure'],
  check: {
    *document({ outline }) {
      const handles = new Map<NodeOutline, NodeOutline>();
      for (const { from, to, role } of outline.edges) if (role === 'on_failure' && from !== to) handles.set(to, from);
      const reported = new Set<NodeOutline>();
      for (const { to, from, kind, range } of outline.edges) {
        const failing = handles.get(to);
        if (kind !== 'dependency' || failing === undefined || to.type?.text === 'join' || reported.has(to)) continue;
        reported.add(to);
        yield {
          message: `${titleOf(to)} handles the failure of ${titleOf(failing)}, but also waits for ${titleOf(from)}; where that keeps it from running, the failure counts as handled all the same.`,
          range,
          help: `Let ${titleOf(failing)} depend on ${titleOf(from)} instead.`,
          related: [{ range: placeOf(failing), message: 'This is the task whose failure it handles.' }],
        };
      }
    },
  },
};
