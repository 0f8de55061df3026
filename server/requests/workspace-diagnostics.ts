import {
  type CancellationToken,
  DocumentDiagnosticReportKind,
  type PreviousResultId,
  type WorkDoneProgressReporter,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { indexLines } from '../../text/range';
import { checkWorkflow } from '../../workflow/check';
import { stopIfCancelled } from '../cancellation';
import type { Library, LibraryFile } from '../library';
import { lspDiagnostic } from '../positions';
import { checkContext, readingOf, type Workspace } from '../workspace';

export interface WorkspaceQuestion {
  readonly previous: readonly PreviousResultId[];
  readonly token: CancellationToken;
  readonly progress: WorkDoneProgressReporter;
}

/**
 * `workspace/diagnostic`: of each workflow that is not open what is found in it; those that are open are asked for one by
 * one. What the client has seen is not sent again, and a file that went is told to have no findings left.
 */
export async function workspaceDiagnostics(
  workspace: Workspace,
  library: Library,
  { previous, token, progress }: WorkspaceQuestion,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const files = await library.closed(workspace);
  const seen = new Map(previous.map(({ uri, value }) => [uri, value]));
  const changed = files.filter((file) => seen.get(file.uri) !== resultId(workspace, file)).length;
  if (changed > 0) progress.begin('dagport', 0, `Checking ${changed} workflows`, true);
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  let checked = 0;
  for (const file of files) {
    const id = resultId(workspace, file);
    if (seen.get(file.uri) === id) {
      items.push({ kind: DocumentDiagnosticReportKind.Unchanged, uri: file.uri, version: null, resultId: id });
      continue;
    }
    await stopIfCancelled(token);
    await workspace.projects.ready(file.uri);
    items.push(full(workspace, file, id));
    checked++;
    progress.report((100 * checked) / changed);
  }
  const present = new Set(files.map(({ uri }) => uri));
  for (const uri of seen.keys()) {
    if (present.has(uri) || workspace.documents.has(uri)) continue;
    items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
  }
  if (changed > 0) progress.done();
  return items;
}

/** Findings follow from the text and from what its project says. */
function resultId({ projectRevision }: Workspace, { revision }: LibraryFile): string {
  return `${projectRevision}.${revision}`;
}

function full(workspace: Workspace, { uri, text }: LibraryFile, id: string): WorkspaceDocumentDiagnosticReport {
  const found = checkWorkflow(readingOf(uri, text).file.get(), checkContext(workspace, uri));
  const lines = indexLines(text);
  const items = found.map((diagnostic) => lspDiagnostic(diagnostic, lines, uri));
  return { kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId: id, items };
}
