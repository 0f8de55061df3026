import { type Command, Option } from 'commander';
import type { CommandIo } from '../io';
import type { LintOptions } from '../options';
import type { LintFormat } from '../reporters';
import { airflowOption, type Finish, type Flags, optionsOf, wholeNumber } from '../shared-options';
import { collectOutputs } from './collect-outputs';

const FORMATS: readonly LintFormat[] = ['pretty', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit'];

type Parsed = Omit<Flags<LintOptions>, 'outputs' | 'only' | 'skip'> & {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
};

/** Adds `dagport lint` to the command line. */
export function addLint(program: Command, io: CommandIo, finish: Finish): void {
  const outputs = collectOutputs(FORMATS);
  program
    .command('lint')
    .description('check workflows, and legacy definitions')
    .argument('[paths...]', 'files, globs and folders; "-" is the standard input', ['.'])
    .addOption(
      new Option('--format <format>', 'how to print what is found; may be given several times (default: pretty)')
        .choices(FORMATS)
        .argParser(outputs.format),
    )
    .option('--output-file <file>', 'write the --format before it to a file', outputs.file)
    .option('--fix', 'apply the fixes that are safe', false)
    .option('--unsafe-fixes', 'with --fix or --diff: proposals, too', false)
    .option('--diff', 'show what --fix would change, and change nothing', false)
    .option('--only <rules>', 'report only these rules or categories: "a,b"', listed)
    .option('--skip <rules>', 'do not report these rules or categories: "a,b"', listed)
    .addOption(airflowOption('the Airflow to check for'))
    .option('--env <name>', 'an environment of dagport.yaml')
    .option('--max-warnings <number>', 'fail where there are more warnings', wholeNumber)
    .option('--statistics', 'count what is found, by rule', false)
    .option('--baseline <file>', 'accept the findings in this file, and report new ones; written where it is missing')
    .option('--update-baseline', 'with --baseline: accept what is found now', false)
    .option('--changed', 'only files that git says were changed', false)
    .option('--since <commit>', 'with --changed: since the branch left this one')
    .option('--cache', 'check again only what changed (in .dagport/cache)', false)
    .option('--watch', 'check again when files change', false)
    .option('--legacy', 'in folders, check Oozie and Jenkins definitions, too', false)
    .option('--explain-file', 'say why each file is checked or not, and with what', false)
    .option('--stdin-filename <path>', 'what to call the standard input (default: by what it holds)')
    .action(async (paths: string[], { only = [], skip = [], ...options }: Parsed) => {
      const { lintCommand } = await import('../lint');
      const wanted: LintOptions = {
        ...optionsOf(options),
        paths,
        only,
        skip,
        outputs: outputs.all(),
      };
      finish(await lintCommand(io, wanted));
    });
}

function listed(value: string, previous: readonly string[] | undefined): readonly string[] {
  const names = value.split(',').map((name) => name.trim());
  return [...(previous ?? []), ...names.filter((name) => name !== '')];
}
