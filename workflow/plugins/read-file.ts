import type { CodeImport } from '../../schemas';
import { didYouMean, nearest } from '../../text/nearest';
import type { Range } from '../../text/range';
import { schemaSlips } from '../composites';
import {
  absolute,
  asText,
  type DocumentEntry,
  readWorkflow,
  textsOf,
  valueAt,
  type WorkflowDocument,
  type YamlNode,
} from '../read';
import { jsonOf, schemaProblem } from './json-schema';
import type {
  ParameterSpec,
  PlacedText,
  PluginFile,
  PluginFolder,
  PluginProblem,
  PluginSpec,
  Preprocessing,
  PropertySpec,
} from './plugin';
import { meantPluginKey, PLUGIN_KEYS_OF, PLUGIN_TITLES, pluginEntry } from './plugin-keys';
import { preprocessorNames, readPreprocessor } from './preprocessors';

/**
 * Reads one file of a plugin's configuration as boundary-layer 1.9.18 does (`boundary_layer/schemas/internal`). Never throws: what
 * is wrong is reported at its place. Nothing where the file defines no type that could be used.
 */
export function readPluginFile(file: PluginFile): {
  readonly spec: PluginSpec | undefined;
  readonly problems: readonly PluginProblem[];
} {
  const { documents, problems } = readWorkflow(file.path, file.text);
  const reading: Reading = {
    file,
    problems: problems.flatMap(({ severity, message, range }) =>
      severity === 'error' ? [{ path: file.path, text: file.text, message, range }] : [],
    ),
  };
  if (reading.problems.length > 0) return { spec: undefined, problems: reading.problems };
  const [document, second] = documents;
  const first = { start: 0, end: Math.min(1, file.text.length) };
  if (second !== undefined) {
    const { start, end } = second.range;
    report(reading, { start, end: Math.min(end, start + 3) }, 'A type is one document; nothing reads this one.');
  }
  if (document === undefined || document.entries.length === 0) {
    if (reading.problems.length === 0)
      report(reading, first, 'The file is no mapping with a "name": it defines no type.');
    return { spec: undefined, problems: reading.problems };
  }
  checkKeys(document, reading);
  const spec = file.folder === 'resources' ? resourceOf(document, reading) : typeOf(document, file.folder, reading);
  return { spec, problems: reading.problems };
}

interface Reading {
  readonly file: PluginFile;
  readonly problems: PluginProblem[];
}

function report({ file, problems }: Reading, range: Range, message: string, severity?: 'warning'): void {
  problems.push({ path: file.path, text: file.text, message, range, ...(severity === undefined ? {} : { severity }) });
}

function checkKeys({ entries }: WorkflowDocument, reading: Reading): void {
  const { folder } = reading.file;
  for (const entry of entries) {
    const { text } = entry.key;
    if (PLUGIN_KEYS_OF[folder].includes(text)) continue;
    const meant = meantPluginKey(text, folder);
    const hint = meant === undefined ? didYouMean(text, PLUGIN_KEYS_OF[folder]) : ` Did you mean "${meant}"?`;
    report(reading, absolute(entry, entry.key), `"${text}" is no key of ${PLUGIN_TITLES[folder]}.${hint}`);
  }
}

function typeOf(
  document: WorkflowDocument,
  folder: Exclude<PluginFolder, 'resources'>,
  reading: Reading,
): ParameterSpec | undefined {
  const name = neededText(document, 'name', reading);
  const base = optionalText(document, 'schema_extends', reading);
  const schema = pluginEntry(document, 'parameters_jsonschema', reading.file.folder);
  const classPath = folder === 'generators' ? undefined : classPathOf(document, reading);
  const code = folder === 'generators' ? codeOf(document, reading) : undefined;
  if (name === undefined) return undefined;
  if (base === undefined && schema === undefined) {
    const message = `Nothing says what "${name.text}" takes: it needs "parameters_jsonschema", "schema_extends" or both.`;
    report(reading, name.range, message);
  }
  const { properties, required, closed } = schemaOf(schema, reading);
  const own = new Set(properties.map((property) => property.name));
  return {
    folder,
    file: reading.file,
    name,
    classPath,
    extends: base,
    properties,
    required,
    closed,
    preprocessed: folder === 'generators' ? new Map() : preprocessedOf(document, own, reading),
    imports: importsOf(document, reading),
    code,
  };
}

function resourceOf(document: WorkflowDocument, reading: Reading): PluginSpec | undefined {
  const name = neededText(document, 'name', reading);
  const create = neededText(document, 'create_operator_type', reading);
  const destroy = optionalText(document, 'destroy_operator_type', reading);
  const entry = neededEntry(document, 'provides_args', reading);
  const provides = entry?.value === undefined ? [] : placedTexts(entry, entry.value, '"provides_args"', reading);
  if (
    name !== undefined &&
    destroy === undefined &&
    pluginEntry(document, 'destroy_operator_type', reading.file.folder) === undefined
  ) {
    const message = `Nothing says what destroys "${name.text}": it needs "destroy_operator_type". boundary-layer 1.9.18 fails without it as well.`;
    report(reading, name.range, message);
  }
  if (name === undefined || create === undefined || destroy === undefined) return undefined;
  return { folder: 'resources', file: reading.file, name, create, destroy, provides };
}

