import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { LIST_FILES_REQUEST, type ListFilesParams, READ_FILE_REQUEST, type ReadFileParams } from '../server/protocol';

/** Reads for the server what it cannot read itself: in a browser, and in folders that are on no disk. */
export function answerForFiles(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    client.onRequest(READ_FILE_REQUEST, ({ uri }: ReadFileParams) => read(vscode.Uri.parse(uri))),
    client.onRequest(LIST_FILES_REQUEST, async ({ uri, pattern }: ListFilesParams) => {
      const folder = vscode.Uri.parse(uri);
      if (!(await isFolder(folder))) return null;
      const found = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, pattern));
      return found.map((file) => file.toString()).sort();
    }),
  );
}

async function read(uri: vscode.Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null; // not there, or not to be read
  }
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
