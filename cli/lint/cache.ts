import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../../package.json';
import type { Diagnostic } from '../../text/diagnostic';
import type { Result } from '../failure';
import type { CommandIo } from '../io';
import { writeAtomically } from '../write-file';
import type { LintSource } from './source';

/** Where the cache lies, below the working folder. */
const FOLDER = '.dagport/cache';
const FILE = 'lint.json';

/** What was found before, by what it depends on: see `cacheKey`. */
export interface LintCache {
  readonly known: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly tool: string;
}

/** All on which the findings about a file depend, as one text: its path, its text, its settings and dagport itself. */
export function cacheKey({ path: file, kind, text, twin = '', noText = -1 }: LintSource, settings: string): string {
  return createHash('sha1')
    .update(JSON.stringify([file, kind, settings, twin, noText]))
    .update(text)
    .digest('base64');
}

/** The cache of a working folder; an empty one where there is none, or one of another dagport. */
export async function readCache(io: CommandIo): Promise<LintCache> {
  const tool = await toolStamp(io);
  const text = await readFile(path.join(io.cwd, FOLDER, FILE), 'utf8').catch(() => undefined);
  const data = text === undefined ? undefined : parsed(text);
  if (data?.tool !== tool) return { known: new Map(), tool };
  return { known: new Map(Object.entries(data.files)), tool };
}

interface CacheFile {
  readonly tool: string;
  readonly files: Readonly<Record<string, readonly Diagnostic[]>>;
}

/** It is only ever written by `writeCache`, which says its version; anything else is no cache. */
function parsed(text: string): CacheFile | undefined {
  try {
    const data: Partial<CacheFile> = JSON.parse(text);
    return typeof data.tool === 'string' && typeof data.files === 'object' ? (data as CacheFile) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // half a file: written anew at the end
    throw error;
  }
}

/** A build of dagport under one version may still differ from the next: its bundle tells them apart. */
async function toolStamp({ bundle }: CommandIo): Promise<string> {
  const built = bundle === undefined ? undefined : await stat(bundle).catch(() => undefined);
  return `${version} ${built?.mtimeMs ?? ''} ${built?.size ?? ''}`;
}

/**
 * Keeps what was found now; what was not asked for again is forgotten. Git leaves the folder out. Where nothing can be
 * written the findings are as right as ever: it is told, and the next run takes longer.
 */
export async function writeCache(
  cwd: string,
  tool: string,
  found: ReadonlyMap<string, readonly Diagnostic[]>,
): Promise<Result<true>> {
  const folder = path.join(cwd, FOLDER);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, '.gitignore'), '*\n');
    await writeAtomically(path.join(folder, FILE), JSON.stringify({ tool, files: Object.fromEntries(found) }));
    return { ok: true, value: true };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const message = `nothing is kept for --cache: "${FOLDER}" cannot be written (${error.code})`;
    return { ok: false, failures: [{ kind: 'cannot-run', code: 'cannot-write', message }] };
  }
}
