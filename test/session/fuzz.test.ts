import { readdirSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import {
  CancellationTokenSource,
  CodeActionRequest,
  CompletionRequest,
  DefinitionRequest,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  ErrorCodes,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  ResponseError,
  SelectionRangeRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { GRAPH_REQUEST } from '../../server/protocol';
import { applyEdits } from '../../text/edit';
import { indexLines, positionAt } from '../../text/range';
import { checkWorkflow } from '../../workflow/check';
import { readWorkflow } from '../../workflow/read';
import { SEED } from '../random';
import { type Session, startSession, treeCatalogue } from '../server/session';
import { type Dice, diceOf } from '../workflow/plan/random-flow';

/** What is learnt of types and rules while people work stays; a leak of texts or answers would double it soon. */
const GROWTH = 1.25;

const MESSAGES = Number(process.env.DAGPORT_MESSAGES ?? 20_000);
const catalogue = treeCatalogue();

const SAMPLES: readonly string[] = [...samples(), manyTasks(1_500)];

function samples(): readonly string[] {
  const folder = new URL('../../examples/workflows/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.workflow.yaml'));
  const texts = names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
  return [...texts, ...texts.map((text) => text.replaceAll('\n', '\r\n')), '', '🎉'];
}

/** Some 10,000 lines. */
function manyTasks(count: number): string {
  const tasks = Array.from({ length: count }, (_, index) => {
    const upstream = index === 0 ? '[]' : `[task_${index - 1}]`;
    return `- name: task_${index}\n  type: bash\n  upstream_dependencies: ${upstream}\n  properties:\n    bash_command: |\n      echo ${index}\n      echo 🎉\n`;
  });
  return `name: many\nformat: 1\noperators:\n${tasks.join('')}`;
}

/** What people type, and what they break by it. */
const PIECES = [
  '',
  'a',
  ' ',
  '\n',
  '\r\n',
  '- ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '|\n',
  '\t',
  '🎉',
  '{{ ds }}',
  '<<',
  '---\n',
  'name: x\n',
  '<<<<<<< HEAD\n',
];

/** What the client believes. */
interface Believed {
  readonly uri: string;
  text: string;
  version: number;
}

interface Client {
  readonly session: Session;
  readonly dice: Dice;
  readonly files: Record<string, string>;
  readonly open: Map<string, Believed>;
  readonly waiting: Set<Promise<void>>;
  sent: number;
  readonly problems: string[];
}

const pick = <T>(dice: Dice, items: readonly T[]): T | undefined => items[dice(items.length)];

/** One step of a person who types, looks around, closes and opens. */
async function step(client: Client): Promise<void> {
  const { dice, open } = client;
  const roll = dice(100);
  const document = pick(dice, [...open.values()]);
  if (document === undefined || roll < 3) return openOne(client);
  if (roll < 6) return closeOne(client, document);
  if (roll < 8) return changeFiles(client);
  if (roll < 40) return edit(client, document);
  return ask(client, document, roll < 50);
}

async function openOne(client: Client): Promise<void> {
  const { dice, open, session } = client;
  const uri = `file:///project/file${dice(6)}.workflow.yaml`;
  const text = pick(dice, SAMPLES) ?? '';
  if (open.has(uri) || open.size > 4) return;
  // The same version again, with another text: what a client does that opens a file anew.
  open.set(uri, { uri, text, version: 1 });
  client.sent++;
  await session.open(text, uri, 1);
}

async function closeOne({ session, open, ...client }: Client, { uri }: Believed): Promise<void> {
  open.delete(uri);
  client.sent++;
  await session.close(uri);
}

async function changeFiles(client: Client): Promise<void> {
  const { dice, files, session } = client;
  const uri = dice(2) === 0 ? 'file:///project/dagport.yaml' : `file:///project/closed${dice(3)}.workflow.yaml`;
  files[uri] = uri.endsWith('dagport.yaml')
    ? (pick(dice, ['images: {yoshi: {url: "r/y:1"}}\n', 'images: [', 'nothing: 1\n', '']) ?? '')
    : (pick(dice, SAMPLES.slice(0, 10)) ?? '');
  client.sent++;
  await session.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri, type: 2 }] });
}

/** An offset that no client sends is within an emoji or a line end: the next one that it may send. */
function between(text: string, offset: number): number {
  return /[\ud800-\udbff][\udc00-\udfff]|\r\n/.test(text.slice(Math.max(0, offset - 1), offset + 1))
    ? offset + 1
    : offset;
}

async function edit({ dice, session, ...client }: Client, document: Believed): Promise<void> {
  const changes = Array.from({ length: 1 + dice(3) }, () => {
    const start = between(document.text, dice(document.text.length + 1));
    const end = between(document.text, Math.min(document.text.length, start + dice(dice(4) === 0 ? 200 : 3)));
    const text =
      dice(20) === 0 ? document.text.slice(0, between(document.text, dice(2_000))) : (pick(dice, PIECES) ?? '');
    const lines = indexLines(document.text);
    const range = { start: positionAt(lines, start), end: positionAt(lines, end) };
    document.text = applyEdits(document.text, [{ range: { start, end }, text }]);
    return { range, text };
  });
  document.version++;
  client.sent++;
  await session.change(document.version, changes, document.uri);
}

