import { type Catalogue, findType } from '../../schemas';
import type { Composites } from '../composites';
import type { GraphEdge, GraphJson, GraphNode, GraphOrigin } from '../draw/graph';
import {
  absolute,
  asText,
  type DocumentItem,
  type SectionKey,
  sanitised,
  textsOf,
  valueAt,
  type WorkflowDocument,
  type WorkflowFile,
  type YamlMapping,
  type YamlScalar,
} from '../read';
import { originOf } from './graph-origin';
import type { PlanEdgeKind, PlanNodeKind } from './plan';
import { type WavePlaces, wavePlaces } from './waves';

/**
 * The graph that a person wrote: the nodes of every document and the edges between them. It needs no plan, so it is there
 * while a workflow is being written and does not hold together yet.
 */
export function authoredGraph(
  file: WorkflowFile,
  catalogue: Catalogue,
  composites?: Composites,
  known: KnownItems = new Map(),
): GraphJson {
  const [primary] = file.documents;
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const waves = wavePlaces(file, catalogue);
  const readings = readingsOf(known);
  file.documents.forEach((document, index) => {
    const prefix = index === 0 ? '' : `${document.name ?? index}/`;
    addDocument(file, document, prefix, { catalogue, composites, waves, readings }, { nodes, edges });
  });
  const dagId = sanitised(primary?.name ?? '');
  return { version: 1, dagId, view: 'authored', nodes, edges };
}

/**
 * What is known of the items of a file from an earlier text of it: of thousands a key changes one. Whoever keeps it gives it
 * again with the next text, and another one when the catalogue or the composites are others.
 */
export type KnownItems = Map<YamlMapping, KnownItem>;

interface KnownItem {
  readonly reading: ItemReading;
  /** As it was drawn last. */
  node?: GraphNode;
}

/** What an item says that stands in a graph. */
interface ItemReading {
  readonly name: YamlScalar | undefined;
  readonly type: string;
  readonly group: string;
  readonly triggerRule: string;
  readonly references: readonly Reference[];
}

/** Reads what is not known; only what is asked for stays known. */
function readingsOf(known: KnownItems): (item: DocumentItem) => KnownItem {
  const before = new Map(known);
  known.clear();
  return ({ map }) => {
    const item = known.get(map) ?? before.get(map) ?? { reading: readItem(map) };
    known.set(map, item);
    return item;
  };
}

function readItem(map: YamlMapping): ItemReading {
  return {
    name: asText(valueAt(map, 'name')),
    type: asText(valueAt(map, 'type'))?.text ?? '',
    group: asText(valueAt(map, 'group'))?.text ?? '',
    triggerRule: asText(valueAt(valueAt(map, 'properties'), 'trigger_rule'))?.text ?? 'all_success',
    references: referencesOf(map),
  };
}

interface Types {
  readonly catalogue: Catalogue;
  readonly composites: Composites | undefined;
  readonly waves: WavePlaces | undefined;
  readonly readings: (item: DocumentItem) => KnownItem;
}

/** A graph while it is made. */
interface Drawing {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
}

function addDocument(
  file: WorkflowFile,
  document: WorkflowDocument,
  prefix: string,
  types: Types,
  { nodes, edges }: Drawing,
): void {
  const ids = new Map<string, string>();
  const items = document.items.map((item) => ({ item, known: types.readings(item) }));
  for (const { item, known } of items) {
    const { name } = known.reading;
    if (name === undefined || ids.has(name.text)) continue;
    const node = authoredNode(file, item, known, prefix, types);
    ids.set(name.text, node.id);
    nodes.push(node);
  }
  const edgesFrom = new Map<string, Set<string>>();
  const add = (from: string | undefined, to: string | undefined, kind: PlanEdgeKind): void => {
    if (from === undefined || to === undefined) return;
    const others = edgesFrom.get(from) ?? new Set();
    edgesFrom.set(from, others);
    const other = kind === 'authored' ? to : `${to}\n${kind}`;
    if (others.has(other)) return;
    others.add(other);
    edges.push({ from, to, kind });
  };
  for (const { known } of items) {
    const { name, references } = known.reading;
    const own = name === undefined ? undefined : ids.get(name.text);
    for (const reference of references) {
      const other = ids.get(reference.name);
      if (reference.leadsHere) add(other, own, reference.kind);
      else add(own, other, reference.kind);
    }
  }
  addSectionEdges(document, ids, edges, add);
}

