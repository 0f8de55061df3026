import { readFile } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { globTest } from '../text/pattern';
import { holdsWorkflow, SKIPPED_FOLDERS, WORKFLOW_GLOB, YAML_GLOB } from '../workflow/check';
import type { Failure, Result } from './failure';
import { leavesAlone, namesWorkflow, type Projects } from './project';

/** A text file, with its path relative to the working folder, `/` between its parts. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Reads all bytes of a file. That of `node:fs/promises` takes three times the processor time of this one. */
export const readBytes = promisify(readFile);

const SKIPPED = [...SKIPPED_FOLDERS].map((name) => `**/${name}/**`);

/**
 * The workflows that paths name: a file is one whatever it holds, a folder stands for all in it, found by name or by what
 * they hold. In order of path, each once. All failures are reported, not only the first.
 */
export async function findWorkflows(
  paths: readonly string[],
  cwd: string,
  projects: Projects,
): Promise<Result<readonly SourceFile[]>> {
  const results = await Promise.all(paths.map((named) => findAt(named, cwd, projects)));
  const failures = results.flatMap((result) => (result.ok ? [] : result.failures));
  if (failures.length > 0) return { ok: false, failures };
  const byPath = new Map(results.flatMap((result) => (result.ok ? result.value.map((file) => [file.path, file]) : [])));
  const files = [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return files.length > 0 ? { ok: true, value: files } : failed(noWorkflows(paths));
}

function noWorkflows(paths: readonly string[]): Failure {
  const folders = paths.map((named) => `"${named}"`).join(', ');
  return {
    kind: 'usage',
    code: 'no-workflows',
    message: `there is no workflow in the ${paths.length === 1 ? 'folder' : 'folders'} ${folders}`,
    hint: 'Workflows are found by their name, *.workflow.yaml, or by what they hold; a file that is named is always taken.',
  };
}

async function findAt(named: string, cwd: string, projects: Projects): Promise<Result<readonly SourceFile[]>> {
  const absolute = path.resolve(cwd, named);
  const found = await stat(absolute).catch(asSystemError);
  if ('code' in found) return failed(missingFile(named, found.code));
  if (found.isDirectory()) return findInFolder(absolute, cwd, projects);
  if (!found.isFile()) return failed(cannotRead(named, 'it is neither a file nor a folder'));
  const file = await readSource(named, cwd);
  return file.ok ? { ok: true, value: [file.value] } : file;
}

async function findInFolder(folder: string, cwd: string, projects: Projects): Promise<Result<readonly SourceFile[]>> {
  const byName = globTest(WORKFLOW_GLOB);
  const files: SourceFile[] = [];
  const failures: Failure[] = [];
  const all = await listYaml(folder);
  const results = await Promise.all(
    all.map(async (file) => {
      const project = await projects.of(file);
      if (leavesAlone(project, cwd, file)) return undefined;
      const isNamed = byName(file) || namesWorkflow(project, cwd, file);
      return { isNamed, source: await readSource(file, cwd) };
    }),
  );
  for (const result of results) {
    if (result === undefined) continue;
    const { isNamed, source } = result;
    if (source.ok && (isNamed || holdsWorkflow(source.value.text))) files.push(source.value);
    else if (!source.ok && isNamed) failures.push(...source.failures);
  }
  return failures.length > 0 ? { ok: false, failures } : { ok: true, value: files };
}

/** All YAML files below a folder, absolute, in order of path. */
export async function listYaml(folder: string): Promise<readonly string[]> {
  return listFiles(folder, [YAML_GLOB]);
}

/** The files below a folder that match one of these patterns, absolute, in order of path. */
export async function listFiles(folder: string, patterns: readonly string[]): Promise<readonly string[]> {
  const { glob } = await import('tinyglobby');
  const search = { cwd: folder, ignore: SKIPPED, followSymbolicLinks: false, absolute: true, onlyFiles: true };
  return (await glob([...patterns], search)).sort();
}

/** Reads a text file. Bytes that are no UTF-8 text are a failure, not garbage. */
export async function readSource(named: string, cwd: string): Promise<Result<SourceFile>> {
  const read = await readAnyway(named, cwd);
  if (!read.ok) return read;
  const { noText, ...source } = read.value;
  return noText === undefined ? { ok: true, value: source } : failed(cannotRead(named, 'it is no UTF-8 text'));
}

/** A file whatever it holds: `noText` is where something in it is no UTF-8 text, of which the rest is a makeshift. */
export async function readAnyway(
  named: string,
  cwd: string,
): Promise<Result<SourceFile & { readonly noText?: number }>> {
  const absolute = path.resolve(cwd, named);
  const bytes = await readBytes(absolute).catch(asSystemError);
  if (!(bytes instanceof Uint8Array)) return failed(missingFile(named, bytes.code));
  return { ok: true, value: { path: relativePath(absolute, cwd), ...decodeAnyway(bytes) } };
}

function decodeAnyway(bytes: Uint8Array): { readonly text: string; readonly noText?: number } {
  const text = decode(bytes);
  if (text !== undefined) return { text };
  const makeshift = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return { text: makeshift, noText: Math.max(0, makeshift.search(NO_TEXT)) };
}

/** What a decoder puts in the place of bytes that are no text, and what no text holds. */
const NO_TEXT = /\0|\uFFFD/;

/** The text of bytes; nothing where they are no UTF-8 text. A byte order mark is kept: it has an offset of its own. */
export function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** A path as it is printed: relative to the working folder where it is inside, with `/` between its parts. */
export function relativePath(absolute: string, cwd: string): string {
  const relative = path.relative(cwd, absolute);
  const shown = relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? absolute : relative;
  return shown.split(path.sep).join('/');
}

interface SystemError {
  readonly code: string;
}

function asSystemError(error: unknown): SystemError {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return { code: error.code };
  throw error;
}

/** Why a file or folder cannot be read, by the code of the system's error. */
export function missingFile(named: string, code: string): Failure {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { kind: 'usage', code: 'missing-file', message: `there is no file or folder "${named}"` };
  }
  if (code === 'EISDIR') return { kind: 'usage', code: 'is-a-folder', message: `"${named}" is a folder, not a file` };
  return cannotRead(named, code === 'EACCES' || code === 'EPERM' ? 'permission was denied' : code);
}

function cannotRead(named: string, why: string): Failure {
  return { kind: 'cannot-run', code: 'unreadable-file', message: `"${named}" cannot be read: ${why}` };
}

function failed<Value>(failure: Failure): Result<Value> {
  return { ok: false, failures: [failure] };
}
