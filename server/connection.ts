import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver';
import { loadCatalogue, type Providers } from '../schemas';
import type { Wishes } from '../workflow/project';
import { answerRequests } from './answers';
import { abilitiesOf, serverCapabilities } from './capabilities';
import { createLibrary } from './library';
import { type Files, openProjects } from './project';
import { createProjectPublisher } from './project-problems';
import { createPublisher } from './requests/diagnostics';
import { followSettings } from './settings';
import { registerDynamically, syncDocuments } from './synchronise';
import { createTwins } from './twins';
import { changeProjects, createWorkspace, recheckDocument, type Workspace } from './workspace';

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
    answerRequests(connection, { workspace, client, library });
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
