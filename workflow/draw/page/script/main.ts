import type { PageData } from '../content';
import { detailsOf } from './details';
import { createPicture, type Focus, type Picture, type Way } from './picture';

/** The program of a page: pictures that can be searched, walked through and looked at closely. */
function start(): void {
  const data: PageData = JSON.parse(part('data').textContent ?? '{}');
  const pane = part('pane');
  const pictures = data.graphs.flatMap((graph, index) => {
    const svg = pane.querySelectorAll<SVGSVGElement>('svg.dagport')[index];
    return svg === undefined ? [] : [createPicture(graph, pane, svg)];
  });
  const [first] = pictures;
  if (first === undefined) return;
  const state: State = { pictures, shown: first, chosen: undefined, focus: 'all', found: [] };
  addViews(state, data);
  addTools(state, data);
  addSearch(state, data);
  addKeys(state, data);
  pane.addEventListener('click', (event) => {
    const node = event.target instanceof Element ? event.target.closest('.node') : null;
    choose(state, data, node?.getAttribute('data-id') ?? undefined);
  });
  window.addEventListener('hashchange', () => followAddress(state, data));
  showView(state, data, first);
  followAddress(state, data);
}

interface State {
  readonly pictures: readonly Picture[];
  shown: Picture;
  chosen: string | undefined;
  focus: Focus;
  /** What a search found; empty where there is none. */
  found: readonly string[];
}

function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

function field(): HTMLInputElement {
  const element = part('search');
  if (!(element instanceof HTMLInputElement)) throw new Error('#search is no input');
  return element;
}

function choose(state: State, data: PageData, id: string | undefined, toMiddle = false): void {
  state.chosen = id;
  if (id === undefined) state.focus = 'all';
  const node = id === undefined ? undefined : state.shown.relations.byId.get(id);
  const panel = part('panel');
  panel.toggleAttribute('hidden', node === undefined);
  const go = (other: string): void => choose(state, data, other);
  part('details').replaceChildren(
    ...(node === undefined ? [] : detailsOf(node, state.shown.relations, data.sources, go)),
  );
  mark(state);
  if (id === undefined) {
    clearAddress();
    return;
  }
  const element = state.shown.elementOf(id);
  if (element === undefined) return;
  state.shown.sight.bring(element, toMiddle);
  history.replaceState(null, '', `#${encodeURIComponent(id)}`);
}

function clearAddress(): void {
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
}

function mark({ shown, chosen, focus, found }: State): void {
  shown.mark(chosen, focus);
  if (focus === 'all' && found.length > 0) shown.find(field().value);
  for (const button of document.querySelectorAll('[data-focus]')) {
    button.setAttribute('aria-pressed', String(button.getAttribute('data-focus') === focus));
  }
}

function showView(state: State, data: PageData, picture: Picture): void {
  state.shown = picture;
  for (const other of state.pictures) other.show(other === picture);
  for (const button of document.querySelectorAll('[data-view]')) {
    button.setAttribute('aria-pressed', String(button.getAttribute('data-view') === picture.graph.view));
  }
  const count = picture.graph.nodes.length;
  const what = picture.graph.view === 'expanded' ? 'task' : 'node';
  part('count').textContent = `${count} ${count === 1 ? what : `${what}s`}`;
  picture.sight.showAll();
  choose(state, data, undefined);
  search(state);
}

/** The node of this view that comes from the same place of the source as the chosen one of another view. */
function counterpart(state: State, picture: Picture): string | undefined {
  const chosen = state.chosen === undefined ? undefined : state.shown.relations.byId.get(state.chosen);
  if (chosen === undefined) return undefined;
  const same = picture.graph.nodes.filter(({ origin }) => origin.pointer === chosen.origin.pointer);
  return (same.find(({ name, type }) => name === chosen.name && type === chosen.type) ?? same[0])?.id;
}

function addViews(state: State, data: PageData): void {
  for (const button of document.querySelectorAll('[data-view]')) {
    button.addEventListener('click', () => switchView(state, data, button.getAttribute('data-view')));
  }
}

function switchView(state: State, data: PageData, view: string | null): void {
  const picture = state.pictures.find(({ graph }) => graph.view === view);
  if (picture === undefined || picture === state.shown) return;
  const same = counterpart(state, picture);
  showView(state, data, picture);
  if (same !== undefined) choose(state, data, same);
}

