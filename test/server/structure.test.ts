import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  DocumentHighlightRequest,
  FoldingRangeRequest,
  type Range as LspRange,
  type SelectionRange,
  SelectionRangeRequest,
} from 'vscode-languageserver/node';
import { indexLines, offsetAt } from '../../text/range';
import { cursor, type Session, startSession, URI } from './session';

let session: Session;
beforeAll(async () => {
  session = await startSession({ textDocument: { diagnostic: {} } });
});
afterAll(() => session.end());

const textDocument = { uri: URI };

function textIn(text: string, range: LspRange): string {
  const lines = indexLines(text);
  return text.slice(offsetAt(lines, range.start), offsetAt(lines, range.end));
}

const ORDERS = `# Orders of a day.
# Owned by the data team.
name: orders
format: 1
operators:
#region loading
- name: load
  type: bash
  on_failure: [clean]
  properties:
    bash_command: |
      load 🎉
      again
    env: {A: load}
- {name: clean, type: bash, properties: {bash_command: clean}}
#endregion
- name: publish
  type: bash
  upstream_dependencies:
  - load
  - load
`;

describe('folding', () => {
  /** The first and the last line of each fold, and what it is. */
  async function folds(text: string): Promise<string[]> {
    await session.open(text);
    const found = await session.connection.sendRequest(FoldingRangeRequest.type, { textDocument });
    await session.close();
    return (found ?? []).map(({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ''}`);
  }

  test.each([
    ['LF', ORDERS],
    ['CRLF', ORDERS.replaceAll('\n', '\r\n')],
  ])('comments, regions, sections, items and what is in them: %s', async (_, text) => {
    expect(await folds(text)).toEqual([
      '0-1 comment',
      '4-20',
      '5-15 region',
      '6-13',
      '9-13',
      '10-12',
      '16-20',
      '18-20',
    ]);
  });

  test('each document of several', async () => {
    expect(await folds('name: a\nbefore:\n- name: x\n  type: y\n---\nname: b\n')).toEqual(['0-3', '1-3', '2-3']);
  });

  test('nothing in an empty file', async () => expect(await folds('')).toEqual([]));
});

describe('selection grows', () => {
  async function selections(marked: string): Promise<string[]> {
    const { text, position } = cursor(marked);
    await session.open(text);
    const found = await session.connection.sendRequest(SelectionRangeRequest.type, {
      textDocument,
      positions: [position],
    });
    await session.close();
    const texts: string[] = [];
    for (let each: SelectionRange | undefined = found?.[0]; each !== undefined; each = each.parent) {
      texts.push(textIn(text, each.range));
    }
    return texts;
  }

  test('from a word to the file', async () => {
    const item = '{name: b, type: bash, properties: {bash_command: echo hel‸lo}}';
    const section = `operators:\n- ${item}`;
    const all = `name: x\n${section}\n---\nname: y\n`;
    expect(await selections(all)).toEqual(
      [
        'hello',
        'echo hello',
        'bash_command: echo hello',
        '{bash_command: echo hello}',
        'properties: {bash_command: echo hello}',
        item,
        section,
        `name: x\n${section}`,
        all,
      ].map((text) => text.replace('‸', '')),
    );
  });

  test('also where nothing can be read', async () => {
    expect(await selections('"‸\n: [')).toEqual(['"\n: [']);
  });
});

test('highlights are the places that name the same', async () => {
  const { text, position } = cursor(ORDERS.replace('name: load', 'name: lo‸ad'));
  await session.open(text);
  const found = await session.connection.sendRequest(DocumentHighlightRequest.type, { textDocument, position });
  await session.close();
  expect((found ?? []).map(({ range, kind }) => `${range.start.line}:${textIn(text, range)}:${kind}`)).toEqual([
    '6:load:3',
    '19:load:2',
    '20:load:2',
  ]);
});

describe('upstream and downstream', () => {
  async function calls(marked: string): Promise<{ from: string[]; to: string[] }> {
    const { text, position } = cursor(marked);
    await session.open(text);
    const [item] =
      (await session.connection.sendRequest(CallHierarchyPrepareRequest.type, { textDocument, position })) ?? [];
    if (item === undefined) {
      await session.close();
      return { from: [], to: [] };
    }
    const incoming = await session.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item });
    const outgoing = await session.connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item });
    await session.close();
    return {
      from: (incoming ?? []).map(({ from, fromRanges }) => `${from.name} x${fromRanges.length}`),
      to: (outgoing ?? []).map(({ to, fromRanges }) => `${to.name} x${fromRanges.length}`),
    };
  }

  test.each([
    ['of a task', ORDERS.replace('name: load', 'name: lo‸ad'), { from: [], to: ['clean x1', 'publish x2'] }],
    ['of a handler', ORDERS.replace('[clean]', '[‸clean]'), { from: ['load x1'], to: [] }],
    ['of none', ORDERS.replace('type: bash', 'type: b‸ash'), { from: [], to: [] }],
  ])('%s', async (_, marked, wanted) => expect(await calls(marked)).toEqual(wanted));
});
