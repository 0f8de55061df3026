import type { Parameter } from './operator-type';
import { readParameterType } from './parameter-type';
import {
  type AirflowVersion,
  type ParameterData,
  type ProviderClass,
  type ProviderIndex,
  type ProviderSource,
  readProviderIndex,
} from './provider-classes';

/** What a class of an official package takes. */
export interface ProviderFacts {
  /** By name; without what every operator takes, with what every sensor takes. */
  readonly parameters: readonly Parameter[];
  /** Inherited names that its constructor refuses. */
  readonly withheld: readonly string[];
  /** Present where the class warns that it will go: the class to use instead, by path or name, or nothing. */
  readonly deprecated?: { readonly use?: string };
}

/** What became of something that a release had and the newest one has not. */
export interface Former {
  /** The distribution, without its common beginning; absent: Airflow itself. */
  readonly provider?: string;
  /** The last release that had it. */
  readonly last?: string;
  /** What to use instead: a class path, or the name of a parameter. */
  readonly use?: string;
}

/** The official packages: what their classes are called, and what they take. Facts are read by module, on first use. */
export interface Providers extends ProviderIndex {
  /** What every operator takes in an Airflow, and every sensor beside that. */
  base(airflow: AirflowVersion): { readonly operator: readonly Parameter[]; readonly sensor: readonly Parameter[] };
  /** What a class takes in the newest release. */
  factsOf(type: ProviderClass): ProviderFacts;
  /** What a class takes on Airflow 2.11. */
  factsOn211(type: ProviderClass): ProviderFacts;
  /** Offered classes that Airflow 2.11 has not. */
  missingOn211(classPath: string): boolean;
  /** What became of a class path, or of a class name that no package has any more. */
  formerClass(name: string): Former | undefined;
  /** What became of a parameter of a class. */
  formerParameter(classPath: string, name: string): Former | undefined;
}

interface ClassData {
  readonly deprecated?: string;
  readonly withheld?: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterData>>;
}

interface ChangesData {
  readonly classes: Readonly<Record<string, Former>>;
  readonly parameters: Readonly<Record<string, Readonly<Record<string, Former>>>>;
}

interface DifferencesData {
  readonly missing: readonly string[];
  readonly parameters: Readonly<Record<string, Readonly<Record<string, ParameterData | null>>>>;
}

/** The official packages of a source. Only the index is read at once. */
export function openProviders(source: ProviderSource): Providers {
  const index = readProviderIndex(source.index);
  const dataOf = remembering((module: string): Readonly<Record<string, ClassData>> => JSON.parse(source.read(module)));
  const changes = remembering((): ChangesData => JSON.parse(source.read('changes')));
  const differences = remembering((): DifferencesData => JSON.parse(source.read('airflow-2.11')));
  const missing = remembering((): ReadonlySet<string> => new Set(differences('').missing));
  const formerClasses = remembering(() => readFormerClasses(changes(''), JSON.parse(source.read('moved'))));
  const classData = ({ classPath }: ProviderClass): ClassData =>
    dataOf(classPath.slice(0, classPath.lastIndexOf('.')))[classPath] ?? { parameters: {} };
  const factsOf = remembering((classPath: string): ProviderFacts => {
    const type = index.find(classPath);
    return readFacts(type === undefined ? { parameters: {} } : classData(type));
  });
  const factsOn211 = remembering((classPath: string): ProviderFacts => {
    const type = index.find(classPath);
    return readFacts(type === undefined ? { parameters: {} } : onAirflow211(type, classData(type), differences('')));
  });
  return {
    ...index,
    base: (airflow) => ({
      operator: readParameters(index.airflow[airflow].operator),
      sensor: readParameters(index.airflow[airflow].sensor),
    }),
    factsOf: ({ classPath }) => factsOf(classPath),
    factsOn211: ({ classPath }) => factsOn211(classPath),
    missingOn211: (classPath) => missing('').has(classPath),
    formerClass: (name) => (index.find(name) === undefined ? formerClasses('').get(name) : undefined),
    formerParameter: (classPath, name) => changes('').parameters[classPath]?.[name],
  };
}

function remembering<Value>(make: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

function readFacts({ parameters, withheld, deprecated }: ClassData): ProviderFacts {
  return {
    parameters: readParameters(parameters),
    withheld: withheld ?? [],
    ...(deprecated === undefined ? {} : { deprecated: deprecated === '' ? {} : { use: deprecated } }),
  };
}

function readParameters(data: Readonly<Record<string, ParameterData>>): readonly Parameter[] {
  return Object.entries(data).map(([name, facts]) => readParameter(name, facts));
}

function readParameter(name: string, data: ParameterData): Parameter {
  return {
    name,
    type: readParameterType(data.type) ?? { kind: 'any' },
    required: data.required === true,
    ...(data.nullable === true ? { nullable: true } : {}),
    ...(data.default === undefined ? {} : { default: data.default }),
    ...(data.deprecated === undefined
      ? {}
      : { deprecated: data.deprecated === '' ? 'Its use gives a warning.' : `Use ${data.deprecated}.` }),
    ...(data.templated === true ? { templated: true } : {}),
  };
}

function onAirflow211(type: ProviderClass, data: ClassData, { parameters }: DifferencesData): ClassData {
  const changed = Object.entries(parameters[type.classPath] ?? {});
  if (changed.length === 0) return data;
  const result = new Map(Object.entries(data.parameters));
  for (const [name, value] of changed) {
    if (value === null) result.delete(name);
    else result.set(name, value);
  }
  return { ...data, parameters: Object.fromEntries(result) };
}

/** By class path, and by class name where all former classes of that name came to the same. */
function readFormerClasses(
  { classes }: ChangesData,
  moved: Readonly<Record<string, string>>,
): ReadonlyMap<string, Former> {
  const found = new Map<string, Former>(Object.entries(classes));
  for (const [path, use] of Object.entries(moved)) if (!found.has(path)) found.set(path, { use });
  const byName = new Map<string, Former>();
  for (const [path, former] of Object.entries(classes)) byName.set(path.slice(path.lastIndexOf('.') + 1), former);
  for (const [path, use] of Object.entries(moved)) {
    const name = path.slice(path.lastIndexOf('.') + 1);
    if (!byName.has(name)) byName.set(name, { use });
  }
  for (const [name, former] of byName) found.set(name, former);
  return found;
}
