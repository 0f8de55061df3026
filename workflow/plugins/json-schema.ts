import type { InnerDefaults, Json, Misfit, Parameter, ParameterType } from '../../schemas';
import { compileSchema } from '../composites';
import type { YamlNode } from '../read';

type Data = { readonly [key: string]: Json };

/** A parameter by its JSON Schema, as `parameters_jsonschema` of boundary-layer has it (Draft 4). */
export function parameterOf(name: string, schema: YamlNode, required: boolean): Parameter {
  const data = mappingOf(jsonOf(schema));
  const { type, exact, nullable } = typeOf(data);
  const summary = data.description;
  const inner = innerDefaults(data);
  return {
    name,
    type,
    // What has a default is filled in before it is asked for.
    required: required && data.default === undefined,
    ...(nullable ? { nullable: true } : {}),
    ...(typeof summary === 'string' && summary.trim() !== '' ? { summary: firstLine(summary) } : {}),
    ...(data.default === undefined ? {} : { fill: data.default }),
    ...(exact ? {} : { misfits: misfitsBy(data) }),
    ...(inner === undefined ? {} : { inner }),
  };
}

/** Why a JSON Schema cannot be used; compiles it. */
export function schemaProblem(schema: YamlNode): string | undefined {
  const data = jsonOf(schema);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return 'it is no mapping';
  const compiled = compileSchema(modern(data));
  return 'problem' in compiled ? compiled.problem : undefined;
}

/** A schema is compiled when a value is first looked at. */
function misfitsBy(schema: Data): (value: unknown) => readonly Misfit[] {
  let compiled: ReturnType<typeof compileSchema> | undefined;
  return (value) => {
    compiled ??= compileSchema({ properties: { value: modern(schema) } });
    if ('problem' in compiled) return [];
    return compiled.misfits({ value }).map((misfit) => ({ ...misfit, path: misfit.path.slice(1) }));
  };
}

/** Draft 4 in the words of later drafts: `exclusiveMinimum: true` beside `minimum`; `id` names nothing here. */
function modern(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(modern);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
    if (key === 'id' && typeof value === 'string') return [];
    for (const [limit, exclusive] of LIMITS) {
      if (key === limit && mappingOf(schema)[exclusive] === true) return [[exclusive, value]];
      if (key === exclusive && typeof value === 'boolean') return [];
    }
    return [[key, key === 'default' || key === 'enum' ? value : modern(value)]];
  });
  return Object.fromEntries(entries);
}

const LIMITS = [
  ['minimum', 'exclusiveMinimum'],
  ['maximum', 'exclusiveMaximum'],
] as const;

interface ReadType {
  readonly type: ParameterType;
  /** Does the type say all that the schema says? */
  readonly exact: boolean;
  readonly nullable: boolean;
}

const ANNOTATIONS: ReadonlySet<string> = new Set(['title', 'description', 'default', 'format', 'id', '$schema']);

function typeOf(schema: Data): ReadType {
  const { type } = schema;
  const exactWith = (...keys: readonly string[]): boolean =>
    Object.keys(schema).every((key) => key === 'type' || ANNOTATIONS.has(key) || keys.includes(key));
  if (Array.isArray(type)) return unionOf(type, exactWith());
  const nullable = type === 'null';
  switch (type) {
    case 'string': {
      const values = schema.enum;
      if (!Array.isArray(values)) return { type: { kind: 'text' }, exact: exactWith(), nullable };
      const texts = values.filter((value) => typeof value === 'string');
      return { type: { kind: 'enum', values: texts }, exact: exactWith('enum'), nullable };
    }
    case 'integer':
    case 'number':
    case 'boolean':
      return { type: { kind: type }, exact: exactWith(), nullable };
    case 'array': {
      const items = typeOf(mappingOf(schema.items));
      return { type: { kind: 'list', items: items.type }, exact: exactWith('items') && items.exact, nullable };
    }
    case 'object': {
      const values = typeOf(mappingOf(schema.additionalProperties));
      const isMap = schema.properties === undefined && typeof schema.additionalProperties === 'object';
      const mapping: ParameterType = { kind: 'mapping', values: isMap ? values.type : { kind: 'any' } };
      return {
        type: mapping,
        exact: isMap ? exactWith('additionalProperties') && values.exact : exactWith(),
        nullable,
      };
    }
    default:
      return { type: { kind: 'any' }, exact: type === undefined && exactWith(), nullable };
  }
}

function unionOf(types: readonly Json[], exact: boolean): ReadType {
  const others = types.filter((one) => one !== 'null');
  const members = others.map((one) => typeOf({ type: one }).type);
  const [only] = members;
  const type = members.length > 1 ? ({ kind: 'union', members } as const) : (only ?? ({ kind: 'any' } as const));
  return { type, exact, nullable: others.length < types.length };
}

/** The defaults inside of what a schema describes; nothing where it has none. */
function innerDefaults(schema: Data): InnerDefaults | undefined {
  const properties = Object.entries(mappingOf(schema.properties)).flatMap(([key, value]) => {
    const facts = mappingOf(value);
    const inner = innerDefaults(facts);
    if (facts.default === undefined && inner === undefined) return [];
    const standard = facts.default === undefined ? {} : { default: facts.default };
    return [[key, { ...standard, ...(inner === undefined ? {} : { inner }) }] as const];
  });
  const items = isMapping(schema.items) ? innerDefaults(schema.items) : undefined;
  if (properties.length === 0 && items === undefined) return undefined;
  return {
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(items === undefined ? {} : { items }),
  };
}

function mappingOf(data: Json | undefined): Data {
  return isMapping(data) ? data : {};
}

function isMapping(data: Json | undefined): data is Data {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** A value as JSON has it: of a number that is too long for that, the nearest. */
export function jsonOf(node: YamlNode): Json {
  if (node.kind === 'list') return node.items.map(jsonOf);
  if (node.kind === 'mapping') return Object.fromEntries(node.pairs.map(({ key, value }) => [key.text, jsonOf(value)]));
  if (node.kind === 'alias') return null;
  return typeof node.value === 'bigint' ? Number(node.value) : node.value;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
