import type { Catalogue, OperatorType, Parameter } from '../../../schemas';
import { parametersOf } from '../../../schemas';
import type { YamlMapping, YamlNode, YamlPair } from '../../read';
import type { Argument } from '../plan';
import { toValue } from './values';

/** Properties that are no arguments of the operator call: the plan has them, or Airflow sets them. */
const NOT_ARGUMENTS: ReadonlySet<string> = new Set(['trigger_rule', 'task_id', 'dag']);

/**
 * The arguments of an operator from its properties, in their order. What a resource provides stands behind them, and of
 * one name the properties win.
 */
export function argumentsOf(
  catalogue: Catalogue,
  type: OperatorType | undefined,
  properties: YamlMapping | undefined,
  provided: readonly Argument[],
): readonly Argument[] {
  const parameters = type === undefined ? catalogue.baseParameters : parametersOf(catalogue, type);
  const own = argumentsFrom(parameters, properties);
  const names = new Set(own.map((argument) => argument.name));
  const accepted = provided.filter(({ name }) => !names.has(name) && (type === undefined || parameters.has(name)));
  return [...own, ...accepted];
}

/** Properties as arguments by their Airflow names; what Airflow no longer takes is left out. */
export function argumentsFrom(
  parameters: ReadonlyMap<string, Parameter>,
  properties: YamlMapping | undefined,
): readonly Argument[] {
  return (properties?.pairs ?? []).flatMap(({ key, value }): readonly Argument[] => {
    if (NOT_ARGUMENTS.has(key.text)) return [];
    const parameter = parameters.get(key.text);
    if (parameter?.removed === true) return [];
    return [{ name: parameter?.name ?? key.text, value: toValue(value, parameter?.type, parameter?.unit) }];
  });
}

/** Defaults under own properties: mappings merge, lists and scalars replace, `null` removes (format.md, "operator_defaults"). */
export function withDefaults(defaults: YamlMapping | undefined, own: YamlMapping | undefined): YamlMapping | undefined {
  if (defaults === undefined || own === undefined) return own ?? defaults;
  const pairs: YamlPair[] = defaults.pairs.filter(({ key }) => !own.pairs.some((pair) => pair.key.text === key.text));
  for (const { key, value } of own.pairs) {
    const inherited = defaults.pairs.find((pair) => pair.key.text === key.text)?.value;
    if (inherited !== undefined && isNull(value)) continue;
    const merged = inherited?.kind === 'mapping' && value.kind === 'mapping' ? withDefaults(inherited, value) : value;
    pairs.push({ key, value: merged ?? value });
  }
  return { ...own, pairs };
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.type === 'null';
}