const FOCUSES: readonly Focus[] = ['all', 'upstream', 'downstream', 'both'];

function setFocus(state: State, focus: Focus): void {
  state.focus = state.focus === focus ? 'all' : focus;
  mark(state);
}

function addTools(state: State, data: PageData): void {
  for (const button of document.querySelectorAll('[data-focus]')) {
    const focus = FOCUSES.find((one) => one === button.getAttribute('data-focus'));
    if (focus !== undefined) button.addEventListener('click', () => setFocus(state, focus));
  }
  const tools: Readonly<Record<string, () => void>> = {
    smaller: () => state.shown.sight.zoom(1 / 1.25),
    larger: () => state.shown.sight.zoom(1.25),
    fit: () => state.shown.sight.showAll(),
    theme: changeTheme,
    print: () => window.print(),
    help: () => part('help').toggleAttribute('hidden'),
    close: () => choose(state, data, undefined),
  };
  for (const [name, press] of Object.entries(tools)) {
    for (const button of document.querySelectorAll(`[data-tool=${name}]`)) button.addEventListener('click', press);
  }
}

/** From what the reader's system prefers to the other one, and back. */
function changeTheme(): void {
  const { dataset } = document.documentElement;
  const dark =
    dataset.theme === undefined ? matchMedia('(prefers-color-scheme:dark)').matches : dataset.theme === 'dark';
  dataset.theme = dark ? 'light' : 'dark';
}

function addSearch(state: State, data: PageData): void {
  const input = field();
  input.addEventListener('input', () => {
    choose(state, data, undefined);
    search(state);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      input.value = '';
      search(state);
      input.blur();
    } else if (event.key === 'Enter' && state.found.length > 0) {
      const at = state.found.indexOf(state.chosen ?? '');
      const step = event.shiftKey ? state.found.length - 1 : 1;
      choose(state, data, state.found[at < 0 ? 0 : (at + step) % state.found.length], true);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function search(state: State): void {
  const { value } = field();
  state.found = state.shown.find(value);
  part('found').textContent = value.trim() === '' ? '' : `${state.found.length} found`;
}

const ARROWS: Readonly<Record<string, Way>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

function addKeys(state: State, data: PageData): void {
  const keys: Readonly<Record<string, () => void>> = {
    '/': () => field().focus(),
    '+': () => state.shown.sight.zoom(1.25),
    '=': () => state.shown.sight.zoom(1.25),
    '-': () => state.shown.sight.zoom(1 / 1.25),
    '0': () => state.shown.sight.showAll(),
    u: () => setFocus(state, 'upstream'),
    d: () => setFocus(state, 'downstream'),
    b: () => setFocus(state, 'both'),
    t: changeTheme,
    '?': () => part('help').toggleAttribute('hidden'),
    v: () => {
      const at = state.pictures.indexOf(state.shown);
      switchView(state, data, state.pictures[(at + 1) % state.pictures.length]?.graph.view ?? null);
    },
    Escape: () => {
      if (!part('help').hasAttribute('hidden')) part('help').setAttribute('hidden', '');
      else choose(state, data, undefined);
    },
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === field()) return;
    const way = ARROWS[event.key];
    const press = way === undefined ? keys[event.key] : (): void => walk(state, data, way);
    if (press === undefined) return;
    press();
    event.preventDefault();
  });
}

function walk(state: State, data: PageData, way: Way): void {
  const next = state.chosen === undefined ? state.shown.first : state.shown.next(state.chosen, way);
  if (next !== undefined) choose(state, data, next);
}

/** `#load` in the address chooses a node by its id, or by its name. */
function followAddress(state: State, data: PageData): void {
  const wanted = decodedAddress();
  if (wanted === '') return;
  const { byId } = state.shown.relations;
  const node = byId.get(wanted) ?? state.shown.graph.nodes.find(({ name }) => name === wanted);
  if (node !== undefined && node.id !== state.chosen) choose(state, data, node.id, true);
}

function decodedAddress(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ''; // an address that somebody typed
  }
}

// Without a script the page is a picture; with one, what only the script can do is shown.
document.documentElement.classList.add('live');
start();
