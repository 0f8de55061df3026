import { asText, entryOf, textsOf, valueAt, type WorkflowDocument, type YamlMapping, type YamlNode } from '../read';
import type { ParameterCheck, SchemaCheck, SchemaCompiler } from './schema-check';
import { schemaSlips } from './schema-slips';

/** What a composite takes as `properties`, by its `parameters_jsonschema`. */
export interface Signature {
  readonly parameters: ReadonlyMap<string, CompositeParameter>;
  /** Does it take these parameters only? */
  readonly closed: boolean;
  /** What is wrong with values, by the whole schema; the schema is compiled when this is first called. */
  readonly check: ParameterCheck;
  /** Why the schema cannot be used; compiles it. */
  readonly schemaError: () => string | undefined;
  /** The values with the defaults of the schema, at every depth, where something is not given. */
  readonly withDefaults: (values: YamlMapping) => YamlMapping;
}

export interface CompositeParameter {
  readonly name: string;
  /** Has it to be given? One with a default has not. */
  readonly required: boolean;
  readonly summary: string | undefined;
}

/** The signature of a composite's document; one without `parameters_jsonschema` takes nothing. */
export function signatureOf(document: WorkflowDocument, compile: SchemaCompiler): Signature {
  const schema = entryOf(document, 'parameters_jsonschema')?.value;
  const required = new Set(textsOf(valueAt(schema, 'required')).map((name) => name.text));
  const properties = valueAt(schema, 'properties');
  const parameters = (properties?.kind === 'mapping' ? properties.pairs : []).map(
    ({ key, value }): CompositeParameter => ({
      name: key.text,
      required: required.has(key.text) && valueAt(value, 'default') === undefined,
      summary: asText(valueAt(value, 'description'))?.text,
    }),
  );
  // What stands under a key that nobody reads was to be the parameters.
  const isMisnamed = document.entries.some(
    ({ key: { text } }) => /^param|schema$/i.test(text) && text !== 'parameters_jsonschema',
  );
  const additional = valueAt(schema, 'additionalProperties');
  const compiled = lazily((): SchemaCheck => compile(schema));
  // What is wrong in the schema is told there, and makes values look wrong that are not.
  const isSound = lazily(() => [...schemaSlips(schema)].length === 0);
  const isClosed = additional?.kind === 'scalar' && additional.value === false;
  return {
    parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])),
    closed: (schema === undefined && !isMisnamed) || (isClosed && isSound()),
    check: (values) => (isSound() ? compiled().check(values) : []),
    schemaError: () => compiled().error,
    withDefaults: (values) => {
      const filled = fill(values, schema, 0);
      return filled.kind === 'mapping' ? filled : values;
    },
  };
}

function lazily<Value>(work: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: work() };
    return known.value;
  };
}

/** Deeper than any value that a person writes. */
const MAXIMUM_DEPTH = 100;

function fill(value: YamlNode, schema: YamlNode | undefined, depth: number): YamlNode {
  if (schema === undefined || depth > MAXIMUM_DEPTH) return value;
  if (value.kind === 'list') {
    const items = valueAt(schema, 'items');
    return { ...value, items: value.items.map((item) => fill(item, items, depth + 1)) };
  }
  const properties = valueAt(schema, 'properties');
  if (value.kind !== 'mapping' || properties?.kind !== 'mapping') return value;
  const given = value.pairs.map(({ key, value: inner }) => ({
    key,
    value: fill(inner, valueAt(properties, key.text), depth + 1),
  }));
  const names = new Set(given.map(({ key }) => key.text));
  const added = properties.pairs.flatMap(({ key, value: facts }) => {
    const standard = names.has(key.text) ? undefined : valueAt(facts, 'default');
    return standard === undefined ? [] : [{ key, value: fill(standard, facts, depth + 1) }];
  });
  return { ...value, pairs: [...given, ...added] };
}
