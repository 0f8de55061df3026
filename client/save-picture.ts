import * as vscode from 'vscode';

/** Saves a picture of a workflow where a person says; beside the workflow, where they say no more. */
export async function savePicture(workflow: vscode.Uri, name: string, content: Uint8Array): Promise<void> {
  const defaultUri = vscode.Uri.joinPath(workflow, '..', name);
  const chosen = await vscode.window.showSaveDialog({ defaultUri, title: 'Save the picture' });
  if (chosen !== undefined) await vscode.workspace.fs.writeFile(chosen, content);
}
