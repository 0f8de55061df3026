import { expect, test } from 'vitest';
import {
  CompletionRequest,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  LSPErrorCodes,
} from 'vscode-languageserver/node';
import { applyEdits } from '../../text/edit';
import { indexLines, positionAt } from '../../text/range';
import { checkWorkflow } from '../../workflow/check';
import { readWorkflow } from '../../workflow/read';
import { type Session, startSession, treeCatalogue, URI } from './session';

const RIGHT = 'name: x\nformat: 1\noperators:\n- {name: load, type: bash, properties: {bash_command: load}}\n';
const WRONG = `${RIGHT}- {name: publish, type: bash, upstream_dependencies: [laod], properties: {bash_command: p}}\n`;
const PULLING = { textDocument: { diagnostic: {} } };

async function pull(session: Session, previousResultId?: string) {
  return session.connection.sendRequest(DocumentDiagnosticRequest.type, {
    textDocument: { uri: URI },
    ...(previousResultId === undefined ? {} : { previousResultId }),
  });
}

test('a client that does not ask is sent diagnostics with their version, and none when the file is closed', async () => {
  const session = await startSession();
  await session.open(WRONG);
  const first = await session.awaitPublished((params) => params.version === 1);
  expect(first.diagnostics).toMatchObject([
    {
      code: 'unknown-dependency',
      source: 'dagport',
      severity: 1,
      codeDescription: { href: expect.stringMatching(/rules\/unknown-dependency\.md$/) },
      range: { start: { line: 4, character: 54 }, end: { line: 4, character: 58 } },
    },
  ]);
  const range = { start: { line: 4, character: 54 }, end: { line: 4, character: 58 } };
  await session.change(2, [{ range, text: 'load' }]);
  expect((await session.awaitPublished((params) => params.version === 2)).diagnostics).toEqual([]);
  await session.close();
  await session.awaitPublished((params) => params.version === undefined && params.diagnostics.length === 0);
  expect(session.workspace.documents.size).toBe(0);
  await session.end();
});

test('keystrokes that come at once are answered once, for the last', async () => {
  const session = await startSession();
  await session.open(RIGHT);
  const end = { line: 4, character: 0 };
  for (let version = 2; version <= 200; version++) {
    void session.change(version, [{ range: { start: end, end }, text: '#\n' }]);
  }
  await session.awaitPublished((params) => params.version === 200);
  // How many come at once is the machine's affair; each for itself they do not.
  expect(session.published.length).toBeLessThan(100);
  await session.end();
});

test('a client that asks is never sent diagnostics unasked', async () => {
  const session = await startSession(PULLING);
  await session.open(WRONG);
  const report = await pull(session);
  expect(report).toMatchObject({ kind: DocumentDiagnosticReportKind.Full, items: [{ code: 'unknown-dependency' }] });
  const again = await pull(session, 'resultId' in report ? report.resultId : undefined);
  expect(again.kind).toBe(DocumentDiagnosticReportKind.Unchanged);
  await session.close();
  expect(await pull(session)).toEqual({ kind: DocumentDiagnosticReportKind.Full, items: [] });
  expect(session.published).toEqual([]);
  await session.end();
});

test('a file that is opened again with another text and the same version is read again', async () => {
  const session = await startSession(PULLING);
  await session.open(WRONG);
  const report = await pull(session);
  await session.close();
  await session.open(RIGHT);
  const again = await pull(session, 'resultId' in report ? report.resultId : undefined);
  expect(again).toMatchObject({ kind: DocumentDiagnosticReportKind.Full, items: [] });
  await session.end();
});

test('a change of a file that was never opened is left out', async () => {
  const session = await startSession(PULLING);
  await session.change(2, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: 'x' }]);
  expect(await pull(session)).toEqual({ kind: DocumentDiagnosticReportKind.Full, items: [] });
  await session.end();
});

test('a request that is cancelled while it waits is not answered', async () => {
  const session = await startSession(PULLING);
  await session.open(WRONG);
  await pull(session);
  const { CancellationTokenSource } = await import('vscode-languageserver/node');
  const source = new CancellationTokenSource();
  const answer = session.connection.sendRequest(
    CompletionRequest.type,
    { textDocument: { uri: URI }, position: { line: 4, character: 55 } },
    source.token,
  );
  source.cancel();
  await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  await session.end();
});

test('after any edits the server has the text that the client has, and finds what a check of it finds', async () => {
  const session = await startSession(PULLING);
  const catalogue = treeCatalogue();
  let text = WRONG;
  await session.open(text);
  const steps = [
    { at: 60, remove: 0, insert: '🎉"' },
    { at: 10, remove: 8, insert: '' },
    { at: 30, remove: 5, insert: '\n- name: a\n' },
    { at: 0, remove: 0, insert: '---\n' },
    { at: 45, remove: 20, insert: '\r\n' },
  ];
  for (const [index, { at, remove, insert }] of steps.entries()) {
    const lines = indexLines(text);
    const range = { start: positionAt(lines, at), end: positionAt(lines, at + remove) };
    await session.change(index + 2, [{ range, text: insert }]);
    text = applyEdits(text, [{ range: { start: at, end: at + remove }, text: insert }]);
    const report = await pull(session);
    expect(session.workspace.documents.get(URI)?.text).toBe(text);
    const found = checkWorkflow(readWorkflow('x', text), { catalogue });
    const sent = report.kind === DocumentDiagnosticReportKind.Full ? report.items : [];
    expect(sent.map((item) => [item.code, item.range.start])).toEqual(
      found.map((item) => [item.rule, positionAt(indexLines(text), item.range.start)]),
    );
  }
  await session.end();
});
