import type { YamlMapping } from '../../read';
import { withDefaults } from './arguments';
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
  return pairs.length === 0 ? around : withDefaults(around, { ...properties, pairs });
}
