import { reportFailures } from './failure';
import type { CommandIo } from './io';
import type { GraphOptions } from './options';

/** `dagport graph`: draws a workflow, and gives the exit code. */
export async function graphCommand(io: CommandIo, options: GraphOptions): Promise<number> {
  const message = '"graph" is not part of this dagport yet';
  return reportFailures(io, [{ kind: 'cannot-run', code: 'not-available', message }], options.format === 'json');
}