/** Errors that are answers: cancelled, and a name that is none. */
const ANSWERS: ReadonlySet<number> = new Set([LSPErrorCodes.RequestCancelled, ErrorCodes.InvalidParams]);

function ask(client: Client, document: Believed, cancel: boolean): void {
  const { session, dice } = client;
  const source = new CancellationTokenSource();
  const { connection } = session;
  const textDocument = { uri: document.uri };
  const position = positionAt(indexLines(document.text), dice(document.text.length + 1));
  const range = { start: { line: 0, character: 0 }, end: position };
  const params = { textDocument, position };
  const { token } = source;
  const { text, version } = document;
  const requests: readonly (() => Promise<unknown>)[] = [
    () => connection.sendRequest(CompletionRequest.type, params, token),
    () => connection.sendRequest(HoverRequest.type, params, token),
    () => connection.sendRequest(DefinitionRequest.type, params, token),
    () => connection.sendRequest(ReferencesRequest.type, { ...params, context: { includeDeclaration: true } }, token),
    () => connection.sendRequest(DocumentHighlightRequest.type, params, token),
    () => connection.sendRequest(PrepareRenameRequest.type, params, token),
    () => connection.sendRequest(RenameRequest.type, { ...params, newName: `name${dice(3)}` }, token),
    () => connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions: [position] }, token),
    () => connection.sendRequest(DocumentSymbolRequest.type, { textDocument }, token),
    () => connection.sendRequest(FoldingRangeRequest.type, { textDocument }, token),
    () => connection.sendRequest(DocumentLinkRequest.type, { textDocument }, token),
    () => connection.sendRequest(SemanticTokensRequest.type, { textDocument }, token),
    () => connection.sendRequest(InlayHintRequest.type, { textDocument, range }, token),
    () => connection.sendRequest(CodeActionRequest.type, { textDocument, range, context: { diagnostics: [] } }, token),
    () => connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'load' }, token),
    () => connection.sendRequest(GRAPH_REQUEST, { textDocument, view: dice(2) === 0 ? 'authored' : 'expanded' }, token),
    async () => {
      const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument }, token);
      const isCurrent = client.open.get(document.uri) === document && document.version === version;
      if (report.kind === 'full' && isCurrent)
        checkFresh(
          client,
          text,
          report.items.map(({ code }) => String(code)),
        );
    },
  ];
  client.sent++;
  const answered = (pick(dice, requests) ?? (async () => {}))().then(
    () => {},
    (error: unknown) => {
      const isAnswer = error instanceof ResponseError && ANSWERS.has(error.code);
      if (!isAnswer) client.problems.push(`after ${client.sent} messages: ${String(error)}`);
    },
  );
  const kept: Promise<void> = answered.finally(() => client.waiting.delete(kept));
  client.waiting.add(kept);
  if (cancel) source.cancel();
}

/** The findings are those of the text as it is now. */
function checkFresh({ problems, sent }: Client, text: string, rules: readonly string[]): void {
  const expected = checkWorkflow(readWorkflow('/project/x', text), { catalogue, projectImages: new Set(['yoshi']) });
  // What the project brings may be on its way: images do not count.
  const without = (found: readonly string[]): string => found.filter((rule) => !rule.includes('image')).join();
  const wanted = without(expected.map(({ rule }) => rule));
  if (without(rules) !== wanted) problems.push(`after ${sent} messages: ${rules.join()} instead of ${wanted}`);
}

/** Bytes of the heap that are in use. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}

test(`the server answers each of ${MESSAGES} messages, never with what is stale, and keeps nothing`, async () => {
  const files: Record<string, string> = {};
  const session = await startSession(
    {
      textDocument: { diagnostic: {} },
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, diagnostics: { refreshSupport: true } },
    },
    files,
    (connection) => {
      connection.onRequest('workspace/diagnostic/refresh', () => null);
      connection.onRequest('client/registerCapability', () => null);
    },
  );
  const client: Client = {
    session,
    dice: diceOf(SEED),
    files,
    open: new Map(),
    waiting: new Set(),
    sent: 0,
    problems: [],
  };
  const heaps: number[] = [];
  while (client.sent < MESSAGES && client.problems.length === 0) {
    await step(client);
    if (client.waiting.size > 20) await Promise.all(client.waiting);
    if (client.sent >= (MESSAGES / 4) * (heaps.length + 1)) heaps.push(await settled(client));
  }
  const [quarter = 0] = heaps;
  const end = await settled(client);
  expect(client.problems).toEqual([]);
  expect(session.workspace.documents.size).toBe(0);
  console.log(`heap in use at each quarter: ${heaps.map((bytes) => (bytes / 1e6).toFixed(1)).join(', ')} MB`);
  expect(end).toBeLessThan(GROWTH * quarter);
  await session.end();
});

/** All answers are there and all files closed: what then is in use is kept. */
async function settled(client: Client): Promise<number> {
  await Promise.all(client.waiting);
  for (const document of [...client.open.values()]) await closeOne(client, document);
  await client.session.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'none of all' });
  return heapInUse();
}
