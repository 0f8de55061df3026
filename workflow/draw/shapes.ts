import { isAdded } from './boxes';
import { element, type SvgElement } from './element';
import type { Box } from './geometry';

/** How far a second outline stands behind the first, for nodes that stand for several tasks. */
const BEHIND = 4;

/** The outline of a box, with its upper left corner at the origin: its form says the kind of the node. */
export function outlineOf({ node, width, height }: Box): readonly SvgElement[] {
  if (node.kind === 'branch') return [polygon(hexagon(width, height))];
  if (node.kind === 'fail') return [polygon(octagon(width, height))];
  if (node.kind === 'join' || isAdded(node.kind)) return [rectangle(width, height, height / 2)];
  if (node.kind === 'generator' || node.kind === 'sub_dag' || node.kind === 'composite') {
    return [rectangle(width, height, 8, BEHIND), rectangle(width, height, 8)];
  }
  return [rectangle(width, height, 8)];
}

function rectangle(width: number, height: number, radius: number, behind = 0): SvgElement {
  return element('rect', { class: 'shape', x: behind, y: behind, width, height, rx: radius });
}

type Corner = readonly [x: number, y: number];

function hexagon(width: number, height: number): readonly Corner[] {
  const cut = 12;
  const middle = height / 2;
  return [[cut, 0], [width - cut, 0], [width, middle], [width - cut, height], [cut, height], [0, middle]]; // biome-ignore format: one ring
}

function octagon(width: number, height: number): readonly Corner[] {
  const cut = 10;
  const [right, low] = [width - cut, height - cut];
  return [[cut, 0], [right, 0], [width, cut], [width, low], [right, height], [cut, height], [0, low], [0, cut]]; // biome-ignore format: one ring
}

function polygon(corners: readonly Corner[]): SvgElement {
  const points = corners.map(([x, y]) => `${x},${y}`).join(' ');
  return element('polygon', { class: 'shape', points, 'stroke-linejoin': 'round' });
}
