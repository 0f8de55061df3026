import { type ErrorObject, Ajv2019 as JsonSchemas, type ValidateFunction } from 'ajv/dist/2019';
import { RE2JS } from 're2js';
import type { Misfit } from '../../schemas';
import { nearest } from '../../text/nearest';
import type { Range } from '../../text/range';
import { pairOf, valueAt, type YamlMapping, type YamlNode } from '../read';

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

/** A schema that data is checked by, or why it cannot be used. */
export type DataCheck = { readonly misfits: (data: unknown) => readonly Misfit[] } | { readonly problem: string };

/** The same for plain data, which has no places. */
export function compileSchema(schema: unknown): DataCheck {
  return compiled(schema, new JsonSchemas(SETTINGS));
}

function compiled(schema: unknown, schemas: JsonSchemas): DataCheck {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return { problem: 'it is no mapping' };
  const { $schema: _dialect, $async: _async, $id: _id, ...rest } = schema as Readonly<Record<string, unknown>>;
  try {
    const validate = schemas.compile(rest);
    return { misfits: (data) => misfitsOf(validate, data) };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

function schemaCheck(schema: YamlNode | undefined, schemas: JsonSchemas): SchemaCheck {
  if (schema === undefined) return { check: () => [], error: undefined };
  const check = compiled(dataOf(schema), schemas);
  if ('problem' in check) return { check: () => [], error: check.problem };
  return { check: (values) => placedProblems('', values, check.misfits(dataOf(values))), error: undefined };
}

const JSON_TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];

/** Why a schema cannot be compiled, as a person would say it. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const type = /^type must be JSONType or JSONType\[\]: (.*)$/.exec(message)?.[1];
  if (type === undefined) return message;
  const [meant] = nearest(type, JSON_TYPES);
  return `"${type}" is no type of JSON Schema${meant === undefined ? '' : `, "${meant}" is one`}`;
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
  // The names that a mapping may have, for keys that it has not.
  verbose: true,
  strict: false,
  // A mistake in a schema is found when it is compiled; to hold it to the schema of schemas takes a fifth of a second.
  meta: false,
  validateSchema: false,
  validateFormats: false,
  logger: false,
  code: { regExp: LINEAR },
} as const;

function misfitsOf(validate: ValidateFunction, data: unknown): readonly Misfit[] {
  if (validate(data)) return [];
  const all = (validate.errors ?? []).filter((error) => !isAboutTheWhole(error));
  const replaced = replacedKeys(all);
  const errors = all.filter((error) => !isMisspelt(error, all) && !isReplaced(error, replaced));
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  return errors.flatMap((error): readonly Misfit[] => {
    if (choices.some(({ schemaPath }) => error.schemaPath.startsWith(`${schemaPath}/`))) return [];
    const path = error.instancePath.split('/').slice(1);
    const key: unknown = error.params.additionalProperty;
    return [
      {
        path: path.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
        message: messageOf(error, replaced.get(error.instancePath)),
        ...(typeof key === 'string' ? { key } : {}),
      },
    ];
  });
}

/** Where one key is missing and another one is not known, the one stands for the other: the missing one, by its place. */
function replacedKeys(errors: readonly ErrorObject[]): ReadonlyMap<string, string> {
  const replaced = new Map<string, string>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== 'required') continue;
    const here = errors.filter((other) => other.instancePath === instancePath);
    const count = (word: string): number => here.filter((other) => other.keyword === word).length;
    if (count('required') === 1 && count('additionalProperties') === 1)
      replaced.set(instancePath, String(params.missingProperty));
  }
  return replaced;
}

function isReplaced({ keyword, instancePath }: ErrorObject, replaced: ReadonlyMap<string, string>): boolean {
  return keyword === 'required' && replaced.has(instancePath);
}

/** Does a key that is missing stand there with a slip, which is told of that one? */
function isMisspelt({ keyword, instancePath, params }: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (keyword !== 'required') return false;
  return errors.some(
    (other) =>
      other.keyword === 'additionalProperties' &&
      other.instancePath === instancePath &&
      nearest(String(other.params.additionalProperty), [String(params.missingProperty)]).length > 0,
  );
}

/** Parameters that are missing, or that nobody knows, are told like those of every other type. */
function isAboutTheWhole({ instancePath, keyword }: ErrorObject): boolean {
  return instancePath === '' && (keyword === 'required' || keyword === 'additionalProperties');
}

/**
 * Each misfit of a value at its place, one for a place; nothing about what is known only later.
 * @param root what the value is called; empty where its keys are the names
 */
export function placedProblems(root: string, value: YamlNode, misfits: readonly Misfit[]): readonly ParameterProblem[] {
  const seen = new Set<string>();
  return misfits.flatMap((misfit): readonly ParameterProblem[] => {
    const place = placeOf(root, value, misfit);
    const key = JSON.stringify([misfit.path, misfit.key]);
    if (place === undefined || seen.has(key) || holdsUnknown(place.node)) return [];
    seen.add(key);
    const { start, end } = place.node;
    return [{ parameter: place.name, message: misfit.message, range: { start, end } }];
  });
}

interface MisfitPlace {
  readonly name: string;
  readonly node: YamlNode;
}

function placeOf(root: string, value: YamlNode, { path, key }: Misfit): MisfitPlace | undefined {
  let node = value;
  let name = root;
  for (const part of path) {
    const next: YamlNode | undefined =
      node.kind === 'list' ? node.items[Number(part)] : node.kind === 'mapping' ? valueAt(node, part) : undefined;
    if (next === undefined) return undefined;
    name = node.kind === 'list' ? `${name}[${part}]` : name === '' ? part : `${name}.${part}`;
    node = next;
  }
  const surplus = key === undefined ? undefined : pairOf(node, key);
  return { name, node: surplus?.key ?? node };
}

/** Does a value hold text that stands for something that is known only later? Then nothing can be said about it yet. */
function holdsUnknown(node: YamlNode): boolean {
  if (node.kind === 'list') return node.items.some(holdsUnknown);
  if (node.kind === 'mapping') return node.pairs.some(({ value }) => holdsUnknown(value));
  return node.kind === 'scalar' && node.type === 'text' && /\$\{\{|\{\{|\{%|<<.*>>/s.test(node.text);
}

function messageOf({ keyword, params, message, parentSchema }: ErrorObject, missing: string | undefined): string {
  if (keyword === 'enum' && Array.isArray(params.allowedValues)) {
    return `has to be one of ${params.allowedValues.map((value) => JSON.stringify(value)).join(', ')}`;
  }
  if (keyword === 'additionalProperties') {
    const key = String(params.additionalProperty);
    const meant = nearest(key, Object.keys(parentSchema?.properties ?? {}))[0] ?? missing;
    return `has no key "${key}"${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`;
  }
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
