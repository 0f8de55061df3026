import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { WorkspaceSymbolRequest } from 'vscode-languageserver/node';
import { SEED } from '../random';
import { treeCatalogue } from '../server/session';
import { diceOf } from '../workflow/plan/random-flow';
import { type BuiltServer, type Memory, startBuiltServer } from './built-server';
import { closeOne, type Person, step } from './person';

/**
 * Of the heap: what V8 compiles of rare code goes on growing for long. Snapshots of a quarter and the end of 32,000 messages
 * differ by 2.5 MB of code and what belongs to it, and by some 20 KB of all else.
 */
const HEAP_GROWTH = 1.15;

const MESSAGES = Number(process.env.DAGPORT_MESSAGES ?? 20_000);
/**
 * Of the resident memory after a quarter of the session: a leak of texts or answers would double it soon. The quarter of a
 * short session is still a part of the start, whose memory varies with the machine (1.10 was measured; 1.05 with 200,000).
 */
const GROWTH = MESSAGES < 100_000 ? 1.25 : 1.1;
const QUARTERS = 4;

/** A folder that gets a heap snapshot for each quarter, to see what grew. */
const { DAGPORT_SNAPSHOTS: SNAPSHOTS } = process.env;

const CAPABILITIES = {
  textDocument: { diagnostic: {}, codeAction: { resolveSupport: { properties: ['edit'] } } },
  workspace: {
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create' as const] },
  },
  experimental: { dagport: { migrates: true } },
};

test(`the server answers each of ${MESSAGES} messages, never with what is stale, and keeps nothing`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dagport-session-'));
  mkdirSync(join(folder, 'legacy'));
  const root = `${pathToFileURL(folder).href}/`;
  const server = await startBuiltServer(root, CAPABILITIES, (connection) => {
    connection.onRequest('workspace/diagnostic/refresh', () => null);
    connection.onRequest('client/registerCapability', () => null);
  });
  let ended = false;
  void server.exited.then(() => {
    ended = true;
  });
  const person: Person = {
    connection: server.connection,
    catalogue: treeCatalogue(),
    dice: diceOf(SEED),
    root,
    open: new Map(),
    waiting: new Set(),
    sent: 0,
    problems: [],
  };
  const measured: Memory[] = [];
  while (measured.length < QUARTERS && person.problems.length === 0 && !ended) {
    await step(person);
    if (person.waiting.size > 20) await Promise.race([Promise.all(person.waiting), server.exited]);
    if (person.sent >= (MESSAGES / QUARTERS) * (measured.length + 1)) {
      measured.push(await settled(person, server, measured.length + 1));
      console.log(`after ${person.sent} messages: ${shown(measured.at(-1))}`);
    }
  }
  expect(ended, 'the server has ended').toBe(false);
  expect(person.problems).toEqual([]);
  const [quarter, end] = [measured[0], measured.at(-1)];
  await server.end();
  rmSync(folder, { recursive: true });
  expect(end?.heapUsed).toBeLessThan(HEAP_GROWTH * (quarter?.heapUsed ?? 0));
  expect(end?.rss).toBeLessThan(GROWTH * (quarter?.rss ?? 0));
});

function shown(memory: Memory | undefined): string {
  const megabytes = (bytes = 0): string => (bytes / 1e6).toFixed(1);
  return `${megabytes(memory?.heapUsed)} MB of heap in use, ${megabytes(memory?.rss)} MB resident`;
}

/** All answers are there and all files closed: what then is in use is kept. */
async function settled(person: Person, server: BuiltServer, quarter: number): Promise<Memory> {
  await Promise.all(person.waiting);
  for (const document of [...person.open.values()]) await closeOne(person, document);
  await person.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'none of all' });
  return server.memory(SNAPSHOTS === undefined ? undefined : join(SNAPSHOTS, `quarter${quarter}.heapsnapshot`));
}
