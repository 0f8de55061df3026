import { isAdded, SIZES } from './boxes';
import { cyclesOf, onCycles } from './cycles';
import { element, elementAround, type SvgElement } from './element';
import type { Box, Direction, GroupBox, Layout, Point, Route } from './geometry';
import type { GraphEdge, GraphJson } from './graph';
import { isSection } from './grouping';
import { iconOf } from './icons';
import { outlineOf } from './shapes';
import { shortened, textWidth } from './text-width';
import { accentOf, EDGE_STYLES } from './theme';
import { type WaveStyle, waveStyleOf, waveStyles } from './waves';

const MARGIN = 24;
const HEADER = 48;
const LEGEND = 34;
const HEAD = 7;

/** What stands around the graph. In an editor the panel's own title says what it shows. */
export interface PictureOptions {
  readonly header: boolean;
  /** The circles that are shown in red: those of the graph itself, where nothing is said. */
  readonly cycles?: readonly (readonly string[])[];
  /** What was painted for the same place before: what looks the same is the same object again. */
  readonly known?: Painted;
}

/** Nodes, by their ids, and edges that are painted. */
export interface Painted {
  readonly nodes: Map<string, PaintedPart>;
  readonly edges: Map<GraphEdge, PaintedPart>;
}

/** An element, and all that it is made of. */
interface PaintedPart {
  readonly look: readonly unknown[];
  readonly element: SvgElement;
}

/**
 * A laid out graph as a tree of SVG elements without a style sheet (see `styleSheet`). Each node is a
 * `<g class="node" data-id="…">`, each edge a `<g class="edge" data-from="…" data-to="…">`.
 */
export function paintGraph(graph: GraphJson, layout: Layout, options: PictureOptions): SvgElement {
  const waves = waveStyles(graph);
  const cyclic = onCycles(options.cycles ?? cyclesOf(graph));
  const { known, direction } = { known: options.known, direction: layout.direction };
  const [nodes, edges] = [paintedOnce(known?.nodes), paintedOnce(known?.edges)];
  const boxes = (box: Box, wave: WaveStyle | undefined, isCyclic: boolean): SvgElement =>
    nodes(box.node.id, lookOfBox(box, wave, isCyclic), () => paintBox(box, wave, isCyclic));
  const routes = (route: Route, isCyclic: boolean): SvgElement =>
    edges(route.edge, lookOfRoute(route, direction, isCyclic), () => paintRoute(route, direction, isCyclic));
  const legend = legendOf(layout, waves);
  const header = options.header ? headerOf(graph) : [];
  const top = options.header ? HEADER : 0;
  const titleWidth = options.header ? textWidth(graph.dagId, 15, true) : 0;
  const width = Math.ceil(Math.max(layout.width, titleWidth, legend.width) + 2 * MARGIN);
  const legendTop = Math.ceil(top + layout.height + 2 * MARGIN);
  const height = legendTop + (legend.elements.length > 0 ? LEGEND : 0);
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'dagport',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': `Graph of ${graph.dagId}`,
  };
  return element(
    'svg',
    attributes,
    element('rect', { class: 'paper', width, height, rx: 10 }),
    ...header,
    elementAround('g', { transform: `translate(${MARGIN} ${top + MARGIN})` }, [
      ...layout.groups.map(paintFrame),
      ...layout.routes.map((route) => routes(route, cyclic.edge(route.edge))),
      ...layout.boxes.map((box) => boxes(box, waveStyleOf(box.node, waves), cyclic.node(box.node.id))),
    ]),
    ...(legend.elements.length > 0
      ? [element('g', { class: 'legend', transform: `translate(${MARGIN} ${legendTop})` }, ...legend.elements)]
      : []),
  );
}

/** Takes what is known, and keeps what was needed this time. */
function paintedOnce<Key>(
  known: Map<Key, PaintedPart> | undefined,
): (key: Key, look: readonly unknown[], paint: () => SvgElement) => SvgElement {
  if (known === undefined) return (_key, _look, paint) => paint();
  const before = new Map(known);
  known.clear();
  return (key, look, paint) => {
    const last = before.get(key);
    const part = last !== undefined && looksAlike(last.look, look) ? last : { look, element: paint() };
    known.set(key, part);
    return part.element;
  };
}

