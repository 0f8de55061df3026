import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type LegacyKind, rankOf, recogniseLegacy } from '../../migration';
import type { Result } from '../failure';
import { decode, readBytes, readSource, relativePath } from '../files';

/** A file to convert, and the folder that its application may be read from. */
export interface LegacySource {
  readonly system: LegacyKind;
  /** Relative to the working folder where it is inside, with `/`. */
  readonly path: string;
  /** Absolute: nothing outside of it is read for it. */
  readonly folder: string;
  /** Absolute: the folder that was named, or the one of the file that was. */
  readonly root: string;
  /** What comes first is converted first. */
  readonly rank: number;
}

/** A folder with more is no application. */
const maximalFiles = 20_000;

/** Longer files are no definitions; they are not read. */
const maximalBytes = 32_000_000;

/** What a path on the command line names: one file, or all definitions in a folder; none is no failure. */
export async function findSources(
  cwd: string,
  named: string,
  wanted: LegacyKind | undefined,
): Promise<Result<LegacySource[]>> {
  const absolute = path.resolve(cwd, named);
  const isFolder = await stat(absolute).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const root = isFolder ? absolute : path.dirname(absolute);
  // The sub-workflows of an application stand beside it; what the command was called in belongs to it, too.
  const inside = path.relative(path.resolve(cwd), root);
  const folder = inside.startsWith('..') || path.isAbsolute(inside) ? root : path.resolve(cwd);
  const sources: LegacySource[] = [];
  for (const file of isFolder ? await listFiles(absolute) : [absolute]) {
    const shown = relativePath(file, cwd);
    const read = isFolder ? { ok: true as const, value: { text: await readText(file) } } : await readSource(named, cwd);
    if (!read.ok) return read;
    const found = recogniseLegacy(shown, read.value.text);
    if (found === undefined || (wanted !== undefined && found.kind !== wanted)) continue;
    sources.push({ system: found.kind, path: shown, folder, root, rank: rankOf(found.definition) });
  }
  return { ok: true, value: sources.sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1)) };
}

/** The text of a file; an empty one for what is too long or no text. */
export async function readText(file: string): Promise<string> {
  const { size } = await stat(file);
  return size > maximalBytes ? '' : (decode(await readBytes(file)) ?? '');
}

async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  const waiting = [folder];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const entries = await readdir(next, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const file = path.join(next, entry.name);
      if (entry.isDirectory()) waiting.push(file);
      else if (entry.isFile() && mayBeDefinition(file) && files.length < maximalFiles) files.push(file);
    }
  }
  return files;
}

function mayBeDefinition(file: string): boolean {
  return /\.xml$|\.groovy$|\.jenkinsfile$|(?:^|[\\/])Jenkinsfile[^\\/]*$/i.test(file);
}
