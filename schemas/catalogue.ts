import { type CatalogueEntry, type CatalogueProblem, isProblem, readCatalogueFile } from './catalogue-file';
import { namedParameters, rememberedParameters } from './lookup';
import { mergeBase, officialType, withOfficialFacts } from './official-type';
import type {
  Catalogue,
  GeneratorType,
  GoneType,
  Misfit,
  OperatorType,
  Parameter,
  ResourceType,
  SubDagType,
} from './operator-type';
import type { AirflowVersion, ProviderClass } from './provider-classes';
import type { Providers } from './provider-facts';
import { SUB_DAG_TYPES } from './workflow-keys';

/** What stands beneath the files of a catalogue, and the Airflow whose signatures count. */
interface Official {
  readonly providers: Providers;
  readonly airflow: AirflowVersion;
}

/** The types of a project, beside those that dagport brings. */
export interface FurtherTypes {
  /** Of plugins of boundary-layer, which are written in another form, each with the path of its file. */
  readonly entries: readonly PlacedEntry[];
  /** The names of these plugins. */
  readonly plugins: ReadonlySet<string>;
  /** Files of the project's own catalogue, path → text; they win over all others. */
  readonly files: ReadonlyMap<string, string>;
}

const NO_FURTHER: FurtherTypes = { entries: [], plugins: new Set(), files: new Map() };

/**
 * The catalogue of a set of files (path → text), and what is wrong with any of them; a file that cannot be read is left
 * out. Where two files give one name to types of one kind, the later one wins: a workspace may replace what we bring.
 * With `providers`, every class of the official packages is a type too, and files may leave to them what they know.
 */
export function loadCatalogue(
  files: ReadonlyMap<string, string>,
  providers?: Providers,
  further: FurtherTypes = NO_FURTHER,
): {
  readonly catalogue: Catalogue;
  readonly problems: readonly CatalogueProblem[];
} {
  const problems: CatalogueProblem[] = [];
  const read = (texts: ReadonlyMap<string, string>): readonly PlacedEntry[] =>
    [...texts].flatMap(([path, text]) => {
      const entry = readCatalogueFile(path, text);
      if (!isProblem(entry)) return [{ path, entry }];
      problems.push(entry);
      return [];
    });
  const entries = [...read(files), ...further.entries, ...read(further.files)];
  const assembled = new Map<AirflowVersion, Catalogue>();
  const on = (airflow: AirflowVersion, found: CatalogueProblem[] = []): Catalogue => {
    const official = providers === undefined ? undefined : { providers, airflow };
    const known = assembled.get(official === undefined ? '3.3' : airflow);
    const catalogue = known ?? {
      ...assemble(entries, found, official),
      plugins: further.plugins,
      on: (other) => on(other),
    };
    assembled.set(airflow, catalogue);
    return catalogue;
  };
  return { catalogue: on('3.3', problems), problems };
}

export interface PlacedEntry {
  readonly path: string;
  readonly entry: CatalogueEntry;
}

function assemble(
  entries: readonly PlacedEntry[],
  problems: CatalogueProblem[],
  official: Official | undefined,
): Omit<Catalogue, 'on' | 'plugins'> {
  const operators = new Map<string, OperatorType>();
  const generators = new Map<string, GeneratorType>();
  const resources = new Map<string, ResourceType>();
  const subDags = new Map<string, SubDagType>();
  const gone = new Map<string, GoneType>();
  const bases = new Map<string, readonly Parameter[]>();
  for (const { entry } of entries) {
    if (entry.kind === 'base') {
      bases.set(entry.name, entry.parameters);
      gone.set(entry.name, entry.gone);
    } else if (entry.kind === 'generator') setLast(generators, entry);
    else if (entry.kind === 'sub_dag') setLast(subDags, entry);
    else if (entry.kind === 'gone') setLast(gone, entry);
    else if (entry.kind === 'resource') setLast(resources, entry);
    else setLast(operators, entry);
  }
  const resolved = withFacts(resolveExtends(operators, entries, problems, official), official);
  checkSteps(resources, resolved, entries, problems);
  const base = baseParameters(bases, official);
  const { find, names } = lookup(resolved, (type) => [...type.aliases, ...classNames(type)]);
  return {
    find: official === undefined ? find : withOfficialTypes(find, official),
    names,
    providers: official?.providers,
    typeImports: [...operators.values()].flatMap(({ imports }) => imports ?? []),
    findGone: lookup(gone, (type) => type.aliases).find,
    findGenerator: lookup(generators, (type) => type.aliases).find,
    generatorNames: [...generators.keys()].sort(),
    findSubDag: lookup(subDags, (type) => type.aliases).find,
    subDagNames: [...new Set([...SUB_DAG_TYPES, ...subDags.keys()])].sort(),
    findResource: lookup(resources, (type) => type.aliases).find,
    resourceNames: [...resources.keys()].sort(),
    ...base,
    baseParametersByName: namedParameters(base.baseParameters.values()),
    filledBaseParameters: [...base.baseParameters.values()].filter(({ fill }) => fill !== undefined),
    parametersOf: rememberedParameters(base),
  };
}

/** Arguments of every operator that the DAG file gives by where the task stands in it. */
const OF_THE_FILE: ReadonlySet<string> = new Set(['dag', 'task_group']);

