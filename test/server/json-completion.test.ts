import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver/node';
import { type Client, edited, startClient } from './complaints/client';

/** What is offered in a workflow that is written as JSON, and where a comma or the right number of blanks is missing. */

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
afterAll(() => client.session.end());

async function checkCompletion(marked: string, label: string, result: string): Promise<void> {
  const { text, items } = await client.completions(marked);
  const item: CompletionItem | undefined = items.find((one) => one.label === label);
  const { textEdit, additionalTextEdits = [] } = item ?? {};
  const edits = textEdit !== undefined && 'range' in textEdit ? [textEdit, ...additionalTextEdits] : [];
  expect(edited(text, edits)).toBe(result);
}

const TASK = (inside: string): string =>
  `{\n  "name": "x",\n  "operators": [\n    {\n      "name": "a",\n      "type": "bash"${inside}\n    }\n  ]\n}\n`;

test('keys have quotes where the keys around have some, and the comma that is missing', async () => {
  await checkCompletion(TASK(',\n      ‸'), 'properties', TASK(',\n      "properties": {$0}'));
  await checkCompletion(TASK('\n      ‸'), 'properties', TASK(',\n      "properties": {$0}'));
  await checkCompletion('{\n  ‸\n  "name": "x"\n}\n', 'operators', '{\n  "operators": [$0],\n  "name": "x"\n}\n');
});

test('so have names', async () => {
  await checkCompletion(
    TASK(',\n      "upstream_dependencies": [‸]\n    }, {\n      "name": "b"'),
    'b',
    TASK(',\n      "upstream_dependencies": ["b"]\n    }, {\n      "name": "b"'),
  );
});

test('in other braces only the comma comes', async () => {
  const line = (inside: string): string => `name: x\noperators:\n- {name: a, type: bash${inside}}\n`;
  await checkCompletion(line(' ‸'), 'properties', line(', properties: {$0}'));
});

test('a key in a line that is indented too far goes below those above', async () => {
  const task = (line: string): string =>
    `name: x\noperators:\n- name: a\n  type: bash\n${line}\n- name: b\n  type: bash\n`;
  await checkCompletion(task('      ‸'), 'properties', task('  properties:'));
});

test('nothing is offered behind the last brace', async () => {
  expect((await client.completions(`${TASK('')}‸`)).items).toEqual([]);
});
