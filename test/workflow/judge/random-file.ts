import type { TriggerRule } from '../../../workflow/plan/plan';
import type { Dice } from '../plan/random-flow';
import type { WrittenDocument, WrittenFile, WrittenItem } from './documents';

/** What a random file may hold. Sizes are small: it is the combinations that find mistakes. */
export interface FileSize {
  readonly nodes: number;
  readonly rules: readonly TriggerRule[];
  readonly resources: boolean;
  /** How deep documents stand in each other. */
  readonly depth: number;
}

/** A random workflow file that a person could have written: with all that repeats, nests and stands around. */
export function randomFile(name: string, size: FileSize, dice: Dice): WrittenFile {
  const writing: Writing = { size, dice, targets: [], composites: [], items: 0 };
  const main = documentOf('', size.nodes, size.depth, writing, []);
  return { documents: [{ name, format: 1, ...main }, ...writing.targets], composites: writing.composites };
}

interface Writing {
  readonly size: FileSize;
  readonly dice: Dice;
  /** Documents of the file that is being written. */
  readonly targets: WrittenDocument[];
  readonly composites: WrittenDocument[][];
  /** Items of generators so far: each gets a name of its own. */
  items: number;
}

type Part = 'before' | 'main' | 'after';

interface Draft {
  readonly name: string;
  readonly part: Part;
  readonly section: 'before' | 'operators' | 'after' | 'sub_dags' | 'generators';
  readonly item: WrittenItem;
}

type Sections = Omit<WrittenDocument, 'name'>;

/** The sections of a document. Names begin with the prefix, so that those of all documents differ. */
function documentOf(prefix: string, most: number, depth: number, writing: Writing, outer: readonly string[]): Sections {
  const { dice } = writing;
  const hasSections = dice(4) === 0;
  const drafts: Draft[] = [];
  const count = 1 + dice(most);
  for (let index = 0; index < count; index++) {
    const part: Part = hasSections ? ((['before', 'main', 'after'] as const)[dice(3)] ?? 'main') : 'main';
    drafts.push(draftOf(`${prefix}n${index}`, part, drafts, depth, writing));
  }
  const controlled = drafts.map((draft, index) => withControl(draft, drafts.slice(index + 1), writing));
  const linked = withDownstream(controlled, dice);
  const resources = writing.size.resources && dice(2) === 0 ? resourcesOf(prefix, dice) : [];
  const names = [...resources.map(({ name }) => name), ...outer];
  const using = linked.map((draft) => ({
    ...draft,
    item: requiring(
      draft.item,
      names.filter(() => dice(3) === 0),
    ),
  }));
  const required = new Set(using.flatMap(({ item }) => item.requires_resources ?? []));
  const needed = (name: string): boolean =>
    required.has(name) || resources.some((other) => other.requires_resources?.includes(name) && needed(other.name));
  const sectionOf = (section: Draft['section']): readonly WrittenItem[] =>
    using.filter((draft) => draft.section === section).map(({ item }) => item);
  const sections = {
    resources: resources.filter(({ name }) => needed(name)),
    before: sectionOf('before'),
    operators: sectionOf('operators'),
    sub_dags: sectionOf('sub_dags'),
    generators: sectionOf('generators'),
    after: sectionOf('after'),
  };
  return Object.fromEntries(Object.entries(sections).filter(([, items]) => items.length > 0));
}

function requiring(item: WrittenItem, names: readonly string[]): WrittenItem {
  return names.length === 0 ? item : { ...item, requires_resources: names };
}

function resourcesOf(prefix: string, dice: Dice): readonly WrittenItem[] {
  const resources: WrittenItem[] = [];
  for (let index = 0; index <= dice(2); index++) {
    const others = resources.filter(() => dice(2) === 0).map(({ name }) => name);
    const resource = { name: `${prefix}r${index}`, type: 'scratch_directory', properties: { path: '/scratch' } };
    resources.push(requiring(resource, others));
  }
  return resources;
}

function draftOf(name: string, part: Part, drafts: readonly Draft[], depth: number, writing: Writing): Draft {
  const { dice, size } = writing;
  const earlier = drafts.filter((draft) => draft.part === part && draft.item.type !== 'branch');
  const pick = (): string[] => earlier.filter(() => dice(3) === 0).map((draft) => draft.name);
  const rule = size.rules.length > 0 && dice(3) === 0 ? size.rules[dice(size.rules.length)] : undefined;
  const ruled = rule === undefined ? {} : { trigger_rule: rule };
  const upstream = pick();
  const base = { name, ...(upstream.length > 0 ? { upstream_dependencies: upstream } : {}) };
  const section = part === 'main' ? 'operators' : part;
  const operator = (item: WrittenItem): Draft => ({ name, part, section, item });
  const withProperties = (item: WrittenItem): WrittenItem =>
    rule === undefined ? item : { ...item, properties: ruled };
  const kind = dice(depth > 0 ? 14 : 9);
  if (kind < 2)
    return operator(
      withProperties({ ...base, type: 'branch', cases: [{ when: '{{ true }}', then: [] }], otherwise: [] }),
    );
  if (kind === 2 && earlier.length > 0) {
    const paths = [pick(), pick()].filter((path) => path.length > 0);
    return operator({ name, type: 'join', paths: paths.length > 0 ? paths : [[earlier[0]?.name ?? '']] });
  }
  if (kind === 3 && drafts.length > 0) return operator(withProperties({ ...base, type: 'fail' }));
  if (kind >= 12) return operator(withProperties({ ...base, type: compositeFor(depth, writing) }));
  if (kind >= 9 && part === 'main') {
    const target = targetFor(depth, writing);
    if (kind === 9)
      return { name, part, section: 'sub_dags', item: withProperties({ ...base, type: 'sub_dag', target }) };
    return { name, part, section: 'generators', item: generatorOf({ ...base, type: '', target }, ruled, writing) };
  }
  // Two resources may give the folder: a task says itself which one it means.
  return operator({ ...base, type: 'bash', properties: { bash_command: 'true', cwd: '/scratch', ...ruled } });
}

