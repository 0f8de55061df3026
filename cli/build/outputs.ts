import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../failure';
import { writeAtomically } from '../write-file';

/** `.dagport-build.json`: what was built from what, so that a later build knows what it may replace or remove. */
export interface Manifest {
  readonly version: 1;
  readonly tool: string;
  readonly airflow: '3.3' | '2.11';
  readonly environment?: string;
  readonly files: readonly BuiltFile[];
}

export interface BuiltFile {
  /** Relative to the output folder. */
  readonly path: string;
  readonly sha256: string;
  readonly dagId: string;
  readonly source: { readonly path: string; readonly sha256: string };
}

export interface Built {
  readonly file: BuiltFile;
  readonly text: string;
}

const MANIFEST = '.dagport-build.json';

/** What a build left behind of earlier ones, and the manifest that it wrote. */
export interface WrittenBuild {
  readonly manifest: Manifest;
  /** DAG files of workflows that are gone; removed where that was asked for. */
  readonly orphans: readonly BuiltFile[];
}

/** Writes DAG files and the manifest. Throws what the file system throws. */
export async function writeBuild(
  folder: string,
  cwd: string,
  built: readonly Built[],
  settings: Omit<Manifest, 'version' | 'files'>,
  prune: boolean,
): Promise<WrittenBuild> {
  const before = await readManifest(folder);
  await mkdir(folder, { recursive: true });
  for (const { file, text } of built) await writeAtomically(path.join(folder, file.path), text);
  const orphans = await orphansOf(folder, built, before, cwd);
  if (prune) for (const { path: name } of orphans) await rm(path.join(folder, name));
  const kept = prune ? [] : orphans;
  const files = [...built.map(({ file }) => file), ...othersOf(built, before, orphans), ...kept];
  const manifest: Manifest = { version: 1, ...settings, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
  await writeAtomically(path.join(folder, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return { manifest, orphans };
}

/** The manifest of an earlier build; one that is not ours, or broken, counts as none. */
async function readManifest(folder: string): Promise<readonly BuiltFile[]> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  try {
    const data: unknown = JSON.parse(text);
    return isManifest(data) ? data.files.filter((file) => path.basename(file.path) === file.path) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function isManifest(data: unknown): data is Manifest {
  return typeof data === 'object' && data !== null && 'files' in data && Array.isArray(data.files);
}

/** Files in the way that an earlier build did not write, or that somebody changed since. */
export async function editedFiles(folder: string, built: readonly Built[]): Promise<readonly Failure[]> {
  const before = await readManifest(folder);
  const failures: Failure[] = [];
  for (const { file } of built) {
    const text = await readFile(path.join(folder, file.path), 'utf8').catch(() => undefined);
    if (text === undefined || sha256(text) === file.sha256) continue;
    const known = before.find((other) => other.path === file.path);
    if (known?.sha256 === sha256(text)) continue;
    const why = known === undefined ? 'was not built by dagport' : 'was changed since it was built';
    const message = `"${file.path}" in the output folder ${why}; it is not replaced`;
    failures.push({ kind: 'usage', code: 'edited-output', message, hint: '--force replaces it.' });
  }
  return failures;
}

/** What earlier builds wrote for workflows that no longer exist, and that nobody changed since. */
async function orphansOf(
  folder: string,
  built: readonly Built[],
  before: readonly BuiltFile[],
  cwd: string,
): Promise<readonly BuiltFile[]> {
  const now = new Set(built.map(({ file }) => file.path));
  const orphans: BuiltFile[] = [];
  for (const file of before) {
    if (now.has(file.path) || (await exists(path.resolve(cwd, file.source.path)))) continue;
    const text = await readFile(path.join(folder, file.path), 'utf8').catch(() => undefined);
    if (text !== undefined && sha256(text) === file.sha256) orphans.push(file);
  }
  return orphans;
}

/** What earlier builds wrote for workflows that are still there but were not built now. */
function othersOf(
  built: readonly Built[],
  before: readonly BuiltFile[],
  orphans: readonly BuiltFile[],
): readonly BuiltFile[] {
  const handled = new Set([...built.map(({ file }) => file.path), ...orphans.map((file) => file.path)]);
  return before.filter((file) => !handled.has(file.path));
}

async function exists(file: string): Promise<boolean> {
  const text = await readFile(file).catch(() => undefined);
  return text !== undefined;
}

/** The hash by which a file is known again. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
