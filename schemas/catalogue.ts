import { type CatalogueEntry, type CatalogueProblem, isProblem, readCatalogueFile } from './catalogue-file';
import type { Catalogue, GeneratorType, GoneType, OperatorType, Parameter, ResourceType } from './operator-type';

/**
 * The catalogue of a set of files (path → text), and what is wrong with any of them; a file that cannot be read is left
 * out. Where two files give one name to types of one kind, the later one wins: a workspace may replace what we bring.
 */
export function loadCatalogue(files: ReadonlyMap<string, string>): {
  readonly catalogue: Catalogue;
  readonly problems: readonly CatalogueProblem[];
} {
  const problems: CatalogueProblem[] = [];
  const entries: PlacedEntry[] = [];
  for (const [path, text] of files) {
    const entry = readCatalogueFile(path, text);
    if (isProblem(entry)) problems.push(entry);
    else entries.push({ path, entry });
  }
  return { catalogue: assemble(entries, problems), problems };
}

interface PlacedEntry {
  readonly path: string;
  readonly entry: CatalogueEntry;
}

function assemble(entries: readonly PlacedEntry[], problems: CatalogueProblem[]): Catalogue {
  const operators = new Map<string, OperatorType>();
  const generators = new Map<string, GeneratorType>();
  const resources = new Map<string, ResourceType>();
  const gone = new Map<string, GoneType>();
  const bases = new Map<string, readonly Parameter[]>();
  for (const { entry } of entries) {
    if (entry.kind === 'base') {
      bases.set(entry.name, entry.parameters);
      gone.set(entry.name, entry.gone);
    } else if (entry.kind === 'generator') generators.set(entry.name, entry);
    else if (entry.kind === 'gone') gone.set(entry.name, entry);
    else if (entry.kind === 'resource') resources.set(entry.name, entry);
    else operators.set(entry.name, entry);
  }
  const resolved = resolveExtends(operators, entries, problems);
  checkSteps(resources, resolved, entries, problems);
  return {
    ...lookup(resolved, (type) => [
      ...type.aliases,
      type.classPath,
      type.classPath.slice(type.classPath.lastIndexOf('.') + 1),
    ]),
    plugins: new Set(),
    findGone: lookup(gone, (type) => type.aliases).find,
    findGenerator: lookup(generators, (type) => type.aliases).find,
    generatorNames: [...generators.keys()].sort(),
    findResource: lookup(resources, (type) => type.aliases).find,
    resourceNames: [...resources.keys()].sort(),
    baseParameters: byName(bases.get('base') ?? []),
    sensorParameters: byName(bases.get('base_sensor') ?? []),
  };
}

/** Finding by name first, then by the other names; of several types with one other name the first counts. */
function lookup<Type>(
  types: ReadonlyMap<string, Type>,
  otherNames: (type: Type) => readonly string[],
): { readonly find: (name: string) => Type | undefined; readonly names: readonly string[] } {
  const all = new Map(types);
  for (const type of types.values()) for (const name of otherNames(type)) if (!all.has(name)) all.set(name, type);
  return { find: (name) => all.get(name), names: [...types.keys()].sort() };
}

function byName(parameters: readonly Parameter[]): ReadonlyMap<string, Parameter> {
  return new Map(parameters.map((parameter) => [parameter.name, parameter]));
}

/** Each type with the parameters that it takes over, its own ones winning. */
function resolveExtends(
  types: ReadonlyMap<string, OperatorType>,
  entries: readonly PlacedEntry[],
  problems: CatalogueProblem[],
): Map<string, OperatorType> {
  const resolved = new Map<string, OperatorType>();
  for (const type of types.values()) {
    const chain = ancestry(type, types);
    if (chain === undefined) {
      const message = `"${type.name}" extends an unknown type, or itself by way of others`;
      problems.push({ path: pathOf(type, entries), pointer: 'extends', message });
    }
    const parameters = new Map<string, Parameter>();
    for (const ancestor of chain ?? [type]) {
      for (const parameter of ancestor.parameters) parameters.set(parameter.name, parameter);
    }
    const made = (chain ?? [type]).findLast((ancestor) => ancestor.arguments !== undefined)?.arguments;
    const whole = { ...type, parameters: [...parameters.values()] };
    resolved.set(type.name, made === undefined ? whole : { ...whole, arguments: made });
  }
  return resolved;
}

/** The type and those that it extends, the most general first; nothing where the chain is broken or closed. */
function ancestry(type: OperatorType, types: ReadonlyMap<string, OperatorType>): readonly OperatorType[] | undefined {
  const chain = [type];
  for (let name = type.extends; name !== undefined; ) {
    const ancestor = types.get(name);
    if (ancestor === undefined || chain.includes(ancestor)) return undefined;
    chain.unshift(ancestor);
    name = ancestor.extends;
  }
  return chain;
}

function checkSteps(
  resources: ReadonlyMap<string, ResourceType>,
  operators: ReadonlyMap<string, OperatorType>,
  entries: readonly PlacedEntry[],
  problems: CatalogueProblem[],
): void {
  for (const resource of resources.values()) {
    for (const step of ['create', 'destroy'] as const) {
      const { type } = resource[step];
      if (operators.has(type)) continue;
      const message = `"${type}" is no operator type of the catalogue`;
      problems.push({ path: pathOf(resource, entries), pointer: `${step}/type`, message });
    }
  }
}

function pathOf(entry: CatalogueEntry, entries: readonly PlacedEntry[]): string {
  return entries.findLast((placed) => placed.entry === entry)?.path ?? '';
}
