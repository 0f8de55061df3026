import type { Command } from 'commander';
import { ALL_RULES } from '../rules';

/** The command line as data: what completion knows of it. */
export interface CommandModel {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionModel[];
  /** The words that stand for its argument; absent where that is a file. */
  readonly words?: readonly string[];
  readonly commands: readonly CommandModel[];
}

export interface OptionModel {
  /** `-o` and `--output`. */
  readonly flags: readonly string[];
  readonly summary: string;
  /** What stands behind it: nothing, one of some words, or a file or another text. */
  readonly value: 'none' | 'any' | readonly string[];
}

/** What is known of a program and its commands. `types` are the names of those that dagport brings. */
export function commandModel(program: Command, types: readonly string[]): CommandModel {
  const rules = ALL_RULES.map(({ id }) => id);
  const of = (command: Command): CommandModel => ({
    name: command.name(),
    summary: command.description(),
    options: command
      .createHelp()
      .visibleOptions(command)
      .map((option) => ({
        flags: [option.short, option.long].flatMap((flag) => flag ?? []),
        summary: option.description,
        value: RULE_OPTIONS.has(option.long ?? '')
          ? rules
          : (option.argChoices ?? (option.required || option.optional ? 'any' : 'none')),
      })),
    ...wordsOf(command, rules, types),
    commands: command.commands.map(of),
  });
  return of(program);
}

const RULE_OPTIONS: ReadonlySet<string> = new Set(['--only', '--skip']);

function wordsOf(
  command: Command,
  rules: readonly string[],
  types: readonly string[],
): { readonly words?: readonly string[] } {
  if (command.name() === 'explain') return { words: [...rules, ...types] };
  if (command.name() === 'types') return { words: [...command.commands.map((one) => one.name()), ...types] };
  const choices = command.registeredArguments[0]?.argChoices;
  return choices === undefined ? {} : { words: choices };
}
