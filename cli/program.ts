import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../package.json';
import { addFmt } from './add-fmt';
import { addHelpers } from './add-helpers';
import { EXIT, reportFailures } from './failure';
import type { CommandIo } from './io';
import { addLint } from './lint/add-lint';

const SELECT = 'keep only these nodes, and reconnect them: "+publish", "type:bash", "a,b c"';
const WAVE = 'build the waves up to this one';
const EXCLUDE = 'leave these nodes out, and reconnect the others';

/**
 * Runs the command line and gives the exit code: 0 fine, 1 findings, 2 called wrongly, 3 could not run. What a command
 * needs is loaded when it is called, so that `--version` stays quick.
 * @param args what follows the program's name
 */
export async function run(args: readonly string[], given: CommandIo): Promise<number> {
  const io = { ...given, color: colorWanted(args) ?? given.color };
  const outcome = { code: EXIT.fine as number };
  const program = createProgram(io, (code) => {
    outcome.code = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return outcome.code;
  } catch (error) {
    if (error instanceof CommanderError) return reportUsage(error, args, io);
    throw error;
  }
}

/** Help and version are no errors; everything else that commander throws is a wrong call. */
function reportUsage(error: CommanderError, args: readonly string[], io: CommandIo): number {
  if (error.exitCode === 0) return EXIT.fine;
  if (error.code === 'commander.help') {
    return reportFailures(
      io,
      [{ kind: 'usage', code: 'no-command', message: 'no command was given', hint: 'Try "dagport --help".' }],
      wantsJson(args),
    );
  }
  const [message = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const hint = more.length === 0 ? 'Try "dagport --help".' : more.join(' ').replace(/^\((.*)\)$/, '$1');
  return reportFailures(
    io,
    [{ kind: 'usage', code: kebab(error.code.replace(/^commander\./, '')), message, hint }],
    wantsJson(args),
  );
}

/** What `--color` says, wherever it stands; nothing where it leaves the choice to the terminal. */
function colorWanted(args: readonly string[]): boolean | undefined {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  const at = options.findLastIndex((arg) => arg === '--color' || arg.startsWith('--color='));
  const value = options[at] === '--color' ? options[at + 1] : options[at]?.slice('--color='.length);
  if (value === 'always') return true;
  return value === 'never' ? false : undefined;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function wantsJson(args: readonly string[]): boolean {
  return (
    args.includes('--json') ||
    args.some(
      (arg, index) =>
        /^--(?:format|report)=json$/.test(arg) || (/^--(?:format|report)$/.test(arg) && args[index + 1] === 'json'),
    )
  );
}

function createProgram(io: CommandIo, finish: (code: number) => void): Command {
  const program = new Command('dagport')
    .description('Moves Oozie and Jenkins jobs to declarative Airflow workflows, and keeps those workflows right.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addOption(
      new Option('--color <when>', 'colours on the standard output')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: io.stdout,
      // What is wrong with a call is reported once, by `reportUsage`.
      writeErr: () => {},
      getOutHasColors: () => io.color,
      getErrHasColors: () => io.color,
    })
    .addHelpText('after', '\nExit codes: 0 fine, 1 findings, 2 called wrongly, 3 could not run.');
  addLint(program, io, finish, wholeNumber);
  addFmt(program, io, finish);
  addBuild(program, io, finish);
  addAffected(program, io, finish);
  addGraph(program, io, finish);
  addPrune(program, io, finish);
  addConvert(program, io, finish);
  addVerify(program, io, finish);
  addAudit(program, io, finish);
  addExplain(program, io, finish);
  addHelpers(program, io, finish);
  addServer(program);
  return program;
}

function addBuild(program: Command, io: CommandIo, finish: (code: number) => void): void {
  program
    .command('build')
    .description('turn workflows into Airflow DAG files')
    .argument('[paths...]', 'files and folders', ['.'])
    .requiredOption('-o, --output <folder>', 'the folder that the DAG files are written to')
    .addOption(new Option('--airflow <version>', 'the Airflow to build for (default: 3.3)').choices(['3.3', '2.11']))
    .option('--env <name>', 'an environment of dagport.yaml')
    .option('--select <selection>', SELECT)
    .option('--exclude <selection>', EXCLUDE)
    .option('--check', 'write nothing, and fail where a DAG file is not what would be written', false)
    .option('--wave <name>', WAVE)
    .option('--prune-output', 'remove what was built for workflows that are gone', false)
    .option('--force', 'replace files that were changed since, or that dagport did not write', false)
    .addOption(new Option('--format <format>', 'how to print what was done').choices(['text', 'json']).default('text'))
    .action(async (paths: string[], { env, ...options }) => {
      const { buildCommand } = await import('./build');
      finish(await buildCommand(io, { paths, ...options, ...(env === undefined ? {} : { environment: env }) }));
    });
}

function addAffected(program: Command, io: CommandIo, finish: (code: number) => void): void {
  program
    .command('affected')
    .description('list the workflows whose DAG is another one than at a commit, and why')
    .argument('[paths...]', 'files and folders', ['.'])
    .requiredOption('--since <commit>', 'the branch, tag or commit of git to compare with')
    .addOption(new Option('--airflow <version>', 'the Airflow to build for').choices(['3.3', '2.11']))
    .option('--env <name>', 'an environment of dagport.yaml')
    .option('--json', 'print JSON', false)
    .action(async (paths: string[], { env, ...options }) => {
      const { affectedCommand } = await import('./affected');
      finish(await affectedCommand(io, { paths, ...options, ...(env === undefined ? {} : { environment: env }) }));
    });
}

function addGraph(program: Command, io: CommandIo, finish: (code: number) => void): void {
  program
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
    )
    .option('--select <selection>', SELECT)
    .option('--exclude <selection>', EXCLUDE)
    .option('--wave <name>', WAVE)
    .option('--env <name>', 'an environment of dagport.yaml')
    .option('-o, --output <file>', 'the file to write instead of the standard output')
    .action(async (path: string, { env, ...options }) => {
      const { graphCommand } = await import('./graph');
      finish(await graphCommand(io, { path, ...options, ...(env === undefined ? {} : { environment: env }) }));
    });
}

function addPrune(program: Command, io: CommandIo, finish: (code: number) => void): void {
  program
    .command('prune')
    .description('take nodes out of a workflow, and reconnect the others')
    .argument('<file>', 'the workflow')
    .option('--select <selection>', SELECT)
    .option('--exclude <selection>', EXCLUDE)
    .option('--wave <name>', WAVE)
    .option('-o, --output <file>', 'the file to write instead of the standard output')
    .action(async (path: string, options) => {
      const { pruneCommand } = await import('./prune');
      finish(await pruneCommand(io, { path, ...options }));
    });
}

function addConvert(program: Command, io: CommandIo, finish: (code: number) => void): void {
  program
    .command('convert')
    .description('turn Oozie applications and Jenkins pipelines into workflows')
    .argument('<paths...>', 'files and folders')
    .option('-o, --output <folder>', 'the folder to write to (default: the working folder)')
    .addOption(
      new Option('--from <system>', 'what the sources are, where that is not plain').choices(['oozie', 'jenkins']),
    )
    .option('--properties <file>', 'a job.properties file')
    .option('-D, --define <name=value>', 'a property; may be given several times', collect)
    .option('--profile <name>', 'which operators actions become; the name of a profile, or a YAML file that holds one')
    .addOption(new Option('--granularity <unit>', 'of Jenkins: a task for each').choices(['stage', 'step']))
    .addOption(
      new Option('--workspace <how>', 'of Jenkins: how tasks on one agent share files').choices([
        'volume',
        'merged',
        'declared',
        'none',
      ]),
    )
    .addOption(new Option('--only <stages>', 'of Jenkins: leave CI there').choices(['data']))
    .addOption(new Option('--airflow <version>', 'the Airflow to write for').choices(['3.3', '2.11']))
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

function addVerify(program: Command, io: CommandIo, finish: (code: number) => void): void {
  program
    .command('verify')
    .description('play a legacy job and its workflow with every outcome, and say where they differ')
    .argument('<source>', 'a definition, or the folder of an application')
    .argument('[workflow]', 'the workflow that stands for it (default: what the source converts to)')
    .option('--properties <file>', 'a job.properties file')
    .option('-D, --define <name=value>', 'a property; may be given several times', collect)
    .option('--profile <name>', 'which operators actions become')
    .addOption(new Option('--granularity <unit>', 'of Jenkins: a task for each').choices(['stage', 'step']))
    .addOption(
      new Option('--workspace <how>', 'of Jenkins: how tasks on one agent share files').choices([
        'volume',
        'merged',
        'declared',
        'none',
      ]),
    )
    .addOption(new Option('--only <stages>', 'of Jenkins: leave CI there').choices(['data']))
    .option('--seed <number>', 'of the sample, where there are too many outcomes to play all', wholeNumber, 1)
    .addOption(new Option('--format <format>', 'how to print what is found').choices(['text', 'json']).default('text'))
    .action(async (source: string, workflow: string | undefined, options) => {
      const { verifyCommand } = await import('./verify');
      finish(await verifyCommand(io, { source, ...options, ...(workflow === undefined ? {} : { workflow }) }));
    });
}

function addAudit(program: Command, io: CommandIo, finish: (code: number) => void): void {
  program
    .command('audit')
    .description('say how much of the legacy jobs of a folder converts, and what blocks the rest')
    .argument('<paths...>', 'files and folders')
    .addOption(
      new Option('--from <system>', 'what the sources are, where that is not plain').choices(['oozie', 'jenkins']),
    )
    .option('--properties <file>', 'a job.properties file')
    .option('-D, --define <name=value>', 'a property; may be given several times', collect)
    .option('--profile <name>', 'which operators actions become')
    .option('--tables <file>', 'of Jenkins: write what only people know to a profile, to be filled in')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async (paths: string[], options) => {
      const { auditCommand } = await import('./audit');
      finish(await auditCommand(io, { paths, ...options }));
    });
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

function addExplain(program: Command, io: CommandIo, finish: (code: number) => void): void {
  program
    .command('explain')
    .description('say what a rule finds or what a type takes; without a name, list them all')
    .argument('[name]', 'the id of a rule, the name of a type, or "profile"')
    .argument('[profile]', 'the name of a profile, behind "profile"')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async (name: string | undefined, of: string | undefined, options) => {
      const { explainCommand } = await import('./explain');
      const named = { ...(name === undefined ? {} : { name }), ...(of === undefined ? {} : { of }) };
      finish(await explainCommand(io, { ...options, ...named }));
    });
}

function addServer(program: Command): void {
  program
    .command('lsp')
    .description('start the language server')
    .option('--stdio', 'talk over the standard input and output (the default)')
    .action(async () => {
      const { startServer } = await import('../server/main');
      startServer('stdio');
      // It runs until the client ends the process.
      await new Promise<never>(() => {});
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.');
  return Number(text);
}
