import { absolute } from '../../read';
import type { WorkflowRule } from '../context';
import { isRepeated } from '../outline';

export const fixedTaskId: WorkflowRule = {
  id: 'fixed-task-id',
  category: 'correctness',
  silencedBy: ['wrong-parameter-type'],
  documentation: {
    summary: 'A task of a generator has a `task_id` that is the same for every item.',
    why: 'Airflow refuses two tasks of one id.',
    bad: `name: orders
generators:
- {name: each, type: list_generator, target: one, properties: {items: [eu, us]}}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>", task_id: load_orders}}
`,
    good: `name: orders
generators:
- {name: each, type: list_generator, target: one, properties: {items: [eu, us]}}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
`,
  },
  mentions: ['task_id'],
  check: {
    *document({ outline, file }) {
      if (!isRepeated(outline, file)) return;
      for (const node of outline.nodes) {
        const id = node.taskId;
        if (id === undefined || /<<|\$\{\{/.test(id.text)) continue;
        yield {
          message: `Every item of the generator gets a task "${id.text}", and ids are unique.`,
          range: absolute(node.item, id),
          help: 'Remove it: tasks are named after the node and the item.',
        };
      }
    },
  },
};
