import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Position } from 'vscode-languageserver/node';
import { indexLines, positionAt } from '../../../text/range';
import { type Client, startClient, textDocument } from './client';

/*
 * #32: each question about a place has the same answer in a file with line ends of Windows as in one without, whatever
 * stands before it: characters that UTF-16 writes as two count as two.
 */

const FOLDER = new URL('../../../examples/workflows/', import.meta.url);
const EXAMPLES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.workflow.yaml'))
  .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
  // Before what the texts of a line hold stands an emoji; names stay names.
  .map((text) => text.replaceAll(/(bash_command|description|summary): "/g, '$1: "🎉 '));

const QUESTIONS: readonly (readonly [method: string, more: object])[] = [
  ['textDocument/completion', {}],
  ['textDocument/hover', {}],
  ['textDocument/definition', {}],
  ['textDocument/references', { context: { includeDeclaration: true } }],
  ['textDocument/documentHighlight', {}],
  ['textDocument/prepareRename', {}],
  ['textDocument/prepareCallHierarchy', {}],
];

let client: Client;
beforeAll(async () => {
  client = await startClient();
});
afterAll(() => client.session.end());

async function answers(text: string, position: Position): Promise<string> {
  const all = await client.opened(text, async () => {
    const found: unknown[] = [];
    for (const [method, more] of QUESTIONS) {
      found.push(await client.session.connection.sendRequest(method, { textDocument, position, ...more }));
    }
    for (const method of ['textDocument/documentSymbol', 'textDocument/diagnostic', 'textDocument/foldingRange']) {
      found.push(await client.session.connection.sendRequest(method, { textDocument }));
    }
    return found;
  });
  // The times of the next runs and the number of a report are others each time; what is inserted has the file's line ends.
  return JSON.stringify(all)
    .replaceAll('\\r\\n', '\\n')
    .replace(/"resultId":"\d+"/g, '"resultId":""');
}

test('#32 line ends of Windows and emojis change no answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...EXAMPLES),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      async (text, at) => {
        const position = positionAt(indexLines(text), Math.floor(at * text.length));
        const windows = text.replaceAll('\n', '\r\n');
        expect(JSON.parse(await answers(windows, position))).toEqual(JSON.parse(await answers(text, position)));
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);
