import type { Command } from 'commander';
import type { CommandIo } from './io';
import type { FmtOptions } from './options';
import type { Finish } from './shared-options';

/** Adds `dagport fmt` to the command line. */
export function addFmt(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('fmt')
    .description('bring workflows into one style; what they say, comments and blank lines stay')
    .argument('[paths...]', 'files, globs and folders; "-" is the standard input', ['.'])
    .option('--check', 'write nothing, and fail where a file is not in the style', false)
    .option('--diff', 'write nothing, show what would change, and fail where something would', false)
    .option('--stdin-filename <path>', 'what to call the standard input', 'stdin.workflow.yaml')
    .action(async (paths: string[], options: Omit<FmtOptions, 'paths'>) => {
      const { fmtCommand } = await import('./fmt');
      finish(await fmtCommand(io, { paths, ...options }));
    });
}
