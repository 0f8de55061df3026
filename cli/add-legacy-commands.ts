import type { Command } from 'commander';
import type { CommandIo } from './io';
import {
  airflowOption,
  type Finish,
  formatOption,
  fromOption,
  wholeNumber,
  withJenkinsShape,
  withLegacyJob,
} from './shared-options';

/** Adds the commands that move legacy jobs: `convert`, `verify`, `audit`. */
export function addLegacyCommands(program: Command, io: CommandIo, finish: Finish): void {
  addConvert(program, io, finish);
  addVerify(program, io, finish);
  addAudit(program, io, finish);
}

function addConvert(program: Command, io: CommandIo, finish: Finish): void {
  const convert = program
    .command('convert')
    .description('turn Oozie applications and Jenkins pipelines into workflows')
    .argument('<paths...>', 'files and folders')
    .option('-o, --output <folder>', 'the folder to write to (default: the working folder)')
    .addOption(fromOption());
  const profile = 'which operators actions become; the name of a profile, or a YAML file that holds one';
  withJenkinsShape(withLegacyJob(convert, profile))
    .addOption(airflowOption('the Airflow to write for'))
    .option(
      '--report <form>',
      'the account as text, json or html; or a file to write, by its ending .md, .json or .html',
    )
    .option('--force', 'replace workflows that were edited since they were generated')
    .option('--dry-run', 'write nothing')
    .option('--check', 'write nothing, and fail where a workflow is not what its source converts to')
    .action(async (paths: string[], options) => {
      const { convertCommand } = await import('./convert');
      finish(await convertCommand(io, { paths, ...options }));
    });
}

function addVerify(program: Command, io: CommandIo, finish: Finish): void {
  const verify = program
    .command('verify')
    .description('play a legacy job and its workflow with every outcome, and say where they differ')
    .argument('<source>', 'a definition, or the folder of an application')
    .argument('[workflow]', 'the workflow that stands for it (default: what the source converts to)');
  withJenkinsShape(withLegacyJob(verify, 'which operators actions become'))
    .option('--seed <number>', 'of the sample, where there are too many outcomes to play all', wholeNumber, 1)
    .addOption(formatOption('how to print what is found'))
    .action(async (source: string, workflow: string | undefined, options) => {
      const { verifyCommand } = await import('./verify');
      finish(await verifyCommand(io, { source, ...options, ...(workflow === undefined ? {} : { workflow }) }));
    });
}

function addAudit(program: Command, io: CommandIo, finish: Finish): void {
  const audit = program
    .command('audit')
    .description('say how much of the legacy jobs of a folder converts, and what blocks the rest')
    .argument('<paths...>', 'files and folders')
    .addOption(fromOption());
  withLegacyJob(audit, 'which operators actions become')
    .option('--tables <file>', 'of Jenkins: write what only people know to a profile, to be filled in')
    .addOption(formatOption('how to print it'))
    .action(async (paths: string[], options) => {
      const { auditCommand } = await import('./audit');
      finish(await auditCommand(io, { paths, ...options }));
    });
}
