import { FORMATS } from '../../../schemas';
import { absolute, entryOf } from '../../read';
import type { WorkflowRule } from '../context';

export const unknownFormat: WorkflowRule = {
  id: 'unknown-format',
  category: 'correctness',
  documentation: {
    summary: 'The file says that it is written in a version of the language that this dagport does not read.',
    why: 'What it means is not known, so nothing else is checked and nothing is built.',
    bad: `name: orders
format: 7
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
format: 1
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *file({ file }) {
      const primary = file.documents[0]?.document;
      const entry = primary === undefined ? undefined : entryOf(primary, 'format');
      if (entry?.value === undefined) return;
      const { value } = entry;
      if (value.kind === 'scalar' && FORMATS.some((format) => format === value.value)) return;
      const written =
        value.kind !== 'scalar' ? 'This' : value.text === '' ? '"format" is empty, which' : `"${value.text}"`;
      yield {
        message: `${written} is no format that this dagport reads; it reads ${FORMATS.join(', ')}.`,
        range: absolute(entry, value.start === value.end ? entry.key : value),
        help: 'Write "format: 1", or use a newer dagport for a newer format.',
      };
    },
  },
};
