import * as vscode from 'vscode';
import { type BaseLanguageClient, TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageclient';
import { MIGRATE_REQUEST } from '../server/protocol';

/** A file that a conversion makes. */
interface MadeFile {
  readonly uri: vscode.Uri;
  readonly text: string;
}

/** Asks for what a legacy definition becomes, shows that beside it, and writes it where the person says so. */
export async function migrate(client: BaseLanguageClient, uri: string | undefined): Promise<void> {
  const wanted = uri ?? vscode.window.activeTextEditor?.document.uri.toString();
  if (wanted === undefined) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(wanted));
  const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(document);
  const answer = await client.sendRequest<WorkspaceEdit | null>(MIGRATE_REQUEST, { textDocument });
  const files = answer === null ? [] : madeBy(answer);
  const workflow = files.find(({ uri: { path } }) => path.endsWith('.workflow.yaml') && !path.includes('/.dagport/'));
  if (workflow === undefined) {
    void vscode.window.showInformationMessage('Nothing can be made of this file: see what is found in it.');
    return;
  }
  const shown = await showBeside(workflow);
  const name = workflow.uri.path.slice(workflow.uri.path.lastIndexOf('/') + 1);
  const question = `${name} is what this becomes. Write it, with the record of where each line comes from?`;
  const chosen = await vscode.window.showInformationMessage(question, 'Write', 'Cancel');
  await shown.close();
  if (chosen === 'Write') await write(files, workflow);
}

function madeBy({ documentChanges = [] }: WorkspaceEdit): readonly MadeFile[] {
  return documentChanges.flatMap((change) =>
    TextDocumentEdit.is(change)
      ? [
          {
            uri: vscode.Uri.parse(change.textDocument.uri),
            text: change.edits.map((edit) => ('newText' in edit ? edit.newText : '')).join(''),
          },
        ]
      : [],
  );
}

const SCHEME = 'dagport-migration';

/** Shows a file that is not written yet beside the editor, until it is closed. */
async function showBeside({ uri, text }: MadeFile): Promise<{ readonly close: () => Promise<void> }> {
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: () => text,
  });
  const preview = vscode.Uri.from({ scheme: SCHEME, path: uri.path, query: String(Date.now()) });
  const document = await vscode.workspace.openTextDocument(preview);
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: true,
  });
  return {
    async close() {
      provider.dispose();
      const isShown = (tab: vscode.Tab): boolean =>
        tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === preview.toString();
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.filter(isShown));
      await vscode.window.tabGroups.close(tabs);
    },
  };
}

/** Writes all of the files or, where one of them is there already, none. */
async function write(files: readonly MadeFile[], workflow: MadeFile): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const encoder = new TextEncoder();
  for (const { uri, text } of files) edit.createFile(uri, { contents: encoder.encode(text), overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage('Nothing was written: one of the files is there already.');
    return;
  }
  await vscode.window.showTextDocument(workflow.uri, { viewColumn: vscode.ViewColumn.Beside });
}
