import * as vscode from 'vscode';
import { type BaseLanguageClient, WorkDoneProgress } from 'vscode-languageclient';
import { MIGRATION_REQUEST, type MigrationAnswer, type MigrationParams } from '../server/protocol';
import { baseNameOf } from './places';

/** Asks the server what a definition, or those in a folder, become; nothing where the person cancels. */
export async function askMigration(client: BaseLanguageClient, uri: vscode.Uri): Promise<MigrationAnswer | undefined> {
  const isFolder = ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  const asked = client.code2ProtocolConverter.asUri(uri);
  const workDoneToken = crypto.randomUUID();
  const params: MigrationParams = { uri: isFolder ? `${asked.replace(/\/$/, '')}/` : asked, workDoneToken };
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Migrating ${baseNameOf(uri)}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    let percentage = 0;
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (told) => {
      if (told.kind === 'end') return;
      const now = told.percentage ?? percentage;
      progress.report({
        increment: now - percentage,
        ...(told.message === undefined ? {} : { message: told.message }),
      });
      percentage = now;
    });
    try {
      return await client.sendRequest<MigrationAnswer>(MIGRATION_REQUEST, params, token);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    } finally {
      listener.dispose();
    }
  });
}
