import { closedId, withClosed } from '../../collapse';
import { cycleText } from '../../cycles';
import type { GraphJson, GraphView } from '../../graph';
import type { LegacySide, PageData } from '../parts/content';
import { part, put, write } from './dom';
import { addGroupHandles, toggleGroup } from './groups';
import { addKeys } from './keys';
import { createPainter } from './painter';
import { createPane } from './pane';
import type { Picture } from './picture';
import { choose, chooseAndTell, cyclesShown, graphOf, mark, type PageHost, pick, type State, search } from './state';
import { addSearch, addTools } from './tools';

/** Pictures that stand in the page from the start, by view. */
export type ReadyPictures = ReadonlyMap<GraphView, SVGSVGElement>;

/** A page that pictures can be searched, walked through and looked at closely in. */
export interface Page {
  /** Shows other graphs; what is chosen, closed and seen stays where it is the same workflow. */
  show(data: PageData, legacy?: LegacySide): void;
  /** What stands in the way of newer graphs. */
  warn(problems: readonly string[]): void;
  /** Marks the node that a line of the source belongs to. */
  pointTo(line: number): void;
  /** Chooses a node by its id or its name. */
  find(wanted: string): void;
}

export function createPage(host: PageHost, data: PageData, ready: ReadyPictures): Page {
  const painter = createPainter();
  const failed = (message: string): void => warn([`The picture could not be made: ${message}`]);
  const state: State = {
    host,
    painter,
    pane: createPane(part('pane'), painter, (picture) => pictureDrawn(state, picture), failed),
    legacyPane: createPane(part('legacy'), painter, () => legacyDrawn(state), failed),
    data,
    legacy: undefined,
    before: undefined,
    line: undefined,
    view: data.graphs[0]?.view ?? 'authored',
    closed: new Set(),
    chosen: undefined,
    focus: 'all',
    found: [],
    picked: new Set(),
  };
  const views: Views = { drawn: undefined };
  const render = (): void => draw(state, views, ready);
  addTools(state, render);
  addSearch(state);
  addKeys(state, { render, nextView: () => changeView(state, otherView(state.view), render) });
  addClicks(state, render);
  for (const button of document.querySelectorAll('[data-view]')) {
    button.addEventListener('click', () => changeView(state, viewOf(button.getAttribute('data-view')), render));
  }
  if (host.fits) addEventListener('resize', render);
  render();
  return {
    show(next, legacy) {
      state.data = next;
      state.legacy = legacy;
      const [first] = next.graphs;
      if (graphOf(state) === undefined && first !== undefined) state.view = first.view;
      warn([]);
      render();
    },
    warn,
    pointTo: (line) => pointTo(state, line),
    find(wanted) {
      const picture = state.pane.picture();
      const node = picture?.relations().byId.get(wanted) ?? picture?.graph().nodes.find(({ name }) => name === wanted);
      if (node !== undefined && node.id !== state.chosen) choose(state, node.id, { toMiddle: true });
    },
  };
}

/** Which graph was drawn last. */
interface Views {
  drawn: GraphJson | undefined;
}

function draw(state: State, views: Views, ready: ReadyPictures): void {
  const graph = graphOf(state);
  if (graph === undefined) return;
  const anew = views.drawn?.view !== state.view;
  if (anew) state.before = views.drawn;
  const options = {
    anew,
    fit: state.host.fits,
    ready: anew && state.closed.size === 0 ? ready.get(state.view) : undefined,
  };
  views.drawn = graph;
  const cycles = cyclesShown(state);
  state.pane.show(withClosed(graph, state.closed), cycles, options);
  showLegacy(state);
  showFacts(state, graph, cycles);
}

function showLegacy({ legacy, legacyPane, host }: State): void {
  document.documentElement.classList.toggle('beside', legacy !== undefined);
  part('legacy').toggleAttribute('hidden', legacy === undefined);
  if (legacy !== undefined) {
    const anew = legacyPane.picture() === undefined;
    legacyPane.show(legacy.graph, [], { anew, fit: host.fits });
  }
}

