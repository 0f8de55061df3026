import type { Catalogue } from '../../schemas';
import { findType } from '../../schemas';
import { positionAt } from '../../text/range';
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
} from '../read';
import { loopsOf } from './loops';
import type { Origin, Plan, PlanEdgeKind, PlanGroup, PlanNode, PlanNodeKind } from './plan';
import { type WavePlaces, wavePlaces } from './waves';

/** The graph that Airflow loads: the tasks of the plan with their final ids. */
export function expandedGraph(file: WorkflowFile, plan: Plan): GraphJson {
  const groups = new Map(plan.groups.map((group) => [group.id, group]));
  return {
    version: 1,
    dagId: plan.dagId,
    view: 'expanded',
    ...withLoopsClosed(file, plan, (node) => expandedNode(file, node, groups)),
  };
}

/** What is repeated for items that are known only when Airflow parses the DAG file is one node, the generator. */
function withLoopsClosed(
  file: WorkflowFile,
  { nodes, edges, loops, groups }: Plan,
  draw: (node: PlanNode) => GraphNode,
): Pick<GraphJson, 'nodes' | 'edges'> {
  const byName = new Map(loops.map((loop) => [loop.id, loop]));
  const nodeOf = (id: string): string => byName.get(loopsOf(id)[0] ?? '')?.node ?? id;
  const drawn = new Map<string, GraphNode>();
  for (const node of nodes) {
    const loop = byName.get(loopsOf(node.id)[0] ?? '');
    if (loop === undefined) drawn.set(node.id, draw(node));
    else if (!drawn.has(loop.node)) {
      const { group: _, cases: __, chooses: ___, retries: ____, ...plain } = draw(node);
      const around = groups.find(({ id }) => id === loop.group)?.parent;
      const box = around === undefined ? {} : { group: boxPath(around, new Map(groups.map((one) => [one.id, one]))) };
      const generator = { kind: 'generator', type: 'generator', classPath: '', section: 'generators' } as const;
      const own = { id: loop.node, name: loop.label, triggerRule: 'all_success', dynamic: true } as const;
      const origin = originOf(file, loop.origin);
      drawn.set(loop.node, { ...plain, ...generator, ...own, ...box, origin });
    }
  }
  const seen = new Set<string>();
  const kept = edges.flatMap(({ from, to, kind }): readonly GraphEdge[] => {
    const edge = { from: nodeOf(from), to: nodeOf(to), kind };
    const key = `${edge.from} ${edge.to} ${kind}`;
    if (edge.from === edge.to || seen.has(key)) return [];
    seen.add(key);
    return [edge];
  });
  return { nodes: [...drawn.values()], edges: kept };
}

function expandedNode(file: WorkflowFile, node: PlanNode, groups: ReadonlyMap<string, PlanGroup>): GraphNode {
  const { behaviour } = node;
  const retries =
    'arguments' in behaviour ? behaviour.arguments.find(({ name }) => name === 'retries')?.value : undefined;
  return {
    id: node.id,
    name: node.name,
    kind: node.kind,
    type: node.type,
    classPath: behaviour.kind === 'operator' ? behaviour.classPath : CLASS_OF[behaviour.kind],
    section: node.section,
    ...(node.group === undefined ? {} : { group: boxPath(node.group, groups) }),
    triggerRule: node.triggerRule,
    ...(retries?.kind === 'number' ? { retries: Number(retries.source) } : {}),
    ...(behaviour.kind === 'branch'
      ? { cases: [...behaviour.cases.map(({ then }) => ({ then })), { then: behaviour.otherwise }] }
      : {}),
    ...(behaviour.kind === 'route'
      ? {
          chooses: {
            of: behaviour.of,
            success: behaviour.success,
            failed: behaviour.failed,
            skipped: behaviour.skipped,
          },
        }
      : {}),
    ...(node.wave === undefined ? {} : { wave: node.wave }),
    origin: originOf(file, node.origin),
  };
}

/** The classes that the plan's own tasks are, on every version of Airflow. */
const CLASS_OF = {
  empty: 'airflow.providers.standard.operators.empty.EmptyOperator',
  branch: 'airflow.providers.standard.operators.python.BranchPythonOperator',
  route: 'airflow.providers.standard.operators.python.BranchPythonOperator',
  raise: 'airflow.providers.standard.operators.python.PythonOperator',
  volume: 'airflow.providers.standard.operators.python.PythonOperator',
} as const;

