import { type GraphJson, type GraphNode, type Layout, layoutGraph, paintGraph } from '../../workflow/draw';
import { addDragging } from '../../workflow/draw/page/script/dragging';
import { toDom } from './dom';

export interface GraphPane {
  readonly element: HTMLElement;
  show(graph: GraphJson): void;
  zoom(factor: number): void;
  showAll(): void;
}

/** One layout for each direction that was tried. */
type Layouts = readonly [Layout, ...Layout[]];

/** What is on the screen, and what it was made from. */
interface Shown {
  readonly graph: GraphJson;
  readonly structure: string;
  readonly layouts: Layouts;
  readonly best: Layout;
}

interface Sight {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const SMALLEST = 0.05;
const LARGEST = 3;

/** The graph, to be dragged with the mouse and zoomed with its wheel. A click on a node, or Enter, chooses it. */
export function createGraphView(choose: (node: GraphNode) => void): GraphPane {
  const element = document.createElement('div');
  element.className = 'canvas';
  let sight: Sight = { x: 0, y: 0, scale: 1 };
  let shown: Shown | undefined;
  let moved = false;

  const look = (next: Sight): void => {
    sight = next;
    const picture = element.querySelector('svg');
    if (picture !== null) picture.style.transform = `translate(${next.x}px,${next.y}px) scale(${next.scale})`;
  };
  const showAll = (): void => {
    const picture = element.querySelector('svg');
    if (picture === null) return;
    const { clientWidth: width, clientHeight: height } = element;
    const [wide, high] = [Number(picture.getAttribute('width')), Number(picture.getAttribute('height'))];
    const scale = Math.max(SMALLEST, Math.min(1, width / wide, height / high));
    look({ x: Math.max(0, (width - wide * scale) / 2), y: Math.max(0, (height - high * scale) / 3), scale });
    moved = false;
  };
  const zoomAt = (factor: number, x: number, y: number): void => {
    const scale = Math.max(SMALLEST, Math.min(LARGEST, sight.scale * factor));
    const by = scale / sight.scale;
    look({ x: x - (x - sight.x) * by, y: y - (y - sight.y) * by, scale });
    moved = true;
  };
  const nodeOf = (target: EventTarget | null): GraphNode | undefined => {
    const id = target instanceof Element ? target.closest('.node')?.getAttribute('data-id') : undefined;
    return shown?.graph.nodes.find((node) => node.id === id);
  };

  addDragging(element, (dx, dy) => {
    look({ ...sight, x: sight.x + dx, y: sight.y + dy });
    moved = true;
  });
  element.addEventListener('wheel', (event) => {
    event.preventDefault();
    const corner = element.getBoundingClientRect();
    zoomAt(Math.exp(-event.deltaY / 400), event.clientX - corner.left, event.clientY - corner.top);
  });
  element.addEventListener('click', (event) => {
    const node = nodeOf(event.target);
    if (node !== undefined) choose(node);
  });
  element.addEventListener('keydown', (event) => {
    const node = event.key === 'Enter' ? nodeOf(event.target) : undefined;
    if (node !== undefined) choose(node);
  });
  /** Lays out and draws anew only where the picture changes: that is what takes time. */
  const draw = (graph: GraphJson): void => {
    const structure = structureOf(graph);
    const layouts = shown?.structure === structure ? shown.layouts : layoutsOf(graph);
    const best = bestFor(layouts, element.clientWidth, element.clientHeight);
    const changed = shown?.structure !== structure || shown.best !== best;
    shown = { graph, structure, layouts, best };
    if (!changed) return;
    const picture = toDom(paintGraph(graph, best, { header: false }));
    for (const node of picture.querySelectorAll('.node')) node.setAttribute('tabindex', '0');
    element.replaceChildren(picture);
    if (moved) look(sight);
    else showAll();
  };
  new ResizeObserver(() => {
    if (moved || shown === undefined) return;
    draw(shown.graph);
    showAll();
  }).observe(element);

  return {
    element,
    show: draw,
    zoom: (factor) => zoomAt(factor, element.clientWidth / 2, element.clientHeight / 2),
    showAll,
  };
}

/** A graph of more nodes is laid out once only: to the right. */
const LAID_OUT_TWICE = 60;

function layoutsOf(graph: GraphJson): Layouts {
  const toTheRight = layoutGraph(graph, 'right');
  return graph.nodes.length > LAID_OUT_TWICE ? [toTheRight] : [toTheRight, layoutGraph(graph, 'down')];
}

/** The layout that can be shown largest in a pane. */
function bestFor([first, ...others]: Layouts, width: number, height: number): Layout {
  const scale = (layout: Layout): number => Math.min(width / layout.width, height / layout.height);
  return others.reduce((best, layout) => (scale(layout) > scale(best) ? layout : best), first);
}

/** All that the picture depends on: where nodes stand in the source is not part of it, so most keystrokes change nothing. */
function structureOf({ view, nodes, edges }: GraphJson): string {
  return JSON.stringify([
    view,
    nodes.map(({ id, name, kind, type, classPath, group, triggerRule, retries }) => [
      id,
      name,
      kind,
      type,
      classPath,
      group ?? '',
      triggerRule,
      retries ?? 0,
    ]),
    edges.map(({ from, to, kind }) => [from, to, kind]),
  ]);
}
