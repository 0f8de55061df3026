import { type Command, InvalidArgumentError, Option } from 'commander';

/** The Airflow that something is done for. */
export function airflowOption(description: string): Option {
  return new Option('--airflow <version>', description).choices(['3.3', '2.11']);
}

/** Adds which nodes are meant. */
export function withSelection(command: Command): Command {
  return command
    .option('--select <selection>', 'keep only these nodes, and reconnect them: "+publish", "type:bash", "a,b c"')
    .option('--exclude <selection>', 'leave these nodes out, and reconnect the others')
    .option('--wave <name>', 'build the waves up to this one');
}

/** Adds an environment of `dagport.yaml`. */
export function withEnvironment(command: Command): Command {
  return command.option('--env <name>', 'an environment of dagport.yaml');
}

/** Is told the exit code of a command. */
export type Finish = (code: number) => void;

/** What is parsed for a command, beside the files that it is called with. */
export type Flags<Options> = Omit<Options, 'path' | 'paths' | 'environment'> & { readonly env?: string };

/** Flags as a command takes them: `--env` is its `environment`. */
export function optionsOf<Given extends { readonly env?: string }>({
  env,
  ...flags
}: Given): Omit<Given, 'env'> & { readonly environment?: string } {
  return { ...flags, ...(env === undefined ? {} : { environment: env }) };
}

/** Adds what stands beside a legacy job: its properties, and the profile that says what it becomes. */
export function withLegacyJob(command: Command, profile: string): Command {
  return command
    .option('--properties <file>', 'a job.properties file')
    .option('-D, --define <name=value>', 'a property; may be given several times', collect)
    .option('--profile <name>', profile);
}

/** Adds what shape a Jenkins pipeline takes as a workflow. */
export function withJenkinsShape(command: Command): Command {
  return command
    .addOption(new Option('--granularity <unit>', 'of Jenkins: a task for each').choices(['stage', 'step']))
    .addOption(
      new Option('--workspace <how>', 'of Jenkins: how tasks on one agent share files').choices([
        'volume',
        'merged',
        'declared',
        'none',
      ]),
    )
    .addOption(new Option('--only <stages>', 'of Jenkins: leave CI there').choices(['data']));
}

/** Which legacy system sources are of. */
export function fromOption(): Option {
  return new Option('--from <system>', 'what the sources are, where that is not plain').choices(['oozie', 'jenkins']);
}

/** Text or JSON. */
export function formatOption(description: string): Option {
  return new Option('--format <format>', description).choices(['text', 'json']).default('text');
}

/** @throws InvalidArgumentError for what is no whole number of at most nine digits */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.');
  return Number(text);
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}
