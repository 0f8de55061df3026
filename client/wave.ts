import * as vscode from 'vscode';
import type { BaseLanguageClient, WorkspaceEdit } from 'vscode-languageclient';
import { WAVE_REQUEST, type WaveParams } from '../server/protocol';

/** Asks for a name and makes a wave of the nodes that were picked in a graph. */
export async function makeWave(client: BaseLanguageClient, uri: vscode.Uri, nodes: WaveParams['nodes']): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: `A wave of ${nodes.map((node) => node.name).join(', ')}`,
    prompt: 'The name of the wave: `dagport build --wave NAME` builds it, and those before it.',
    validateInput: (text) => (/^[\w-]+$/.test(text) ? undefined : 'Letters, digits, "-" and "_".'),
  });
  if (name === undefined) return;
  const params: WaveParams = { textDocument: { uri: client.code2ProtocolConverter.asUri(uri) }, name, nodes };
  const answer = await client.sendRequest<WorkspaceEdit | null>(WAVE_REQUEST, params);
  const edit = answer === null ? undefined : await client.protocol2CodeConverter.asWorkspaceEdit(answer);
  if (edit === undefined || !(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage('No wave was made: what stands under "waves" is no list of waves.');
  }
}
