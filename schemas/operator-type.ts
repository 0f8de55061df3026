/** What a workflow may contain, as data: one entry of the catalogue. Facts only, read from files under `schemas/`. */
export interface OperatorType {
  /** The short name, `bash`. */
  readonly name: string;
  /** Further names: boundary-layer's, the class name. The class path is always one. */
  readonly aliases: readonly string[];
  readonly kind: 'operator' | 'sensor' | 'transfer';
  /** `airflow.providers.standard.operators.bash.BashOperator` */
  readonly classPath: string;
  /** The distribution, without `apache-airflow-providers-`: `standard`. */
  readonly provider: string;
  /** One line of our own that says what it does. */
  readonly summary: string;
  readonly parameters: readonly Parameter[];
}

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly required: boolean;
  readonly summary?: string;
  readonly default?: Json;
  readonly deprecated?: string;
  /** Airflow renders it with Jinja when the task runs, so text is accepted whatever its type. */
  readonly templated?: boolean;
  /** What boundary-layer called it. */
  readonly aliases?: readonly string[];
}

/** `duration` is a number of seconds in YAML and a timedelta in Python; `python` needs a `<<…>>` expression. */
export type ParameterType =
  | { readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'duration' | 'date' | 'any' | 'python' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly items: ParameterType }
  | { readonly kind: 'mapping'; readonly values: ParameterType }
  | { readonly kind: 'union'; readonly members: readonly ParameterType[] };

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The look-ups over all known types. */
export interface Catalogue {
  /** The type of a name, alias, class name or class path; nothing where it is unknown. */
  find(name: string): OperatorType | undefined;
  /** All short names, sorted. */
  readonly names: readonly string[];
  /** Parameters that every operator takes, by name. */
  readonly baseParameters: ReadonlyMap<string, Parameter>;
  /** Parameters that every sensor takes beside those. */
  readonly sensorParameters: ReadonlyMap<string, Parameter>;
}
