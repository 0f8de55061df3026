import { append } from '../../text/append';
import type { DocumentOutline, NodeOutline } from './outline';

/** The nodes of a document that lead straight to each node, and those that each leads straight to. */
export interface Neighbours {
  readonly before: ReadonlyMap<NodeOutline, readonly NodeOutline[]>;
  readonly after: ReadonlyMap<NodeOutline, readonly NodeOutline[]>;
}

/** The neighbours of all nodes, by dependencies and control edges alike. */
export function neighboursOf({ edges }: Pick<DocumentOutline, 'edges'>): Neighbours {
  const before = new Map<NodeOutline, NodeOutline[]>();
  const after = new Map<NodeOutline, NodeOutline[]>();
  const add = (map: Map<NodeOutline, NodeOutline[]>, key: NodeOutline, value: NodeOutline): void => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [value]);
    else known.push(value);
  };
  for (const { from, to } of edges) {
    add(before, to, from);
    add(after, from, to);
  }
  return { before, after };
}

/** All nodes that a way leads to, without the start unless it leads back to it. Linear. */
export function reachableFrom(
  start: NodeOutline,
  next: ReadonlyMap<NodeOutline, readonly NodeOutline[]>,
): ReadonlySet<NodeOutline> {
  const found = new Set<NodeOutline>();
  const queue = [...(next.get(start) ?? [])];
  for (const node of queue) {
    if (found.has(node)) continue;
    found.add(node);
    append(queue, next.get(node) ?? []);
  }
  return found;
}
