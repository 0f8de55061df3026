import { convertSeveral } from '../../migration';
import type { CommandIo } from '../io';
import { startProgress } from '../progress';
import type { LegacySource } from './find-sources';
import type { SourceConversion } from './plan-outputs';
import { runConversion } from './run-conversion';
import { profileOf, type Settings } from './settings';

/** Converts each source that no other one takes with it, and shows how far that is. */
export async function convertAll(
  io: CommandIo,
  sources: readonly LegacySource[],
  settings: Settings,
  profile: string | undefined,
): Promise<SourceConversion[]> {
  const progress = startProgress(io, 'Converting:', sources.length);
  const convert = (source: LegacySource) =>
    runConversion(io.cwd, source, { ...settings, profile: profileOf(source, profile) });
  const found = await convertSeveral(sources, convert, (count) => progress.done(count));
  progress.end();
  return found;
}
