import { type GraphJson, type GraphNode, type Layout, layoutGraph, paintGraph } from '../../workflow/draw';
import { createSight } from '../../workflow/draw/page/script/sight';
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

/** The graph, to be dragged with the mouse and zoomed with its wheel. A click on a node, or Enter, chooses it. */
export function createGraphView(choose: (node: GraphNode) => void): GraphPane {
  const element = document.createElement('div');
  element.className = 'canvas';
  let shown: Shown | undefined;
  const sight = createSight(element, () => element.querySelector('svg') ?? undefined);
  const nodeOf = (target: EventTarget | null): GraphNode | undefined => {
    const id = target instanceof Element ? target.closest('.node')?.getAttribute('data-id') : undefined;
    return shown?.graph.nodes.find((node) => node.id === id);
  };

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
    sight.renew();
  };
  // In a pane of another shape the other layout may be larger.
  new ResizeObserver(() => {
    if (shown !== undefined && !sight.isMoved()) draw(shown.graph);
  }).observe(element);

  return {
    element,
    show: draw,
    zoom: sight.zoom,
    showAll: sight.showAll,
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
