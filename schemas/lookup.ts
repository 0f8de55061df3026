import type { Catalogue, GeneratorType, OperatorType, Parameter, ResourceType } from './operator-type';

/** The operator type of a name, alias, class name or class path; nothing where it is unknown. */
export function findType(catalogue: Catalogue, name: string): OperatorType | undefined {
  return catalogue.find(name);
}

/** The generator type of a name or alias; nothing where it is unknown. */
export function findGenerator(catalogue: Catalogue, name: string): GeneratorType | undefined {
  return catalogue.findGenerator(name);
}

/** The resource type of a name or alias; nothing where it is unknown. */
export function findResource(catalogue: Catalogue, name: string): ResourceType | undefined {
  return catalogue.findResource(name);
}

/** All that a task of a type takes, by every name it may be given by: its own parameters before those of all operators. */
export function parametersOf(catalogue: Catalogue, type: OperatorType): ReadonlyMap<string, Parameter> {
  return catalogue.parametersOf(type);
}

/** What a resource takes as `properties`: its own parameters, else all that its create type takes. */
export function parametersOfResource(catalogue: Catalogue, type: ResourceType): ReadonlyMap<string, Parameter> {
  const create = catalogue.find(type.create.type);
  if (type.create.properties === undefined && create !== undefined) return parametersOf(catalogue, create);
  return namedParameters(type.parameters);
}

/** What a task of each type takes, of which the last says most. */
export function rememberedParameters({
  baseParameters,
  sensorParameters,
}: Pick<Catalogue, 'baseParameters' | 'sensorParameters'>): Catalogue['parametersOf'] {
  const known = new Map<OperatorType, ReadonlyMap<string, Parameter>>();
  return (type) => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const parameters = new Map<string, Parameter>();
    addNames(parameters, baseParameters.values());
    if (type.kind === 'sensor') addNames(parameters, sensorParameters.values());
    addNames(parameters, type.parameters);
    for (const name of type.withheld ?? []) parameters.delete(name);
    known.set(type, parameters);
    return parameters;
  };
}

/** Parameters by name and by the names that boundary-layer gave them. */
export function namedParameters(parameters: Iterable<Parameter>): ReadonlyMap<string, Parameter> {
  const byName = new Map<string, Parameter>();
  addNames(byName, parameters);
  return byName;
}

/** Adds parameters by name and by the names that boundary-layer gave them. */
export function addNames(into: Map<string, Parameter>, parameters: Iterable<Parameter>): void {
  for (const parameter of parameters) {
    for (const alias of parameter.aliases ?? []) into.set(alias, parameter);
    into.set(parameter.name, parameter);
  }
}

/**
 * The property that a text of a resource type stands for: `path` for `${{ path }}`. Nothing where the text is not
 * exactly such a reference; catalogue files have them as whole values only.
 */
export function referencedProperty(text: string): string | undefined {
  return /^\$\{\{ ([A-Za-z_][A-Za-z0-9_]*) \}\}$/.exec(text)?.[1];
}
