import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  CancellationTokenSource,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ErrorCodes,
  LSPErrorCodes,
  type ProtocolConnection,
  ResponseError,
} from 'vscode-languageserver/node';
import { checkLegacy } from '../../migration';
import type { Catalogue } from '../../schemas';
import { applyEdits } from '../../text/edit';
import { indexLines, positionAt } from '../../text/range';
import { checkWorkflow } from '../../workflow/check';
import { readWorkflow } from '../../workflow/read';
import type { Dice } from '../workflow/plan/random-flow';
import { REQUESTS } from './requests';
import { CONFIGURATIONS, LEGACY, PIECES, WORKFLOWS } from './texts';

/** What the client believes. */
interface Believed {
  readonly uri: string;
  readonly kind: 'workflow' | 'oozie' | 'jenkins';
  text: string;
  version: number;
}

/** A person at an editor: what is open, what was sent and what is not answered yet. */
export interface Person {
  readonly connection: ProtocolConnection;
  readonly catalogue: Catalogue;
  readonly dice: Dice;
  /** The URI of the folder, with its slash. */
  readonly root: string;
  readonly open: Map<string, Believed>;
  readonly waiting: Set<Promise<void>>;
  sent: number;
  /** What must not be. */
  readonly problems: string[];
}

const pick = <T>(dice: Dice, items: readonly T[]): T | undefined => items[dice(items.length)];

/** One step of a person who types, looks around, closes and opens. */
export async function step(person: Person): Promise<void> {
  const { dice, open } = person;
  const roll = dice(100);
  const document = pick(dice, [...open.values()]);
  if (document === undefined || roll < 3) return openOne(person);
  if (roll < 6) return closeOne(person, document);
  if (roll < 8) return changeFiles(person);
  if (roll < 40) return edit(person, document);
  if (roll < 45) return askForFindings(person, document);
  return ask(person, document, roll < 53);
}

/** A file is opened with version 1 each time, with another text: that is what a client does that opens it anew. */
async function openOne(person: Person): Promise<void> {
  const { dice, open, root } = person;
  if (open.size > 4) return;
  const document = dice(5) === 0 ? legacyOne(dice, root) : workflowOne(dice, root);
  if (document === undefined || open.has(document.uri)) return;
  open.set(document.uri, document);
  person.sent++;
  const { uri, text, kind } = document;
  const languageId = kind === 'workflow' ? 'dagport-workflow' : 'plaintext';
  await person.connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId, version: 1, text },
  });
}

function workflowOne(dice: Dice, root: string): Believed {
  return {
    uri: `${root}file${dice(6)}.workflow.yaml`,
    kind: 'workflow',
    text: pick(dice, WORKFLOWS) ?? '',
    version: 1,
  };
}

function legacyOne(dice: Dice, root: string): Believed | undefined {
  const [name, text] = pick(dice, Object.entries(LEGACY)) ?? ['', ''];
  return { uri: `${root}legacy/${name}`, kind: name === 'Jenkinsfile' ? 'jenkins' : 'oozie', text, version: 1 };
}

export async function closeOne(person: Person, { uri }: Believed): Promise<void> {
  person.open.delete(uri);
  person.sent++;
  await person.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
}

/** Files change on the disk, and the editor says so: configurations, and workflows that are not open. */
async function changeFiles(person: Person): Promise<void> {
  const { dice, root, connection } = person;
  const isConfiguration = dice(2) === 0;
  const uri = `${root}${isConfiguration ? 'dagport.yaml' : `closed${dice(3)}.workflow.yaml`}`;
  const text = pick(dice, isConfiguration ? CONFIGURATIONS : WORKFLOWS.slice(0, 10)) ?? '';
  writeFileSync(fileURLToPath(uri), text);
  person.sent++;
  await connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri, type: 2 }] });
}

/** An offset that no client sends is within an emoji or a line end: the next one that it may send. */
function between(text: string, offset: number): number {
  return /[\ud800-\udbff][\udc00-\udfff]|\r\n/.test(text.slice(Math.max(0, offset - 1), offset + 1))
    ? offset + 1
    : offset;
}

async function edit(person: Person, document: Believed): Promise<void> {
  const { dice, connection } = person;
  const contentChanges = Array.from({ length: 1 + dice(3) }, () => {
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
  person.sent++;
  const textDocument = { uri: document.uri, version: document.version };
  await connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument, contentChanges });
}

/** Errors that are answers: cancelled, and a name that is none. */
const ANSWERS: ReadonlySet<number> = new Set([LSPErrorCodes.RequestCancelled, ErrorCodes.InvalidParams]);

/** Far longer than any answer takes on a busy machine. */
const PATIENCE_MILLISECONDS = 60_000;

/** The answer is awaited elsewhere: a person goes on typing. */
function sendOff(person: Person, what: string, answer: Promise<unknown>): void {
  const when = `${what}, after ${person.sent} messages`;
  const impatient = new AbortController();
  const unanswered = sleep(PATIENCE_MILLISECONDS, undefined, { signal: impatient.signal }).then(
    () => void person.problems.push(`${when}: no answer`),
    () => {}, // it was answered
  );
  const answered = answer
    .then(
      () => {},
      (error: unknown) => {
        const isAnswer = error instanceof ResponseError && ANSWERS.has(error.code);
        if (!isAnswer) person.problems.push(`${when}: ${String(error)}`);
      },
    )
    .finally(() => impatient.abort());
  const kept: Promise<void> = Promise.race([answered, unanswered]).finally(() => person.waiting.delete(kept));
  person.waiting.add(kept);
}

function ask(person: Person, document: Believed, cancel: boolean): void {
  const { connection, dice } = person;
  const source = new CancellationTokenSource();
  const position = positionAt(indexLines(document.text), dice(document.text.length + 1));
  const textDocument = { uri: document.uri };
  const [name, request] = pick(dice, Object.entries(REQUESTS)) ?? [];
  if (name === undefined || request === undefined) return;
  person.sent++;
  sendOff(person, name, request({ connection, textDocument, position, chance: dice(100) / 100, token: source.token }));
  if (cancel) source.cancel();
}

function askForFindings(person: Person, document: Believed): void {
  const { uri, text, version } = document;
  person.sent++;
  const answer = async (): Promise<void> => {
    const report = await person.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    const isCurrent = person.open.get(uri) === document && document.version === version;
    if (report.kind === 'full' && isCurrent) {
      const rules = report.items.map(({ code }) => String(code));
      checkFresh(person, document.kind, text, rules);
    }
  };
  sendOff(person, 'diagnostics', answer());
}

const OF_ELSEWHERE: ReadonlySet<string> = new Set(['unknown-type', 'duplicate-dag-id', 'needs-a-person']);

/** The findings are those of the text as it is now. */
function checkFresh(person: Person, kind: Believed['kind'], text: string, rules: readonly string[]): void {
  const { catalogue, problems, sent } = person;
  const expected =
    kind === 'workflow'
      ? checkWorkflow(readWorkflow('/project/x', text), { catalogue, projectImages: new Set(['yoshi']) })
      : checkLegacy(kind, text);
  // What the project and other files bring may be on its way: it does not count. Images and types may come from a
  // configuration, and are not missed while it is broken. What a conversion leaves to a person is no rule.
  const counts = (rule: string): boolean => !rule.includes('image') && !OF_ELSEWHERE.has(rule);
  const without = (found: readonly string[]): string => found.filter(counts).join();
  const wanted = without(expected.map(({ rule }) => rule));
  if (without(rules) !== wanted) problems.push(`after ${sent} messages: ${rules.join()} instead of ${wanted}`);
}
