import type { WorkflowRule } from '../context';
import { type NodeOutline, placeOf, titleOf } from '../outline';

export const taskIdCollision: WorkflowRule = {
  id: 'task-id-collision',
  category: 'correctness',
  documentation: {
    summary: 'Two nodes with different names get the same task id.',
    why: 'In a task id every character but letters, digits and `_` becomes `_`, so `load-eu` and `load_eu` are one task to Airflow, which refuses the DAG. A resource `x` takes the ids `x_create` and `x_destroy`.',
    bad: `name: orders
operators:
- {name: load-eu, type: bash, properties: {bash_command: load eu}}
- {name: load_eu, type: bash, properties: {bash_command: load eu again}}
`,
    good: `name: orders
operators:
- {name: load-eu, type: bash, properties: {bash_command: load eu}}
- {name: load_eu_again, type: bash, properties: {bash_command: load eu again}}
`,
  },
  check: {
    *document({ outline }) {
      const owners = new Map<string, NodeOutline>();
      for (const node of outline.nodes) {
        for (const id of node.taskIds) {
          const owner = owners.get(id);
          if (owner === undefined) owners.set(id, node);
          else if (owner.name?.text !== node.name?.text) {
            yield {
              message: `${titleOf(node)} and ${titleOf(owner)} both get the task id "${id}", which Airflow refuses.`,
              range: placeOf(node),
              help: 'Rename one so that they differ in more than punctuation.',
              related: [{ range: placeOf(owner), message: `${titleOf(owner)} gets it here.` }],
            };
          }
        }
      }
    },
  },
};
