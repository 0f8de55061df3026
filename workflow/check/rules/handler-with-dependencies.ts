import type { WorkflowRule } from '../context';
import { type NodeOutline, placeOf } from '../outline';

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
  check: {
    *document({ outline }) {
      const handles = new Map<NodeOutline, NodeOutline>();
      for (const { from, to, role } of outline.edges) if (role === 'on_failure') handles.set(to, from);
      const reported = new Set<NodeOutline>();
      for (const { to, from, kind, range } of outline.edges) {
        const failing = handles.get(to);
        if (kind !== 'dependency' || failing === undefined || reported.has(to)) continue;
        reported.add(to);
        yield {
          message: `"${to.name?.text}" handles the failure of "${failing.name?.text}", but also waits for "${from.name?.text}"; where that keeps it from running, the failure counts as handled all the same.`,
          range,
          help: `Let "${failing.name?.text}" depend on "${from.name?.text}" instead.`,
          related: [{ range: placeOf(failing), message: 'This is the task whose failure it handles.' }],
        };
      }
    },
  },
};
