import type { AirflowVersion } from './provider-classes';
import type { Providers } from './provider-facts';

/** What a workflow may contain, as data: one entry of the catalogue. Facts only, read from files under `schemas/`. */
export interface OperatorType {
  /** The short name, `bash`. */
  readonly name: string;
  /** Further names: boundary-layer's, the class name. The class path is always one. */
  readonly aliases: readonly string[];
  /** `neutral`: the environment chooses which operator it becomes. */
  readonly kind: 'operator' | 'sensor' | 'transfer' | 'neutral';
  /** `airflow.providers.standard.operators.bash.BashOperator`; of a neutral type `dagport.<name>`, which nothing imports. */
  readonly classPath: string;
  /** The distribution, without `apache-airflow-providers-`: `standard`. */
  readonly provider: string;
  /** One line of our own that says what it does. */
  readonly summary: string;
  /** The short name of the type whose parameters it takes over. */
  readonly extends?: string;
  /** Parameters of its bases, or of every operator, that its constructor refuses. */
  readonly withheld?: readonly string[];
  /** What to do instead: the official package warns that the class will go. */
  readonly deprecated?: string;
  /** What has to hold between its parameters. */
  readonly rules?: readonly ParameterRule[];
  /** The page that describes it. */
  readonly url?: string;
  /** Its own and those that it takes over; without what every operator or sensor takes. */
  readonly parameters: readonly Parameter[];
  /** Takes other parameters than its class does, which is a type of its own: found by its class path, or by its name. */
  readonly view?: true;
  /**
   * Arguments of the call that are made of several parameters: data in which `${{ name }}` stands for one. An entry that
   * refers to what is not given is left out. Parameters that it names are no arguments of their own. What stands under
   * the key `...` is a mapping whose entries are those of the mapping around.
   */
  readonly arguments?: { readonly [name: string]: Json };
  /** Does it take further parameters, which it does not name? They are passed on as they are written. */
  readonly open?: true;
  /** What the DAG file imports beside the class, for Python in values. */
  readonly imports?: readonly CodeImport[];
}

/** A name that boundary-layer knows and that no workflow can use: what it was, and what to do instead. */
export interface GoneType {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: 'gone';
  readonly summary: string;
  /** By the version of Airflow: why not, and what to use. */
  readonly targets: ReadonlyMap<string, string>;
}

/** A type of `generators`: what it repeats its target over. */
export interface GeneratorType {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: 'generator';
  readonly summary: string;
  /** The parameter that holds the items. */
  readonly items: string;
  /**
   * What names an item. `item`: the item itself, which is text. `name`: its key `name`. `key`: the items are a mapping,
   * and each item has a `name` (the key) and a `value`.
   */
  readonly itemName: 'item' | 'name' | 'key';
  readonly parameters: readonly Parameter[];
  /** Python that finds the items when Airflow parses the DAG file, as boundary-layer's generator types have it. */
  readonly code?: GeneratorCode;
}

export interface GeneratorCode {
  /** The body of a function with the parameters of the type, which gives the items. */
  readonly iterator: string;
  /** The body of a function of `index` and `item`, which gives the name of an item. */
  readonly itemName: string;
  readonly imports: readonly CodeImport[];
}

/** `import M`, or `from M import a, b`. */
export interface CodeImport {
  readonly module: string;
  readonly objects?: readonly string[];
}

/** A type of `sub_dags` beside `sub_dag`, of a plugin of boundary-layer. Its sub-DAGs become groups of tasks like all others. */
export interface SubDagType {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: 'sub_dag';
  readonly summary: string;
  readonly parameters: readonly Parameter[];
}

/** A type of `resources`: something that is created before its first user starts, and destroyed after the last one. */
export interface ResourceType {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: 'resource';
  readonly summary: string;
  /** What a resource takes as `properties`; where the type has none of its own, those of the create type. */
  readonly parameters: readonly Parameter[];
  readonly create: ResourceStep;
  readonly destroy: ResourceStep;
  /** The arguments that its users get, each with its value: data in which `${{ name }}` stands for a property. */
  readonly provides: ReadonlyMap<string, Json>;
}

/** The task that creates or destroys a resource. */
export interface ResourceStep {
  /** The short name of an operator type. */
  readonly type: string;
  /**
   * Its properties: data in which a text that is exactly `${{ name }}` stands for the property `name` of the resource.
   * Absent: a create step takes the resource's properties as they are, a destroy step takes what the resource provides.
   */
  readonly properties?: { readonly [name: string]: Json };
}

