import { absolute, sanitised } from '../../read';
import type { WorkflowRule } from '../context';

export const lossyName: WorkflowRule = {
  id: 'lossy-name',
  category: 'style',
  silencedBy: ['invalid-name', 'task-id-collision', 'duplicate-name'],
  documentation: {
    summary: 'A name with letters that ids of Airflow do not have.',
    why: 'Each of them becomes `_`: of `prüfen` remains `pr_fen`, which may be another name, and is none that anybody looks for.',
    bad: `name: orders
operators:
- {name: prüfen, type: bash, properties: {bash_command: check}}
`,
    good: `name: orders
operators:
- {name: pruefen, type: bash, properties: {bash_command: check}}
`,
  },
  check: {
    *document({ outline }) {
      for (const { name, item } of outline.nodes) {
        // Of a name in another script nothing could remain, and whoever chose it knows.
        if (name === undefined || !/[^\0-\x7F]/.test(name.text)) continue;
        if (!/[A-Za-z]/.test(name.text) || !/\p{L}/u.test(name.text.replace(/[A-Za-z]/g, ''))) continue;
        yield {
          message: `"${name.text}" becomes the id "${sanitised(name.text)}".`,
          range: absolute(item, name),
          help: 'Use letters from A to Z, digits, "-" and "_".',
        };
      }
    },
  },
};
