import type { GraphEdge, GraphNode } from '../../graph';
import type { PageData } from '../parts/content';
import { make } from './dom';
import { kindOf } from './label';
import type { Relations } from './relations';

const INTO: Readonly<Record<GraphEdge['kind'], string>> = {
  authored: '',
  section: 'section',
  resource: 'resource',
  branch: 'case',
  failure: 'on failure',
  generated: 'added',
};

/** What is known of a node, for the panel beside the picture. */
export function detailsOf(
  node: GraphNode,
  relations: Relations,
  sources: PageData['sources'],
  choose: (id: string) => void,
): readonly HTMLElement[] {
  const type = node.type === 'dagport' ? 'added by the plan' : node.type;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['type', type],
    ['class', node.classPath === '' ? undefined : node.classPath],
    ['trigger rule', node.triggerRule],
    ['retries', node.retries === undefined ? undefined : String(node.retries)],
    ['section', node.section],
    ['group', node.group],
    ['wave', node.wave],
    ['items', node.dynamic === true ? 'known only when the DAG is parsed' : undefined],
  ];
  return [
    make('p', { class: 'kind' }, kindOf(node)),
    make('h2', {}, node.name),
    ...(node.id === node.name ? [] : [make('p', { class: 'id' }, node.id)]),
    make(
      'dl',
      {},
      ...facts.flatMap(([what, value]) => (value === undefined ? [] : [make('dt', {}, what), make('dd', {}, value)])),
    ),
    ...choices(node, relations, choose),
    ...related('Waits for', relations.into(node.id), ({ from }) => from, relations, choose),
    ...related('Followed by', relations.outOf(node.id), ({ to }) => to, relations, choose),
    ...sourceOf(node, sources),
  ];
}

/** What a branch or router goes on with. */
function choices(node: GraphNode, relations: Relations, choose: (id: string) => void): readonly HTMLElement[] {
  const ways: readonly (readonly [string, readonly string[]])[] =
    node.chooses === undefined
      ? (node.cases ?? []).map(({ then }, index, all) => [
          index === all.length - 1 ? 'otherwise' : `case ${index + 1}`,
          then,
        ])
      : [
          [`${node.chooses.of} succeeded`, node.chooses.success],
          [`${node.chooses.of} failed`, node.chooses.failed],
          [`${node.chooses.of} was skipped`, node.chooses.skipped],
        ];
  if (ways.length === 0) return [];
  const items = ways.map(([when, then]) => {
    const targets = then.length === 0 ? [make('em', {}, 'nothing')] : then.map((id) => link(id, relations, choose));
    return make('li', {}, make('span', { class: 'how' }, when), ...targets);
  });
  return [make('h3', {}, 'Chooses'), make('ul', {}, ...items)];
}

function related(
  title: string,
  edges: readonly GraphEdge[],
  other: (edge: GraphEdge) => string,
  relations: Relations,
  choose: (id: string) => void,
): readonly HTMLElement[] {
  if (edges.length === 0) return [];
  const items = edges.map((edge) => {
    const how = INTO[edge.kind] === '' ? [] : [make('span', { class: `how ${edge.kind}` }, INTO[edge.kind])];
    return make('li', {}, link(other(edge), relations, choose), ...how);
  });
  return [make('h3', {}, `${title} (${edges.length})`), make('ul', {}, ...items)];
}

function link(id: string, { byId }: Relations, choose: (id: string) => void): HTMLElement {
  const button = make('button', { type: 'button', class: 'link' }, byId.get(id)?.name ?? id);
  button.title = id;
  button.addEventListener('click', () => choose(id));
  return button;
}

/** Longer pieces are cut: the place says where to read on. */
const MOST_LINES = 60;

function sourceOf({ origin }: GraphNode, sources: PageData['sources']): readonly HTMLElement[] {
  const { start, end } = origin.range;
  const last = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  const lines = (sources[origin.path] ?? []).slice(start.line - 1, Math.min(last, start.line - 1 + MOST_LINES));
  const place = `${origin.path}:${start.line}`;
  const rows = lines.map((text, index) =>
    make(
      'span',
      { class: 'row' },
      make('span', { class: 'number' }, String(start.line + index)),
      text === '' ? ' ' : text,
    ),
  );
  return [
    make('h3', {}, 'Source'),
    make('p', { class: 'place' }, place),
    ...(rows.length === 0 ? [] : [make('pre', {}, ...rows)]),
  ];
}
