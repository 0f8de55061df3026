import { absolute, entryOf, pairOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import type { NodeOutline } from '../outline';

export const shadowedDefault: WorkflowRule = {
  id: 'shadowed-default',
  category: 'suspicious',
  silencedBy: ['yaml-syntax', 'unused-default'],
  documentation: {
    summary: 'An argument of `default_task_args` that every task gives itself.',
    why: 'Nothing ever takes the default: whoever changes it there will wonder why nothing changes.',
    bad: `name: orders
default_task_args: {retries: 2}
operators:
- {name: load, type: bash, properties: {bash_command: load, retries: 0}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish, retries: 5}}
`,
    good: `name: orders
default_task_args: {retries: 2}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish, retries: 5}}
`,
  },
  mentions: ['default_task_args'],
  check: {
    *document({ document, file, outline }) {
      const entry = entryOf(document, 'default_task_args');
      if (!outline.primary || outline.broken || entry?.value?.kind !== 'mapping') return;
      const nodes = file.documents.flatMap((one) => one.nodes);
      if (nodes.length < 2) return;
      for (const { key } of entry.value.pairs) {
        // Airflow reads start dates of the DAG there, too.
        if (key.text === 'start_date' || key.text === 'end_date' || key.text === 'owner') continue;
        const ownPair = ({ item }: NodeOutline) => pairOf(valueAt(item.map, 'properties'), key.text);
        if (!nodes.every((node) => ownPair(node) !== undefined)) continue;
        const [first] = nodes;
        const place = first === undefined ? undefined : ownPair(first)?.key;
        yield {
          message: `Every task gives "${key.text}" itself, so nothing takes this default.`,
          range: absolute(entry, key),
          help: 'Remove it here, or where it is the same in the tasks.',
          ...(first === undefined || place === undefined
            ? {}
            : { related: [{ range: absolute(first.item, place), message: 'The first task gives it here.' }] }),
        };
      }
    },
  },
};
