import type { Fix } from '../../text/diagnostic';
import type { YamlList, YamlNode } from '../read';

/**
 * The fix that takes an item out of a list in brackets, with its comma. Nothing where the list is written with dashes on
 * lines of its own, or comes from an alias. `source` is the text to which the ranges relate.
 */
export function removeFromList(list: YamlList, item: YamlNode, source: string, title: string): Fix | undefined {
  const index = list.items.indexOf(item);
  if (index < 0 || list.from !== undefined || item.from !== undefined || source.charAt(list.start) !== '[')
    return undefined;
  const before = list.items[index - 1];
  const after = list.items[index + 1];
  const start = before === undefined ? item.start : before.end;
  const end = before === undefined ? (after?.start ?? item.end) : item.end;
  const between = source.slice(start, end);
  if (/[#\n]/.test(between)) return undefined;
  return { title, safety: 'safe', edits: [{ range: { start, end }, text: '' }] };
}
