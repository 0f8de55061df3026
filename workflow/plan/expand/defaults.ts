import { type Catalogue, findType } from '../../../schemas';
import { entryOf, type WorkflowDocument, type YamlMapping } from '../../read';
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

/** `operator_defaults` by the short name of the type; a key that is no known type stays as it is. */
export function operatorDefaultsOf(document: WorkflowDocument, catalogue: Catalogue): ReadonlyMap<string, YamlMapping> {
  const pairs = mappingOf(document, 'operator_defaults')?.pairs ?? [];
  return new Map(
    pairs.flatMap(({ key, value }) =>
      value.kind === 'mapping' ? [[findType(catalogue, key.text)?.name ?? key.text, value] as const] : [],
    ),
  );
}

/** The defaults of a type over those of the types that it extends (format.md, "operator_defaults"). */
export function defaultsOfType(
  defaults: ReadonlyMap<string, YamlMapping>,
  catalogue: Catalogue,
  name: string,
): YamlMapping | undefined {
  if (defaults.size === 0) return undefined;
  const type = findType(catalogue, name);
  const own = defaults.get(type?.name ?? name);
  const above = type?.extends === undefined ? undefined : defaultsOfType(defaults, catalogue, type.extends);
  return withDefaults(above, own);
}

/** The value of a top-level key where it is a mapping. */
export function mappingOf(document: WorkflowDocument, key: string): YamlMapping | undefined {
  const value = entryOf(document, key)?.value;
  return value?.kind === 'mapping' ? value : undefined;
}
