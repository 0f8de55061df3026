import { didYouMean, nearest } from '../../text/nearest';
import type { Range } from '../../text/range';
import { asText, pairOf, textsOf, valueAt, type YamlMapping, type YamlNode, type YamlScalar } from '../read';

/** Something that is wrong in a JSON Schema, at its place in it. */
export interface SchemaSlip {
  readonly message: string;
  /** Relative to the owner of the schema. */
  readonly range: Range;
}

const TYPES: readonly string[] = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];

/** Types as other languages call them. */
const FOREIGN_TYPES: ReadonlyMap<string, string> = new Map([
  ['text', 'string'],
  ['str', 'string'],
  ['int', 'integer'],
  ['float', 'number'],
  ['double', 'number'],
  ['bool', 'boolean'],
  ['list', 'array'],
  ['mapping', 'object'],
  ['map', 'object'],
  ['dict', 'object'],
  ['none', 'null'],
]);

/** The keywords of drafts 7 and 2019-09, and what says something about a schema. */
const KEYWORDS: readonly string[] =
  `type enum const default title description examples properties required additionalProperties patternProperties
  propertyNames minProperties maxProperties dependencies dependentRequired dependentSchemas unevaluatedProperties items
  additionalItems unevaluatedItems contains minContains maxContains minItems maxItems uniqueItems minimum maximum
  exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format contentEncoding contentMediaType
  contentSchema allOf anyOf oneOf not if then else $ref $defs definitions $schema $id $anchor $comment $recursiveRef
  $recursiveAnchor $vocabulary readOnly writeOnly deprecated nullable`.split(/\s+/);

const NUMBERS: readonly string[] =
  'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems minProperties maxProperties'.split(
    ' ',
  );
const OF_SCHEMAS: readonly string[] = 'properties patternProperties $defs definitions dependentSchemas'.split(' ');
const LISTS_OF_SCHEMAS: readonly string[] = ['allOf', 'anyOf', 'oneOf'];
const SCHEMAS: readonly string[] =
  'items additionalItems contains additionalProperties propertyNames not if then else'.split(' ');

/** Deeper than any schema that a person writes. */
const MAXIMUM_DEPTH = 50;

/** What a person got wrong in a schema; linear in it. */
export function* schemaSlips(schema: YamlNode | undefined, depth = 0): Generator<SchemaSlip> {
  if (schema?.kind !== 'mapping' || depth > MAXIMUM_DEPTH) return;
  for (const { key, value } of schema.pairs) {
    yield* slipsOfKeyword(key, value, schema);
    if (SCHEMAS.includes(key.text)) yield* schemaSlips(value, depth + 1);
    else if (LISTS_OF_SCHEMAS.includes(key.text) && value.kind === 'list')
      for (const one of value.items) yield* schemaSlips(one, depth + 1);
    else if (OF_SCHEMAS.includes(key.text) && value.kind === 'mapping')
      for (const one of value.pairs) yield* schemaSlips(one.value, depth + 1);
  }
}

function* slipsOfKeyword(key: YamlScalar, value: YamlNode, schema: YamlMapping): Generator<SchemaSlip> {
  const { text } = key;
  if (!KEYWORDS.includes(text)) {
    // A schema may have words of its own: only what looks like a slip is one.
    const hint = didYouMean(text, KEYWORDS);
    if (nearest(text, KEYWORDS).length > 0 && !text.startsWith('x-'))
      yield { message: `"${text}" is no keyword of JSON Schema: nothing would read it.${hint}`, range: rangeOf(key) };
  }
  if (text === 'type') yield* slipsOfType(value);
  if (text === 'enum' && value.kind !== 'list')
    yield { message: '"enum" takes a list of values.', range: rangeOf(value) };
  if (NUMBERS.includes(text) && !isNumber(value)) yield { message: `"${text}" takes a number.`, range: rangeOf(value) };
  if (text === 'required') yield* slipsOfRequired(value, schema);
  if (text === 'default') yield* slipsOfDefault(value, schema);
}

function* slipsOfType(value: YamlNode): Generator<SchemaSlip> {
  for (const name of value.kind === 'list' ? value.items : [value]) {
    const text = asText(name)?.text ?? (name.kind === 'scalar' && name.type === 'null' ? 'null' : undefined);
    if (text !== undefined && TYPES.includes(text)) continue;
    const foreign = FOREIGN_TYPES.get((text ?? '').toLowerCase());
    const hint = foreign === undefined ? didYouMean(text ?? '', TYPES) : ` Did you mean "${foreign}"?`;
    const message =
      text === undefined
        ? '"type" takes the name of a type of JSON Schema.'
        : `"${text}" is no type of JSON Schema.${hint}`;
    yield { message, range: rangeOf(name) };
  }
}

/** What has to be given, and may not be given. */
function* slipsOfRequired(value: YamlNode, schema: YamlMapping): Generator<SchemaSlip> {
  if (value.kind !== 'list') {
    yield { message: '"required" takes a list of names.', range: rangeOf(value) };
    return;
  }
  const properties = valueAt(schema, 'properties');
  const additional = valueAt(schema, 'additionalProperties');
  const isClosed = additional?.kind === 'scalar' && additional.value === false;
  if (!isClosed || valueAt(schema, 'patternProperties') !== undefined) return;
  const names = properties?.kind === 'mapping' ? properties.pairs.map(({ key }) => key.text) : [];
  for (const name of textsOf(value)) {
    if (names.includes(name.text)) continue;
    const message = `"${name.text}" is required and is none of the properties, so nothing can be given that fits.${didYouMean(name.text, names)}`;
    yield { message, range: rangeOf(name) };
  }
}

/** By type and choice alone: the rest is seen where the default is used. */
function* slipsOfDefault(value: YamlNode, schema: YamlMapping): Generator<SchemaSlip> {
  if (value.kind === 'alias') return;
  const types = valueAt(schema, 'type');
  const names =
    types === undefined
      ? []
      : types.kind === 'list'
        ? textsOf(types).map(({ text }) => text)
        : [asText(types)?.text ?? ''];
  const known = names.filter((name) => TYPES.includes(name));
  if (known.length === names.length && known.length > 0 && !known.some((type) => isOfType(value, type))) {
    yield {
      message: `The default is none that the schema takes: it asks for ${known.join(' or ')}.`,
      range: rangeOf(value),
    };
    return;
  }
  const choices = pairOf(schema, 'enum')?.value;
  if (choices?.kind !== 'list' || value.kind !== 'scalar') return;
  const isChoice = choices.items.some((one) => one.kind !== 'scalar' || one.value === value.value);
  if (!isChoice) yield { message: 'The default is none of the values of "enum".', range: rangeOf(value) };
}

function isOfType(value: YamlNode, type: string): boolean {
  if (value.kind !== 'scalar') return value.kind === 'list' ? type === 'array' : type === 'object';
  if (value.type === 'null') return type === 'null';
  if (value.type === 'boolean') return type === 'boolean';
  if (value.type === 'integer') return type === 'integer' || type === 'number';
  if (value.type === 'number') return type === 'number' || (type === 'integer' && Number.isInteger(value.value));
  return type === 'string';
}

function isNumber(value: YamlNode): boolean {
  return value.kind === 'alias' || (value.kind === 'scalar' && (value.type === 'integer' || value.type === 'number'));
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}
