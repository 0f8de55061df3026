import { type ErrorObject, Ajv2019 as JsonSchemas, type ValidateFunction } from 'ajv/dist/2019';
import { RE2JS } from 're2js';
import type { Range } from '../../text/range';
import type { YamlMapping, YamlNode } from '../read';

/** What a schema finds in values, each at the place of the value that it is about. */
export type ParameterCheck = (values: YamlMapping) => readonly ParameterProblem[];

export interface ParameterProblem {
  /** As a person writes it: `tables[0].name`. */
  readonly parameter: string;
  /** `must be integer`. */
  readonly message: string;
  /** Relative to the owner of the values. */
  readonly range: Range;
}

export interface SchemaCheck {
  readonly check: ParameterCheck;
  /** Why the schema cannot be used: then nothing is checked by it. */
  readonly error: string | undefined;
}

export type SchemaCompiler = (schema: YamlNode | undefined) => SchemaCheck;

/**
 * Compiles JSON Schemas, 2019-09 or draft 7. Their patterns run on an engine that is linear whatever they are. Making a
 * compiler costs nothing, using it for the first time some milliseconds.
 */
export function schemaCompiler(): SchemaCompiler {
  let schemas: JsonSchemas | undefined;
  return (schema) => {
    schemas ??= new JsonSchemas(SETTINGS);
    return schemaCheck(schema, schemas);
  };
}

function schemaCheck(schema: YamlNode | undefined, schemas: JsonSchemas): SchemaCheck {
  if (schema === undefined) return { check: () => [], error: undefined };
  const data = dataOf(schema);
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return { check: () => [], error: 'it is no mapping' };
  const { $schema: _dialect, $async: _async, $id: _id, ...rest } = data as Readonly<Record<string, unknown>>;
  try {
    const validate = schemas.compile(rest);
    return { check: (values) => problemsOf(validate, values), error: undefined };
  } catch (error) {
    return { check: () => [], error: error instanceof Error ? error.message : String(error) };
  }
}

/** Compiled patterns are kept apart by their text. */
const LINEAR = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern);
    return { test: (text: string) => compiled.matcher(text).find(), toString: () => pattern };
  },
  { code: 'linear' },
);

const SETTINGS = {
  allErrors: true,
  strict: false,
  validateFormats: false,
  logger: false,
  code: { regExp: LINEAR },
} as const;

function problemsOf(validate: ValidateFunction, values: YamlMapping): readonly ParameterProblem[] {
  if (validate(dataOf(values))) return [];
  const errors = (validate.errors ?? []).filter((error) => !isAboutTheWhole(error));
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const seen = new Set<string>();
  return errors.flatMap((error): readonly ParameterProblem[] => {
    if (choices.some(({ schemaPath }) => error.schemaPath.startsWith(`${schemaPath}/`))) return [];
    const place = placeOf(values, error);
    if (place === undefined || seen.has(place.key) || holdsUnknown(place.node)) return [];
    seen.add(place.key);
    return [{ parameter: place.name, message: messageOf(error), range: place.range }];
  });
}

/** Parameters that are missing, or that nobody knows, are told like those of every other type. */
function isAboutTheWhole({ instancePath, keyword }: ErrorObject): boolean {
  return instancePath === '' && (keyword === 'required' || keyword === 'additionalProperties');
}

interface ErrorPlace {
  readonly key: string;
  readonly name: string;
  readonly node: YamlNode;
  readonly range: Range;
}

function placeOf(values: YamlMapping, error: ErrorObject): ErrorPlace | undefined {
  let node: YamlNode = values;
  let name = '';
  for (const part of error.instancePath.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const next: YamlNode | undefined =
      node.kind === 'list'
        ? node.items[Number(key)]
        : node.kind === 'mapping'
          ? node.pairs.findLast((pair) => pair.key.text === key)?.value
          : undefined;
    if (next === undefined) return undefined;
    name = node.kind === 'list' ? `${name}[${key}]` : name === '' ? key : `${name}.${key}`;
    node = next;
  }
  const surplus: unknown = error.params.additionalProperty;
  const pair =
    node.kind === 'mapping'
      ? node.pairs.findLast(({ key }) => key.text === surplus && surplus !== undefined)
      : undefined;
  const shown = pair?.key ?? node;
  return {
    key: `${error.instancePath} ${pair?.key.text ?? ''}`,
    name,
    node: pair?.key ?? node,
    range: { start: shown.start, end: shown.end },
  };
}

/** Does a value hold text that stands for something that is known only later? Then nothing can be said about it yet. */
function holdsUnknown(node: YamlNode): boolean {
  if (node.kind === 'list') return node.items.some(holdsUnknown);
  if (node.kind === 'mapping') return node.pairs.some(({ value }) => holdsUnknown(value));
  return node.kind === 'scalar' && node.type === 'text' && /\$\{\{|\{\{|\{%|<<.*>>/s.test(node.text);
}

function messageOf({ keyword, params, message }: ErrorObject): string {
  if (keyword === 'enum' && Array.isArray(params.allowedValues)) {
    return `has to be one of ${params.allowedValues.map((value) => JSON.stringify(value)).join(', ')}`;
  }
  if (keyword === 'additionalProperties') return `has no key "${params.additionalProperty}"`;
  if (keyword === 'required') return `needs the key "${params.missingProperty}"`;
  if (keyword === 'pattern') return `does not match the pattern "${params.pattern}"`;
  return (message ?? 'is not valid').replace(/^must (NOT )?/, (_, not) =>
    not === undefined ? 'has to ' : 'must not ',
  );
}

/** A value as JSON has it: of a number that is too long for that, the nearest. */
function dataOf(node: YamlNode): unknown {
  if (node.kind === 'list') return node.items.map(dataOf);
  if (node.kind === 'mapping') return Object.fromEntries(node.pairs.map(({ key, value }) => [key.text, dataOf(value)]));
  if (node.kind === 'alias') return null;
  return typeof node.value === 'bigint' ? Number(node.value) : node.value;
}
