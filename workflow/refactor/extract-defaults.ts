import { findResource, findType, type OperatorType, parametersOf } from '../../schemas';
import type { TextEdit } from '../../text/diagnostic';
import {
  asText,
  type DocumentItem,
  entryOf,
  pairOf,
  toData,
  valueAt,
  type WorkflowDocument,
  type YamlNode,
  type YamlPair,
} from '../read';
import { lineBreakOf } from '../select/lines';
import { writeText } from '../write/scalar';
import { allOf, inFlow, withoutPair, withoutPairs, withPairs } from './edit-mapping';
import type { RefactorInput, Refactoring } from './refactoring';

/**
 * Moves the properties that all tasks of a type share to `operator_defaults`. Offered on such a task, and only where each
 * of them keeps just what it had: defaults reach every task of the type in the file.
 */
export function extractDefaults(input: RefactorInput, item: DocumentItem): Refactoring | undefined {
  const { file, outline, options } = input;
  const [primary] = file.documents;
  const type = typeOf(item, input);
  if (outline.format === undefined || outline.composite !== undefined || primary === undefined || type === undefined)
    return undefined;
  const tasks = tasksOf(type, input);
  if (tasks === undefined || tasks.length < 2) return undefined;
  const shared = sharedProperties(tasks, type, input);
  if (shared.length === 0) return undefined;
  const removed = tasks.map((task) => withoutShared(input, task, shared));
  const name = asText(valueAt(item.map, 'type'))?.text ?? type.name;
  const first = { text: file.text, offset: tasks[0]?.offset ?? 0 };
  const values = shared.flatMap(({ key, value }): (readonly [string, string])[] => {
    const text = inFlow(first, value);
    return text === undefined ? [] : [[writeText(key.text, 'flow'), text]];
  });
  if (values.length < shared.length) return undefined;
  const edits = allOf(...removed, defaultsWith(input, primary, type, name, values));
  if (edits === undefined) return undefined;
  const names = shared.map(({ key }) => `"${key.text}"`).join(', ');
  const { kind } = options.catalogue.find(name) ?? { kind: 'operator' };
  const title = `Move ${names} of all ${tasks.length} "${name}" ${kind === 'sensor' ? 'sensors' : 'tasks'} to operator_defaults`;
  return { title, kind: 'extract', edits };
}

const TASK_SECTIONS: ReadonlySet<string> = new Set(['operators', 'before', 'after']);

function typeOf(item: DocumentItem, { options }: Pick<RefactorInput, 'options'>): OperatorType | undefined {
  const name = asText(valueAt(item.map, 'type'))?.text;
  return name === undefined || !TASK_SECTIONS.has(item.section) ? undefined : findType(options.catalogue, name);
}

/** Types whose defaults containers take over as well. */
const BACKENDS: ReadonlySet<string> = new Set(['docker', 'kubernetes', 'ecs']);

/** The tasks that take the defaults of a type; nothing where there are others of which it is not written what they have. */
function tasksOf(type: OperatorType, { file, options }: RefactorInput): readonly DocumentItem[] | undefined {
  const tasks: DocumentItem[] = [];
  for (const item of file.documents.flatMap(({ items }) => items)) {
    const name = asText(valueAt(item.map, 'type'))?.text;
    if (name !== undefined && options.composites?.find(name) !== undefined) return undefined;
    if (item.section === 'resources') return undefined;
    const own = typeOf(item, { options });
    if (own?.name === type.name) tasks.push(item);
    else if (own?.extends === type.name || (own?.kind === 'neutral' && BACKENDS.has(type.name))) return undefined;
  }
  return tasks;
}

