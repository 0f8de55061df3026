import type { Json } from './operator-type';
import type { AIRFLOW_VERSIONS } from './project-keys';

/** Where the facts of the official packages come from: an index, and blocks of text that are read when first needed. */
export interface ProviderSource {
  /** The text of `schemas/providers/index.json`. */
  readonly index: string;
  /**
   * The JSON text of a block: the classes of a module (`{"<class path>": facts}`), or one of `changes`, `moved`,
   * `airflow-2.11`. Read synchronously: from a file by offset, or from text that a browser has loaded.
   */
  readonly read: (block: string) => string;
}

export type ProviderKind = 'operator' | 'sensor' | 'transfer';

/** A class of an official package, as the index knows it. */
export interface ProviderClass {
  /** The shortest name that means this class only: the class name, else the class path. */
  readonly name: string;
  readonly classPath: string;
  readonly kind: ProviderKind;
  /** The distribution, without `apache-airflow-providers-`. */
  readonly provider: string;
  readonly version: string;
  /** Is it there to be derived from only? Such a class is known, not offered. */
  readonly abstract: boolean;
}

/** The Airflow that a workflow is checked against and built for. */
export type AirflowVersion = (typeof AIRFLOW_VERSIONS)[number];

/** What an Airflow itself has: its release, and what every operator and every sensor takes. */
export interface AirflowData {
  readonly version: string;
  readonly operator: Readonly<Record<string, ParameterData>>;
  readonly sensor: Readonly<Record<string, ParameterData>>;
}

/** A parameter as the generator writes it; the type is in the notation of catalogue files. */
export interface ParameterData {
  readonly type: unknown;
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly templated?: boolean;
  readonly deprecated?: string;
  readonly default?: Json;
}

/** The classes of the official packages by name. */
export interface ProviderIndex {
  readonly airflow: Readonly<Record<AirflowVersion, AirflowData>>;
  /** All that are offered, by class path in order. */
  readonly classes: readonly ProviderClass[];
  /** By class path, or by a class name that only one offered class has. */
  find(name: string): ProviderClass | undefined;
  /** The paths of the offered classes of one name, where several packages have it. */
  homonyms(className: string): readonly string[];
}

interface IndexData {
  readonly airflow: Readonly<Record<AirflowVersion, AirflowData>>;
  readonly providers: Readonly<
    Record<string, { readonly version: string; readonly modules: Readonly<Record<string, string>> }>
  >;
}

/** Reads the text of `schemas/providers/index.json`, which the generator writes. */
export function readProviderIndex(text: string): ProviderIndex {
  const data: IndexData = JSON.parse(text);
  const all = placesOf(data);
  const paths = new Map<string, string[]>();
  for (const { className, classPath, abstract } of all) {
    if (abstract) continue;
    const known = paths.get(className);
    if (known === undefined) paths.set(className, [classPath]);
    else known.push(classPath);
  }
  const byName = new Map<string, ProviderClass>();
  const classes: ProviderClass[] = [];
  for (const { className, ...facts } of all) {
    const unique = !facts.abstract && paths.get(className)?.length === 1;
    const found: ProviderClass = { ...facts, name: unique ? className : facts.classPath };
    byName.set(facts.classPath, found);
    if (unique) byName.set(className, found);
    if (!facts.abstract) classes.push(found);
  }
  return {
    airflow: data.airflow,
    classes,
    find: (name) => byName.get(name),
    homonyms: (className) => paths.get(className) ?? [],
  };
}

interface Place extends Omit<ProviderClass, 'name'> {
  readonly className: string;
}

/** `Class` is an operator, `Class~` a sensor, `Class>` a transfer; `!` marks those to derive from. */
function placesOf({ providers }: IndexData): readonly Place[] {
  const places: Place[] = [];
  for (const [provider, { version, modules }] of Object.entries(providers)) {
    for (const [module, names] of Object.entries(modules)) {
      for (const marked of names.split(' ')) {
        const className = marked.replace(/[~>!]+$/, '');
        const marks = marked.slice(className.length);
        const kind = marks.startsWith('~') ? 'sensor' : marks.startsWith('>') ? 'transfer' : 'operator';
        const classPath = `${module}.${className}`;
        places.push({ className, classPath, kind, provider, version, abstract: marks.endsWith('!') });
      }
    }
  }
  return places;
}

/** The page of a class in the official documentation. */
export function documentationUrl({
  classPath,
  provider,
}: {
  readonly classPath: string;
  readonly provider: string;
}): string {
  const module = classPath.slice(0, classPath.lastIndexOf('.'));
  const base = `https://airflow.apache.org/docs/apache-airflow-providers-${provider}/stable/_api`;
  return `${base}/${module.replaceAll('.', '/')}/index.html#${classPath}`;
}
