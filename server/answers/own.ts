import type { CancellationToken, Connection } from 'vscode-languageserver';
import { unlessCancelled } from '../cancellation';
import {
  GRAPH_REQUEST,
  type GraphParams,
  MIGRATE_REQUEST,
  MIGRATION_REQUEST,
  type MigrationParams,
  STATUS_REQUEST,
  WAVE_REQUEST,
  type WaveParams,
} from '../protocol';
import { graph, graphOfLegacy } from '../requests/graph';
import { migration } from '../requests/migrate';
import { migrationOf, nobody } from '../requests/migration';
import { status } from '../requests/status';
import { wave } from '../requests/wave';
import type { About, Answers } from './about';
import type { Sources } from './sources';

/** The requests that go beyond the protocol: see `protocol.ts`. */
export function answerOwnRequests(connection: Connection, { workspace, client }: Sources, { about }: Answers): void {
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
      (document, params: GraphParams) => graph(workspace, document, params, Date.now()),
      (legacy, { view }) => graphOfLegacy(workspace, legacy, view),
    ),
  );
  connection.onRequest(
    WAVE_REQUEST,
    about((document, params: WaveParams) => wave(document, params)),
  );
  connection.onRequest(STATUS_REQUEST, async ({ textDocument: { uri } }: About, token: CancellationToken) => {
    await workspace.projects.ready(uri);
    return unlessCancelled(token, () => status(workspace, uri));
  });
}
