import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { ConversionOptions } from '../../converters/contract';
import { convertLegacy, type LegacyConversion } from '../../migration';
import { relativePath } from '../files';
import { type LegacySource, readText } from './find-sources';

/**
 * Converts a source, and gives the converter the further files that it asks for from the application's own folder. `known`:
 * files that were read before.
 */
export async function runConversion(
  cwd: string,
  source: LegacySource,
  options: ConversionOptions,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<LegacyConversion> {
  const text = known.get(source.path) ?? (await readText(path.resolve(cwd, source.path)));
  const folder = await realpath(source.folder);
  return convertLegacy({ kind: source.system, path: source.path, text, known }, options, async (need) => {
    const file = path.resolve(cwd, need);
    const found = await readInside(folder, file);
    return found === undefined ? undefined : { path: relativePath(file, cwd), text: found };
  });
}

/** The text of a file that is there and, links followed, inside the folder. */
async function readInside(folder: string, file: string): Promise<string | undefined> {
  try {
    const real = await realpath(file);
    const relative = path.relative(folder, real);
    if (relative.startsWith('..') || path.isAbsolute(relative)) return undefined;
    return await readText(real);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw error;
  }
}
