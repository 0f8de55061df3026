import { findType } from '../../schemas';
import { asText, valueAt, type YamlScalar } from '../read';
import type { ItemInput } from './context';

/** The shell command of a task, where it is written out. */
export function shellOf({
  item,
  node,
  settings,
}: Pick<ItemInput, 'item' | 'node' | 'settings'>): YamlScalar | undefined {
  if (node.section === 'generators' || node.section === 'sub_dags' || node.section === 'resources') return undefined;
  const type = findType(settings.catalogue, node.type?.text ?? '');
  const property = SHELL_PROPERTIES.get(type?.name ?? '');
  const scalar = property === undefined ? undefined : asText(valueAt(valueAt(item.map, 'properties'), property));
  return scalar === undefined || scalar.text.includes('<<') ? undefined : scalar;
}

/** The shell scripts of a task: its command, or what a container hands to a shell of its own (`sh -c`). */
export function shellsOf(input: Pick<ItemInput, 'item' | 'node' | 'settings'>): readonly YamlScalar[] {
  const command = shellOf(input);
  if (command !== undefined) return [command];
  const { item, node, settings } = input;
  const name = node.type?.text ?? '';
  const keys = CONTAINER_PROPERTIES.get(name === 'container' ? name : (findType(settings.catalogue, name)?.name ?? ''));
  if (keys === undefined || !/-[a-z]*c\b/.test(item.cellText)) return [];
  const properties = valueAt(item.map, 'properties');
  // What an entrypoint begins, the command goes on with.
  const words = keys.flatMap((key) => {
    const value = valueAt(properties, key);
    return value?.kind === 'list' ? value.items : [];
  });
  const option = words.findIndex((word) => /^-[a-z]*c$/.test(asText(word)?.text ?? ''));
  const shell = /(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(asText(words[0])?.text ?? '');
  const script = option > 0 && shell ? asText(words[option + 1]) : undefined;
  return script === undefined || script.text.includes('<<') ? [] : [script];
}

/** Where containers have their words, in the order in which they are run. */
const CONTAINER_PROPERTIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['container', ['entrypoint', 'command']],
  ['docker', ['entrypoint', 'command']],
  ['kubernetes', ['cmds', 'arguments']],
]);

const SHELL_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['bash', 'bash_command'],
  ['bash_sensor', 'bash_command'],
  ['ssh', 'command'],
]);

/**
 * A command with blanks in the place of comments and of what stands in quotes, of the same length: what is left, the shell
 * splits at blanks. Templates stay. Linear: what a backslash hides begins no quotes, so that of each kind of quotes only the
 * last can be open.
 */
export function withoutQuoted(command: string): string {
  return command.replace(/\\[\s\S]|'[^']*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|(?<=^|\s)#[^\n]*/g, (part) =>
    part.startsWith('\\') ? part : part.replace(/[^\n]/g, ' '),
  );
}
