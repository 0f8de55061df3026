import * as vscode from 'vscode';
import { LANGUAGE_ID } from '../server/protocol';
import { baseNameOf } from './places';

/**
 * Asks for a name, makes a file of it that is known for a workflow by its ending, and begins it with the snippet.
 * @param folder Where it is made; the first folder that is open where it is absent.
 */
export async function newWorkflow(folder: vscode.Uri | undefined): Promise<void> {
  const place = folder ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const document = place === undefined ? await untitled() : await inFile(place);
  if (document === undefined) return;
  await vscode.window.showTextDocument(document, { preview: false });
  if (document.getText() !== '') return;
  await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: LANGUAGE_ID, name: 'Workflow' });
}

/** Where no folder is open: the person says where it goes when it is saved. */
function untitled(): Thenable<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ language: LANGUAGE_ID });
}

async function inFile(folder: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const name = await vscode.window.showInputBox({
    title: 'New workflow',
    prompt: `Its name: the file is called NAME.workflow.yaml, in the folder ${baseNameOf(folder)}.`,
    value: 'first',
    validateInput: (text) =>
      /^[\w][\w./-]*$/.test(text) && !text.includes('..') ? undefined : 'Letters, digits, ".", "-" and "_", please.',
  });
  if (name === undefined) return undefined;
  const uri = vscode.Uri.joinPath(folder, `${name.replace(/(?:\.workflow)?\.ya?ml$/, '')}.workflow.yaml`);
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(edit);
  return vscode.workspace.openTextDocument(uri);
}
