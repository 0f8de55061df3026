import { expect, test } from 'vitest';
import {
  CompletionRequest,
  DiagnosticTag,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  HoverRequest,
} from 'vscode-languageserver/node';
import { startSession } from '../session';

const WRONG = 'name: x\nformat: 1\noperators:\n- {name: a, type: nothing-known}\n';
const OLD = 'name: x\nformat: 1\noperators:\n- {name: a, type: bash, properties: {bash_command: a, sla: 3600}}\n';

interface Found {
  readonly rules: readonly unknown[];
  readonly tags: readonly unknown[];
  readonly severities: readonly unknown[];
  /** How many of the other requests were answered with something. */
  readonly answers: number;
}

/** What the server says of a file, beside the configuration of its project. */
async function found(name: string, text: string, configuration = ''): Promise<Found> {
  const session = await startSession(
    { textDocument: { diagnostic: {} } },
    { 'file:///project/dagport.yaml': configuration },
  );
  const { connection } = session;
  const uri = `file:///project/${name}`;
  const textDocument = { uri, languageId: 'yaml', version: 1, text };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  const at = { textDocument: { uri }, position: { line: 0, character: 1 } };
  const answers = [
    await connection.sendRequest(CompletionRequest.type, at),
    await connection.sendRequest(HoverRequest.type, at),
    await connection.sendRequest(DocumentSymbolRequest.type, at),
    await connection.sendRequest(DocumentFormattingRequest.type, {
      ...at,
      options: { tabSize: 2, insertSpaces: true },
    }),
  ];
  await session.end();
  const items = report.kind === 'full' ? report.items : [];
  return {
    rules: items.map(({ code }) => code),
    tags: items.flatMap(({ tags = [] }) => tags),
    severities: items.map(({ severity }) => severity),
    answers: answers.filter((answer) => answer !== null && !(Array.isArray(answer) && answer.length === 0)).length,
  };
}

test('#9 the server is not there for YAML that is not its own, however much it looks like some', async () => {
  const others = ['services:\n  web: {image: x}\n', 'on: push\njobs:\n  a: {}\n', 'kind: Deployment\n', 'name: x\n'];
  for (const text of others) expect(await found('deploy.yaml', text)).toMatchObject({ rules: [], answers: 0 });
});

test('#9 a comment in the file, or a line for its folder, turns off what is not wanted', async () => {
  expect((await found('x.workflow.yaml', WRONG)).rules).toEqual(['unknown-type']);
  const comment = '# dagport-ignore-file unknown-type: ours comes later\n';
  expect((await found('x.workflow.yaml', comment + WRONG)).rules).toEqual([]);
  const configuration = 'overrides:\n- {files: ["*.workflow.yaml"], rules: {unknown-type: off}}\n';
  expect((await found('x.workflow.yaml', WRONG, configuration)).rules).toEqual([]);
});

test('#25 what is deprecated is struck through, as severe as a project says', async () => {
  const plain = await found('x.workflow.yaml', OLD);
  expect(plain.rules).toEqual(['deprecated-parameter']);
  expect(plain.tags).toEqual([DiagnosticTag.Deprecated]);
  const strict = await found('x.workflow.yaml', OLD, 'rules: {deprecated-parameter: error}\n');
  expect(strict.severities).toEqual([1]);
  expect((await found('x.workflow.yaml', OLD, 'rules: {deprecated-parameter: off}\n')).rules).toEqual([]);
});
