import * as vscode from 'vscode';

/** The last part of a path: of a file or a folder. */
export function baseNameOf(uri: vscode.Uri): string {
  const path = uri.path.replace(/\/$/, '');
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Where something is shown beside the active editor: in a group that is there, else in a new one. */
export function columnBeside(): vscode.ViewColumn {
  const active = vscode.window.tabGroups.activeTabGroup.viewColumn;
  const others = vscode.window.tabGroups.all.map((group) => group.viewColumn).filter((column) => column !== active);
  return others.at(-1) ?? vscode.ViewColumn.Beside;
}
