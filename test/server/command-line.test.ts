import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

/** What `dagport lint --format json` prints about a text. */
async function printed(text: string): Promise<Finding[]> {
  const output: string[] = [];
  await run(['lint', '--format', 'json', '-'], {
    cwd: folder,
    stdout: (piece) => void output.push(piece),
    stderr: () => {},
    color: false,
    stdin: async () => Buffer.from(text),
  });
  const { files } = JSON.parse(output.join(''));
  return files[0].diagnostics.map(({ rule, severity, message, help, range: { start, end } }: Printed) => ({
    rule,
    severity,
    message: help === undefined ? message : `${message}\n${help}`,
    start: [start.line, start.column],
    end: [end.line, end.column],
  }));
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

test('the command line and the editor find the same: in the examples of all rules', async () => {
  for (const { documentation } of RULE_FACTS) {
    expect(await shown(documentation.bad)).toEqual(await printed(documentation.bad));
  }
});

test('and in the examples for newcomers', async () => {
  expect(workflows.length).toBeGreaterThan(0);
  for (const name of workflows) {
    const text = readFileSync(join(EXAMPLES, name), 'utf8');
    expect(await shown(text)).toEqual(await printed(text));
  }
});

test('and in a file with Windows line ends and characters outside the basic plane', async () => {
  const text = '# 🎉\r\nname: "🎉"\r\noperators:\r\n- {name: a, type: "🎉bash"}\r\n';
  const found = await shown(text);
  expect(found.length).toBeGreaterThan(0);
  expect(found).toEqual(await printed(text));
});