function neededEntry(document: WorkflowDocument, key: string, reading: Reading): DocumentEntry | undefined {
  const entry = pluginEntry(document, key, reading.file.folder);
  if (entry?.value !== undefined && !isNull(entry.value)) return entry;
  const place = entry ?? document.entries[0];
  const range = place === undefined ? { start: 0, end: 0 } : absolute(place, place.key);
  report(reading, range, `${capitalised(PLUGIN_TITLES[reading.file.folder])} needs "${key}".`);
  return undefined;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.type === 'null';
}

function neededText(document: WorkflowDocument, key: string, reading: Reading): PlacedText | undefined {
  return neededEntry(document, key, reading) === undefined ? undefined : optionalText(document, key, reading);
}

function optionalText(document: WorkflowDocument, key: string, reading: Reading): PlacedText | undefined {
  const entry = pluginEntry(document, key, reading.file.folder);
  if (entry?.value === undefined) return undefined;
  const text = asText(entry.value);
  if (text !== undefined && text.text.trim() !== '') return { text: text.text, range: absolute(entry, text) };
  report(reading, absolute(entry, entry.value), `"${key}" is a text.`);
  return undefined;
}

function placedTexts(owner: DocumentEntry, node: YamlNode, title: string, reading: Reading): readonly PlacedText[] {
  if (node.kind !== 'list') {
    report(reading, absolute(owner, node), `${title} is a list of texts: [a, b].`);
    return [];
  }
  return node.items.flatMap((item): readonly PlacedText[] => {
    const text = asText(item);
    if (text !== undefined) return [{ text: text.text, range: absolute(owner, text) }];
    report(reading, absolute(owner, item), `An item of ${title} is a text.`);
    return [];
  });
}

function classPathOf(document: WorkflowDocument, reading: Reading): PlacedText | undefined {
  const name = neededText(document, 'operator_class', reading);
  const module = neededText(document, 'operator_class_module', reading);
  if (name === undefined || module === undefined) return undefined;
  const text = `${module.text.trim()}.${name.text.trim()}`;
  if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(text)) return { text, range: module.range };
  report(reading, module.range, `"${text}" is no path of a Python class.`);
  return undefined;
}

function codeOf(document: WorkflowDocument, reading: Reading): ParameterSpec['code'] {
  const iterator = neededText(document, 'iterator_builder_method_code', reading)?.text;
  const itemName = neededText(document, 'item_name_builder_code', reading)?.text;
  return iterator === undefined || itemName === undefined ? undefined : { iterator, itemName };
}

type Schema = Pick<ParameterSpec, 'properties' | 'required' | 'closed'>;

const NO_SCHEMA: Schema = { properties: [], required: [], closed: undefined };

/** boundary-layer takes three keys of JSON Schema at the top, whatever stands below them. */
const SCHEMA_KEYS: readonly string[] = ['properties', 'additionalProperties', 'required'];

function schemaOf(entry: DocumentEntry | undefined, reading: Reading): Schema {
  if (entry?.value === undefined) return NO_SCHEMA;
  const schema = entry.value;
  if (schema.kind !== 'mapping') {
    report(reading, absolute(entry, schema), '"parameters_jsonschema" is a mapping with "properties".');
    return NO_SCHEMA;
  }
  for (const { key } of schema.pairs) {
    if (SCHEMA_KEYS.includes(key.text)) continue;
    const message = `"${key.text}" cannot stand here: boundary-layer takes ${SCHEMA_KEYS.join(', ')}.${didYouMean(key.text, SCHEMA_KEYS)}`;
    report(reading, absolute(entry, key), message);
  }
  const additional = valueAt(schema, 'additionalProperties');
  const closed = additional?.kind === 'scalar' && typeof additional.value === 'boolean' ? !additional.value : undefined;
  if (additional !== undefined && closed === undefined)
    report(reading, absolute(entry, additional), '"additionalProperties" is true or false.');
  const required = valueAt(schema, 'required');
  const names = required === undefined ? [] : placedTexts(entry, required, '"required"', reading);
  const properties = propertiesOf(entry, schema, reading);
  const own = properties.map(({ name }) => name);
  for (const { text, range } of names) {
    // What is required may be a property of the type that this one extends: only what looks like a slip is one.
    if (own.includes(text) || nearest(text, own).length === 0) continue;
    report(reading, range, `"${text}" is required and is none of the properties.${didYouMean(text, own)}`);
  }
  const asked = names.flatMap(({ text }) => (own.includes(text) || nearest(text, own).length === 0 ? [text] : []));
  return { properties, required: asked, closed };
}

