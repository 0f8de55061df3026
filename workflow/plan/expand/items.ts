import { RE2JS } from 're2js';
import { findGenerator, type GeneratorType } from '../../../schemas';
import { asText, type DocumentItem, textsOf, valueAt, type YamlNode, type YamlScalar } from '../../read';
import { type Expansion, report } from './context';
import type { GeneratorItem } from './scope';

/**
 * The items of a generator that are written in the workflow, without those that its `regex_blocklist` leaves out. What is
 * known only when Airflow parses the DAG file cannot be unrolled, and is reported.
 */
export function itemsOf(expansion: Expansion, generator: DocumentItem): readonly GeneratorItem[] {
  const typeName = asText(valueAt(generator.map, 'type'));
  const type = findGenerator(expansion.options.catalogue, typeName?.text ?? '');
  if (type === undefined) return [];
  const node = valueAt(valueAt(generator.map, 'properties'), type.items);
  if (node?.kind !== 'list' && node?.kind !== 'mapping') {
    const message = `The items of this generator are known only when Airflow parses the DAG file; only items that are written in the workflow are built.`;
    report(expansion, generator, node ?? typeName ?? generator.map, 'dynamic-generator', message);
    return [];
  }
  const blocked = blocklist(expansion, generator);
  const items = node.kind === 'list' ? listItems(node.items, type) : mappingItems(node.pairs, type);
  return items.filter((item) => !blocked.some((pattern) => pattern.matcher(item.name).lookingAt()));
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
  _type: GeneratorType,
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

/** Patterns match from the start of a name, as Python's `re.match` does; on an engine that is linear whatever they are. */
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
