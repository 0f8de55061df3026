import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { ConversionInput, ConversionOptions, ConversionResult } from '../../converters/contract';
import { convertJenkins, profileNames as jenkinsProfiles } from '../../converters/from-jenkins';
import { convertOozie, profileNames as oozieProfiles } from '../../converters/from-oozie';
import { relativePath } from '../files';
import { type LegacySource, type LegacySystem, readText } from './find-sources';

export const CONVERTERS: Readonly<Record<LegacySystem, (input: ConversionInput) => ConversionResult>> = {
  oozie: convertOozie,
  jenkins: convertJenkins,
};

/** The profiles of each system; the first is its default. */
export const PROFILES: Readonly<Record<LegacySystem, readonly string[]>> = {
  oozie: oozieProfiles,
  jenkins: jenkinsProfiles,
};

/** No conversion asks more often for further files: coordinator, workflow, sub-workflows in turn. */
const maximalRounds = 60;

export interface LoadedConversion {
  readonly result: ConversionResult;
  readonly options: ConversionOptions;
  /** Every file that was read, by its path. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Converts a source, and gives the converter the further files that it asks for from the application's own folder. `known`:
 * files that were read before.
 */
export async function runConversion(
  cwd: string,
  source: LegacySource,
  options: ConversionOptions,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<LoadedConversion> {
  const own = known.get(source.path) ?? (await readText(path.resolve(cwd, source.path)));
  const texts = new Map([[source.path, own], ...known]);
  const tried = new Set<string>();
  const folder = await realpath(source.folder);
  for (let round = 0; ; round++) {
    const result = CONVERTERS[source.system]({ entry: source.path, files: texts, options });
    const missing = result.needs.filter((need) => !texts.has(need) && !tried.has(need));
    if (missing.length === 0 || round >= maximalRounds) return { result, options, texts };
    for (const need of missing) {
      tried.add(need);
      const text = await readInside(folder, path.resolve(cwd, need));
      if (text !== undefined) texts.set(relativePath(path.resolve(cwd, need), cwd), text);
    }
  }
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
