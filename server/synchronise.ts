import {
  BulkRegistration,
  type Connection,
  DidChangeWatchedFilesNotification,
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
} from 'vscode-languageserver';
import type { ClientAbilities } from './capabilities';
import { WATCHED_PATTERN } from './project';
import { LANGUAGE_ID } from './protocol';
import type { DiagnosticPublisher } from './requests/diagnostics';
import type { Twins } from './twins';
import { changeDocument, closeDocument, openDocument, type Workspace } from './workspace';

/**
 * Keeps the documents as they are in the editor.
 * @param openOrClosed Called when there is one more, or one less.
 */
export function syncDocuments(
  connection: Connection,
  workspace: Workspace,
  publisher: DiagnosticPublisher | undefined,
  twins: Twins,
  openOrClosed: () => void,
): void {
  connection.onDidOpenTextDocument(({ textDocument }) => {
    openDocument(workspace, textDocument);
    publisher?.changed(textDocument.uri);
    twins.changed(textDocument.uri);
    twins.renew();
    openOrClosed();
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    changeDocument(workspace, uri, version, contentChanges);
    publisher?.changed(uri);
    twins.changed(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    closeDocument(workspace, uri);
    publisher?.closed(uri);
    twins.changed(uri);
    twins.renew();
    openOrClosed();
  });
  connection.onShutdown(() => publisher?.stop());
}

/**
 * Asks the client to tell when workflows, or what projects are configured by, change; and to have files formatted that are
 * workflows by their language, so that no other formatter of YAML is in the way elsewhere.
 */
export async function registerDynamically(connection: Connection, client: ClientAbilities): Promise<void> {
  if (client.registersFormatting) {
    const documentSelector = [{ language: LANGUAGE_ID }];
    const formatting = BulkRegistration.create();
    formatting.add(DocumentFormattingRequest.type, { documentSelector });
    formatting.add(DocumentRangeFormattingRequest.type, { documentSelector });
    await connection.client.register(formatting);
  }
  if (!client.watchesFiles) return;
  const watchers = [{ globPattern: WATCHED_PATTERN }];
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}
