import {
  type CancellationToken,
  DocumentDiagnosticReportKind,
  type PreviousResultId,
  type WorkDoneProgressReporter,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { indexLines } from '../../text/range';
import { sha256 } from '../../text/sha256';
import { checkWorkflow, twinsOf } from '../../workflow/check';
import { stopIfCancelled } from '../cancellation';
import type { Library, LibraryFile } from '../library';
import { lspDiagnostic } from '../positions';
import { pathOf, projectOf } from '../project';
import { projectProblems } from '../project-problems';
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
  const twins = twinsAmong(workspace, files);
  const idOf = (file: LibraryFile): string => resultId(workspace, file, twins.get(file.uri));
  const changed = files.filter((file) => seen.get(file.uri) !== idOf(file)).length;
  if (changed > 0) progress.begin('dagport', 0, `Checking ${changed} workflows`, true);
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  let checked = 0;
  for (const file of files) {
    const id = idOf(file);
    if (seen.get(file.uri) === id) {
      items.push({ kind: DocumentDiagnosticReportKind.Unchanged, uri: file.uri, version: null, resultId: id });
      continue;
    }
    await stopIfCancelled(token);
    await workspace.projects.ready(file.uri);
    items.push(full(workspace, file, id, twins.get(file.uri)));
    checked++;
    progress.report((100 * checked) / changed);
  }
  const ofProjects = projectProblems(workspace);
  for (const [uri, found] of ofProjects) {
    const id = sha256(JSON.stringify(found));
    items.push(
      seen.get(uri) === id
        ? { kind: DocumentDiagnosticReportKind.Unchanged, uri, version: null, resultId: id }
        : { kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId: id, items: [...found] },
    );
  }
  const present = new Set([...files.map(({ uri }) => uri), ...ofProjects.keys()]);
  for (const uri of seen.keys()) {
    if (present.has(uri) || workspace.documents.has(uri)) continue;
    items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
  }
  if (changed > 0) progress.done();
  return items;
}

/** Findings follow from the text, from what its project says, and from a file that becomes the same DAG. */
function resultId({ projectRevision }: Workspace, { revision }: LibraryFile, twin = ''): string {
  return `${projectRevision}.${revision}${twin === '' ? '' : `.${twin}`}`;
}

/**
 * Of each file that is not open: the path of an earlier one of its project that becomes a DAG of the same id. Those that are
 * open are told of theirs themselves.
 */
function twinsAmong({ projects }: Workspace, files: readonly LibraryFile[]): ReadonlyMap<string, string> {
  const all = files.map(({ uri, text }) => ({
    uri,
    text,
    path: pathOf(uri),
    project: projectOf(projects, uri)?.project,
  }));
  const twins = new Map<string, string>();
  for (const project of new Set(all.map((file) => file.project))) {
    const own = all.filter((file) => file.project === project);
    for (const [index, twin] of twinsOf(own).entries()) {
      const uri = own[index]?.uri;
      if (twin !== undefined && uri !== undefined) twins.set(uri, twin);
    }
  }
  return twins;
}

function full(
  workspace: Workspace,
  { uri, text }: LibraryFile,
  id: string,
  twin: string | undefined,
): WorkspaceDocumentDiagnosticReport {
  const context = checkContext(workspace, uri);
  const found = checkWorkflow(readingOf(uri, text).file.get(), twin === undefined ? context : { ...context, twin });
  const lines = indexLines(text);
  const items = found.map((diagnostic) => lspDiagnostic(diagnostic, lines, uri));
  return { kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId: id, items };
}