/** The node of an item; the one that was drawn last where it is the same. */
function authoredNode(
  file: WorkflowFile,
  item: DocumentItem,
  known: KnownItem,
  prefix: string,
  { catalogue, composites, waves }: Types,
): GraphNode {
  const { name, type, group: written, triggerRule } = known.reading;
  const wave = waves?.of(item);
  const pointer = `${prefix}${item.section}/${name?.text ?? ''}`;
  const place = name ?? { start: item.map.start, end: item.map.start + 1 };
  const origin = originOf(file, { pointer, range: absolute(item, place) });
  const last = known.node;
  if (last !== undefined && last.id === pointer && last.wave === wave && isSamePlace(last.origin, origin)) return last;
  const group = `${prefix}${written}`.replace(/\/$/, '');
  known.node = {
    id: pointer,
    name: name?.text ?? '',
    kind: authoredKind(item.section, type, composites),
    type,
    classPath: findType(catalogue, type)?.classPath ?? '',
    section: item.section,
    ...(group === '' ? {} : { group }),
    triggerRule,
    ...(wave === undefined ? {} : { wave }),
    origin,
  };
  return known.node;
}

function isSamePlace(one: GraphOrigin, other: GraphOrigin): boolean {
  const [a, b] = [one.range, other.range];
  return (
    one.path === other.path &&
    one.pointer === other.pointer &&
    a.start.line === b.start.line &&
    a.start.column === b.start.column &&
    a.end.line === b.end.line &&
    a.end.column === b.end.column
  );
}

function authoredKind(section: SectionKey, type: string, composites: Composites | undefined): PlanNodeKind {
  if (section === 'generators') return 'generator';
  if (section === 'sub_dags') return 'sub_dag';
  if (section === 'resources') return 'resource';
  if (composites?.find(type) !== undefined) return 'composite';
  return type === 'branch' || type === 'join' || type === 'fail' ? type : 'task';
}

interface Reference {
  readonly name: string;
  readonly leadsHere: boolean;
  readonly kind: PlanEdgeKind;
}

function referencesOf(map: YamlMapping): readonly Reference[] {
  const named = (node: Parameters<typeof textsOf>[0], leadsHere: boolean, kind: PlanEdgeKind): readonly Reference[] =>
    textsOf(node).map((name) => ({ name: name.text, leadsHere, kind }));
  const cases = valueAt(map, 'cases');
  const paths = valueAt(map, 'paths');
  return [
    ...named(valueAt(map, 'upstream_dependencies'), true, 'authored'),
    ...named(valueAt(map, 'downstream_dependencies'), false, 'authored'),
    ...named(valueAt(map, 'requires_resources'), true, 'resource'),
    ...named(valueAt(map, 'on_failure'), false, 'failure'),
    ...(cases?.kind === 'list' ? cases.items : []).flatMap((entry) => named(valueAt(entry, 'then'), false, 'branch')),
    ...named(valueAt(map, 'otherwise'), false, 'branch'),
    ...(paths?.kind === 'list' ? paths.items : []).flatMap((path) => named(path, true, 'authored')),
  ];
}

/** From the last nodes of `before` to the first ones of the rest, and from there to `after`. */
function addSectionEdges(
  document: WorkflowDocument,
  ids: ReadonlyMap<string, string>,
  edges: readonly GraphEdge[],
  add: (from: string, to: string, kind: PlanEdgeKind) => void,
): void {
  const parts: Record<'before' | 'main' | 'after', string[]> = { before: [], main: [], after: [] };
  for (const item of document.items) {
    const id = ids.get(asText(valueAt(item.map, 'name'))?.text ?? '');
    if (id === undefined || item.section === 'resources') continue;
    parts[item.section === 'before' || item.section === 'after' ? item.section : 'main'].push(id);
  }
  const flowing = edges.filter((edge) => edge.kind !== 'resource');
  const froms = new Set(flowing.map((edge) => edge.from));
  const tos = new Set(flowing.map((edge) => edge.to));
  const filled = [parts.before, parts.main, parts.after].filter((part) => part.length > 0);
  filled.slice(1).forEach((part, index) => {
    const last = (filled[index] ?? []).filter((id) => !froms.has(id));
    const first = part.filter((id) => !tos.has(id));
    for (const from of last) for (const to of first) add(from, to, 'section');
  });
}
