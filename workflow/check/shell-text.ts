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
