import { RE2JS } from 're2js';
import type { GeneratorType } from '../../schemas';
import { type DocumentItem, pairOf, valueAt, type YamlNode } from '../read';

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

/** A pattern of a blocklist, where it is one of a length that people write; that it is none the plan reports. */
export function compiledPattern(pattern: string): RE2JS | undefined {
  if (pattern.length > 2_000) return undefined;
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}