/** The pairs of the first task that all tasks have, with the same values, and that mean the same as a default. */
function sharedProperties(
  tasks: readonly DocumentItem[],
  type: OperatorType,
  { file, options }: RefactorInput,
): readonly YamlPair[] {
  const [first, ...others] = tasks;
  const own = valueAt(first?.map, 'properties');
  if (first === undefined || own?.kind !== 'mapping' || own.from !== undefined) return [];
  const parameters = parametersOf(options.catalogue, type);
  const provided = providedTo(tasks, { file, options });
  const [primary] = file.documents;
  const defaults = primary === undefined ? undefined : entryOf(primary, 'operator_defaults');
  const known = defaults?.value?.kind === 'mapping' ? defaults.value.pairs : [];
  const before = known.find(({ key }) => findType(options.catalogue, key.text)?.name === type.name)?.value;
  return own.pairs.filter(({ key, value }) => {
    const parameter = parameters.get(key.text);
    if (parameter === undefined || parameter.required || key.text === 'task_id' || provided.has(key.text)) return false;
    if (pairOf(before, key.text) !== undefined || !isPlainValue(value) || key.from !== undefined) return false;
    const data = JSON.stringify(toData(value), replacer);
    return others.every((task) => {
      const other = pairOf(valueAt(task.map, 'properties'), key.text);
      return other !== undefined && isPlainValue(other.value) && JSON.stringify(toData(other.value), replacer) === data;
    });
  });
}

function replacer(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

/** Nulls take defaults away, and what stands for something else may mean another thing elsewhere. */
function isPlainValue(node: YamlNode): boolean {
  if (node.from !== undefined || node.kind === 'alias') return false;
  if (node.kind === 'list') return node.items.every(isPlainValue);
  if (node.kind === 'mapping') return node.pairs.every(({ value }) => isPlainValue(value));
  return node.type !== 'null' && !/<<|\$\{\{/.test(node.text);
}

/** What the resources that tasks require give them, which wins over defaults. */
function providedTo(
  tasks: readonly DocumentItem[],
  { file, options }: Pick<RefactorInput, 'file' | 'options'>,
): ReadonlySet<string> {
  if (tasks.every(({ map }) => pairOf(map, 'requires_resources') === undefined)) return new Set();
  const resources = file.documents.flatMap(({ items }) => items.filter(({ section }) => section === 'resources'));
  return new Set(
    resources.flatMap(({ map }) => {
      const type = findResource(options.catalogue, asText(valueAt(map, 'type'))?.text ?? '');
      return [...(type?.provides.keys() ?? [])];
    }),
  );
}

function withoutShared(
  { file }: RefactorInput,
  item: DocumentItem,
  shared: readonly YamlPair[],
): readonly TextEdit[] | undefined {
  const at = { text: file.text, offset: item.offset };
  const properties = pairOf(item.map, 'properties');
  if (properties?.value.kind !== 'mapping' || properties.value.from !== undefined) return undefined;
  const names = new Set(shared.map(({ key }) => key.text));
  const gone = properties.value.pairs.filter(({ key }) => names.has(key.text));
  if (gone.length === properties.value.pairs.length) return withoutPair(at, item.map, properties);
  return withoutPairs(at, properties.value, new Set(gone));
}

/** The keys before which `operator_defaults` stands, as it does in the format's own examples. */
const BEHIND = ['waves', 'resources', 'before', 'operators', 'generators', 'sub_dags', 'after'];

function defaultsWith(
  { file, options }: RefactorInput,
  primary: WorkflowDocument,
  type: OperatorType,
  name: string,
  values: readonly (readonly [string, string])[],
): readonly TextEdit[] | undefined {
  const inBraces = `{${values.map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
  const written = writeText(name, 'flow');
  const entry = entryOf(primary, 'operator_defaults');
  if (entry === undefined) {
    const next = primary.entries.find(({ key }) => BEHIND.includes(key.text));
    if (next === undefined) return undefined;
    const start = next.offset + next.key.start;
    const isAtMargin = start === 0 || file.text.charAt(start - 1) === '\n';
    const newline = lineBreakOf(file.text);
    const text = `operator_defaults:${newline}  ${written}: ${inBraces}${newline}`;
    return isAtMargin ? [{ range: { start, end: start }, text }] : undefined;
  }
  if (entry.value?.kind !== 'mapping' || entry.value.from !== undefined) return undefined;
  const at = { text: file.text, offset: entry.offset };
  const known = entry.value.pairs.find(({ key }) => findType(options.catalogue, key.text)?.name === type.name);
  if (known === undefined) return withPairs(at, entry.value, [[written, inBraces]]);
  return known.value.kind === 'mapping' ? withPairs(at, known.value, values) : undefined;
}
