import type { DraftEntry, DraftItem, DraftMapping, DraftValue } from '../workflow/write/draft';

/** From so many tasks of one type on, what they have alike is written once. */
const FEWEST_TASKS = 3;

const sections: ReadonlySet<string> = new Set(['before', 'operators', 'after']);

/**
 * Writes what all tasks of a type have alike once, as `operator_defaults` of the primary document, which reach the other
 * documents as well: properties with one value everywhere, and of mappings (such as `env`) the entries with one value.
 * What a task is there for, its script, is never one of them.
 *
 * @param documents The primary document first.
 * @returns The documents anew; each task means what it meant before.
 */
export function pullUpDefaults(documents: readonly DraftMapping[]): DraftMapping[] {
  const byType = new Map<string, DraftEntry[][]>();
  for (const task of documents.flatMap(tasksOf)) {
    const type = textAt(task, 'type');
    if (type !== undefined) push(byType, type, propertiesOf(task));
  }
  const shared = new Map<string, DraftEntry[]>();
  for (const [type, tasks] of byType) {
    const alike = tasks.length < FEWEST_TASKS ? [] : sharedEntries(tasks);
    if (alike.length > 0) shared.set(type, alike);
  }
  if (shared.size === 0) return [...documents];
  const lightened = documents.map((document) => withoutShared(document, shared));
  const [primary, ...others] = lightened;
  return primary === undefined ? [] : [withDefaults(primary, shared), ...others];
}

/** What all lists of entries hold with the same value, in the order of the first. */
function sharedEntries([first, ...others]: readonly (readonly DraftEntry[])[]): DraftEntry[] {
  return (first ?? []).flatMap((entry): DraftEntry[] => {
    const same = others.map((entries) => entries.find(({ key }) => key === entry.key));
    const all = [entry, ...same];
    if (!all.every((one) => one !== undefined && one.comment === undefined)) return [];
    const from = [...new Set(all.flatMap((one) => one?.from ?? []))];
    const origin = from.length === 0 ? {} : { from };
    const { key, value } = entry;
    if (isMapping(value)) {
      const mappings = all.flatMap((one) => (isMapping(one?.value) ? [one.value.entries] : []));
      const entries = mappings.length < all.length ? [] : sharedEntries(mappings);
      if (entries.length === 0) return [];
      return [{ key, value: { kind: 'mapping', entries, layout: entries.length === 1 ? 'flow' : 'block' }, ...origin }];
    }
    if (value === null || (typeof value === 'string' && value.includes('\n'))) return [];
    return all.every((one) => one !== undefined && isSame(one.value, value)) ? [{ key, value, ...origin }] : [];
  });
}

function withoutShared(document: DraftMapping, shared: ReadonlyMap<string, readonly DraftEntry[]>): DraftMapping {
  const entries = document.entries.map((section): DraftEntry => {
    if (!sections.has(section.key) || !isList(section.value)) return section;
    const items = section.value.items.map((item) => lightened(item, shared));
    return { ...section, value: { ...section.value, items } };
  });
  return { ...document, entries };
}

function lightened(item: DraftItem, shared: ReadonlyMap<string, readonly DraftEntry[]>): DraftItem {
  const { value } = item;
  if (!isMapping(value)) return item;
  const alike = shared.get(textAt(value, 'type') ?? '');
  if (alike === undefined) return item;
  const entries = value.entries.flatMap((entry): DraftEntry[] => {
    if (entry.key !== 'properties' || !isMapping(entry.value)) return [entry];
    const left = difference(entry.value.entries, alike);
    return left.length === 0 ? [] : [{ ...entry, value: { ...entry.value, entries: left } }];
  });
  return { ...item, value: { ...value, entries } };
}

function difference(entries: readonly DraftEntry[], shared: readonly DraftEntry[]): DraftEntry[] {
  return entries.flatMap((entry): DraftEntry[] => {
    const alike = shared.find(({ key }) => key === entry.key);
    if (alike === undefined) return [entry];
    if (!isMapping(entry.value) || !isMapping(alike.value)) return [];
    const left = difference(entry.value.entries, alike.value.entries);
    if (left.length === 0) return [];
    const layout = left.length === 1 ? 'flow' : entry.value.layout;
    return [{ ...entry, value: { ...entry.value, entries: left, layout } }];
  });
}

/** Puts the defaults behind those that are there, or before the first tasks. */
function withDefaults(document: DraftMapping, shared: ReadonlyMap<string, readonly DraftEntry[]>): DraftMapping {
  const given = document.entries.find(({ key }) => key === 'operator_defaults');
  const types = isMapping(given?.value) ? given.value.entries : [];
  const known = types.map((type): DraftEntry => {
    const more = shared.get(type.key);
    if (more === undefined || !isMapping(type.value)) return type;
    return { ...type, value: { kind: 'mapping', entries: [...type.value.entries, ...more], layout: 'block' } };
  });
  const added = [...shared].flatMap(([type, entries]): DraftEntry[] =>
    types.some(({ key }) => key === type)
      ? []
      : [{ key: type, value: { kind: 'mapping', entries, layout: isShort(entries) ? 'flow' : 'block' } }],
  );
  const defaults: DraftEntry = {
    ...(given ?? { key: 'operator_defaults' }),
    value: { kind: 'mapping', entries: [...known, ...added], layout: 'block' },
  };
  const others = document.entries.filter((entry) => entry !== given);
  const at = given === undefined ? others.findIndex(({ key }) => isBody(key)) : document.entries.indexOf(given);
  return { ...document, entries: [...others.slice(0, at), defaults, ...others.slice(at)] };
}

function isBody(key: string): boolean {
  return sections.has(key) || key === 'sub_dags';
}

function isShort(entries: readonly DraftEntry[]): boolean {
  return entries.length === 1 && !isMapping(entries[0]?.value);
}

function tasksOf(document: DraftMapping): DraftMapping[] {
  return document.entries.flatMap(({ key, value }) =>
    sections.has(key) && isList(value)
      ? value.items.flatMap((item) => (isMapping(item.value) ? [item.value] : []))
      : [],
  );
}

function propertiesOf(task: DraftMapping): DraftEntry[] {
  const properties = task.entries.find(({ key }) => key === 'properties')?.value;
  return isMapping(properties) ? [...properties.entries] : [];
}

function textAt(mapping: DraftMapping, name: string): string | undefined {
  const value = mapping.entries.find(({ key }) => key === name)?.value;
  return typeof value === 'string' ? value : undefined;
}

function isMapping(value: DraftValue | undefined): value is DraftMapping {
  return typeof value === 'object' && value?.kind === 'mapping';
}

function isList(value: DraftValue): value is Extract<DraftValue, { kind: 'list' }> {
  return typeof value === 'object' && value?.kind === 'list';
}

function isSame(one: DraftValue, other: DraftValue): boolean {
  if (isMapping(one) && isMapping(other)) {
    const [left, right] = [one.entries, other.entries];
    return (
      left.length === right.length &&
      left.every(({ key, value }, index) => key === right[index]?.key && isSame(value, right[index].value))
    );
  }
  if (typeof one === 'object' && typeof other === 'object' && one !== null && other !== null) {
    if (!isList(one) || !isList(other)) return false;
    const right = other.items;
    return (
      one.items.length === right.length &&
      one.items.every(({ value }, index) => right[index] !== undefined && isSame(value, right[index].value))
    );
  }
  return one === other;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
