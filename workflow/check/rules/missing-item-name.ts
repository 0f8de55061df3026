import { findGenerator } from '../../../schemas';
import { asText, pairOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { rangeOf } from '../suggest';

export const missingItemName: WorkflowRule = {
  id: 'missing-item-name',
  category: 'correctness',
  silencedBy: ['wrong-parameter-type', 'unknown-type'],
  documentation: {
    summary: 'An item of a `list_object_generator` has no `name`.',
    why: 'Tasks are named after the item that they are made for.',
    bad: `name: orders
generators:
- {name: each, type: list_object_generator, target: one, properties: {items: [{table: orders}]}}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item['table']>>"}}
`,
    good: `name: orders
generators:
- {name: each, type: list_object_generator, target: one, properties: {items: [{name: orders, table: orders}]}}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item['table']>>"}}
`,
  },
  check: {
    *item({ item, node, settings }) {
      const type = node.section === 'generators' ? findGenerator(settings.catalogue, node.type?.text ?? '') : undefined;
      if (type?.itemName !== 'name' || asText(valueAt(item.map, 'auto_task_id_mode'))?.text === 'index') return;
      const items = valueAt(valueAt(item.map, 'properties'), type.items);
      for (const one of items?.kind === 'list' ? items.items : []) {
        if (one.kind !== 'mapping' || pairOf(one, 'name') !== undefined) continue;
        yield {
          message: 'This item has no "name", after which its tasks would be named.',
          range: { start: one.start, end: Math.min(one.end, rangeOf(one.pairs[0]?.key ?? one).end) },
          help: 'Add "name: …", or number the tasks by "auto_task_id_mode: index".',
        };
      }
    },
  },
};
