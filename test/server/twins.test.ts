import { expect, test } from 'vitest';
import {
  DiagnosticRefreshRequest,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
  WorkspaceDiagnosticRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { type Session, startSession } from './session';

const ORDERS = 'file:///project/orders.workflow.yaml';
const COPY = 'file:///project/copy.workflow.yaml';
const PATIENCE = { timeout: 20_000 };

function workflow(name: string): string {
  return `name: ${name}\noperators:\n- {name: load, type: bash, properties: {bash_command: load}}\n`;
}

/** What was last sent of a file. */
function newest({ published }: Session, uri: string): string | undefined {
  const last = published.findLast((sent) => sent.uri === uri);
  return last?.diagnostics.map(({ code, message }) => `${code}: ${String(message).split(' becomes')[0]}`).join();
}

const TWIN_OF_ORDERS = 'duplicate-dag-id: "/project/orders.workflow.yaml"';
const TWIN_OF_COPY = 'duplicate-dag-id: "/project/copy.workflow.yaml"';

test('two open documents that become one DAG are both told, and both told when they no longer do', async () => {
  const session = await startSession();
  await session.open(workflow('orders'), ORDERS);
  await session.open(workflow('orders'), COPY);
  await expect.poll(() => newest(session, ORDERS), PATIENCE).toBe(TWIN_OF_COPY);
  await expect.poll(() => newest(session, COPY), PATIENCE).toBe(TWIN_OF_ORDERS);
  // Typed, and not saved.
  const end = { line: 0, character: 12 };
  await session.change(2, [{ range: { start: end, end }, text: '-too' }], COPY);
  await expect.poll(() => newest(session, ORDERS), PATIENCE).toBe('');
  await expect.poll(() => newest(session, COPY), PATIENCE).toBe('');
  await session.end();
});

test('the other side of a comparison and the preview of a migration are no twins, nor found by their symbols', async () => {
  const session = await startSession();
  const views = ['git:/project/orders.workflow.yaml?HEAD', 'dagport-migration:/project/new.workflow.yaml?1'];
  await session.open(workflow('orders'), ORDERS);
  for (const uri of views) await session.open(workflow('orders'), uri);
  for (const uri of [ORDERS, ...views]) await expect.poll(() => newest(session, uri), PATIENCE).toBe('');
  const symbols = await session.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'load' });
  expect(symbols?.map(({ location }) => location.uri)).toEqual([ORDERS]);
  // Another file still is one.
  await session.open(workflow('orders'), COPY);
  await expect.poll(() => newest(session, ORDERS), PATIENCE).toBe(TWIN_OF_COPY);
  for (const uri of views) expect(newest(session, uri)).toBe('');
  await session.end();
});

test('a document is told of a file that is not open, and of its change', async () => {
  const files: Record<string, string> = { [COPY]: workflow('orders') };
  const session = await startSession({}, files);
  await session.open(workflow('orders'), ORDERS);
  await expect.poll(() => newest(session, ORDERS), PATIENCE).toBe(TWIN_OF_COPY);
  files[COPY] = workflow('other');
  await session.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: COPY, type: 2 }],
  });
  await expect.poll(() => newest(session, ORDERS), PATIENCE).toBe('');
  await session.end();
});

test('what a configuration excludes is no twin, and is not looked at where the folder is searched', async () => {
  const session = await startSession(
    { textDocument: { diagnostic: {} } },
    {
      'file:///project/dagport.yaml': 'exclude: [old]\n',
      'file:///project/old/copy.workflow.yaml': workflow('orders'),
    },
  );
  await session.open(workflow('orders'), ORDERS);
  const report = await session.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  expect(report.items).toEqual([]);
  expect(await session.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'load' })).toMatchObject([
    { location: { uri: ORDERS } },
  ]);
  const pulled = await session.connection.sendRequest(DocumentDiagnosticRequest.type, {
    textDocument: { uri: ORDERS },
  });
  expect(pulled).toMatchObject({ items: [] });
  await session.end();
});

test('a client that asks for findings is told to ask again, and is not sent the same', async () => {
  let refreshed = 0;
  const session = await startSession(
    { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
    { [COPY]: workflow('orders') },
    (connection) => {
      connection.onRequest(DiagnosticRefreshRequest.type, () => {
        refreshed++;
      });
    },
  );
  await session.open(workflow('orders'), ORDERS);
  await expect.poll(() => refreshed, PATIENCE).toBeGreaterThan(0);
  const ask = (previousResultId?: string) =>
    session.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri: ORDERS },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  const first = await ask();
  expect(first).toMatchObject({ kind: 'full', items: [{ code: 'duplicate-dag-id' }] });
  expect(await ask(first.resultId)).toMatchObject({ kind: 'unchanged' });
  await session.end();
});
