import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import * as protocol from 'vscode-languageserver-protocol';
import { startSession, URI } from './session';

/*
 * Each request that the protocol lets a client send is answered, or stands in the table of what is not offered, with the
 * reason.
 */

/** The requests from client to server of the protocol library that we use. */
function requests(): readonly string[] {
  const found = new Set<string>();
  for (const value of Object.values<unknown>(protocol)) {
    if (typeof value !== 'object' || value === null || !('method' in value) || !('messageDirection' in value)) continue;
    const isRequest = 'type' in value && /Request/.test(value.type?.constructor.name ?? '');
    if (isRequest && value.messageDirection !== 'serverToClient') found.add(String(value.method));
  }
  // Those end or begin a session.
  for (const method of ['initialize', 'shutdown']) found.delete(method);
  return [...found].sort();
}

/** The methods that the documentation lists as not offered. */
function listed(): readonly string[] {
  const text = readFileSync(new URL('../../docs/editors.md', import.meta.url), 'utf8');
  const [, table = ''] = text.split('### What is not offered, and why');
  const [rows = ''] = table.split('\n## ');
  return [...rows.matchAll(/`([a-zA-Z]+\/[\w/]+)`/g)].map(([, method = '']) => method).sort();
}

test('what the protocol offers is answered, or listed with a reason', async () => {
  const session = await startSession({ textDocument: { diagnostic: {} } });
  await session.open('name: x\n');
  const position = { line: 0, character: 0 };
  const params = {
    textDocument: { uri: URI },
    position,
    positions: [position],
    range: { start: position, end: position },
    context: { diagnostics: [], includeDeclaration: true },
    options: { tabSize: 2, insertSpaces: true },
    newName: 'y',
    query: '',
    previousResultIds: [],
    item: {
      uri: URI,
      name: 'x',
      range: { start: position, end: position },
      selectionRange: { start: position, end: position },
    },
  };
  const missing: string[] = [];
  for (const method of requests()) {
    const error: unknown = await session.connection.sendRequest(method, params).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound) missing.push(method);
    else expect(error, method).toBeUndefined();
  }
  await session.end();
  expect(requests().length).toBeGreaterThan(50);
  expect(missing).toEqual(listed());
});
