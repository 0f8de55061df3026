import { findType } from '../../../schemas';
import { absolute, entryOf, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';

export const duplicateDefaults: WorkflowRule = {
  id: 'duplicate-defaults',
  category: 'correctness',
  documentation: {
    summary: '`operator_defaults` names one type twice, by two of its names.',
    why: 'Which of the two defaults counts cannot be told from the text.',
    bad: `name: orders
format: 1
operator_defaults:
  bash: {retries: 1}
  BashOperator: {retries: 2}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
format: 1
operator_defaults:
  bash: {retries: 2}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  mentions: ['operator_defaults'],
  check: {
    *document({ document, catalogue }) {
      const entry = entryOf(document, 'operator_defaults');
      if (entry?.value?.kind !== 'mapping') return;
      const first = new Map<string, YamlScalar>();
      for (const { key } of entry.value.pairs) {
        const type = findType(catalogue, key.text)?.name;
        if (type === undefined) continue;
        const before = first.get(type);
        if (before === undefined) first.set(type, key);
        else if (before.text !== key.text) {
          yield {
            message: `"${key.text}" and "${before.text}" are names of one type, so which defaults count cannot be told.`,
            range: absolute(entry, key),
            help: 'Merge the two.',
            related: [{ range: absolute(entry, before), message: `"${before.text}" stands here.` }],
          };
        }
      }
    },
  },
};