function looksAlike(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

function lookOfBox(box: Box, wave: WaveStyle | undefined, isCyclic: boolean): readonly unknown[] {
  const { node, x, y, width, height, label, sublabel } = box;
  const { kind, type, triggerRule, retries } = node;
  const place = [x, y, width, height, label, sublabel, isCyclic, wave?.name, wave?.colour];
  return [kind, type, triggerRule, retries, node.wave, ...place];
}

/** Of one edge: which it is stands in no look. */
function lookOfRoute({ points }: Route, direction: Direction, isCyclic: boolean): readonly unknown[] {
  const look: unknown[] = [direction, isCyclic];
  for (const { x, y } of points) look.push(x, y);
  return look;
}

function headerOf(graph: GraphJson): readonly SvgElement[] {
  const count = graph.nodes.length;
  const what = graph.view === 'expanded' ? `${count} tasks in Airflow` : `${count} nodes as written`;
  return [
    element('text', { class: 'title', x: MARGIN, y: 32 }, graph.dagId),
    element('text', { class: 'subtitle', x: MARGIN, y: 50 }, what),
  ];
}

function paintFrame(group: GroupBox): SvgElement {
  const { x, y, width, height } = group;
  return element(
    'g',
    {
      class: isSection(group.label) ? 'frame section' : 'frame',
      'data-group': group.path,
      transform: `translate(${x} ${y})`,
    },
    element('title', {}, group.path),
    element('rect', { width, height, rx: 10 }),
    element('text', { x: SIZES.groupPadding, y: 18 }, shortened(group.label, 11, true, width - 2 * SIZES.groupPadding)),
  );
}

function paintBox(box: Box, wave: WaveStyle | undefined, isCyclic: boolean): SvgElement {
  const { node, height } = box;
  const small = isAdded(node.kind);
  const middle = height / 2;
  const tile = small ? 20 : 28;
  const left = small ? 8 : 10 + (node.kind === 'branch' ? 2 : 0);
  const scale = small ? 0.75 : 1;
  const iconAt = `translate(${left + (tile - 16 * scale) / 2} ${middle - 8 * scale}) scale(${scale})`;
  const textLeft = small ? SIZES.smallIcon : SIZES.icon + (node.kind === 'branch' ? 2 : 0);
  return element(
    'g',
    {
      class: `node ${accentOf(node.kind)}${isCyclic ? ' cyclic' : ''}`,
      'data-id': node.id,
      transform: `translate(${box.x} ${box.y})`,
    },
    element('title', {}, tooltip(box)),
    ...outlineOf(box),
    element('rect', { class: 'tint', x: left, y: middle - tile / 2, width: tile, height: tile, rx: 6 }),
    element('path', { class: 'icon', d: iconOf(node), transform: iconAt }),
    element('text', { class: 'label', x: textLeft, y: small ? middle + 4 : middle - 3 }, box.label),
    ...(box.sublabel === undefined
      ? []
      : [element('text', { class: 'sublabel', x: textLeft, y: middle + 14 }, box.sublabel)]),
    ...(wave === undefined ? [] : [waveMark(wave, box.width - 22, -5)]),
  );
}

/** The colour of a wave, at the corner of a box and in the legend. */
function waveMark({ name, colour }: WaveStyle, x: number, y: number): SvgElement {
  return element(
    'g',
    { class: 'wave', 'data-wave': name, transform: `translate(${x} ${y})` },
    element('rect', { width: 18, height: 10, rx: 5, fill: colour }),
  );
}

/** The whole text of what a box may have shortened. */
function tooltip({ node }: Box): string {
  const lines = [node.id, `${node.kind}: ${node.type}`];
  if (node.triggerRule !== 'all_success') lines.push(`trigger rule: ${node.triggerRule}`);
  if (node.retries !== undefined && node.retries > 0) lines.push(`retries: ${node.retries}`);
  if (node.wave !== undefined) lines.push(`wave: ${node.wave}`);
  return lines.join('\n');
}

function paintRoute({ edge, points }: Route, direction: Direction, isCyclic: boolean): SvgElement {
  const end = points.at(-1) ?? { x: 0, y: 0 };
  const down = direction === 'down';
  const beforeHead = down ? { x: end.x, y: end.y - HEAD } : { x: end.x - HEAD, y: end.y };
  const line = curve([...points.slice(0, -1), beforeHead], down);
  const head = down ? `l-4 ${-HEAD - 1}h8Z` : `l${-HEAD - 1} -4v8Z`;
  return element(
    'g',
    {
      class: `${EDGE_STYLES[edge.kind].className}${isCyclic ? ' cyclic' : ''}`,
      'data-from': edge.from,
      'data-to': edge.to,
    },
    element('path', { class: 'line', d: line }),
    element('path', { class: 'head', d: `M${round(end.x)} ${round(end.y)}${head}` }),
  );
}

/** A curve through the points that runs in the direction of the graph at each of them. */
function curve(points: readonly Point[], down: boolean): string {
  const [first, ...rest] = points.map(({ x, y }) => (down ? { along: y, across: x } : { along: x, across: y }));
  if (first === undefined) return '';
  const at = (along: number, across: number): string =>
    down ? `${round(across)} ${round(along)}` : `${round(along)} ${round(across)}`;
  let path = `M${at(first.along, first.across)}`;
  let last = first;
  for (const point of rest) {
    const back = point.along < last.along;
    const bend = Math.max(Math.abs(point.along - last.along) / 2, back ? 40 : 0);
    path +=
      point.across === last.across && !back
        ? `L${at(point.along, point.across)}`
        : `C${at(last.along + bend, last.across)} ${at(point.along - bend, point.across)} ${at(point.along, point.across)}`;
    last = point;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** What the lines mean, where there is more than one kind, and which waves there are. */
function legendOf(
  layout: Layout,
  waves: readonly WaveStyle[],
): { readonly width: number; readonly elements: readonly SvgElement[] } {
  const drawn = new Set<string>(layout.routes.map(({ edge }) => edge.kind));
  const kinds = Object.entries(EDGE_STYLES).filter(([kind]) => drawn.has(kind));
  let x = 0;
  const elements = (kinds.length < 2 ? [] : kinds).map(([, { label, className }]) => {
    const start = x;
    x += 40 + textWidth(label, 11) + 20;
    const line = element('path', { class: 'line', d: `M${round(start)} 6h22` });
    const head = element('path', { class: 'head', d: `M${round(start + 30)} 6l-8 -4v8Z` });
    return element(
      'g',
      {},
      element('g', { class: className }, line, head),
      element('text', { x: round(start + 38), y: 10 }, label),
    );
  });
  for (const wave of waves) {
    const text = element('text', { x: round(x + 24), y: 10 }, wave.name);
    elements.push(element('g', {}, waveMark(wave, round(x), 1), text));
    x += 24 + textWidth(wave.name, 11) + 20;
  }
  return { width: x, elements };
}
