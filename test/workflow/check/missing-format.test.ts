import { expect, test } from 'vitest';
import { applyEdits } from '../../../text/edit';
import { checkWorkflow } from '../../../workflow/check';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from './catalogue';

test.each([
  ['lines of Unix', '\n'],
  ['lines of Windows', '\r\n'],
  ['lines that a carriage return ends', '\r'],
])('%s: "format: 1" stands behind the name, in the first document', (_, newline) => {
  const lines = ['name: orders', 'operators:', '- {name: a, type: fail}', '---', 'name: other', 'operators: []', ''];
  const text = lines.join(newline);
  const found = checkWorkflow(readWorkflow('a.workflow.yaml', text), { catalogue: CATALOGUE });
  const edits = found.find(({ rule }) => rule === 'missing-format')?.fix?.edits ?? [];
  expect(applyEdits(text, edits)).toBe([lines[0], 'format: 1', ...lines.slice(1)].join(newline));
});
