import { type Command, Option } from 'commander';
import type { CommandIo } from './io';
import type { AffectedOptions, BuildOptions, GraphOptions, PruneOptions } from './options';
import {
  airflowOption,
  type Finish,
  type Flags,
  formatOption,
  optionsOf,
  withEnvironment,
  withSelection,
} from './shared-options';

/** Adds the commands that make something of workflows: `build`, `affected`, `graph`, `prune`. */
export function addWorkflowCommands(program: Command, io: CommandIo, finish: Finish): void {
  addBuild(program, io, finish);
  addAffected(program, io, finish);
  addGraph(program, io, finish);
  addPrune(program, io, finish);
}

function addBuild(program: Command, io: CommandIo, finish: Finish): void {
  const build = program
    .command('build')
    .description('turn workflows into Airflow DAG files')
    .argument('[paths...]', 'files and folders', ['.'])
    .requiredOption('-o, --output <folder>', 'the folder that the DAG files are written to')
    .addOption(airflowOption('the Airflow to build for (default: 3.3)'));
  withSelection(withEnvironment(build))
    .option('--check', 'write nothing, and fail where a DAG file is not what would be written', false)
    .option('--prune-output', 'remove what was built for workflows that are gone', false)
    .option('--force', 'replace files that were changed since, or that dagport did not write', false)
    .addOption(formatOption('how to print what was done'))
    .action(async (paths: string[], options: Flags<BuildOptions>) => {
      const { buildCommand } = await import('./build');
      finish(await buildCommand(io, { paths, ...optionsOf(options) }));
    });
}

function addAffected(program: Command, io: CommandIo, finish: Finish): void {
  const affected = program
    .command('affected')
    .description('list the workflows whose DAG is another one than at a commit, and why')
    .argument('[paths...]', 'files and folders', ['.'])
    .requiredOption('--since <commit>', 'the branch, tag or commit of git to compare with')
    .addOption(airflowOption('the Airflow to build for'));
  withEnvironment(affected)
    .option('--json', 'print JSON', false)
    .action(async (paths: string[], options: Flags<AffectedOptions>) => {
      const { affectedCommand } = await import('./affected');
      finish(await affectedCommand(io, { paths, ...optionsOf(options) }));
    });
}

function addGraph(program: Command, io: CommandIo, finish: Finish): void {
  const graph = program
    .command('graph')
    .description('draw a workflow')
    .argument('<file>', 'the workflow')
    .addOption(
      new Option('--view <view>', 'what a person wrote, or the tasks that Airflow loads')
        .choices(['authored', 'expanded'])
        .default('authored'),
    )
    .addOption(
      new Option('--format <format>', 'what to print')
        .choices(['json', 'svg', 'html', 'mermaid', 'dot'])
        .default('mermaid'),
    );
  withEnvironment(withSelection(graph))
    .option('-o, --output <file>', 'the file to write instead of the standard output')
    .action(async (path: string, options: Flags<GraphOptions>) => {
      const { graphCommand } = await import('./graph');
      finish(await graphCommand(io, { path, ...optionsOf(options) }));
    });
}

function addPrune(program: Command, io: CommandIo, finish: Finish): void {
  const prune = program
    .command('prune')
    .description('take nodes out of a workflow, and reconnect the others')
    .argument('<file>', 'the workflow');
  withSelection(prune)
    .option('-o, --output <file>', 'the file to write instead of the standard output')
    .action(async (path: string, options: Flags<PruneOptions>) => {
      const { pruneCommand } = await import('./prune');
      finish(await pruneCommand(io, { path, ...options }));
    });
}
