import { RE2JS } from 're2js';
import type { GeneratorType } from '../../schemas';
import { blocklistTest } from '../../text/blocklist';
import { type DocumentItem, pairOf, textsOf, valueAt, type YamlNode } from '../read';

/** An item of a generator that is written in the workflow. */
export interface WrittenItem {
  readonly name: string;
  /** What names it. */
  readonly node: YamlNode;
}

/** The items of a generator by name, without those that have none; nothing where they are known only later. */
export function itemNames(item: DocumentItem, type: GeneratorType): readonly WrittenItem[] | undefined {
  const items = valueAt(valueAt(item.map, 'properties'), type.items);
  if (items?.kind === 'mapping') return items.pairs.map(({ key }) => ({ name: key.text, node: key }));
  if (items?.kind !== 'list') return undefined;
  return items.items.flatMap((one) => {
    const named = type.itemName === 'item' ? one : pairOf(one, 'name')?.value;
    return named?.kind === 'scalar' ? [{ name: named.text, node: named }] : [{ name: '', node: one }];
  });
}

/** Does the `regex_blocklist` of a generator leave out an item of a name? */
export function blocklistOf({ map }: DocumentItem): (name: string) => boolean {
  const patterns = textsOf(valueAt(map, 'regex_blocklist')).map(({ text }) => text);
  return blocklistTest(patterns.filter(({ length }) => length <= LONGEST_PATTERN));
}

/** Longer ones nobody writes. */
const LONGEST_PATTERN = 2_000;

/** A pattern of a blocklist, where it is one of a length that people write; that it is none the plan reports. */
export function compiledPattern(pattern: string): RE2JS | undefined {
  if (pattern.length > LONGEST_PATTERN) return undefined;
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}
