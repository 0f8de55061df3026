import type { CommandModel, OptionModel } from './command-model';

/** A script for fish, to be read by `dagport completion fish | source`. */
export function fishCompletion(program: CommandModel): string {
  const names = program.commands.map(({ name }) => name).join(' ');
  const first = `not __fish_seen_subcommand_from ${names}`;
  const lines = [
    '# Completion of dagport for fish: dagport completion fish | source',
    'complete -c dagport -e',
    ...program.options.map((option) => line(option, undefined)),
    ...program.commands.map(
      ({ name, summary }) => `complete -c dagport -f -n ${quoted(first)} -a ${quoted(name)} -d ${quoted(summary)}`,
    ),
    ...program.commands.flatMap(({ name, options, words }) => {
      const when = `__fish_seen_subcommand_from ${name}`;
      const own = options.map((option) => line(option, when));
      return words === undefined
        ? own
        : [...own, `complete -c dagport -f -n ${quoted(when)} -a ${quoted(words.join(' '))}`];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function line({ flags, summary, value }: OptionModel, when: string | undefined): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const condition = when === undefined ? '' : ` -n ${quoted(when)}`;
  const tail = value === 'none' ? '' : value === 'any' ? ' -r' : ` -x -a ${quoted(value.join(' '))}`;
  return `complete -c dagport${condition} ${names.join(' ')}${tail} -d ${quoted(summary)}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
