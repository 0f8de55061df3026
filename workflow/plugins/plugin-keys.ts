import { nearest } from '../../text/nearest';
import { type DocumentEntry, entryOf, type WorkflowDocument } from '../read';
import type { PluginFolder } from './plugin';

const OF_TYPES = ['name', 'imports', 'parameters_jsonschema', 'schema_extends'] as const;
const OF_OPERATORS = [...OF_TYPES, 'operator_class', 'operator_class_module', 'property_preprocessors'] as const;

/** The keys of a file, by its folder. */
export const PLUGIN_KEYS_OF: Readonly<Record<PluginFolder, readonly string[]>> = {
  operators: OF_OPERATORS,
  subdags: OF_OPERATORS,
  generators: [...OF_TYPES, 'iterator_builder_method_code', 'item_name_builder_code'],
  resources: ['name', 'create_operator_type', 'destroy_operator_type', 'provides_args', 'disable_sentinel_node'],
};

/** The names of what a folder holds, for messages. */
export const PLUGIN_TITLES: Readonly<Record<PluginFolder, string>> = {
  operators: 'an operator type',
  subdags: 'a sub-DAG type',
  generators: 'a generator type',
  resources: 'a resource type',
};

/** Keys by the names that catalogues, composites and Airflow have for them. */
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ['parameters', 'parameters_jsonschema'],
  ['parameters_schema', 'parameters_jsonschema'],
  ['properties', 'parameters_jsonschema'],
  ['params', 'parameters_jsonschema'],
  ['jsonschema', 'parameters_jsonschema'],
  ['schema', 'parameters_jsonschema'],
  ['class', 'operator_class'],
  ['operator', 'operator_class'],
  ['module', 'operator_class_module'],
  ['operator_module', 'operator_class_module'],
  ['extends', 'schema_extends'],
  ['preprocessors', 'property_preprocessors'],
  ['iterator_builder_code', 'iterator_builder_method_code'],
  ['iterator_builder_method', 'iterator_builder_method_code'],
  ['iterator_code', 'iterator_builder_method_code'],
  ['item_name_builder', 'item_name_builder_code'],
  ['item_name_code', 'item_name_builder_code'],
  ['create_operator', 'create_operator_type'],
  ['destroy_operator', 'destroy_operator_type'],
  ['delete_operator_type', 'destroy_operator_type'],
  ['delete_operator', 'destroy_operator_type'],
  ['provides', 'provides_args'],
]);

/** The key of a folder that a key is meant for; nothing where it is one itself, or none is near. */
export function meantPluginKey(key: string, folder: PluginFolder): string | undefined {
  const known = PLUGIN_KEYS_OF[folder];
  if (known.includes(key)) return undefined;
  const foreign = FOREIGN.get(key);
  return foreign !== undefined && known.includes(foreign) ? foreign : nearest(key, known)[0];
}

/** The entry of a key, also under a name that is a slip: that is told once, of the name. */
export function pluginEntry(document: WorkflowDocument, key: string, folder: PluginFolder): DocumentEntry | undefined {
  return entryOf(document, key) ?? document.entries.find((entry) => meantPluginKey(entry.key.text, folder) === key);
}
