import type { GraphJson, GraphNode } from '../../graph';
import { put } from './dom';
import { labelOf } from './label';
import { type Relations, relationsOf } from './relations';

/** Which of the nodes around the chosen one are shown in full. */
export type Focus = 'all' | 'upstream' | 'downstream' | 'both';

/** A graph's picture in the page, and what can be done with it. */
export interface Picture {
  readonly svg: SVGSVGElement;
  graph(): GraphJson;
  relations(): Relations;
  /** Takes a graph of the same structure: its nodes may stand elsewhere in the source. */
  renew(graph: GraphJson): void;
  /** Marks the chosen node and those that are picked, and pales what is not in focus. */
  mark(chosen: string | undefined, focus: Focus, picked: ReadonlySet<string>): void;
  /** Marks a node that another picture's chosen one became, or was made from. */
  pair(ids: ReadonlySet<string>): void;
  /** Pales what a search did not find, and gives what it found in the order of reading; nothing where it is empty. */
  find(words: string): readonly string[];
  elementOf(id: string): SVGElement | undefined;
  /** The neighbour in a direction: along the edges to the right and left, the next one in sight up and down. */
  next(id: string, way: Way): string | undefined;
  /** The node that comes first in reading. */
  first(): string | undefined;
}

export type Way = 'left' | 'right' | 'up' | 'down';

export function createPicture(first: GraphJson, svg: SVGSVGElement): Picture {
  let graph = first;
  let relations = relationsOf(graph);
  const nodes = new Map(
    [...svg.querySelectorAll<SVGElement>('.node')].map((node) => [node.getAttribute('data-id') ?? '', node]),
  );
  const edges = [...svg.querySelectorAll('.edge[data-from]')];
  // What is read aloud is the nodes, each as a button, in the order of the source.
  put(svg, 'role', 'group');
  for (const [id, node] of nodes) {
    put(node, 'role', 'button');
    put(node, 'aria-label', labelOf(id, relations));
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
  const start = (): string | undefined =>
    graph.nodes.find(({ id }) => relations.into(id).length === 0)?.id ?? graph.nodes[0]?.id;
  return {
    svg,
    graph: () => graph,
    relations: () => relations,
    renew(next) {
      graph = next;
      relations = relationsOf(next);
    },
    mark(chosen, focus, picked) {
      const reachable = chosen ?? start();
      for (const [id, node] of nodes) {
        node.classList.toggle('chosen', id === chosen);
        node.classList.toggle('picked', picked.has(id));
        put(node, 'aria-pressed', String(id === chosen));
        // The one to which Tab goes: from there on the arrow keys go further.
        put(node, 'tabindex', id === reachable ? '0' : '-1');
      }
      for (const edge of edges) {
        edge.classList.toggle('into', edge.getAttribute('data-to') === chosen);
        edge.classList.toggle('out', edge.getAttribute('data-from') === chosen);
      }
      pale(chosen === undefined || focus === 'all' ? undefined : focused(relations, chosen, focus));
    },
    pair(ids) {
      for (const [id, node] of nodes) node.classList.toggle('paired', ids.has(id));
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
    first: start,
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
