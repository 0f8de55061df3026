import type { WorkflowRule } from '../context';
import { rangeOf } from '../suggest';

export const selfDependency: WorkflowRule = {
  id: 'self-dependency',
  category: 'correctness',
  silencedBy: ['duplicate-name'],
  documentation: {
    summary: 'A node depends on itself.',
    why: 'It would wait for its own end; Airflow refuses such a DAG.',
    bad: `name: orders
operators:
- {name: load, type: bash, upstream_dependencies: [load], properties: {bash_command: load}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *item({ node }) {
      for (const { role, scalar } of node.references) {
        if (role === 'on_failure' || scalar.text !== node.name?.text) continue;
        yield {
          message: `"${scalar.text}" refers to itself, so it would never start.`,
          range: rangeOf(scalar),
          help: 'Remove the name, or write the one that was meant.',
        };
      }
    },
  },
};
