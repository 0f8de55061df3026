import * as vscode from 'vscode';
import type { MigratedWorkflow } from '../server/protocol';
import { baseNameOf } from './places';

/** Writes each workflow with its records, all at once. One that is there already stays as it is. */
export async function writeMigrated(workflows: readonly MigratedWorkflow[], column: vscode.ViewColumn): Promise<void> {
  const present = await Promise.all(workflows.map(({ uri }) => isThere(vscode.Uri.parse(uri))));
  const fresh = workflows.filter((_, index) => present[index] === false);
  const kept = workflows.filter((_, index) => present[index] === true);
  const edit = new vscode.WorkspaceEdit();
  const encoder = new TextEncoder();
  for (const workflow of fresh) {
    edit.createFile(vscode.Uri.parse(workflow.uri), { contents: encoder.encode(workflow.text), overwrite: false });
    // Records of a workflow that is gone are of no use any more.
    for (const { uri, text } of workflow.records) {
      edit.createFile(vscode.Uri.parse(uri), { contents: encoder.encode(text), overwrite: true });
    }
  }
  if (fresh.length > 0 && !(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(
      `Nothing was written: ${vscode.workspace.asRelativePath(fresh[0]?.uri ?? '')} cannot be.`,
    );
    return;
  }
  const [first] = fresh;
  if (first !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.parse(first.uri), { viewColumn: column, preview: false });
  }
  if (kept.length > 0) await tellKept(kept, fresh.length);
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** A workflow that is there may have been edited: a person is shown what differs. */
async function tellKept(kept: readonly MigratedWorkflow[], written: number): Promise<void> {
  const [first] = kept;
  if (first === undefined) return;
  const target = vscode.Uri.parse(first.uri);
  const which = kept.length === 1 ? `${baseNameOf(target)} is` : `${kept.length} workflows are`;
  const rest =
    written === 0 ? 'Nothing was written' : `${written} ${written === 1 ? 'other was' : 'others were'} written`;
  const compare = 'Compare';
  const message = `${which} there already, and stayed as before. ${rest}.`;
  const chosen = await vscode.window.showWarningMessage(message, ...(kept.length === 1 ? [compare] : []));
  if (chosen !== compare) return;
  const made = await vscode.workspace.openTextDocument({ language: 'dagport-workflow', content: first.text });
  await vscode.commands.executeCommand(
    'vscode.diff',
    target,
    made.uri,
    `${baseNameOf(target)}: as it is ↔ migrated anew`,
  );
}
