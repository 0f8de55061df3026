import { RE2JS } from 're2js';
import { findGenerator, type GeneratorCode, type GeneratorType } from '../../../schemas';
import { blocklistTest } from '../../../text/blocklist';
import { asText, type DocumentItem, textsOf, valueAt, type YamlNode, type YamlScalar } from '../../read';
import type { Argument, LoopItems } from '../plan';
import { type Expansion, report } from './context';
import type { GeneratorItem } from './scope';
import { standardValue, toValue } from './values';

/** What a generator repeats its target over. */
export type Items =
  | { readonly kind: 'known'; readonly items: readonly GeneratorItem[] }
  /** Known when Airflow parses the DAG file. */
  | { readonly kind: 'later'; readonly items: LoopItems; readonly blocked: readonly string[] };

const NONE: Items = { kind: 'known', items: [] };

/**
 * The items of a generator: those that are written in the workflow, without what its `regex_blocklist` leaves out, or
 * how they are found later.
 */
export function itemsOf(expansion: Expansion, generator: DocumentItem): Items {
  const type = findGenerator(expansion.options.catalogue, asText(valueAt(generator.map, 'type'))?.text ?? '');
  if (type === undefined) return NONE;
  const blocked = blocklist(expansion, generator);
  const properties = valueAt(generator.map, 'properties');
  const later = (items: LoopItems): Items => ({ kind: 'later', items, blocked: blocked.map((one) => one.pattern()) });
  if (type.code !== undefined) return later(itemsByCode(expansion, type, type.code, properties));
  const node = valueAt(properties, type.items) ?? valueAt(expansion.taskDefaults, type.items);
  if (node === undefined) return NONE;
  if (!isKnown(node, type)) return later({ kind: 'value', value: toValue(node, undefined), named: type.itemName });
  if (node.kind !== 'list' && node.kind !== 'mapping') return NONE;
  const items = node.kind === 'list' ? listItems(node.items, type) : mappingItems(node.pairs);
  const isBlocked = blocklistTest(blocked.map((one) => one.pattern()));
  return { kind: 'known', items: items.filter(({ name }) => !isBlocked(name)) };
}

/** How many items are written out; nothing where they are known later. */
export function knownItems(node: YamlNode, type: GeneratorType): number | undefined {
  if (!isKnown(node, type)) return undefined;
  return node.kind === 'list' ? node.items.length : node.kind === 'mapping' ? node.pairs.length : 0;
}

/** Are all items, and their names, there without running Python? */
function isKnown(node: YamlNode, { itemName }: GeneratorType): boolean {
  if (node.kind === 'mapping') return true;
  if (node.kind !== 'list') return node.kind !== 'scalar' || !holdsPython(node);
  return node.items.every((item) => !holdsPython(itemName === 'item' ? item : (valueAt(item, 'name') ?? item)));
}

function holdsPython(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.type === 'text' && /<<.+>>/s.test(node.text);
}

function itemsByCode(
  { taskDefaults, codeImports }: Expansion,
  type: GeneratorType,
  { iterator, itemName, imports }: GeneratorCode,
  properties: YamlNode | undefined,
): LoopItems {
  for (const one of imports) codeImports.set(JSON.stringify(one), one);
  const given = type.parameters.flatMap((parameter): readonly Argument[] => {
    const node = valueAt(properties, parameter.name) ?? valueAt(taskDefaults, parameter.name);
    if (node !== undefined) return [{ name: parameter.name, value: toValue(node, parameter.type, parameter.unit) }];
    const { fill } = parameter;
    return fill === undefined
      ? []
      : [{ name: parameter.name, value: standardValue(fill, parameter.type, parameter.unit) }];
  });
  return { kind: 'code', iterator, itemName, parameters: type.parameters.map(({ name }) => name), arguments: given };
}

function listItems(nodes: readonly YamlNode[], type: GeneratorType): readonly GeneratorItem[] {
  return nodes.map((node, index) => {
    const named = type.itemName === 'item' ? node : valueAt(node, 'name');
    return { node, name: named?.kind === 'scalar' ? named.text : String(index), index };
  });
}

/** The items of a mapping are pairs of `name` and `value`, as in boundary-layer's `dict_generator`. */
function mappingItems(
  pairs: readonly { readonly key: YamlScalar; readonly value: YamlNode }[],
): readonly GeneratorItem[] {
  return pairs.map(({ key, value }, index) => {
    const name: YamlScalar = { ...key, text: 'name', value: 'name' };
    const pair = [
      { key: name, value: key },
      { key: { ...name, text: 'value', value: 'value' }, value },
    ];
    return {
      node: { kind: 'mapping', pairs: pair, start: key.start, end: value.end },
      name: key.text,
      index,
      isPair: true,
    };
  });
}

/** The patterns of a generator that are some; what is none is reported. */
function blocklist(expansion: Expansion, generator: DocumentItem): readonly RE2JS[] {
  return textsOf(valueAt(generator.map, 'regex_blocklist')).flatMap((pattern) => {
    try {
      return [RE2JS.compile(pattern.text)];
    } catch (problem) {
      const reason = problem instanceof Error ? problem.message : String(problem);
      report(
        expansion,
        generator,
        pattern,
        'invalid-pattern',
        `"${pattern.text}" is not a regular expression that can be used here: ${reason}.`,
      );
      return [];
    }
  });
}
