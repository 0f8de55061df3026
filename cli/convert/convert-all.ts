import type { CommandIo } from '../io';
import { startProgress } from '../progress';
import type { LegacySource } from './find-sources';
import type { SourceConversion } from './plan-outputs';
import { runConversion } from './run-conversion';
import { profileOf, type Settings } from './settings';

/**
 * Converts each source. One that another takes with it, as a coordinator its workflow and a workflow its sub-workflows, is not
 * converted on its own.
 */
export async function convertAll(
  io: CommandIo,
  sources: readonly LegacySource[],
  settings: Settings,
  profile: string | undefined,
): Promise<SourceConversion[]> {
  const found: SourceConversion[] = [];
  const taken = new Set<string>();
  const progress = startProgress(io, 'Converting:', sources.length);
  for (const [index, source] of sources.entries()) {
    progress.done(index);
    if (taken.has(source.path)) continue;
    const conversion = await runConversion(io.cwd, source, { ...settings, profile: profileOf(source, profile) });
    for (const account of conversion.result.sources) if (account.path !== source.path) taken.add(account.path);
    found.push({ source, conversion });
  }
  progress.end();
  return found.filter(({ source }) => !taken.has(source.path));
}
