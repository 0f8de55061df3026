import { absolute } from '../../read';
import type { WorkflowRule } from '../context';
import { meantEntryOf, meantKeys } from '../meant-keys';

export const missingName: WorkflowRule = {
  id: 'missing-name',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'tab-indentation', 'unknown-alias'],
  documentation: {
    summary: 'A workflow, or a node of it, has no name.',
    why: 'The name of a workflow becomes the id of its DAG and that of a node the id of its task; dependencies refer to it.',
    bad: `name: orders
operators:
- {type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *document({ document, outline }) {
      const [first] = document.entries;
      if (meantEntryOf(document, 'name') !== undefined || first === undefined) return;
      yield {
        message: `This ${outline.primary ? 'workflow' : 'document'} has no "name".`,
        range: absolute(first, first.key),
        help: outline.primary
          ? 'Add "name: …" as its first line; it becomes the id of the DAG.'
          : 'Add "name: …"; "target" refers to it.',
      };
    },
    *item({ item, node }) {
      const { map } = item;
      if (map.pairs.some((pair) => pair.key.text === 'name') || meantKeys(map).has('name')) return;
      const first = map.pairs[0]?.key ?? { start: map.start, end: Math.min(map.end, map.start + 2) };
      yield {
        message: `This item of "${node.section}" has no "name".`,
        range: { start: first.start, end: first.end },
        help: 'Add "name: …"; it becomes the id of the task.',
      };
    },
  },
};
