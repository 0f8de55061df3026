import type { YamlMapping } from '../../read';
import type { Expansion } from './context';

/** Base arguments of a group that are not default arguments of its tasks. */
const OF_THE_GROUP: ReadonlySet<string> = new Set(['trigger_rule', 'task_id', 'dag']);

/**
 * The base arguments that a group gives to its tasks, over those of the groups around. `parameters`: names that mean
 * something else to this group.
 */
export function groupDefaults(
  expansion: Expansion,
  properties: YamlMapping | undefined,
  parameters: ReadonlySet<string>,
  around: YamlMapping | undefined,
): YamlMapping | undefined {
  if (!expansion.format || properties === undefined) return around;
  const { baseParameters } = expansion.options.catalogue;
  const pairs = properties.pairs.filter(({ key: { text } }) => {
    return baseParameters.has(text) && !parameters.has(text) && !OF_THE_GROUP.has(text);
  });
  return pairs.length === 0 ? around : underDefaults({ ...properties, pairs }, around);
}

/** Properties with defaults for what they lack; as in `default_task_args`, nothing is merged. */
export function underDefaults(
  properties: YamlMapping | undefined,
  defaults: YamlMapping | undefined,
): YamlMapping | undefined {
  if (properties === undefined || defaults === undefined) return properties ?? defaults;
  const names = new Set(properties.pairs.map(({ key }) => key.text));
  return { ...properties, pairs: [...properties.pairs, ...defaults.pairs.filter(({ key }) => !names.has(key.text))] };
}
