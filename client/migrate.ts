import * as vscode from 'vscode';
import type { BaseLanguageClient, WorkspaceEdit } from 'vscode-languageclient';
import { MIGRATE_REQUEST } from '../server/protocol';

/** Asks for what a legacy definition becomes, shows the new files to the person, and opens the workflow that was made. */
export async function migrate(client: BaseLanguageClient, uri: string | undefined): Promise<void> {
  const wanted = uri ?? vscode.window.activeTextEditor?.document.uri.toString();
  if (wanted === undefined) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(wanted));
  const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(document);
  const answer = await client.sendRequest<WorkspaceEdit | null>(MIGRATE_REQUEST, { textDocument });
  if (answer === null) {
    void vscode.window.showInformationMessage('This file is no Oozie application and no Jenkins pipeline.');
    return;
  }
  const edit = await client.protocol2CodeConverter.asWorkspaceEdit(answer);
  if (edit === undefined || edit.size === 0) return;
  const applied = await vscode.workspace.applyEdit(edit);
  if (applied) await openMade(edit);
  else
    void vscode.window.showWarningMessage(
      'Nothing was written: was it cancelled, or is one of the files there already?',
    );
}

/** A person may have discarded what was shown: then there is nothing to open. */
async function openMade(edit: vscode.WorkspaceEdit): Promise<void> {
  const [made] = edit.entries().flatMap(([uri]) => (uri.path.endsWith('.workflow.yaml') ? [uri] : []));
  if (made === undefined) return;
  const isThere = await vscode.workspace.fs.stat(made).then(
    () => true,
    () => false,
  );
  const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === made.toString());
  if (isThere || isOpen) await vscode.window.showTextDocument(made, { viewColumn: vscode.ViewColumn.Beside });
}
