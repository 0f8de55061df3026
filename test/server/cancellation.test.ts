import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CancellationTokenSource,
  HoverRequest,
  LSPErrorCodes,
  ReferencesRequest,
  WorkspaceDiagnosticRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { cursor, type Session, startSession, URI } from './session';

/*
 * What is asked about many files takes long: meanwhile other questions are answered, and it ends when nobody wants the answer.
 */

const COUNT = 300;
const flow = (index: number): string =>
  `name: flow-${index}\nformat: 1\noperators:\n${Array.from(
    { length: 40 },
    (_, task) =>
      `- {name: task-${task}, type: container, image: yoshi, properties: {command: ["run # ${index}", ${task}]}}\n`,
  ).join('')}`;
const FILES: Readonly<Record<string, string>> = {
  'file:///project/dagport.yaml': 'images:\n  yoshi: {url: "r/yoshi:1"}\n',
  ...Object.fromEntries(
    Array.from({ length: COUNT }, (_, index) => [`file:///project/flow-${index}.workflow.yaml`, flow(index)]),
  ),
};

let session: Session;
const { text, position } = cursor(flow(COUNT).replace('image: yoshi', 'image: yo‸shi'));
const at = { textDocument: { uri: URI }, position };

beforeAll(async () => {
  session = await startSession({ workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } }, FILES, (one) =>
    one.onRequest('client/registerCapability', () => null),
  );
  await session.open(text);
  await session.connection.sendRequest(HoverRequest.type, at);
});
afterAll(() => session.end());

/** Each is asked for the first time by its own test: later on files are known. */
test.each([
  ['symbols', (token?: CancellationTokenSource) => ask(WorkspaceSymbolRequest.method, { query: 'task-39' }, token)],
  [
    'uses of an image',
    (token?: CancellationTokenSource) =>
      ask(ReferencesRequest.method, { ...at, context: { includeDeclaration: true } }, token),
  ],
  [
    'findings of all files',
    (token?: CancellationTokenSource) => ask(WorkspaceDiagnosticRequest.method, { previousResultIds: [] }, token),
  ],
])('%s', async (_, question) => {
  const stop = new CancellationTokenSource();
  const order: string[] = [];
  const long = question(stop).then(
    () => order.push('long'),
    (error: { readonly code: number }) => order.push(`long: ${error.code}`),
  );
  const hover = session.connection.sendRequest(HoverRequest.type, at).then(() => {
    order.push('hover');
    stop.cancel();
  });
  await Promise.all([long, hover]);
  expect(order).toEqual(['hover', `long: ${LSPErrorCodes.RequestCancelled}`]);
  const found = await question();
  const count = Array.isArray(found) ? found.length : (found as { readonly items: readonly unknown[] }).items.length;
  expect(count).toBeGreaterThanOrEqual(COUNT);
});

function ask(method: string, params: object, source?: CancellationTokenSource): Promise<unknown> {
  const { connection } = session;
  return source === undefined
    ? connection.sendRequest(method, params)
    : connection.sendRequest(method, params, source.token);
}
