import type { WorkflowRule } from '../context';
import { describeCycle, isFailureLoop } from '../flow-cycles';
import { titleOf } from '../outline';

export const dependencyCycle: WorkflowRule = {
  id: 'dependency-cycle',
  category: 'correctness',
  documentation: {
    summary: 'Nodes depend on each other in a circle. Cases of a branch count as dependencies.',
    why: 'Each of them waits for the others, so none ever starts; Airflow refuses such a DAG.',
    bad: `name: orders
operators:
- {name: load, type: bash, upstream_dependencies: [publish], properties: {bash_command: load}}
- {name: check, type: bash, upstream_dependencies: [load], properties: {bash_command: check}}
- {name: publish, type: bash, upstream_dependencies: [check], properties: {bash_command: publish}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: check, type: bash, upstream_dependencies: [load], properties: {bash_command: check}}
- {name: publish, type: bash, upstream_dependencies: [check], properties: {bash_command: publish}}
`,
  },
  check: {
    *document({ cycles }) {
      for (const cycle of cycles) {
        const [first, ...others] = cycle;
        if (first === undefined || isFailureLoop(cycle)) continue;
        yield {
          message: `These nodes wait for each other, so none of them ever starts: ${describeCycle(cycle)}.`,
          range: first.range,
          help: 'Remove one of the dependencies.',
          related: others.map((edge) => ({
            range: edge.range,
            message: `${titleOf(edge.to)} comes after ${titleOf(edge.from)} by this.`,
          })),
        };
      }
    },
  },
};
