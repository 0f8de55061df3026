import { expect, test } from 'vitest';
import {
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver/node';
import { type Session, startSession } from './session';

const PROJECT = 'file:///project/dagport.yaml';
const ENTRY = 'file:///project/our%20types/load.yaml';
const PATIENCE = { timeout: 20_000 };
const WORKFLOW = 'name: x\noperators:\n- {name: load, type: bash, properties: {bash_command: load}}\n';
const WRONG = 'name: load_table\nkind: operator\nclass_path: acme.LoadTable\nparameters: 3\n';

function files(): Record<string, string> {
  return { [PROJECT]: 'catalogue: [our types]\nexclud: [old]\n', [ENTRY]: WRONG };
}

function codes({ published }: Session, uri: string): readonly unknown[] | undefined {
  return published.findLast((sent) => sent.uri === uri)?.diagnostics.map(({ code }) => code);
}

test('what is wrong with a catalogue and a configuration stands in their files, and goes with its cause', async () => {
  const there = files();
  const session = await startSession({}, there);
  await session.open(WORKFLOW);
  await expect.poll(() => codes(session, ENTRY)?.includes('project-catalogue'), PATIENCE).toBe(true);
  expect(codes(session, PROJECT)).toEqual(['project-configuration']);
  there[PROJECT] = 'exclude: [old]\n';
  await session.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: PROJECT, type: 2 }],
  });
  await expect.poll(() => codes(session, ENTRY), PATIENCE).toEqual([]);
  expect(codes(session, PROJECT)).toEqual([]);
  await session.end();
});

test('an open configuration has its findings once', async () => {
  const session = await startSession({}, files());
  await session.open(files()[PROJECT] ?? '', PROJECT);
  await expect.poll(() => codes(session, PROJECT), PATIENCE).toEqual(['project-configuration']);
  await session.end();
});

test('a client that asks is told where it asks for all files, and of the file itself', async () => {
  const session = await startSession({ textDocument: { diagnostic: {} } }, files());
  await session.open(WORKFLOW);
  const ask = (uri: string) =>
    session.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  await ask('file:///project/orders.workflow.yaml');
  const all = () => session.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  const { items } = await all();
  expect(items.map(({ uri, kind }) => [uri, kind])).toEqual([
    [PROJECT, 'full'],
    [ENTRY, 'full'],
  ]);
  const previousResultIds = items.map(({ uri, resultId }) => ({ uri, value: resultId ?? '' }));
  const again = await session.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds });
  expect(again.items.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);
  expect(await ask(ENTRY)).toMatchObject({ items: [{ code: 'project-catalogue' }] });
  await session.end();
});
