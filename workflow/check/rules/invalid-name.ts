import { absolute, entryOf } from '../../read';
import type { WorkflowRule } from '../context';
import { rangeOf } from '../suggest';

const START = /^[\p{L}_]/u;

export const invalidName: WorkflowRule = {
  id: 'invalid-name',
  category: 'correctness',
  documentation: {
    summary: 'A name does not begin with a letter or `_`.',
    why: 'Names become Python variables and ids in Airflow; boundary-layer refuses such a file.',
    bad: `name: orders
operators:
- {name: 1-load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
operators:
- {name: load-1, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *document({ document }) {
      const entry = entryOf(document, 'name');
      if (document.name === undefined || entry?.value === undefined || START.test(document.name)) return;
      yield {
        message: `The name "${document.name}" has to begin with a letter or "_".`,
        range: absolute(entry, entry.value),
      };
    },
    *item({ node }) {
      if (node.name === undefined || START.test(node.name.text)) return;
      yield { message: `The name "${node.name.text}" has to begin with a letter or "_".`, range: rangeOf(node.name) };
    },
  },
};