function boxPath(id: string, groups: ReadonlyMap<string, PlanGroup>): string {
  const labels: string[] = [];
  for (let group = groups.get(id); group !== undefined; ) {
    labels.unshift(group.label);
    group = group.parent === undefined ? undefined : groups.get(group.parent);
  }
  return labels.join('/');
}

function originOf(file: WorkflowFile, origin: Origin): GraphOrigin {
  const start = positionAt(file.lines, origin.range.start);
  const end = positionAt(file.lines, origin.range.end);
  return {
    path: file.path,
    pointer: origin.pointer,
    range: {
      start: { line: start.line + 1, column: start.character + 1 },
      end: { line: end.line + 1, column: end.character + 1 },
    },
  };
}

/**
 * The graph that a person wrote: the nodes of every document and the edges between them. It needs no plan, so it is there
 * while a workflow is being written and does not hold together yet.
 */
export function authoredGraph(file: WorkflowFile, catalogue: Catalogue, composites?: Composites): GraphJson {
  const [primary] = file.documents;
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const waves = wavePlaces(file, catalogue);
  file.documents.forEach((document, index) => {
    const prefix = index === 0 ? '' : `${document.name ?? index}/`;
    addDocument(file, document, prefix, { catalogue, composites, waves }, nodes, edges);
  });
  const dagId = sanitised(primary?.name ?? '');
  return { version: 1, dagId, view: 'authored', nodes, edges };
}

interface Types {
  readonly catalogue: Catalogue;
  readonly composites: Composites | undefined;
  readonly waves: WavePlaces | undefined;
}

function addDocument(
  file: WorkflowFile,
  document: WorkflowDocument,
  prefix: string,
  types: Types,
  nodes: GraphNode[],
  edges: GraphEdge[],
): void {
  const ids = new Map<string, string>();
  for (const item of document.items) {
    const name = asText(valueAt(item.map, 'name'))?.text;
    const id = name === undefined ? undefined : `${prefix}${item.section}/${name}`;
    if (name === undefined || id === undefined || ids.has(name)) continue;
    ids.set(name, id);
    nodes.push(authoredNode(file, item, id, name, prefix, types));
  }
  const seen = new Set<string>();
  const add = (from: string | undefined, to: string | undefined, kind: PlanEdgeKind): void => {
    if (from === undefined || to === undefined || seen.has(`${from} ${to} ${kind}`)) return;
    seen.add(`${from} ${to} ${kind}`);
    edges.push({ from, to, kind });
  };
  for (const item of document.items) {
    const own = ids.get(asText(valueAt(item.map, 'name'))?.text ?? '');
    for (const { name, leadsHere, kind } of referencesOf(item)) {
      if (leadsHere) add(ids.get(name), own, kind);
      else add(own, ids.get(name), kind);
    }
  }
  addSectionEdges(document, ids, edges, add);
}

function authoredNode(
  file: WorkflowFile,
  item: DocumentItem,
  id: string,
  name: string,
  prefix: string,
  { catalogue, composites, waves }: Types,
): GraphNode {
  const wave = waves?.of(item);
  const type = asText(valueAt(item.map, 'type'))?.text ?? '';
  const written = asText(valueAt(item.map, 'group'))?.text ?? '';
  const group = `${prefix}${written}`.replace(/\/$/, '');
  const place = asText(valueAt(item.map, 'name')) ?? { start: item.map.start, end: item.map.start + 1 };
  const origin = { pointer: `${prefix}${item.section}/${name}`, range: absolute(item, place) };
  return {
    id,
    name,
    kind: authoredKind(item.section, type, composites),
    type,
    classPath: findType(catalogue, type)?.classPath ?? '',
    section: item.section,
    ...(group === '' ? {} : { group }),
    triggerRule: asText(valueAt(valueAt(item.map, 'properties'), 'trigger_rule'))?.text ?? 'all_success',
    ...(wave === undefined ? {} : { wave }),
    origin: originOf(file, origin),
  };
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

function referencesOf({ map }: DocumentItem): readonly Reference[] {
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
