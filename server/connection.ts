import type { CancellationToken, Connection, InitializeResult } from 'vscode-languageserver';
import type { Catalogue } from '../schemas';
import { unlessCancelled } from './cancellation';
import { abilitiesOf, type ClientAbilities, serverCapabilities } from './capabilities';
import { GRAPH_REQUEST, type GraphParams } from './protocol';
import { codeActions } from './requests/code-action';
import { complete } from './requests/completion';
import { definitions, references } from './requests/definition';
import { createPublisher, pullDiagnostics } from './requests/diagnostics';
import { documentSymbols } from './requests/document-symbol';
import { graph } from './requests/graph';
import { hover } from './requests/hover';
import {
  changeDocument,
  closeDocument,
  createWorkspace,
  type OpenDocument,
  openDocument,
  type Workspace,
} from './workspace';

/** What the server says about itself. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
}

/** Serves a connection: each request is one thin call into the rooms below. The caller starts listening. */
export function serve(connection: Connection, catalogue: Catalogue, serverInfo: ServerInfo): Workspace {
  const workspace = createWorkspace(catalogue);
  connection.onInitialize(({ capabilities }): InitializeResult => {
    const client = abilitiesOf(capabilities);
    syncDocuments(connection, workspace, client);
    answerRequests(connection, workspace, client);
    return { capabilities: serverCapabilities(client), serverInfo };
  });
  return workspace;
}

function syncDocuments(connection: Connection, workspace: Workspace, client: ClientAbilities): void {
  const publisher = client.pullsDiagnostics ? undefined : createPublisher(workspace, connection);
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    openDocument(workspace, uri, version, text);
    publisher?.changed(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    changeDocument(workspace, uri, version, contentChanges);
    publisher?.changed(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    closeDocument(workspace, uri);
    publisher?.closed(uri);
  });
  connection.onShutdown(() => publisher?.stop());
}

function answerRequests(connection: Connection, workspace: Workspace, client: ClientAbilities): void {
  /**
   * Answers a request about an open document; about any other there is nothing to say. The version that counts is the one
   * that the client had when it asked: its positions are positions of that text, also when it is edited before the answer.
   */
  const about = <Params extends { readonly textDocument: { readonly uri: string } }, Answer>(
    answer: (document: OpenDocument, params: Params) => Answer,
  ) => {
    return (params: Params, token: CancellationToken) => {
      const document = workspace.documents.get(params.textDocument.uri);
      return unlessCancelled(token, () => (document === undefined ? null : answer(document, params)));
    };
  };
  connection.languages.diagnostics.on(({ textDocument, previousResultId }, token) => {
    const document = workspace.documents.get(textDocument.uri);
    return unlessCancelled(token, () => pullDiagnostics(document, previousResultId));
  });
  connection.onCompletion(about((document, { position }) => complete(workspace, document, position, client.snippets)));
  connection.onHover(about((document, { position }) => hover(workspace, document, position)));
  connection.onDefinition(about((document, { position }) => definitions(document, position)));
  connection.onReferences(
    about((document, { position, context }) => references(document, position, context.includeDeclaration)),
  );
  connection.onDocumentSymbol(about(documentSymbols));
  connection.onCodeAction(about(codeActions));
  connection.onRequest(
    GRAPH_REQUEST,
    about((document, { view }: GraphParams) => graph(workspace, document, view)),
  );
}
