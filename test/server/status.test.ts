import { expect, test } from 'vitest';
import { DidOpenTextDocumentNotification, DocumentDiagnosticRequest } from 'vscode-languageserver/node';
import { STATUS_REQUEST, type StatusAnswer } from '../../server/protocol';
import { startSession } from './session';

const WORKFLOW = 'name: x\noperators:\n- {name: a, type: nothing-known}\n';

/** What a file is taken for, and how much is found in it. */
async function taken(name: string, languageId: string, text: string): Promise<string> {
  const session = await startSession({ textDocument: { diagnostic: {} } }, { 'file:///project/dagport.yaml': '' });
  const uri = `file:///project/${name}`;
  const textDocument = { uri, languageId, version: 1, text };
  await session.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  const { kind, why, configuration }: StatusAnswer = await session.connection.sendRequest(STATUS_REQUEST, {
    textDocument: { uri },
  });
  const report = await session.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  await session.end();
  const found = report.kind === 'full' ? report.items.length : 0;
  return `${kind}, ${found > 0 ? 'with' : 'without'} findings, ${configuration.length} configuration: ${why}`;
}

test.each([
  ['x.workflow.yaml', 'yaml', 'a: b\n', /^workflow, with findings, 1 configuration: its name/],
  ['x.yaml', 'yaml', WORKFLOW, /^workflow, with findings, 1 configuration: it holds nodes/],
  ['x.yaml', 'dagport-workflow', 'a: b\n', /^workflow, with findings, 1 configuration: its language was chosen/],
  ['x.yaml', 'yaml', 'services:\n  a: {image: b}\n', /^other, without findings, 0 configuration: it is neither/],
  ['deploy.yaml', 'yaml', 'on: push\njobs:\n  a: {}\n', /^other, without findings/],
  ['pom.xml', 'xml', '<project/>', /^other, without findings/],
  ['workflow.xml', 'xml', '<workflow-app name="x"/>', /^oozie, with findings, 0 configuration: its root/],
  ['Jenkinsfile', 'plaintext', 'pipeline {}', /^jenkins, with findings, 0 configuration: its name/],
])(
  '%s as %s: #10 #12 ours by name, by language or by what it holds, and the reason is told',
  async (name, language, text, said) => {
    expect(await taken(name, language, text)).toMatch(said);
  },
);
