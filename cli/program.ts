import { Command, CommanderError, Help, Option } from 'commander';
import { version } from '../package.json';
import { addFmt } from './add-fmt';
import { addHelpers } from './add-helpers';
import { addLegacyCommands } from './add-legacy-commands';
import { addWorkflowCommands } from './add-workflow-commands';
import { EXIT, reportFailures } from './failure';
import type { CommandIo } from './io';
import { addLint } from './lint/add-lint';
import { type Finish, formatOption } from './shared-options';

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
    if (error instanceof CommanderError) return reportUsage(error, args, io, helpFor(program, args));
    throw error;
  }
}

/** Help and version are no errors; everything else that commander throws is a wrong call. */
function reportUsage(error: CommanderError, args: readonly string[], io: CommandIo, help: string): number {
  if (error.exitCode === 0) return EXIT.fine;
  if (error.code === 'commander.help') {
    return reportFailures(
      io,
      [{ kind: 'usage', code: 'no-command', message: 'no command was given', hint: help }],
      wantsJson(args),
    );
  }
  const [message = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const hint = more.length === 0 ? help : more.join(' ').replace(/^\((.*)\)$/, '$1');
  return reportFailures(
    io,
    [{ kind: 'usage', code: kebab(error.code.replace(/^commander\./, '')), message, hint }],
    wantsJson(args),
  );
}

/** Where the help is to be read of what was called: of a command, where one was. */
function helpFor(program: Command, args: readonly string[]): string {
  const command = program.commands.find((one) => args.includes(one.name()));
  return `Try "dagport ${command === undefined ? '' : `${command.name()} `}--help".`;
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

function createProgram(io: CommandIo, finish: Finish): Command {
  const program = new Command('dagport')
    .description('Moves Oozie and Jenkins jobs to declarative Airflow workflows, and keeps those workflows right.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addOption(
      new Option('--color <when>', 'colours on the standard output')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .configureHelp({ optionDescription: describeOption })
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
  addLint(program, io, finish);
  addFmt(program, io, finish);
  addWorkflowCommands(program, io, finish);
  addLegacyCommands(program, io, finish);
  addExplain(program, io, finish);
  addHelpers(program, io, finish);
  addServer(program);
  return program;
}

/** That a switch is off until it is given needs no words. */
function describeOption(option: Option): string {
  if (option.defaultValue !== false) return Help.prototype.optionDescription(option);
  const plain = new Option(option.flags, option.description);
  return Help.prototype.optionDescription(plain);
}

function addExplain(program: Command, io: CommandIo, finish: Finish): void {
  program
    .command('explain')
    .description('say what a rule finds or what a type takes; without a name, list them all')
    .argument('[name]', 'the id of a rule, the name of a type, or "profile"')
    .argument('[profile]', 'the name of a profile, behind "profile"')
    .addOption(formatOption('how to print it'))
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
