import { type Catalogue, findType, parametersOf } from '../../schemas';
import type { Range } from '../../text/range';
import { absolute, asText, type DocumentItem, entryOf, valueAt, type WorkflowFile, type YamlNode } from '../read';
import { withDefaults } from './expand/arguments';
import { defaultsOfType, mappingOf, operatorDefaultsOf } from './expand/defaults';

/** A property that a task has without giving it itself. */
export interface InheritedValue {
  readonly name: string;
  readonly value: YamlNode;
  readonly from: 'operator_defaults' | 'default_task_args';
  /** Where it is written, in the file. */
  readonly range: Range;
}

/** Keys that make a node something else than a task: they take no defaults. */
const KEYWORDS: ReadonlySet<string> = new Set(['branch', 'join', 'fail']);

/** What a task inherits of the workflow's defaults, in the order in which they are written; nearer ones win. */
export function inheritedValues(
  file: WorkflowFile,
  item: DocumentItem,
  catalogue: Catalogue,
): readonly InheritedValue[] {
  const [primary] = file.documents;
  const typeName = asText(valueAt(item.map, 'type'))?.text;
  if (primary === undefined || typeName === undefined || item.section === 'resources' || KEYWORDS.has(typeName))
    return [];
  const type = findType(catalogue, typeName);
  const written = valueAt(item.map, 'properties');
  const own = written?.kind === 'mapping' ? written : undefined;
  const ofType = defaultsOfType(operatorDefaultsOf(primary, catalogue), catalogue, typeName);
  const merged = withDefaults(ofType, own);
  const typeEntry = entryOf(primary, 'operator_defaults');
  const inherited = (merged?.pairs ?? []).flatMap(({ key, value }): readonly InheritedValue[] => {
    if (typeEntry === undefined || own?.pairs.some((pair) => pair.key.text === key.text)) return [];
    return [{ name: key.text, value, from: 'operator_defaults', range: absolute(typeEntry, key.from ?? key) }];
  });
  const known = new Set([...(own?.pairs ?? []), ...(ofType?.pairs ?? [])].map(({ key }) => key.text));
  const parameters = type === undefined ? catalogue.baseParameters : parametersOf(catalogue, type);
  const defaultsEntry = entryOf(primary, 'default_task_args');
  const ofAll = (mappingOf(primary, 'default_task_args')?.pairs ?? []).flatMap(
    ({ key, value }): readonly InheritedValue[] => {
      if (defaultsEntry === undefined || known.has(key.text) || !parameters.has(key.text)) return [];
      return [{ name: key.text, value, from: 'default_task_args', range: absolute(defaultsEntry, key.from ?? key) }];
    },
  );
  return [...inherited, ...ofAll];
}

/** The trigger rule of tasks that name none, by their type; nothing where that is Airflow's. Nearer defaults win. */
export function rulesByDefault(file: WorkflowFile, catalogue: Catalogue): (type: string) => string | undefined {
  const [primary] = file.documents;
  if (primary === undefined) return () => undefined;
  const ofTypes = operatorDefaultsOf(primary, catalogue);
  const ofAll = asText(valueAt(mappingOf(primary, 'default_task_args'), 'trigger_rule'))?.text;
  return (type) => {
    const ofType = asText(valueAt(defaultsOfType(ofTypes, catalogue, type), 'trigger_rule'))?.text;
    const fill = findType(catalogue, type)?.parameters.find(({ name }) => name === 'trigger_rule')?.fill;
    return ofType ?? ofAll ?? (typeof fill === 'string' ? fill : undefined);
  };
}