function showFacts(state: State, graph: GraphJson, cycles: readonly (readonly string[])[]): void {
  const count = graph.nodes.length;
  const what = graph.view === 'expanded' ? 'task' : 'node';
  write(part('title'), graph.dagId);
  write(part('count'), `${count} ${count === 1 ? what : `${what}s`}`);
  for (const button of document.querySelectorAll('[data-view]')) {
    put(button, 'aria-pressed', String(button.getAttribute('data-view') === state.view));
  }
  const nameOf = (id: string): string => graph.nodes.find((node) => node.id === id)?.name ?? id;
  const [cycle] = cycles;
  const more = cycles.length > 1 ? `, and ${cycles.length - 1} more` : '';
  write(part('cycle'), cycle === undefined ? '' : `Goes in a circle: ${cycleText(cycle, nameOf)}${more}`);
  part('cycle').toggleAttribute('hidden', cycle === undefined);
}

function warn(problems: readonly string[]): void {
  const bar = part('problem');
  write(bar, problems[0] ?? '');
  put(bar, 'title', problems.join('\n'));
  bar.toggleAttribute('hidden', problems.length === 0);
}

/** Another picture is in sight: what was chosen is marked in it, or is gone. */
function pictureDrawn(state: State, picture: Picture): void {
  addGroupHandles(picture.svg);
  const { byId } = picture.relations();
  for (const id of state.picked) if (!byId.has(id)) state.picked.delete(id);
  search(state);
  const { chosen } = state;
  if (chosen !== undefined && !byId.has(chosen)) choose(state, counterpart(state, picture), { quiet: true });
  else mark(state);
  if (chosen === undefined && state.line !== undefined) pointTo(state, state.line);
}

function legacyDrawn(state: State): void {
  mark(state);
}

/** The node that comes from the same place of the source as one of another view that was chosen. */
function counterpart({ before, chosen }: State, picture: Picture): string | undefined {
  const old = before?.nodes.find(({ id }) => id === chosen);
  const { nodes } = picture.graph();
  const same = old === undefined ? [] : nodes.filter(({ origin }) => origin.pointer === old.origin.pointer);
  return (same.find(({ name, type }) => name === old?.name && type === old.type) ?? same[0])?.id;
}

function viewOf(name: string | null): GraphView {
  return name === 'expanded' ? 'expanded' : 'authored';
}

function otherView(view: GraphView): GraphView {
  return view === 'authored' ? 'expanded' : 'authored';
}

function changeView(state: State, view: GraphView, render: () => void): void {
  if (view === state.view && graphOf(state) !== undefined) return;
  if (!state.data.graphs.some((graph) => graph.view === view)) {
    state.host.wantsView(view);
    return;
  }
  state.view = view;
  render();
}

function addClicks(state: State, render: () => void): void {
  const clicked = (event: MouseEvent): string | undefined => {
    const node = event.target instanceof Element ? event.target.closest('.node') : null;
    return node?.getAttribute('data-id') ?? undefined;
  };
  state.pane.element.addEventListener('click', (event) => {
    if (toggleGroup(state, event.target, render)) return;
    const id = clicked(event);
    if (id !== undefined && (event.shiftKey || event.ctrlKey || event.metaKey)) pick(state, id);
    else chooseAndTell(state, id);
  });
  state.pane.element.addEventListener('dblclick', (event) => {
    const id = clicked(event);
    for (const path of state.closed) {
      if (closedId(path) !== id) continue;
      state.closed.delete(path);
      render();
    }
  });
  state.legacyPane.element.addEventListener('click', (event) => {
    const id = clicked(event);
    const node = id === undefined ? undefined : state.legacyPane.picture()?.relations().byId.get(id);
    if (node === undefined) return;
    state.host.choseLegacy(node);
    const [, pair] = state.legacy?.pairs.find(([legacy]) => legacy === id) ?? [];
    if (pair !== undefined) choose(state, pair);
  });
}

/** The node that a line of the source belongs to: the last one that begins there or above. */
function pointTo(state: State, line: number): void {
  state.line = line;
  const nodes = state.pane.picture()?.graph().nodes ?? [];
  const start = ({ origin: { range } }: (typeof nodes)[number]): number => range.start.line;
  const above = nodes.filter((node) => start(node) <= line);
  const last = above.reduce((most, node) => Math.max(most, start(node)), 0);
  const [first, ...others] = above.filter((node) => start(node) === last);
  // Several tasks may come from one place: what is chosen stays where it is one of them.
  if (first === undefined || [first, ...others].some(({ id }) => id === state.chosen)) return;
  choose(state, first.id, { quiet: true });
}
