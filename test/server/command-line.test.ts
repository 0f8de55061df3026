import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DocumentDiagnosticReportKind, DocumentDiagnosticRequest } from 'vscode-languageserver/node';
import { run } from '../../cli/program';
import { RULE_FACTS } from '../../workflow/check';
import { type Session, startSession, URI } from './session';

let session: Session;
const folder = mkdtempSync(join(tmpdir(), 'dagport-lint-'));
beforeAll(async () => {
  session = await startSession({ textDocument: { diagnostic: {} } });
});
afterAll(async () => {
  await session.end();
  rmSync(folder, { recursive: true });
});

interface Finding {
  readonly rule: unknown;
  readonly severity: unknown;
  readonly message: string;
  readonly start: readonly number[];
  readonly end: readonly number[];
}

/** What `dagport lint --format json` prints about files, by their names. */
async function printedOf(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, readonly Finding[]>> {
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const output: string[] = [];
  await run(['lint', '--format', 'json', ...files.keys()], {
    cwd: folder,
    stdout: (piece) => void output.push(piece),
    stderr: () => {},
    color: false,
    stdin: async () => Buffer.from(''),
  });
  const answer: { readonly files: readonly PrintedFile[] } = JSON.parse(output.join(''));
  // What several files have to do with each other is found where they are linted together.
  const own = ({ rule }: Printed): boolean => rule !== 'duplicate-dag-id';
  return new Map(answer.files.map(({ path, diagnostics }) => [path, diagnostics.filter(own).map(findingOf)]));
}

function findingOf({ rule, severity, message, help, range: { start, end } }: Printed): Finding {
  return {
    rule,
    severity,
    message: help === undefined ? message : `${message}\n${help}`,
    start: [start.line, start.column],
    end: [end.line, end.column],
  };
}

interface PrintedFile {
  readonly path: string;
  readonly diagnostics: readonly Printed[];
}

interface Printed extends Pick<Finding, 'rule' | 'severity' | 'message'> {
  readonly help?: string;
  readonly range: Record<'start' | 'end', { readonly line: number; readonly column: number }>;
}

const SEVERITIES = [undefined, 'error', 'warning', 'info'];

/** What an editor shows of it. */
async function shown(text: string): Promise<Finding[]> {
  await session.open(text);
  const report = await session.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: URI } });
  await session.close();
  const items = report.kind === DocumentDiagnosticReportKind.Full ? report.items : [];
  return items.map(({ code, severity, message, range: { start, end } }) => ({
    rule: code,
    severity: SEVERITIES[severity ?? 0],
    message: String(message),
    start: [start.line + 1, start.character + 1],
    end: [end.line + 1, end.character + 1],
  }));
}

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const workflows = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.workflow\.ya?ml$/.test(name),
);

/** Both say the same about each of some files. */
async function checkSame(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const printed = await printedOf(files);
  expect([...printed.keys()].sort()).toEqual([...files.keys()].sort());
  for (const [name, text] of files) expect([name, await shown(text)]).toEqual([name, printed.get(name)]);
  return printed;
}

test('#33 the command line and the editor find the same: in the examples of all rules', async () => {
  const bad = RULE_FACTS.map(({ id, documentation }): [string, string] => [`${id}.workflow.yaml`, documentation.bad]);
  await checkSame(new Map(bad));
}, 60_000);

test('and in the examples for newcomers', async () => {
  const texts = workflows.map((name): [string, string] => [
    `${name.replaceAll(/[\\/]/g, '-')}`,
    readFileSync(join(EXAMPLES, name), 'utf8'),
  ]);
  expect(texts).not.toEqual([]);
  await checkSame(new Map(texts));
}, 60_000);

test('and in a file with Windows line ends and characters outside the basic plane', async () => {
  const text = '# 🎉\r\nname: "🎉"\r\noperators:\r\n- {name: a, type: "🎉bash"}\r\n';
  const printed = await checkSame(new Map([['odd.workflow.yaml', text]]));
  expect(printed.get('odd.workflow.yaml')?.length).toBeGreaterThan(0);
});
