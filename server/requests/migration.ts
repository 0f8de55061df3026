import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver';
import {
  baseName,
  type ConvertedSource,
  convertedFiles,
  convertSeveral,
  freeFileName,
  rankOf,
  recogniseLegacy,
  reportHtml,
  reportOfSeveral,
  sidecarName,
} from '../../migration';
import { version } from '../../package.json';
import { folderOf } from '../../text/path';
import { indexLines, positionAt } from '../../text/range';
import { stopIfCancelled } from '../cancellation';
import { convertOpen } from '../legacy';
import { projectOf, settingsOf } from '../project';
import type { MigratedWorkflow, MigrationAnswer } from '../protocol';
import type { Workspace } from '../workspace';

/** Whoever waits for a migration. */
export interface MigrationObserver {
  readonly token: CancellationToken;
  readonly progress: WorkDoneProgressReporter;
}

/** Where nobody looks at progress. */
export const nobody: WorkDoneProgressReporter = { begin: () => {}, report: () => {}, done: () => {} };

/** A definition in the editor's folders. */
interface Source {
  readonly uri: string;
  /** As it is shown: from the folder that was asked for on. */
  readonly path: string;
  readonly text: string;
  readonly kind: 'oozie' | 'jenkins';
  readonly rank: number;
  /** The URI of the folder of which files may be read for it. */
  readonly root: string;
}

/**
 * `dagport/migration`: what a legacy definition becomes, or all those below a folder (a URI that ends with `/`). A workflow
 * of Oozie that a coordinator beside it starts comes with its schedule. Nothing is written.
 * @throws {ResponseError} `RequestCancelled`.
 */
export async function migrationOf(
  workspace: Workspace,
  uri: string,
  { token, progress }: MigrationObserver,
): Promise<MigrationAnswer> {
  const isFolder = uri.endsWith('/');
  progress.begin('Migrating', 0, 'Looking for legacy jobs', true);
  try {
    const sources = await sourcesOf(workspace, uri, token);
    const converted = await convertSeveral(
      sources,
      (source) => convert(workspace, source),
      async (count) => {
        await stopIfCancelled(token);
        const path = sources[count]?.path ?? '';
        progress.report(Math.round((100 * count) / sources.length), `${count + 1} of ${sources.length}: ${path}`);
      },
    );
    const asked = sources.find((source) => source.uri === uri)?.path;
    const wanted = converted.filter(
      ({ conversion }) => isFolder || conversion.result.sources.some(({ path }) => path === asked),
    );
    // What a broken definition was read as says nothing of it.
    const own = converted.filter(({ source }) => source.uri === uri);
    return answerOf(wanted.length > 0 ? wanted : own);
  } finally {
    progress.done();
  }
}

/** Definitions in the order in which they are converted: those below a folder, or a file with the coordinators beside it. */
async function sourcesOf(workspace: Workspace, uri: string, token: CancellationToken): Promise<readonly Source[]> {
  const isFolder = uri.endsWith('/');
  const root = folderOf(uri);
  const around = folderOf(root.slice(0, -1));
  const pathOf = (each: string): string => decodeURIComponent(each.slice(around.length));
  const listed = await workspace.files.listLegacy(root, isFolder);
  // One file may be written in two ways, with more of its letters encoded: the asking one counts.
  const found = new Map([...listed, ...(isFolder ? [] : [uri])].map((each) => [pathOf(each), each]));
  const sources: Source[] = [];
  for (const [path, each] of found) {
    await stopIfCancelled(token);
    const text = workspace.legacy.get(each)?.text ?? (await workspace.files.readText(each));
    const legacy = text === undefined ? undefined : recogniseLegacy(path, text);
    if (text === undefined || legacy === undefined) continue;
    if (!isFolder && each !== uri && legacy.definition !== 'coordinator-app') continue;
    sources.push({ uri: each, path, text, kind: legacy.kind, rank: rankOf(legacy.definition), root });
  }
  return sources.sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1));
}

async function convert(workspace: Workspace, { kind, uri, text, root }: Source) {
  await workspace.projects.ready(uri);
  const { airflow } = settingsOf(workspace.catalogue, projectOf(workspace.projects, uri), uri);
  const readText = async (file: string) => workspace.legacy.get(file)?.text ?? (await workspace.files.readText(file));
  return convertOpen({ kind, uri, text, root, airflow }, { ...workspace.files, readText });
}

function answerOf(converted: readonly ConvertedSource<Source>[]): MigrationAnswer {
  const taken = new Set<string>();
  const outputs = converted.flatMap(({ source, conversion }) =>
    conversion.result.workflows.map((workflow) => {
      const folder = folderOf(source.uri);
      const name = freeFileName(workflow.fileName, source.path, (free) => !taken.has(folder + free));
      taken.add(folder + name);
      const shown = folderOf(source.path) + name;
      const made = convertedFiles(conversion, { ...workflow, fileName: name }, shown, `dagport ${version}`);
      return { ...made, migrated: migratedWorkflow(source, made.files) };
    }),
  );
  const conversions = converted.map(({ conversion }) => conversion);
  const written = outputs.map(({ workflow }) => workflow);
  const { report, texts } = reportOfSeveral(conversions, written);
  const results = new Map(outputs.map(({ workflow }) => [workflow.path, workflow.written.text]));
  const statuses = report.sources.flatMap(({ items }) => items.map(({ status }) => status));
  const count = (status: (typeof statuses)[number]) => statuses.filter((one) => one === status).length;
  return {
    workflows: outputs.map(({ migrated }) => migrated),
    sources: report.sources.map(({ path }) => path),
    constructs: {
      total: statuses.length,
      approximated: count('approximated'),
      manual: count('manual'),
      dropped: count('dropped'),
    },
    problems: converted.flatMap(({ source, conversion }) => problemsOf(source, conversion)),
    report: reportHtml(report, texts, results),
  };
}

function migratedWorkflow(
  { uri }: Source,
  { fileName, text, sidecar }: { readonly fileName: string; readonly text: string; readonly sidecar: string },
): MigratedWorkflow {
  const at = (name: string): string => folderOf(uri) + encodeURI(name);
  return {
    uri: at(fileName),
    source: uri,
    text,
    records: [
      { uri: at(sidecarName(fileName)), text: sidecar },
      { uri: at(baseName(fileName)), text },
    ],
  };
}

/** Why nothing was made of a definition. */
function problemsOf(source: Source, { result, texts }: ConvertedSource<Source>['conversion']): readonly string[] {
  if (result.workflows.length > 0) return [];
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return [`${source.path}: nothing in it becomes a workflow.`];
  return errors.map(({ path, range, message }) => {
    const { line } = positionAt(indexLines(texts.get(path) ?? ''), range.start);
    return `${path}:${line + 1}: ${message}`;
  });
}
