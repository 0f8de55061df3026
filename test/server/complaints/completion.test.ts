import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CompletionRequest } from 'vscode-languageserver/node';
import { readWorkflow, toData } from '../../../workflow/read';
import { cursor, startSession } from '../session';
import { type Client, chosen, HEAD, startClient, textDocument } from './client';

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
afterAll(() => client.session.end());

describe('completion', () => {
  const SITES: readonly (readonly [string, (dash: string, inner: string) => string])[] = [
    ['first after the dash', (dash) => `${dash}‸\n`],
    ['on an empty line', (dash, inner) => `${dash}name: b\n${inner}‸\n`],
    ['at the end of the file', (dash, inner) => `${dash}name: b\n${inner}‸`],
    ['of which a part is written', (dash, inner) => `${dash}name: b\n${inner}ty‸\n`],
    ['with blanks behind', (dash, inner) => `${dash}name: b\n${inner}‸   \n`],
    ['between keys', (dash, inner) => `${dash}name: b\n${inner}‸\n${inner}upstream_dependencies: []\n`],
    ['before keys', (dash, inner) => `${dash}‸\n${inner}upstream_dependencies: []\n`],
    ['between items', (dash, inner) => `${dash}name: b\n${inner}‸\n${dash}name: c\n`],
  ];
  const STYLES: readonly (readonly [string, string, string])[] = [
    ['flush', '- ', '  '],
    ['by two', '  - ', '    '],
    ['by four, wide', '    -   ', '        '],
  ];

  describe.each(STYLES)('#17 whatever stands around, indented %s', (_, dash, inner) => {
    test.each(SITES)('%s', async (_site, at) => {
      const { text, items } = await client.completions(HEAD + at(dash, inner));
      const item = items.find(({ label }) => label === 'type');
      expect(items.map(({ label }) => label)).toContain('type');
      const file = readWorkflow('x', chosen(text, item).replace(/type:[ ]*/, 'type: bash'));
      expect(file.problems).toEqual([]);
      const items_ = file.documents[0]?.items.map(({ map }) => toData(map)) ?? [];
      expect(items_).toContainEqual(expect.objectContaining({ type: 'bash' }));
    });
  });

  test('#18 a type brings what is required, and nothing else', async () => {
    const completionItem = { snippetSupport: true, insertTextModeSupport: { valueSet: [1 as const] } };
    const own = await startSession({ textDocument: { completion: { completionItem } } });
    const { text, position } = cursor(`${HEAD}- name: a\n  type: ‸\n`);
    await own.open(text);
    const answer = await own.connection.sendRequest(CompletionRequest.type, { textDocument, position });
    await own.end();
    const bash = (Array.isArray(answer) ? answer : []).find(({ label }) => label === 'bash');
    expect(chosen(text, bash)).toBe(`${HEAD}- name: a\n  type: bash\n  properties:\n    bash_command: $1\n`);
  });

  test('#19 each name that is chosen is read back as it is', async () => {
    const name = fc.oneof(
      fc.constantFrom('null', 'yes', '1', '@a', 'a: b', '"', "'", '- a', '$x', '{a}', '[', '#', '🎉', 'a #b'),
      fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !/[\p{C}\p{Z}]/u.test(text)),
    );
    await fc.assert(
      fc.asyncProperty(name, async (odd) => {
        const head = `${HEAD}- {name: ${JSON.stringify(odd)}, type: bash}\n`;
        const { text, items } = await client.completions(
          `${head}- {name: other, type: bash, upstream_dependencies: [‸]}\n`,
        );
        const item = items.find(({ label }) => label === odd);
        const result = readWorkflow('x', chosen(text, item));
        const last = result.documents[0]?.items[1];
        expect(last === undefined ? undefined : toData(last.map)).toMatchObject({ upstream_dependencies: [odd] });
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('#20 a colon comes with keys only, and where there is none', async () => {
    const { text, items } = await client.completions(`${HEAD}- name: a\n  ty‸: bash\n`);
    const type = items.find(({ label }) => label === 'type');
    expect(chosen(text, type)).toBe(`${HEAD}- name: a\n  type: bash\n`);
    const inside = await client.completions(`${HEAD}- {name: a, type: bash, properties: {bash_command: "{{ d‸ }}"}}\n`);
    expect(inside.items.filter(({ textEdit }) => textEdit?.newText.includes(':'))).toEqual([]);
  });

  test('#21 what stands in quotes is replaced whole', async () => {
    const task = '- {name: a, type: bash, properties: {bash_command: a}}\n';
    const { text, items } = await client.completions(`${HEAD}${task}- {name: b, type: "ba‸nana"}\n`);
    const bash = items.find(({ label }) => label === 'bash');
    expect(chosen(text, bash)).toBe(`${HEAD}${task}- {name: b, type: "bash"}\n`);
  });

  test('#22 dependencies are offered as the list that they have to be', async () => {
    const { items } = await client.completions(`${HEAD}- name: a\n  up‸\n`);
    expect(items.find(({ label }) => label === 'upstream_dependencies')?.textEdit?.newText).toBe(
      'upstream_dependencies: [$0]',
    );
  });
});
