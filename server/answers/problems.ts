import { type CodeActionParams, type Connection, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import { unlessCancelled } from '../cancellation';
import { projectProblems } from '../project-problems';
import { codeActions } from '../requests/code-action';
import { pullDiagnostics } from '../requests/diagnostics';
import { migrateActions, migration, migrationLenses } from '../requests/migrate';
import { nobody } from '../requests/migration';
import { workspaceDiagnostics } from '../requests/workspace-diagnostics';
import type { Answers } from './about';
import type { Sources } from './sources';

/** What is wrong in documents and the workspace, and what can be done about it. */
export function answerProblemRequests(
  connection: Connection,
  { workspace, client, library }: Sources,
  { about, aboutOr }: Answers,
): void {
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
  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, progress) => {
    const question = { previous: previousResultIds, token, progress };
    return { items: await workspaceDiagnostics(workspace, library, question) };
  });
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
}
