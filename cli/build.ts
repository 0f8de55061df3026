import { reportFailures } from './failure';
import type { CommandIo } from './io';
import type { BuildOptions } from './options';

/** `dagport build`: turns workflows into Airflow DAG files, and gives the exit code. */
export async function buildCommand(io: CommandIo, options: BuildOptions): Promise<number> {
  const message = '"build" is not part of this dagport yet';
  return reportFailures(io, [{ kind: 'cannot-run', code: 'not-available', message }], options.format === 'json');
}
