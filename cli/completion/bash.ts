import type { CommandModel, OptionModel } from './command-model';

/** A script for bash, to be read by `source <(dagport completion bash)`. */
export function bashCompletion(program: CommandModel): string {
  const names = program.commands.map(({ name }) => name);
  const cases = program.commands.map((command) => commandCase(command, program.options));
  return `# Completion of dagport for bash: source <(dagport completion bash)
_dagport() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      ${names.join(' | ')}) command=\${COMP_WORDS[at]}; break ;;
    esac
  done
  COMPREPLY=()
  case $command in
${cases.join('\n')}
    *)
      mapfile -t COMPREPLY < <(compgen -W '${[...names, ...flagsOf(program.options)].join(' ')}' -- "$word")
      ;;
  esac
}
complete -o filenames -o bashdefault -F _dagport dagport
`;
}

function flagsOf(options: readonly OptionModel[]): readonly string[] {
  return options.flatMap(({ flags }) => flags);
}

function commandCase({ name, options, words }: CommandModel, shared: readonly OptionModel[]): string {
  const all = [
    ...options,
    ...shared.filter((option) => !options.some(({ flags }) => flags.join() === option.flags.join())),
  ];
  const values = all.flatMap(({ flags, value }) => {
    if (value === 'none') return [];
    const reply = value === 'any' ? 'compgen -f' : `compgen -W '${value.join(' ')}'`;
    return [`        ${flags.join(' | ')}) mapfile -t COMPREPLY < <(${reply} -- "$word"); return ;;`];
  });
  const plain = words === undefined ? 'compgen -f' : `compgen -W '${words.join(' ')}'`;
  return `    ${name})
      case $before in
${values.join('\n')}
      esac
      case $word in
        -*) mapfile -t COMPREPLY < <(compgen -W '${flagsOf(all).join(' ')}' -- "$word") ;;
        *) mapfile -t COMPREPLY < <(${plain} -- "$word") ;;
      esac
      ;;`;
}
