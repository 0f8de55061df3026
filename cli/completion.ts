import type { Command } from 'commander';
import { bashCompletion } from './completion/bash';
import { type CommandModel, commandModel } from './completion/command-model';
import { fishCompletion } from './completion/fish';
import type { Shell } from './completion/shells';
import { zshCompletion } from './completion/zsh';
import { builtInCatalogue } from './data';
import { EXIT } from './failure';
import type { CommandIo } from './io';

const SCRIPTS: Readonly<Record<Shell, (program: CommandModel) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** `dagport completion`: prints the script with which a shell completes what is typed behind `dagport`. */
export function completionCommand(io: CommandIo, program: Command, shell: Shell): number {
  io.stdout(SCRIPTS[shell](commandModel(program, typeNames())));
  return EXIT.fine;
}

function typeNames(): readonly string[] {
  const { names, generatorNames, resourceNames } = builtInCatalogue();
  return [...names, ...generatorNames, ...resourceNames].sort();
}
