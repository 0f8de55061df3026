import type { FlowNode, FlowResource, FlowScope } from '../../../workflow/plan/flow';
import type { TriggerRule } from '../../../workflow/plan/plan';
import type { WrittenDocument, WrittenFile, WrittenItem } from './documents';

/**
 * The control flow of a written file by `docs/format.md` alone: documents, sections, sub-DAGs, generators, composites and
 * resources as groups and ids. It shares no code with `workflow/read` and `workflow/plan`, which it judges.
 */
export function flowOf({ documents, composites }: WrittenFile): FlowScope {
  const [primary, ...targets] = documents;
  if (primary === undefined) return { nodes: [], resources: [] };
  const types = new Map(composites.map((file) => [file[0]?.name ?? '', file]));
  return scopeOf(primary, { targets, types, prefix: '', suffix: '', parameters: {} });
}

interface Place {
  readonly targets: readonly WrittenDocument[];
  readonly types: ReadonlyMap<string, readonly WrittenDocument[]>;
  readonly prefix: string;
  readonly suffix: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const SECTIONS = ['before', 'operators', 'sub_dags', 'generators', 'after'] as const;
type Part = 'before' | 'main' | 'after';

interface PlacedNode {
  readonly part: Part;
  readonly node: FlowNode;
}

function scopeOf(document: WrittenDocument, place: Place): FlowScope {
  const items = SECTIONS.flatMap((section) =>
    (document[section] ?? []).map((item) => ({
      item,
      section,
      part: section === 'before' || section === 'after' ? section : ('main' as const),
    })),
  );
  const idOf = (name: string): string => `${place.prefix}${cleaned(name)}${place.suffix}`;
  const written = document.resources ?? [];
  const closure = (name: string): readonly string[] => {
    const own = written.find((resource) => resource.name === name);
    return own === undefined ? [] : [...(own.requires_resources ?? []).flatMap(closure), name];
  };
  const required = (names: readonly string[] = []): readonly string[] => [
    ...new Set(names.flatMap(closure).map((name) => idOf(name))),
  ];
  const placed = items.map(({ item, section, part }): PlacedNode => {
    const before = items.filter((other) => other.item.downstream_dependencies?.includes(item.name) === true);
    const upstream = [...(item.upstream_dependencies ?? []), ...before.map((other) => other.item.name)];
    const base = {
      id: idOf(item.name),
      upstream: [...new Set(upstream)].map(idOf),
      rule: (item.properties?.trigger_rule ?? 'all_success') as TriggerRule,
      requires: required(item.requires_resources),
      onFailure: (item.on_failure ?? []).map(idOf),
    };
    return { part, node: nodeOf(item, section, base, place, idOf) };
  });
  const resources = written.map(
    ({ name, requires_resources }): FlowResource => ({
      name: idOf(name),
      requires: required(requires_resources),
      create: `${place.prefix}${cleaned(name)}_create${place.suffix}`,
      destroy: `${place.prefix}${cleaned(name)}_destroy${place.suffix}`,
    }),
  );
  const used = resources.filter(({ name }) => placed.some(({ node }) => node.requires.includes(name)));
  return inSections(placed, used, place);
}

type Base = Pick<FlowNode, 'id' | 'upstream' | 'rule' | 'requires' | 'onFailure'>;

function nodeOf(
  item: WrittenItem,
  section: (typeof SECTIONS)[number],
  base: Base,
  place: Place,
  idOf: (name: string) => string,
): FlowNode {
  if (section === 'sub_dags') {
    const target = place.targets.find(({ name }) => name === item.target);
    const inner = { ...place, prefix: `${base.id}.`, suffix: '' };
    return { ...base, kind: 'group', scope: target === undefined ? EMPTY : scopeOf(target, inner) };
  }
  if (section === 'generators') return repeated(item, base, place);
  const composite = place.types.get(item.type);
  if (composite !== undefined) {
    const [document, ...targets] = composite;
    const parameters = item.properties ?? {};
    const inner = { ...place, targets, prefix: `${base.id}.`, suffix: '', parameters };
    return { ...base, kind: 'group', scope: document === undefined ? EMPTY : scopeOf(document, inner) };
  }
  if (item.type === 'branch') {
    const cases = [...(item.cases ?? []).map(({ then }) => then), item.otherwise ?? []];
    return { ...base, kind: 'branch', cases: cases.map((names) => names.map(idOf)) };
  }
  if (item.type === 'join') return { ...base, kind: 'join', paths: (item.paths ?? []).map((path) => path.map(idOf)) };
  if (item.type === 'fail') return { ...base, kind: 'fail' };
  return { ...base, kind: 'task', skipsItself: false };
}

const EMPTY: FlowScope = { nodes: [], resources: [] };

function repeated(item: WrittenItem, base: Base, place: Place): FlowNode {
  const target = place.targets.find(({ name }) => name === item.target);
  const given = givenFor(item.properties?.items, place.parameters);
  const isLoop = typeof given === 'string';
  const names = namesOfItems(isLoop ? JSON.parse(given.slice(2, -2).replaceAll("'", '"')) : given);
  const isBlocked = (name: string): boolean =>
    (item.regex_blocklist ?? []).some((pattern) => new RegExp(`^(?:${pattern})`, 'u').test(name));
  const nodes = names.flatMap((name, index): readonly FlowNode[] => {
    if (isBlocked(name)) return [];
    const end = `-${item.auto_task_id_mode === 'index' ? index : name}`;
    const inner = { ...place, suffix: `${place.suffix}${end}` };
    const scope = target === undefined ? EMPTY : scopeOf(target, inner);
    const id = `${base.id}${end}`;
    return [{ kind: 'group', id, upstream: [], rule: 'all_success', requires: [], onFailure: [], scope }];
  });
  return { ...base, kind: 'group', scope: { nodes, resources: [] }, ...(isLoop ? { isLoop } : {}) };
}

function givenFor(written: unknown, parameters: Readonly<Record<string, unknown>>): unknown {
  const path = typeof written === 'string' ? /^\$\{\{ (\w+) \}\}$/.exec(written)?.[1] : undefined;
  return path === undefined ? written : parameters[path];
}

function namesOfItems(items: unknown): readonly string[] {
  if (!Array.isArray(items)) return Object.keys((items ?? {}) as object);
  return items.map((item: unknown) => (typeof item === 'string' ? item : String((item as { name: unknown }).name)));
}

/** Letters, digits and `_` are what ids have of names. */
function cleaned(name: string): string {
  return name.replace(/\W/gu, '_');
}

/** With `before` or `after` each section is a group behind the one before it. */
function inSections(
  placed: readonly PlacedNode[],
  resources: readonly FlowResource[],
  { prefix, suffix }: Place,
): FlowScope {
  const parts = (['before', 'main', 'after'] as const).filter((part) => placed.some((entry) => entry.part === part));
  if (parts.every((part) => part === 'main')) return { nodes: placed.map(({ node }) => node), resources };
  const partsOfUsers = ({ name }: FlowResource): readonly Part[] =>
    parts.filter((part) => placed.some((entry) => entry.part === part && entry.node.requires.includes(name)));
  const isShared = (resource: FlowResource): boolean => partsOfUsers(resource).length > 1;
  const shared = resources.filter(isShared);
  const groups = parts.map((part, index): FlowNode => {
    const nodes = placed.filter((entry) => entry.part === part).map(({ node }) => node);
    const own = resources.filter((resource) => !isShared(resource) && partsOfUsers(resource).includes(part));
    const previous = parts[index - 1];
    return {
      kind: 'group',
      isSection: true,
      id: `${prefix}section__${part}${suffix}`,
      upstream: previous === undefined ? [] : [`${prefix}section__${previous}${suffix}`],
      rule: 'all_success',
      requires: shared.map(({ name }) => name).filter((name) => nodes.some((node) => node.requires.includes(name))),
      onFailure: [],
      scope: { nodes, resources: own },
    };
  });
  return { nodes: groups, resources: shared };
}
