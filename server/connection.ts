import {
  BulkRegistration,
  type CancellationToken,
  type CodeActionParams,
  type Connection,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  type InitializeParams,
  type InitializeResult,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver';
import { loadCatalogue, type Providers } from '../schemas';
import { offsetAt } from '../text/range';
import type { Wishes } from '../workflow/project';
import { unlessCancelled } from './cancellation';
import { abilitiesOf, type ClientAbilities, serverCapabilities } from './capabilities';
import type { LegacyDocument } from './legacy';
import { createLibrary, type Library } from './library';
import { type Files, isConfiguration, openProjects, WATCHED_PATTERN } from './project';
import { createProjectPublisher, projectProblems } from './project-problems';
import {
  GRAPH_REQUEST,
  type GraphParams,
  LANGUAGE_ID,
  MIGRATE_REQUEST,
  MIGRATION_REQUEST,
  type MigrationParams,
  STATUS_REQUEST,
  WAVE_REQUEST,
  type WaveParams,
} from './protocol';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './requests/call-hierarchy';
import { codeActions } from './requests/code-action';
import { complete, resolveCompletion } from './requests/completion';
import { definitions, references, typeDefinitions } from './requests/definition';
import { createPublisher, type DiagnosticPublisher, pullDiagnostics } from './requests/diagnostics';
import { documentHighlights } from './requests/document-highlight';
import { documentLinks } from './requests/document-link';
import { documentSymbols } from './requests/document-symbol';
import { foldingRanges } from './requests/folding-range';
import { formatDocument, formatRange } from './requests/formatting';
import { graph, graphOfLegacy } from './requests/graph';
import { hover } from './requests/hover';
import { inlayHints } from './requests/inlay-hint';
import { legacyFolds } from './requests/legacy-folding-range';
import { legacyHover } from './requests/legacy-hover';
import { legacySymbols } from './requests/legacy-symbol';
import { migrateActions, migration, migrationLenses } from './requests/migrate';
import { migrationOf } from './requests/migration';
import { prepareRename, rename } from './requests/rename';
import { selectionRanges } from './requests/selection-range';
import { semanticTokens } from './requests/semantic-tokens';
import { status } from './requests/status';
import { wave } from './requests/wave';
import { workspaceDiagnostics } from './requests/workspace-diagnostics';
import { workspaceSymbols } from './requests/workspace-symbol';
import { followSettings } from './settings';
import { createTwins, type Twins } from './twins';
import {
  changeDocument,
  changeProjects,
  closeDocument,
  createWorkspace,
  type OpenDocument,
  openDocument,
  recheckDocument,
  type Workspace,
} from './workspace';

/** What the server needs of the process that it runs in. */
export interface ServerSettings {
  readonly name: string;
  readonly version: string;
  /** The catalogue that dagport brings, path → text. */
  readonly catalogueFiles: ReadonlyMap<string, string>;
  /** The classes of the official packages; absent, the catalogue is all that is known. */
  readonly providers?: Providers;
  readonly files: Files;
}

/** Serves a connection: each request is one thin call into the rooms below. The caller starts listening. */
export function serve(connection: Connection, settings: ServerSettings): Workspace {
  const { name, version, catalogueFiles, providers, files } = settings;
  const workspace = createWorkspace(loadCatalogue(catalogueFiles, providers).catalogue, files);
  connection.onInitialize(async (params): Promise<InitializeResult> => {
    const client = abilitiesOf(params.capabilities);
    const folders = foldersOf(params);
    const library = createLibrary(files, folders, client.watchesFiles);
    const publisher = client.pullsDiagnostics ? undefined : createPublisher(workspace, connection);
    const sources = { files, builtIn: catalogueFiles, providers };
    const ofProjects = publisher === undefined ? undefined : createProjectPublisher(workspace, connection);
    const found = (): void => ofProjects?.changed();
    const refresh = async (uris: Iterable<string>): Promise<void> => {
      for (const uri of uris) publisher?.changed(uri);
      if (client.pullsDiagnostics && client.refreshesDiagnostics) await connection.languages.diagnostics.refresh();
    };
    const twins = createTwins(workspace, library, (uris) => {
      for (const uri of uris) recheckDocument(workspace, uri);
      void refresh(uris);
    });
    workspace.twins = twins;
    let wishes: Wishes = {};
    const renew = async (): Promise<void> => {
      changeProjects(workspace, openProjects({ ...sources, wishes }, found));
      twins.renew();
      await refresh(workspace.documents.keys());
      if (client.refreshesHints) await connection.languages.inlayHint.refresh();
    };
    const settings = followSettings(connection, client, async (changed) => {
      wishes = changed;
      await renew();
    });
    wishes = settings.take(params.initializationOptions);
    workspace.projects = openProjects({ ...sources, wishes }, found);
    syncDocuments(connection, workspace, publisher, twins, found);
    answerRequests(connection, workspace, client, library);
    answerWorkspaceRequests(connection, workspace, library);
    connection.onDidChangeWatchedFiles(async ({ changes }) => {
      library.forget();
      if (changes.some(({ uri }) => workspace.projects.dependOn(uri))) await renew();
      else twins.renew();
    });
    connection.onInitialized(async () => {
      await settings.begin();
      await registerDynamically(connection, client);
    });
    return { capabilities: serverCapabilities(client), serverInfo: { name, version } };
  });
  return workspace;
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  return workspaceFolders?.map((folder) => folder.uri) ?? (rootUri === null ? [] : [rootUri]);
}

function syncDocuments(
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
async function registerDynamically(connection: Connection, client: ClientAbilities): Promise<void> {
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

/** Parameters of a request about one document. */
interface About {
  readonly textDocument: { readonly uri: string };
}

/** Where nobody looks at progress. */
const nobody: WorkDoneProgressReporter = { begin: () => {}, report: () => {}, done: () => {} };

function answerRequests(connection: Connection, workspace: Workspace, client: ClientAbilities, library: Library): void {
  /**
   * Answers a request about an open document; about any other there is nothing to say. The version that counts is the one
   * that the client had when it asked: its positions are positions of that text, also when it is edited before the answer.
   */
  const aboutOr = <Params extends About, Answer, Nothing, LegacyAnswer = Nothing>(
    nothing: Nothing,
    answer: (document: OpenDocument, params: Params) => Answer | Promise<Answer>,
    legacyAnswer?: (document: LegacyDocument, params: Params) => LegacyAnswer | Promise<LegacyAnswer>,
  ) => {
    return async (params: Params, token: CancellationToken) => {
      const document = workspace.documents.get(params.textDocument.uri);
      const legacy = workspace.legacy.get(params.textDocument.uri);
      if (legacy !== undefined) {
        return unlessCancelled(token, async () => (await legacyAnswer?.(legacy, params)) ?? nothing);
      }
      await workspace.projects.ready(params.textDocument.uri);
      return unlessCancelled(token, async () => (document === undefined ? nothing : await answer(document, params)));
    };
  };
  const about = <Params extends About, Answer, LegacyAnswer = null>(
    answer: (document: OpenDocument, params: Params) => Answer | Promise<Answer>,
    legacyAnswer?: (document: LegacyDocument, params: Params) => LegacyAnswer | Promise<LegacyAnswer>,
  ) =>
    aboutOr(
      null,
      (document, params: Params) => (isConfiguration(document.uri) ? null : answer(document, params)),
      legacyAnswer,
    );
  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    const document = workspace.documents.get(textDocument.uri) ?? workspace.legacy.get(textDocument.uri);
    await workspace.projects.ready(textDocument.uri);
    return unlessCancelled(token, () =>
      document === undefined
        ? {
            kind: DocumentDiagnosticReportKind.Full,
            items: [...(projectProblems(workspace).get(textDocument.uri) ?? [])],
          }
        : pullDiagnostics(workspace, document, previousResultId),
    );
  });
  connection.onCompletion(aboutOr(null, (document, { position }) => complete(workspace, document, position, client)));
  connection.onCompletionResolve((item, token) => unlessCancelled(token, () => resolveCompletion(workspace, item)));
  connection.onHover(
    aboutOr(
      null,
      (document, { position }) => hover(workspace, document, position, Date.now()),
      (legacy, { position }) => legacyHover(legacy, position),
    ),
  );
  connection.onDefinition(
    aboutOr(null, (document, { position }) => definitions(workspace, library, document, position)),
  );
  connection.onTypeDefinition(
    about((document, { position }) => typeDefinitions(workspace, library, document, position)),
  );
  connection.onReferences(
    aboutOr(null, (document, { position, context }) =>
      references(workspace, library, document, position, context.includeDeclaration),
    ),
  );
  connection.onDocumentSymbol(about(documentSymbols, legacySymbols));
  connection.onDocumentHighlight(about((document, { position }) => documentHighlights(document, position)));
  connection.onPrepareRename(aboutOr(null, (document, { position }) => prepareRename(workspace, document, position)));
  connection.onRenameRequest(
    aboutOr(null, (document, { position, newName }) => rename(workspace, library, document, position, newName)),
  );
  connection.onDocumentLinks(about((document) => documentLinks(workspace, document)));
  connection.languages.inlayHint.on(about((document, { range }) => inlayHints(workspace, document, range)));
  connection.languages.semanticTokens.on(aboutOr({ data: [] }, (document) => semanticTokens(workspace, document)));
  connection.languages.semanticTokens.onRange(
    aboutOr({ data: [] }, (document, { range }) => {
      const { lines } = document.file.get();
      const offsets = { start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) };
      return semanticTokens(workspace, document, offsets);
    }),
  );
  connection.onDocumentFormatting(about(formatDocument));
  connection.onDocumentRangeFormatting(about((document, { range }) => formatRange(document, range)));
  connection.onFoldingRanges(about(foldingRanges, legacyFolds));
  connection.onSelectionRanges(about((document, { positions }) => selectionRanges(document, positions)));
  connection.languages.callHierarchy.onPrepare(
    about((document, { position }) => prepareCallHierarchy(document, position)),
  );
  connection.languages.callHierarchy.onIncomingCalls(({ item }, token) =>
    unlessCancelled(token, () => incomingCalls(workspace, item)),
  );
  connection.languages.callHierarchy.onOutgoingCalls(({ item }, token) =>
    unlessCancelled(token, () => outgoingCalls(workspace, item)),
  );
  connection.onCodeAction(
    aboutOr(
      null,
      (document, params: CodeActionParams) => codeActions(workspace, document, params, client),
      (legacy, { context }) => migrateActions(legacy, context.only, client),
    ),
  );
  connection.onCodeActionResolve(async (action, token) => {
    const legacy = workspace.legacy.get(String(action.data?.uri));
    if (legacy === undefined) return action;
    return { ...action, edit: await migration(workspace, legacy.uri, client, { token, progress: nobody }) };
  });
  connection.onCodeLens(about(() => [], migrationLenses));
  connection.onRequest(MIGRATE_REQUEST, ({ textDocument: { uri } }: About, token: CancellationToken) =>
    workspace.legacy.has(uri) ? migration(workspace, uri, client, { token, progress: nobody }) : null,
  );
  connection.onRequest(MIGRATION_REQUEST, ({ uri, workDoneToken }: MigrationParams, token: CancellationToken) => {
    const progress = connection.window.attachWorkDoneProgress(workDoneToken);
    return migrationOf(workspace, uri, { token, progress });
  });
  connection.onRequest(
    GRAPH_REQUEST,
    about(
      (document, params: GraphParams) => graph(workspace, document, params),
      (legacy, { view }) => graphOfLegacy(workspace, legacy, view),
    ),
  );
  connection.onRequest(
    WAVE_REQUEST,
    about((document, params: WaveParams) => wave(document, params)),
  );
}

function answerWorkspaceRequests(connection: Connection, workspace: Workspace, library: Library): void {
  connection.onRequest(STATUS_REQUEST, async ({ textDocument: { uri } }: About, token: CancellationToken) => {
    await workspace.projects.ready(uri);
    return unlessCancelled(token, () => status(workspace, uri));
  });
  connection.onWorkspaceSymbol(({ query }, token) =>
    unlessCancelled(token, () => workspaceSymbols(workspace, library, query)),
  );
  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, progress) => {
    const question = { previous: previousResultIds, token, progress };
    return { items: await workspaceDiagnostics(workspace, library, question) };
  });
}
