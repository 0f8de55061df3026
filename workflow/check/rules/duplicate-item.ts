import { findGenerator } from '../../../schemas';
import { asText, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { itemNames } from '../generator-items';
import { rangeOf } from '../suggest';

export const duplicateItem: WorkflowRule = {
  id: 'duplicate-item',
  category: 'correctness',
  silencedBy: ['wrong-parameter-type', 'unknown-type'],
  documentation: {
    summary: 'Two items of a generator have the same name.',
    why: 'Tasks of an item are named after it, so both would get the same ids, which Airflow refuses.',
    bad: `name: orders
generators:
- {name: each, type: list_generator, target: one, properties: {items: [eu, us, eu]}}
---
name: one
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
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
  check: {
    *item({ item, node, settings }) {
      const type = node.section === 'generators' ? findGenerator(settings.catalogue, node.type?.text ?? '') : undefined;
      if (type === undefined || asText(valueAt(item.map, 'auto_task_id_mode'))?.text === 'index') return;
      const first = new Map<string, { readonly name: string; readonly start: number; readonly end: number }>();
      for (const { name, node: place } of itemNames(item, type) ?? []) {
        if (name === '' || /<<|\$\{\{/.test(name)) continue;
        const part = name.replace(/[^A-Za-z0-9_.-]/g, '_');
        const known = first.get(part);
        if (known === undefined) first.set(part, { name, ...rangeOf(place) });
        else {
          const isSame = known.name === name;
          yield {
            message: isSame
              ? `Two items are called "${name}", and tasks are named after them.`
              : `The items "${known.name}" and "${name}" are both "${part}" in task ids, of which Airflow takes an id once.`,
            range: rangeOf(place),
            help: 'Remove one, or number the tasks by "auto_task_id_mode: index".',
            related: [
              {
                range: { start: known.start, end: known.end },
                message: `"${known.name}" ${isSame ? 'first ' : ''}stands here.`,
              },
            ],
          };
        }
      }
    },
  },
};
