import { Argument, type Command, InvalidArgumentError } from 'commander';
import { SHELLS, type Shell } from './completion/shells';
import { type CiSystem, parseCi } from './init/ci-systems';
import type { CommandIo } from './io';
import type { AirflowVersion, TypesOptions } from './options';
import { airflowOption, type Finish } from './shared-options';

/** Adds the commands around a project: `init`, `types`, `doctor`, `completion`. */
export function addHelpers(program: Command, io: CommandIo, finish: Finish): void {
  addInit(program, io, finish);
  addTypes(program, io, finish);
  program
    .command('doctor')
    .description('say what runs, which configuration counts, and what is wrong with it')
    .action(async () => {
      const { doctorCommand } = await import('./doctor');
      finish(await doctorCommand(io));
    });
  program
    .command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionCommand } = await import('./completion');
      finish(completionCommand(io, program, shell));
    });
}

interface InitFlags {
  readonly airflow?: AirflowVersion;
  readonly ci?: readonly CiSystem[];
}

function addInit(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('init')
    .description('start a project: a configuration, a first workflow, checks in CI')
    .argument('[folder]', 'where; the working folder where none is named', '.')
    .addOption(airflowOption('the Airflow that runs the DAGs'))
    .option('--ci <systems>', 'github, gitlab, jenkins, pre-commit, several with commas; or none', ciSystems)
    .action(async (folder: string, flags: InitFlags) => {
      const { initCommand } = await import('./init');
      finish(await initCommand(io, { folder, ...flags }));
    });
}

function ciSystems(text: string): readonly CiSystem[] {
  const systems = parseCi(text);
  if (systems === undefined)
    throw new InvalidArgumentError('Allowed are github, gitlab, jenkins, pre-commit and none.');
  return systems;
}

function addTypes(program: Command, io: CommandIo, finish: Finish): void {
  const types = program.command('types');
  types
    .command('import')
    .description('write catalogue entries for the operators of a Python package; it is read, not run')
    .argument('<source>', 'a wheel, or a folder of Python source')
    .requiredOption('-o, --output <folder>', 'the folder that the entries are written to')
    .option('--force', 'replace entries that are there', false)
    .action(async (source: string, options: { readonly output: string; readonly force: boolean }) => {
      const { importTypesCommand } = await import('./import-types');
      finish(await importTypesCommand(io, { source, ...options }));
    });
  types
    .description('list the types that workflows may use, or say what one takes')
    .argument('[name]', 'the name of a type')
    .option('--json', 'as JSON', false)
    .addOption(airflowOption('as they are on this Airflow'))
    .action(async (name: string | undefined, options: Omit<TypesOptions, 'name'>) => {
      const { typesCommand } = await import('./types');
      finish(await typesCommand(io, name === undefined ? options : { ...options, name }));
    });
}
