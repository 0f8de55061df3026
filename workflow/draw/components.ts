import type { BoxContent, Rectangle } from './geometry';
import type { GraphEdge } from './graph';

/** Parts of a graph that no edge and no frame connects, the one with the first node first. */
export function componentsOf(
  contents: readonly BoxContent[],
  edges: readonly GraphEdge[],
): readonly (readonly BoxContent[])[] {
  const leader = new Map<string, string>();
  const find = (key: string): string => {
    let top = key;
    for (let above = leader.get(top); above !== undefined && above !== top; above = leader.get(top)) top = above;
    for (let at = key; at !== top; ) {
      const above = leader.get(at) ?? top;
      leader.set(at, top);
      at = above;
    }
    return top;
  };
  const unite = (a: string, b: string): void => void leader.set(find(b), find(a));
  for (const { from, to } of edges) unite(`node ${from}`, `node ${to}`);
  for (const { node, group } of contents) {
    if (group !== undefined && group !== '') unite(`node ${node.id}`, `frame ${group.split('/')[0]}`);
  }
  const parts = new Map<string, BoxContent[]>();
  for (const content of contents) {
    const top = find(`node ${content.node.id}`);
    const part = parts.get(top);
    if (part === undefined) parts.set(top, [content]);
    else part.push(content);
  }
  return [...parts.values()];
}

/** The room between parts. */
const GAP = 28;

/** How far each part is moved, so that they stand below each other, small ones side by side. */
export function packed(parts: readonly Rectangle[]): readonly { readonly x: number; readonly y: number }[] {
  const widest = parts.reduce((most, { width }) => Math.max(most, width), 0);
  let [x, y, row] = [0, 0, 0];
  return parts.map((part) => {
    if (x > 0 && x + part.width > widest) {
      y += row + GAP;
      [x, row] = [0, 0];
    }
    const by = { x: x - part.x, y: y - part.y };
    x += part.width + GAP;
    row = Math.max(row, part.height);
    return by;
  });
}
