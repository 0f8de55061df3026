import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { DocumentDiagnosticRequest } from 'vscode-languageserver/node';
import { GRAPH_REQUEST } from '../../server/protocol';
import { manyTasks, plainTask, textDocument } from './complaints/client';
import { startSession, URI } from './session';

/** Collects garbage at once. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

test('nothing is kept of how a document was before it was edited', async () => {
  const session = await startSession({ textDocument: { diagnostic: {} } });
  await session.open(manyTasks(20, plainTask));
  const outlines: WeakRef<object>[] = [];
  for (let version = 2; version < 8; version++) {
    await session.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
    await session.connection.sendRequest(GRAPH_REQUEST, { textDocument, view: 'authored' });
    const document = session.workspace.documents.get(URI);
    if (document !== undefined) outlines.push(new WeakRef(document.outline.get()), new WeakRef(document.file.get()));
    const end = { line: 3, character: 0 };
    await session.change(version, [{ range: { start: end, end }, text: '# more\n' }]);
  }
  await session.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
  await new Promise((resolve) => setTimeout(resolve, 50));
  collect();
  // What the newest text is compared with may be there still.
  expect(outlines.slice(0, 8).filter((outline) => outline.deref() !== undefined)).toEqual([]);
  await session.end();
});
