import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EXIT, type Failure, reportFailures } from './failure';
import { CI_SYSTEMS, type CiSystem, parseCi } from './init/ci-systems';
import { newFiles } from './init/templates';
import type { CommandIo } from './io';
import type { AirflowVersion, InitOptions } from './options';

/**
 * `dagport init`: writes what a new project starts with. What is not said is asked for, where a person is there to answer. A
 * file that is there is left as it is.
 */
export async function initCommand(io: CommandIo, options: InitOptions): Promise<number> {
  const place = await stat(path.resolve(io.cwd, options.folder)).catch(() => undefined);
  if (place?.isDirectory() === false) {
    const message = `"${options.folder}" is a file, and a project needs a folder`;
    return reportFailures(io, [{ kind: 'usage', code: 'no-folder', message }], false);
  }
  const airflow = options.airflow ?? (await askAirflow(io));
  const systems = options.ci ?? (await askCi(io));
  const failure = await writeNew(io, path.resolve(io.cwd, options.folder), airflow, systems);
  if (failure !== undefined) return reportFailures(io, [failure], false);
  io.stdout('\nNext: dagport lint workflows, then dagport build workflows -o dags\n');
  return EXIT.fine;
}

async function writeNew(
  io: CommandIo,
  folder: string,
  airflow: AirflowVersion,
  systems: readonly CiSystem[],
): Promise<Failure | undefined> {
  for (const { path: name, text, ofCi } of newFiles(airflow, systems)) {
    const place = path.join(folder, name);
    try {
      await mkdir(path.dirname(place), { recursive: true });
      await writeFile(place, text, { flag: 'wx' });
      io.stdout(`wrote ${name}\n`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      if (error.code === 'EEXIST') io.stdout(`left ${name}, which is there already${ofCi ? `: ${BY_HAND}` : ''}\n`);
      else
        return { kind: 'cannot-run', code: 'cannot-write', message: `"${name}" cannot be written: ${error.message}` };
    }
  }
  return undefined;
}

const BY_HAND = 'https://github.com/dagport/dagport/blob/main/docs/ci.md shows what to add';

/** The newest one where nobody is there to say. */
async function askAirflow({ ask, stdout }: CommandIo): Promise<AirflowVersion> {
  while (ask !== undefined) {
    const answer = (await ask('Which Airflow do you run? 3.3 or 2.11 [3.3] ')).trim();
    if (answer === '' || answer === '3.3') return '3.3';
    if (answer === '2.11') return '2.11';
    stdout(`"${answer}" is neither 3.3 nor 2.11.\n`);
  }
  return '3.3';
}

async function askCi({ ask, stdout }: CommandIo): Promise<readonly CiSystem[]> {
  while (ask !== undefined) {
    const answer = await ask(`Check workflows in CI? ${CI_SYSTEMS.join(', ')} [none] `);
    const systems = parseCi(answer);
    if (systems !== undefined) return systems;
    stdout(`"${answer}" is none of them; several are separated by commas.\n`);
  }
  return [];
}
