import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../failure';
import type { CommandIo } from '../io';
import type { LintOptions } from '../options';
import { type LintReport, REPORTERS } from '../reporters';
import { writeAtomically } from '../write-file';
import { statistics } from './statistics';

/** Prints a report in all the forms that were asked for. Gives why, where one cannot be written. */
export async function printReport(
  io: CommandIo,
  { outputs, statistics: wantsStatistics }: LintOptions,
  report: LintReport,
  print: (text: string) => void,
): Promise<Failure | undefined> {
  for (const { format, file } of outputs) {
    const isForPeople = format === 'pretty' || format === 'concise';
    if (file === undefined && isForPeople && wantsStatistics) continue;
    const text = REPORTERS[format](report, io.color && file === undefined, file === undefined ? io.width : undefined);
    if (file === undefined) print(text);
    else {
      const failure = await writeReport(path.resolve(io.cwd, file), file, text);
      if (failure !== undefined) return failure;
    }
  }
  if (wantsStatistics) {
    const isFree = outputs.every(
      ({ format, file }) => file !== undefined || format === 'pretty' || format === 'concise',
    );
    (isFree ? print : io.stderr)(statistics(report));
  }
  return undefined;
}

async function writeReport(place: string, file: string, text: string): Promise<Failure | undefined> {
  try {
    await mkdir(path.dirname(place), { recursive: true });
    await writeAtomically(place, text);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { kind: 'cannot-run', code: 'cannot-write', message: `"${file}" cannot be written: ${error.message}` };
  }
}