/** What has to hold between parameters of a type, beside that required ones are given. */
export type ParameterRule =
  /** `one`: exactly one of the names is given. `some`: at least one. `exclusive`: at most one. */
  | { readonly kind: 'one' | 'some' | 'exclusive'; readonly names: readonly string[] }
  /** Whoever gives `name` gives all of `names` too. */
  | { readonly kind: 'requires'; readonly name: string; readonly names: readonly string[] };

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly required: boolean;
  /** May it be null though it is required? One that is not required always may. */
  readonly nullable?: true;
  /** Its file leaves the type to what the official package says. */
  readonly partial?: true;
  readonly summary?: string;
  readonly default?: Json;
  /** What to do instead. */
  readonly deprecated?: string;
  /** boundary-layer takes it, Airflow no longer does: it is left out of what is built. */
  readonly removed?: true;
  /** Airflow renders it with Jinja when the task runs, so text is accepted whatever its type. */
  readonly templated?: boolean;
  /** What boundary-layer called it. */
  readonly aliases?: readonly string[];
  /** Of a duration whose number does not count seconds. */
  readonly unit?: DurationUnit;
  /** In a file without `format` it has to be given, as boundary-layer wants it. */
  readonly requiredWithoutFormat?: true;
  /** What the whole of its text has to match once Jinja has rendered it. */
  readonly pattern?: string;
  /** What is given to the operator where nobody gives a value. */
  readonly fill?: Json;
  /** How its value becomes the object that Airflow wants. */
  readonly becomes?: Conversion;
  /** What is asked of a value beyond its type, by JSON Schema or else: what is wrong with one, as plain data. */
  readonly misfits?: (value: unknown) => readonly Misfit[];
  /** The defaults inside of a value that is a mapping, or a list of mappings. */
  readonly inner?: InnerDefaults;
}

/** What is wrong with a value: where in it, by keys and indices, and in words that follow its name: `has to be >= 1`. */
export interface Misfit {
  readonly path: readonly string[];
  readonly message: string;
  /** The key that should not be there, or is missing. */
  readonly key?: string;
}

/** By key: what stands there where nothing is given, and the same for the mapping that is given. */
export interface InnerDefaults {
  readonly properties?: { readonly [key: string]: { readonly default?: Json; readonly inner?: InnerDefaults } };
  /** Of each item of a list. */
  readonly items?: InnerDefaults;
}

export type DurationUnit = 'seconds' | 'minutes' | 'hours' | 'days';

/**
 * How plain data becomes what an operator wants. `bytes`: text, and mappings as JSON, as bytes. The others make objects of
 * the Kubernetes and Docker clients, and take boundary-layer's notation for them besides.
 */
export const CONVERSIONS = [
  'bytes_of_messages',
  'kubernetes_volumes',
  'kubernetes_volume_mounts',
  'kubernetes_secrets',
  'kubernetes_resources',
  'kubernetes_pull_secrets',
  'docker_mounts',
  'docker_auto_remove',
  'bigquery_table',
  'texts_of_mapping',
] as const;

export type Conversion = (typeof CONVERSIONS)[number];

/**
 * `duration` is a number of seconds in YAML and a timedelta in Python; `date` and `time` are ISO 8601 text. `python` needs a
 * `<<…>>` expression, and so does `object`, of which the class is known.
 */
export type ParameterType =
  | { readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'duration' | 'date' | 'time' | 'any' | 'python' }
  | { readonly kind: 'object'; readonly classPath: string }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly items: ParameterType }
  | { readonly kind: 'mapping'; readonly values: ParameterType }
  | { readonly kind: 'union'; readonly members: readonly ParameterType[] };

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The look-ups over all known types. */
export interface Catalogue {
  /** The type of a name, alias, class name or class path; nothing where it is unknown. */
  find(name: string): OperatorType | undefined;
  /** All short names of operator types, sorted. */
  readonly names: readonly string[];
  /** The plugins of boundary-layer whose types the project uses. */
  readonly plugins: ReadonlySet<string>;
  /** What types import for Python in values, beside their classes. */
  readonly typeImports: readonly CodeImport[];
  /** Why a name that boundary-layer knows cannot be used. */
  findGone(name: string): GoneType | undefined;
  /** The official packages, where they were given: their classes are found by class path or unique class name too. */
  readonly providers: Providers | undefined;
  /** The same types with the signatures that they have in an Airflow. */
  on(airflow: AirflowVersion): Catalogue;
  findGenerator(name: string): GeneratorType | undefined;
  /** All short names of generator types, sorted. */
  readonly generatorNames: readonly string[];
  findSubDag(name: string): SubDagType | undefined;
  /** All names of sub-DAG types, sorted. */
  readonly subDagNames: readonly string[];
  findResource(name: string): ResourceType | undefined;
  /** All short names of resource types, sorted. */
  readonly resourceNames: readonly string[];
  /** Parameters that every operator takes, by name. */
  readonly baseParameters: ReadonlyMap<string, Parameter>;
  /** The same by each of their names, boundary-layer's among them. */
  readonly baseParametersByName: ReadonlyMap<string, Parameter>;
  /** Those of them that boundary-layer fills in where nothing is given. */
  readonly filledBaseParameters: readonly Parameter[];
  /** Parameters that every sensor takes beside those. */
  readonly sensorParameters: ReadonlyMap<string, Parameter>;
  /** All that a task of a type takes, by each of its names: worked out once for each type. */
  parametersOf(type: OperatorType): ReadonlyMap<string, Parameter>;
}