/** A document to stand for: a new one, or one that others stand for, too. */
function targetFor(depth: number, writing: Writing): string {
  const { dice, targets } = writing;
  // A document may only lead to later ones, or it would lead back to itself.
  const name = `t${depth}x${targets.length}`;
  const same = targets.filter((target) => target.name.startsWith(`t${depth}x`));
  if (same.length > 0 && dice(3) === 0) return same[dice(same.length)]?.name ?? name;
  const place = targets.push({ name }) - 1;
  targets[place] = { name, ...documentOf(name, 3, depth - 1, writing, []) };
  return name;
}

/** The type of a composite, which has documents of its own. */
function compositeFor(depth: number, writing: Writing): string {
  const { dice, composites } = writing;
  const same = composites.map(([file]) => file?.name ?? '').filter((name) => name.startsWith(`c${depth}x`));
  if (same.length > 0 && dice(3) === 0) return same[dice(same.length)] ?? '';
  const name = `c${depth}x${composites.length}`;
  const file: WrittenDocument[] = [];
  composites.push(file);
  const inner: Writing = { ...writing, targets: [] };
  const sections = documentOf(name, 3, depth - 1, inner, []);
  writing.items = inner.items;
  file.push({ kind: 'composite', name, ...sections }, ...inner.targets);
  return name;
}

const KINDS = ['list_generator', 'list_object_generator', 'dict_generator', 'later'] as const;

function generatorOf(item: WrittenItem, ruled: object, writing: Writing): WrittenItem {
  const { dice } = writing;
  const names = Array.from({ length: [0, 1, 2, 2, 3][dice(5)] ?? 1 }, () => `i${writing.items++}`);
  const kind = KINDS[dice(KINDS.length)] ?? 'later';
  const blocked = dice(4) === 0 && names.length > 1 ? { regex_blocklist: [`${names[0]}$`] } : {};
  const given = { ...item, type: kind === 'later' ? 'list_generator' : kind, ...blocked };
  const with_ = (items: unknown): WrittenItem => ({ ...given, properties: { items, ...ruled } });
  switch (kind) {
    case 'list_generator':
      return with_(names);
    case 'list_object_generator':
      return with_(names.map((name) => ({ name })));
    case 'dict_generator':
      return with_(Object.fromEntries(names.map((name) => [name, 1])));
    case 'later':
      return with_(`<<[${names.map((name) => `'${name}'`).join(', ')}]>>`);
  }
}

/** Cases and handlers: to later nodes of the section that do not depend on this one and are no join. */
function withControl(draft: Draft, later: readonly Draft[], { dice }: Writing): Draft {
  const { item, part, name } = draft;
  const targets = later.filter(
    (other) =>
      other.part === part && other.item.type !== 'join' && other.item.upstream_dependencies?.includes(name) !== true,
  );
  const pick = (): string[] => targets.filter(() => dice(3) === 0).map((target) => target.name);
  const handlers = item.type !== 'join' && item.type !== 'fail' && dice(3) === 0 ? pick() : [];
  const handled = handlers.length > 0 ? { ...item, on_failure: handlers } : item;
  if (item.type !== 'branch') return { ...draft, item: handled };
  const cases = Array.from({ length: 1 + dice(2) }, () => ({ when: '{{ true }}', then: pick() }));
  return { ...draft, item: { ...handled, cases, otherwise: pick() } };
}

/** Some of the dependencies written at the other end. */
function withDownstream(drafts: readonly Draft[], dice: Dice): readonly Draft[] {
  const moved = new Map<string, string[]>();
  const kept = drafts.map((draft) => {
    const { upstream_dependencies: upstream = [], ...rest } = draft.item;
    const stays = upstream.filter((from) => {
      if (dice(5) > 0) return true;
      moved.set(from, [...(moved.get(from) ?? []), draft.name]);
      return false;
    });
    return { ...draft, item: stays.length === 0 ? rest : { ...rest, upstream_dependencies: stays } };
  });
  return kept.map((draft) => {
    const downstream = moved.get(draft.name);
    return downstream === undefined
      ? draft
      : { ...draft, item: { ...draft.item, downstream_dependencies: downstream } };
  });
}
