import path from 'node:path';
import { EXIT, reportFailures } from './failure';
import { readSource } from './files';
import type { CommandIo } from './io';
import type { PruneOptions } from './options';
import { openProjects } from './project';
import { reportNotes, selectFrom, selects } from './selection';
import { writeAtomically } from './write-file';

/** `dagport prune`: writes a workflow without the nodes that are not selected, and gives the exit code. */
export async function pruneCommand(io: CommandIo, options: PruneOptions): Promise<number> {
  if (!selects(options)) {
    const message = 'none of "--select", "--exclude" and "--wave" was given';
    const hint =
      'They say what to keep and what to leave out: --select "+publish", --exclude "type:bash", --wave first.';
    return reportFailures(io, [{ kind: 'usage', code: 'no-selection', message, hint }], false);
  }
  const source = await readSource(options.path, io.cwd);
  if (!source.ok) return reportFailures(io, source.failures, false);
  const left = await selectFrom([source.value], options, openProjects(io.cwd));
  if (!left.ok) return reportFailures(io, left.failures, false);
  reportNotes(io, left.value);
  const text = left.value.map(({ file }) => file.text).join('');
  if (options.output === undefined) {
    io.stdout(text);
    return EXIT.fine;
  }
  try {
    await writeAtomically(path.resolve(io.cwd, options.output), text);
    return EXIT.fine;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const message = `the workflow cannot be written to "${options.output}": ${error.message}`;
    return reportFailures(io, [{ kind: 'cannot-run', code: 'cannot-write', message }], false);
  }
}
