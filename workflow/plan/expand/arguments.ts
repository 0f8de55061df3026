import { type Catalogue, type OperatorType, type Parameter, parametersOf } from '../../../schemas';
import { valueAt, type YamlMapping, type YamlNode, type YamlPair } from '../../read';
import type { Argument } from '../plan';
import type { Value } from '../value';
import { converted } from './convert';
import { madeArguments } from './made-arguments';
import { standardValue, toValue, withInner } from './values';

/** Properties that are no arguments of the operator call: the plan has them, or Airflow sets them. */
const NOT_ARGUMENTS: ReadonlySet<string> = new Set(['trigger_rule', 'task_id', 'dag']);

/** What a task gets beside its own properties. */
export interface Sources {
  /** What the resources that it requires provide. */
  readonly provided: readonly Argument[];
  /** `default_task_args`: Airflow itself gives what is in them under the name of an argument. */
  readonly taskDefaults: YamlMapping | undefined;
}

/**
 * The arguments of an operator, in the order of its properties. For each the first that has it wins (boundary-layer
 * 1.9.18): the properties, a resource, `default_task_args`, the default of the type.
 */
export function argumentsOf(
  catalogue: Catalogue,
  type: OperatorType | undefined,
  properties: YamlMapping | undefined,
  sources: Sources,
): readonly Argument[] {
  const resolved = resolvedArguments(catalogue, type, properties, sources);
  const explicit = resolved.filter(({ implied }) => implied !== true).map(({ name, value }) => ({ name, value }));
  return type?.arguments === undefined ? explicit : madeArguments(type.arguments, explicit);
}

/** `implied`: Airflow finds it in `default_task_args` by itself. */
export type ResolvedArgument = Argument & { readonly implied?: boolean };

/** All that a task gets, those arguments among them that Airflow takes from `default_task_args`. */
export function resolvedArguments(
  catalogue: Catalogue,
  type: OperatorType | undefined,
  properties: YamlMapping | undefined,
  { provided, taskDefaults }: Sources,
): readonly ResolvedArgument[] {
  const parameters = type === undefined ? catalogue.baseParameters : parametersOf(catalogue, type);
  const own = argumentsFrom(parameters, properties);
  if (type === undefined) return [...own, ...beside(own, provided)];
  const given = [
    ...own,
    ...beside(
      own,
      provided.flatMap((argument) => accepted(argument, parameters)),
    ),
  ];
  const used =
    taskDefaults === undefined
      ? []
      : type.parameters.flatMap((parameter) => fromDefaults(parameter, type, taskDefaults));
  const whole = [...given, ...beside(given, used)];
  const ofBase = catalogue.filledBaseParameters.flatMap(fill);
  const filled = [...whole, ...beside(whole, type.parameters.flatMap(fill))];
  return ofBase.length === 0 ? filled : [...filled, ...beside(filled, ofBase.filter(isNotIn(taskDefaults)))];
}

/** What no operator says about itself: an argument of all operators that `default_task_args` give is Airflow's to pass on. */
function isNotIn(taskDefaults: YamlMapping | undefined): (argument: Argument) => boolean {
  return ({ name }) => valueAt(taskDefaults, name) === undefined;
}

/** What of the second list has no name that the first one has. */
function beside<Given extends Argument>(first: readonly Argument[], second: readonly Given[]): readonly Given[] {
  if (second.length === 0) return second;
  const names = new Set(first.map((argument) => argument.name));
  return second.filter(({ name }) => !names.has(name));
}

function accepted({ name, value }: Argument, parameters: ReadonlyMap<string, Parameter>): readonly Argument[] {
  const parameter = parameters.get(name);
  return parameter === undefined ? [] : [{ name: parameter.name, value }];
}

/** What `default_task_args` gives to a parameter; implied where Airflow finds it there, under this name and as it is. */
function fromDefaults(
  parameter: Parameter,
  { arguments: made }: OperatorType,
  taskDefaults: YamlMapping,
): readonly ResolvedArgument[] {
  const name = nameInDefaults(parameter, taskDefaults);
  const node = name === undefined ? undefined : valueAt(taskDefaults, name);
  if (name === undefined || node === undefined || parameter.removed === true) return [];
  const [argument] = argumentFrom(parameter, node);
  if (argument === undefined) return [];
  const isFound = made === undefined && name === parameter.name;
  return [{ ...argument, implied: isFound && isSame(argument, { name, value: toValue(node, undefined) }) }];
}

/** An old name is one of few types, and says more than one that other types have, too. Of two the later one counts. */
function nameInDefaults({ name, aliases = [] }: Parameter, taskDefaults: YamlMapping): string | undefined {
  const names = taskDefaults.pairs.map(({ key }) => key.text);
  return names.findLast((one) => aliases.includes(one)) ?? names.find((one) => one === name);
}

function isSame(a: Argument, b: Argument): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function fill(parameter: Parameter): readonly Argument[] {
  const { name, fill: data, removed } = parameter;
  if (data === undefined || removed === true || NOT_ARGUMENTS.has(name)) return [];
  return [{ name, value: finished(parameter, standardValue(data, parameter.type, parameter.unit)) }];
}

/** A value with the defaults inside of it, as the object that Airflow wants. */
function finished({ becomes, inner }: Parameter, value: Value): Value {
  const whole = withInner(value, inner);
  return becomes === undefined ? whole : converted(becomes, whole);
}

/** Properties as arguments by their Airflow names; what Airflow no longer takes is left out. */
export function argumentsFrom(
  parameters: ReadonlyMap<string, Parameter>,
  properties: YamlMapping | undefined,
): readonly Argument[] {
  return (properties?.pairs ?? []).flatMap(({ key, value }): readonly Argument[] => {
    if (NOT_ARGUMENTS.has(key.text)) return [];
    const parameter = parameters.get(key.text);
    return parameter === undefined
      ? [{ name: key.text, value: toValue(value, undefined) }]
      : argumentFrom(parameter, value);
  });
}

function argumentFrom(parameter: Parameter, node: YamlNode): readonly Argument[] {
  if (parameter.removed === true) return [];
  return [{ name: parameter.name, value: finished(parameter, toValue(node, parameter.type, parameter.unit)) }];
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