function propertiesOf(entry: DocumentEntry, schema: YamlNode, reading: Reading): readonly PropertySpec[] {
  const properties = valueAt(schema, 'properties');
  if (properties === undefined) return [];
  if (properties.kind !== 'mapping') {
    report(reading, absolute(entry, properties), '"properties" is a mapping: the name of each, and its JSON Schema.');
    return [];
  }
  return properties.pairs.flatMap(({ key, value }): readonly PropertySpec[] => {
    const problem = schemaProblem(value);
    const range = absolute(entry, key);
    const slips = [...schemaSlips(value)];
    for (const slip of slips) report(reading, absolute(entry, slip.range), slip.message);
    if (problem === undefined) return [{ name: key.text, schema: value, range }];
    if (slips.length === 0) report(reading, range, `The JSON Schema of "${key.text}" cannot be used: ${problem}.`);
    // It is a property all the same, of which nothing is known.
    return [{ name: key.text, schema: { kind: 'mapping', pairs: [], start: value.start, end: value.end }, range }];
  });
}

function preprocessedOf(
  document: WorkflowDocument,
  own: ReadonlySet<string>,
  reading: Reading,
): ReadonlyMap<string, Preprocessing> {
  const found = new Map<string, Preprocessing>();
  const entry = pluginEntry(document, 'property_preprocessors', reading.file.folder);
  if (entry?.value === undefined) return found;
  if (entry.value.kind !== 'list') {
    report(reading, absolute(entry, entry.value), '"property_preprocessors" is a list.');
    return found;
  }
  for (const item of entry.value.items) {
    const does = preprocessorOf(entry, item, reading);
    for (const property of textsOf(valueAt(item, 'apply_to_properties'))) {
      const range = absolute(entry, property);
      if (!own.has(property.text)) {
        const hint = didYouMean(property.text, own);
        report(reading, range, `"${property.text}" is no property of this file, so nothing would be processed.${hint}`);
      } else if (found.has(property.text)) {
        report(reading, range, `"${property.text}" has a preprocessor already; boundary-layer takes one.`);
      } else found.set(property.text, does ?? {});
    }
  }
  return found;
}

const PREPROCESSOR_KEYS: readonly string[] = ['type', 'properties', 'apply_to_properties'];

/** What an item does; nothing where it is wrong, which is reported. */
function preprocessorOf(entry: DocumentEntry, item: YamlNode, reading: Reading): Preprocessing | undefined {
  const unknown = (item.kind === 'mapping' ? item.pairs : []).filter(
    ({ key }) => !PREPROCESSOR_KEYS.includes(key.text),
  );
  for (const { key } of unknown) {
    const hint = didYouMean(key.text, PREPROCESSOR_KEYS);
    report(reading, absolute(entry, key), `"${key.text}" is no key of a preprocessor.${hint}`);
  }
  const type = asText(valueAt(item, 'type'));
  const applied = valueAt(item, 'apply_to_properties');
  if (type === undefined || applied?.kind !== 'list') {
    const message = 'A preprocessor is a mapping with "type" and "apply_to_properties", a list of properties.';
    if (unknown.length === 0) report(reading, absolute(entry, applied ?? item), message);
    return undefined;
  }
  const read = readPreprocessor(type.text, valueAt(item, 'properties'));
  if (!read.ok) {
    const settings = preprocessorNames().includes(type.text) ? valueAt(item, 'properties') : undefined;
    const place = settings?.kind === 'mapping' ? settings : type;
    report(reading, absolute(entry, place), `${read.message}${didYouMean(type.text, preprocessorNames())}`);
    return undefined;
  }
  if (read.warning !== undefined) report(reading, absolute(entry, type), read.warning, 'warning');
  return read.does;
}

function importsOf(document: WorkflowDocument, reading: Reading): readonly CodeImport[] {
  const entry = pluginEntry(document, 'imports', reading.file.folder);
  if (entry?.value === undefined) return [];
  const { value } = entry;
  const [modules, objects] = [valueAt(value, 'modules'), valueAt(value, 'objects')];
  const entries = objects?.kind === 'list' ? objects.items : [];
  const isSound =
    value.kind === 'mapping' &&
    value.pairs.every(({ key }) => key.text === 'modules' || key.text === 'objects') &&
    (modules === undefined || modules.kind === 'list') &&
    (objects === undefined || objects.kind === 'list') &&
    entries.every((one) => asText(valueAt(one, 'module')) !== undefined && valueAt(one, 'objects')?.kind === 'list');
  if (!isSound) {
    const form = '{modules: [a], objects: [{module: b, objects: [c]}]}';
    report(reading, absolute(entry, value), `"imports" is a mapping: ${form}, not ${JSON.stringify(jsonOf(value))}.`);
    return [];
  }
  return [
    ...textsOf(modules).map(({ text }) => ({ module: text })),
    ...entries.flatMap((one) => {
      const module = asText(valueAt(one, 'module'))?.text;
      const names = textsOf(valueAt(one, 'objects')).map(({ text }) => text);
      return module === undefined ? [] : [{ module, objects: names }];
    }),
  ];
}
