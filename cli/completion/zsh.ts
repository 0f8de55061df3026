import type { CommandModel, OptionModel } from './command-model';

/** A script for zsh, to be read by `source <(dagport completion zsh)` or from a file `_dagport` of its `fpath`. */
export function zshCompletion(program: CommandModel): string {
  const list = program.commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  const cases = program.commands.map(
    ({ name, options, words }) => `        ${name})
          _arguments ${[...options, ...program.options].map(argument).join(' ')} ${quoted(`*: :${action(words)}`)}
          ;;`,
  );
  return `#compdef dagport
# Completion of dagport for zsh: source <(dagport completion zsh)
_dagport() {
  local context state line
  local -a commands
  commands=(
${list.join('\n')}
  )
  _arguments -C ${program.options.map(argument).join(' ')} '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $line[1] in
${cases.join('\n')}
      esac
      ;;
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _dagport "$@"; else compdef _dagport dagport; fi
`;
}

function argument({ flags, summary, value }: OptionModel): string {
  const text = `[${summary.replace(/[[\]\\]/g, '\\$&')}]`;
  const tail = value === 'none' ? '' : `: :${value === 'any' ? '_files' : `(${value.join(' ')})`}`;
  return flags.map((flag) => quoted(`*${flag}${text}${tail}`)).join(' ');
}

function action(words: readonly string[] | undefined): string {
  return words === undefined ? '_files' : `(${words.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
