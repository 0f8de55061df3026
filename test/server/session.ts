import { readdirSync, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { type Catalogue, loadCatalogue } from '../../schemas';
import { serve } from '../../server/connection';
import type { Workspace } from '../../server/workspace';
import { PROVIDERS } from '../schemas/catalogue-files';

/** The catalogue as it stands in the tree. */
export function treeCatalogue(): Catalogue {
  return loadCatalogue(treeFiles(), PROVIDERS).catalogue;
}

function treeFiles(): ReadonlyMap<string, string> {
  const folder = new URL('../../schemas/catalog/', import.meta.url);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  return new Map(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}

const catalogueFiles = treeFiles();

/** A client of the real server, over streams. */
export interface Session {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** The server's own state, to see what it keeps. */
  readonly workspace: Workspace;
  /** All diagnostics that were sent unasked, in order. */
  readonly published: readonly PublishDiagnosticsParams[];
  open(text: string, uri?: string, version?: number): Promise<void>;
  change(version: number, changes: readonly Change[], uri?: string): Promise<void>;
  close(uri?: string): Promise<void>;
  /** The next diagnostics sent unasked that fit. */
  awaitPublished(fits: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams>;
  end(): Promise<void>;
}

export interface Change {
  readonly range: { readonly start: Place; readonly end: Place };
  readonly text: string;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

export const URI = 'file:///project/orders.workflow.yaml';

export async function startSession(
  capabilities: ClientCapabilities = {},
  files: Readonly<Record<string, string>> = {},
  prepare: (connection: ProtocolConnection) => void = () => {},
): Promise<Session> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  const readText = async (uri: string): Promise<string | undefined> => files[uri];
  const listYaml = async (uri: string): Promise<readonly string[] | undefined> => {
    const found = Object.keys(files).filter((name) => name.startsWith(uri));
    return found.length > 0 ? found : undefined;
  };
  const listWorkflows = async (uri: string): Promise<readonly string[]> =>
    Object.keys(files).filter((name) => name.startsWith(uri) && name.endsWith('.workflow.yaml'));
  const listLegacy = async (folder: string, below: boolean): Promise<readonly string[]> =>
    Object.keys(files).filter(
      (name) =>
        name.startsWith(folder) &&
        /(?:\.xml|Jenkinsfile)$/.test(name) &&
        (below || !name.slice(folder.length).includes('/')),
    );
  const workspace = serve(server, {
    name: 'dagport',
    version: 'test',
    catalogueFiles,
    providers: PROVIDERS,
    files: { readText, listYaml, listWorkflows, listLegacy },
  });
  server.listen();
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const published: PublishDiagnosticsParams[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    published.push(params);
    for (const check of waiting) check();
  });
  prepare(connection);
  connection.listen();
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: 'file:///project',
    capabilities,
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    connection,
    initialized,
    workspace,
    published,
    open: (text, uri = URI, version = 1) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: 'dagport-workflow', version, text },
      }),
    change: (version, changes, uri = URI) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [...changes],
      }),
    close: (uri = URI) => connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } }),
    awaitPublished: (fits) =>
      new Promise((resolve) => {
        const check = (): void => {
          const found = published.find(fits);
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
    async end() {
      await connection.sendRequest(ShutdownRequest.type);
      connection.dispose();
      server.dispose();
    },
  };
}

/** A text with a `‸` where the cursor is, taken apart. */
export function cursor(marked: string): { readonly text: string; readonly position: Place; readonly offset: number } {
  const offset = marked.indexOf('‸');
  const before = marked.slice(0, offset).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { text: before.join('\n') + marked.slice(offset + 1), position, offset };
}