function baseParameters(
  bases: ReadonlyMap<string, readonly Parameter[]>,
  official: Official | undefined,
): Pick<Catalogue, 'baseParameters' | 'sensorParameters'> {
  const operator = bases.get('base') ?? [];
  const sensor = bases.get('base_sensor') ?? [];
  if (official === undefined) return { baseParameters: byName(operator), sensorParameters: byName(sensor) };
  const base = official.providers.base(official.airflow);
  const merged = mergeBase(operator, base.operator).filter(({ name }) => !OF_THE_FILE.has(name));
  return {
    baseParameters: byName(merged.map(withResourceKeys)),
    sensorParameters: byName(mergeBase(sensor, base.sensor)),
  };
}

/** What the `resources` of every operator holds (Airflow's `Resources`); another key keeps the DAG file from loading. */
const RESOURCE_KEYS: readonly string[] = ['cpus', 'ram', 'disk', 'gpus'];

function withResourceKeys(parameter: Parameter): Parameter {
  if (parameter.name !== 'resources') return parameter;
  const misfits = (value: unknown): readonly Misfit[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.keys(value).flatMap((key): readonly Misfit[] => {
          const message = `has no key "${key}": there are ${RESOURCE_KEYS.join(', ')}`;
          return RESOURCE_KEYS.includes(key) ? [] : [{ path: [], key, message }];
        });
  return { ...parameter, misfits };
}

/** Has a type other parameters than its class, so that the class is another type? What makes arguments of its parameters has. */
export function isView({ view, arguments: made }: OperatorType): boolean {
  return view === true || made !== undefined;
}

function classNames(type: OperatorType): readonly string[] {
  const { classPath } = type;
  return !isView(type) ? [classPath, classPath.slice(classPath.lastIndexOf('.') + 1)] : [];
}

function withFacts(
  types: ReadonlyMap<string, OperatorType>,
  official: Official | undefined,
): ReadonlyMap<string, OperatorType> {
  if (official === undefined) return types;
  const { providers, airflow } = official;
  const classOf = (type: OperatorType): ProviderClass | undefined => {
    const own = type.kind === 'neutral' ? undefined : providers.find(type.classPath);
    if (own !== undefined || type.extends === undefined) return own;
    const base = types.get(type.extends);
    return base === undefined || base === type ? providers.find(type.extends) : classOf(base);
  };
  return new Map([...types].map(([name, type]) => [name, withOfficialFacts(type, classOf(type), providers, airflow)]));
}

/** The types of files first, then those of the official packages; a type is one value, however often it is found. */
function withOfficialTypes(
  find: (name: string) => OperatorType | undefined,
  { providers, airflow }: Official,
): (name: string) => OperatorType | undefined {
  const made = new Map<ProviderClass, OperatorType>();
  return (name) => {
    const own = find(name);
    if (own !== undefined) return airflow === '2.11' && providers.missingOn211(own.classPath) ? undefined : own;
    const found = providers.find(name);
    if (found === undefined || (airflow === '2.11' && providers.missingOn211(found.classPath))) return undefined;
    const type = find(found.classPath) ?? made.get(found) ?? officialType(providers, found, airflow);
    made.set(found, type);
    return type;
  };
}

/**
 * A later file wins over an earlier one, by name and, as it comes last, by its other names. What it replaces keeps the short names
 * that were its own beside: boundary-layer's `flow_control` stays when a plugin has another `dummy`.
 */
function setLast<Type extends { readonly name: string; readonly aliases: readonly string[] }>(
  types: Map<string, Type>,
  type: Type,
): void {
  const replaced = types.get(type.name);
  types.delete(type.name);
  types.set(type.name, type);
  for (const alias of replaced?.aliases ?? []) {
    if (!/^[a-z]/.test(alias) || types.has(alias) || type.aliases.includes(alias)) continue;
    types.set(alias, { ...(replaced ?? type), name: alias, aliases: [] });
  }
}

/** Finding by name first, then by the other names; of several types with one other name the last counts. */
function lookup<Type>(
  types: ReadonlyMap<string, Type>,
  otherNames: (type: Type) => readonly string[],
): { readonly find: (name: string) => Type | undefined; readonly names: readonly string[] } {
  const all = new Map(types);
  for (const type of [...types.values()].reverse()) {
    for (const name of otherNames(type)) if (!all.has(name)) all.set(name, type);
  }
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
  official: Official | undefined,
): Map<string, OperatorType> {
  const resolved = new Map<string, OperatorType>();
  for (const type of types.values()) {
    const chain = ancestry(type, (name) => types.get(name) ?? officialBase(name, official));
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

/** A class of an official package that a type of a file extends; what it takes is added when that is asked for. */
function officialBase(name: string, official: Official | undefined): OperatorType | undefined {
  const found = official?.providers.find(name);
  if (found === undefined) return undefined;
  const { classPath, kind, provider } = found;
  return { name: found.name, aliases: [], kind, classPath, provider, summary: '', parameters: [] };
}

/** The type and those that it extends, the most general first; nothing where the chain is broken or closed. */
function ancestry(
  type: OperatorType,
  find: (name: string) => OperatorType | undefined,
): readonly OperatorType[] | undefined {
  const chain = [type];
  for (let name = type.extends; name !== undefined; ) {
    const ancestor = find(name);
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
