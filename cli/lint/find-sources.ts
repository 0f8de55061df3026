import { stat } from 'node:fs/promises';
import path from 'node:path';
import { LEGACY_GLOBS } from '../../migration';
import { YAML_GLOB } from '../../workflow/check';
import type { Failure, Result } from '../failure';
import { decode, listFiles, missingFile, readAnyway, relativePath } from '../files';
import type { CommandIo } from '../io';
import type { LintOptions } from '../options';
import { leavesAlone, namesWorkflow, type Projects } from '../project';
import { recognise, recogniseNamed } from './recognise';
import type { LintSource } from './source';

/** Why a file that was found is not checked. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

export interface FoundSources {
  /** In order of path, each once. */
  readonly sources: readonly LintSource[];
  /** Files of folders that are none of ours, or that a configuration leaves alone. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * What paths name: a file is checked whatever it holds, a folder or a glob stands for what can be recognised in it. All
 * failures are reported, not only the first.
 */
export async function findSources(
  io: CommandIo,
  options: Pick<LintOptions, 'paths' | 'legacy' | 'stdinFilename'>,
  projects: Projects,
): Promise<Result<FoundSources>> {
  if (options.paths.includes('-')) return fromStdin(io, options);
  const results = await Promise.all(options.paths.map((named) => findAt(named, io.cwd, options.legacy, projects)));
  const failures = results.flatMap((result) => (result.ok ? [] : result.failures));
  if (failures.length > 0) return { ok: false, failures };
  const found = results.flatMap((result) => (result.ok ? [result.value] : []));
  const byPath = new Map(found.flatMap(({ sources }) => sources.map((source) => [source.path, source])));
  const sources = [...byPath.values()].sort(byPlace);
  const leftOut = found.flatMap((one) => one.leftOut.filter((file) => !byPath.has(file.path))).sort(byPlace);
  return { ok: true, value: { sources, leftOut } };
}

function byPlace(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}

/** What findings call the standard input where it has no name. */
const NAMELESS = 'stdin.workflow.yaml';

async function fromStdin(
  io: CommandIo,
  { paths, stdinFilename }: Pick<LintOptions, 'paths' | 'stdinFilename'>,
): Promise<Result<FoundSources>> {
  if (paths.length > 1) return failed('usage', 'stdin-and-files', '"-" stands alone: it is the standard input');
  const text = decode(await io.stdin());
  if (text === undefined) return failed('cannot-run', 'unreadable-file', 'the standard input is no UTF-8 text');
  const is = recogniseNamed(stdinFilename ?? '', text);
  return found({ path: stdinFilename ?? NAMELESS, text, ...is });
}

function found(source: LintSource): Result<FoundSources> {
  return { ok: true, value: { sources: [source], leftOut: [] } };
}

function failed(kind: Failure['kind'], code: string, message: string): Result<never> {
  return { ok: false, failures: [{ kind, code, message }] };
}

/** What makes a path stand for several. */
const GLOB = /[*?[\]{}]/;

async function findAt(named: string, cwd: string, legacy: boolean, projects: Projects): Promise<Result<FoundSources>> {
  const absolute = path.resolve(cwd, named);
  const place = await stat(absolute).catch((error: NodeJS.ErrnoException) => ({ code: error.code ?? error.message }));
  if ('code' in place) {
    if (GLOB.test(named)) return findByGlob(named, cwd, projects);
    return { ok: false, failures: [missingFile(named, place.code)] };
  }
  if (place.isDirectory()) {
    const patterns = legacy ? [YAML_GLOB, ...LEGACY_GLOBS] : [YAML_GLOB];
    return recogniseAll(await listFiles(absolute, patterns), cwd, projects);
  }
  const read = await readAnyway(named, cwd);
  if (!read.ok) return read;
  const source = { ...read.value, ...recogniseNamed(read.value.path, read.value.text) };
  return isChecked(source) ? found(source) : { ok: false, failures: [noTextIn(named)] };
}

/** Of a workflow that is no text a finding says so, and the others are checked; legacy files say their encoding themselves. */
function isChecked({ kind, noText }: LintSource): boolean {
  return noText === undefined || kind === 'workflow';
}

function noTextIn(named: string): Failure {
  return { kind: 'cannot-run', code: 'unreadable-file', message: `"${named}" cannot be read: it is no UTF-8 text` };
}

async function findByGlob(pattern: string, cwd: string, projects: Projects): Promise<Result<FoundSources>> {
  const files = await listFiles(cwd, [pattern.split(path.sep).join('/')]);
  if (files.length === 0) return failed('usage', 'missing-file', `no file matches "${pattern}"`);
  return recogniseAll(files, cwd, projects);
}

/** So many files are read at once: more would only wait, and hold a handle while they do. */
const READ_AT_ONCE = 64;

async function recogniseAll(files: readonly string[], cwd: string, projects: Projects): Promise<Result<FoundSources>> {
  const sources: LintSource[] = [];
  const leftOut: LeftOut[] = [];
  const failures: Failure[] = [];
  for (let index = 0; index < files.length; index += READ_AT_ONCE) {
    const batch = files.slice(index, index + READ_AT_ONCE);
    for (const one of await Promise.all(batch.map((file) => recogniseFile(file, cwd, projects)))) {
      if ('ok' in one) failures.push(...(one.ok ? [] : one.failures));
      else if ('kind' in one) sources.push(one);
      else leftOut.push(one);
    }
  }
  return failures.length > 0 ? { ok: false, failures } : { ok: true, value: { sources, leftOut } };
}

async function recogniseFile(
  file: string,
  cwd: string,
  projects: Projects,
): Promise<LintSource | LeftOut | Result<never>> {
  const shown = relativePath(file, cwd);
  const project = await projects.of(file);
  if (leavesAlone(project, cwd, file)) return { path: shown, why: 'a configuration leaves it alone' };
  const isNamed = namesWorkflow(project, cwd, file);
  const source = await readAnyway(file, cwd);
  if (!source.ok) {
    const isOurs = isNamed || recognise(shown, '')?.kind === 'workflow';
    return isOurs ? source : { path: shown, why: 'it cannot be read' };
  }
  if (isNamed) return { ...source.value, kind: 'workflow', why: 'a configuration says that it is a workflow' };
  const recognised = recognise(shown, source.value.text);
  const isText = source.value.noText === undefined;
  if (recognised === undefined) return { path: shown, why: isText ? 'it holds no workflow' : 'it is no UTF-8 text' };
  if (!isText && recognised.kind !== 'workflow') return { path: shown, why: 'it is no UTF-8 text' };
  if (recognised.kind === 'configuration')
    return { path: shown, why: 'it is checked with the workflows that it is for' };
  return { ...source.value, ...recognised };
}
