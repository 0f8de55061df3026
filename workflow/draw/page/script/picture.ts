import type { GraphJson, GraphNode } from '../../graph';
import { type Relations, relationsOf } from './relations';
import { createSight, type Sight } from './sight';

/** Which of the nodes around the chosen one are shown in full. */
export type Focus = 'all' | 'upstream' | 'downstream' | 'both';

/** One view of the workflow: its picture in the page, and what can be done with it. */
export interface Picture {
  readonly graph: GraphJson;
  readonly relations: Relations;
  readonly sight: Sight;
  show(visible: boolean): void;
  /** Marks the chosen node, and pales what is not in focus. */
  mark(chosen: string | undefined, focus: Focus): void;
  /** Marks the nodes that a search found, pales the others, and gives them in the order of reading; all where it is empty. */
  find(words: string): readonly string[];
  elementOf(id: string): Element | undefined;
  /** The neighbour in a direction: along the edges to the right and left, the next one in sight up and down. */
  next(id: string, way: Way): string | undefined;
  /** The node that comes first in reading. */
  readonly first: string | undefined;
}

export type Way = 'left' | 'right' | 'up' | 'down';

export function createPicture(graph: GraphJson, pane: HTMLElement, svg: SVGSVGElement): Picture {
  const relations = relationsOf(graph);
  const nodes = new Map([...svg.querySelectorAll('.node')].map((node) => [node.getAttribute('data-id') ?? '', node]));
  const edges = [...svg.querySelectorAll('.edge[data-from]')];
  for (const [id, node] of nodes) {
    node.setAttribute('tabindex', '-1');
    node.setAttribute('role', 'button');
    node.setAttribute('aria-label', relations.byId.get(id)?.name ?? id);
  }
  const pale = (kept: ReadonlySet<string> | undefined): void => {
    svg.classList.toggle('narrowed', kept !== undefined);
    for (const [id, node] of nodes) node.classList.toggle('kept', kept?.has(id) === true);
    for (const edge of edges) {
      const ends = [edge.getAttribute('data-from') ?? '', edge.getAttribute('data-to') ?? ''];
      edge.classList.toggle(
        'kept',
        ends.every((end) => kept?.has(end) === true),
      );
    }
  };
  return {
    graph,
    relations,
    sight: createSight(pane, () => (svg.hasAttribute('hidden') ? undefined : svg)),
    show: (visible) => svg.toggleAttribute('hidden', !visible),
    mark(chosen, focus) {
      for (const [id, node] of nodes) node.classList.toggle('chosen', id === chosen);
      for (const edge of edges) {
        edge.classList.toggle('into', edge.getAttribute('data-to') === chosen);
        edge.classList.toggle('out', edge.getAttribute('data-from') === chosen);
      }
      pale(chosen === undefined || focus === 'all' ? undefined : focused(relations, chosen, focus));
    },
    find(words) {
      const wanted = words
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== '');
      const found = graph.nodes.filter((node) => wanted.every((word) => textOf(node).includes(word)));
      pale(wanted.length === 0 ? undefined : new Set(found.map(({ id }) => id)));
      return wanted.length === 0 ? [] : found.map(({ id }) => id);
    },
    elementOf: (id) => nodes.get(id),
    next: (id, way) => neighbour(id, way, relations, nodes),
    first: graph.nodes.find(({ id }) => relations.into(id).length === 0)?.id ?? graph.nodes[0]?.id,
  };
}

function textOf({ id, name, type, kind, group = '', wave = '', triggerRule }: GraphNode): string {
  return [id, name, type, kind, group, wave, triggerRule].join(' ').toLowerCase();
}

function focused({ upstream, downstream }: Relations, chosen: string, focus: Focus): ReadonlySet<string> {
  const before = focus === 'downstream' ? [] : upstream(chosen);
  const behind = focus === 'upstream' ? [] : downstream(chosen);
  return new Set([chosen, ...before, ...behind]);
}

function neighbour(
  id: string,
  way: Way,
  relations: Relations,
  nodes: ReadonlyMap<string, Element>,
): string | undefined {
  const here = nodes.get(id)?.getBoundingClientRect();
  if (here === undefined) return undefined;
  const along = way === 'left' || way === 'right';
  const candidates = along
    ? way === 'left'
      ? relations.into(id).map(({ from }) => from)
      : relations.outOf(id).map(({ to }) => to)
    : [...nodes.keys()].filter((other) => {
        const box = nodes.get(other)?.getBoundingClientRect();
        return other !== id && box !== undefined && (way === 'up' ? box.bottom <= here.top : box.top >= here.bottom);
      });
  let best: string | undefined;
  let shortest = Infinity;
  for (const candidate of candidates) {
    const box = nodes.get(candidate)?.getBoundingClientRect();
    if (box === undefined) continue;
    const dx = box.left + box.width / 2 - here.left - here.width / 2;
    const dy = box.top + box.height / 2 - here.top - here.height / 2;
    const distance = along ? Math.abs(dy) + Math.abs(dx) / 100 : Math.abs(dy) + 3 * Math.abs(dx);
    if (distance < shortest) [best, shortest] = [candidate, distance];
  }
  return best;
}
