import type { WorkflowRule } from '../context';

export const emptyDocument: WorkflowRule = {
  id: 'empty-document',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'tab-indentation', 'no-mapping'],
  documentation: {
    summary: 'A file without a workflow, or a document of it that holds nothing.',
    why: 'There is nothing to run; boundary-layer refuses the file. A `---` at its end begins one more document, which is empty.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
---
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *file({ file }) {
      const { documents, file: source } = file;
      if (documents.length === 0) {
        yield {
          message: 'This file holds no workflow.',
          range: { start: 0, end: Math.min(1, source.text.length) },
          help: 'A workflow begins with "name: …".',
        };
      }
      const empty = documents.filter(({ document, broken }) => document.entries.length === 0 && !broken);
      for (const { document } of empty.slice(0, MAXIMUM)) {
        const { start, end } = document.range;
        yield {
          message: 'This document is empty.',
          range: { start, end: Math.min(end, start + 3) },
          help: 'Remove the "---" before it.',
        };
      }
    },
  },
};

/** Who put so many marks has put them by mistake, and sees where. */
const MAXIMUM = 10;
