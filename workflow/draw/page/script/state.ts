import { cyclesOf } from '../../cycles';
import type { GraphJson, GraphNode, GraphView } from '../../graph';
import type { LegacySide, PageData } from '../parts/content';
import { detailsOf } from './details';
import { part, put, searchField, write } from './dom';
import type { Painter } from './painter';
import type { Pane } from './pane';
import type { Focus, Picture } from './picture';

/** What the surroundings of a page do for it: a browser's window, or an editor. */
export interface PageHost {
  /** A person chose a node to look at. */
  readonly chose: (node: GraphNode) => void;
  /** A node of the legacy job was chosen. */
  readonly choseLegacy: (node: GraphNode) => void;
  /** A view is wanted that the page was not given. */
  readonly wantsView: (view: GraphView) => void;
  readonly save: (file: SavedFile) => void;
  /** Makes a wave of nodes; absent where nothing can be written. */
  readonly makeWave?: (nodes: readonly GraphNode[]) => void;
  /** Does the address of the page name the chosen node? */
  readonly hasAddress: boolean;
  /** Is the page as narrow as its surroundings make it, so that the direction of reading is to fit? */
  readonly fits: boolean;
}

export interface SavedFile {
  readonly name: string;
  readonly type: string;
  readonly content: Blob;
}

/** What a page shows, and what of it a person has chosen. */
export interface State {
  readonly host: PageHost;
  readonly painter: Painter;
  readonly pane: Pane;
  readonly legacyPane: Pane;
  data: PageData;
  legacy: LegacySide | undefined;
  view: GraphView;
  /** What was drawn of the other view: what is chosen may be known by its ids. */
  before: GraphJson | undefined;
  /** The line of the source that the cursor was last in, counted from 1. */
  line: number | undefined;
  /** Paths of the groups that are closed. */
  readonly closed: Set<string>;
  chosen: string | undefined;
  focus: Focus;
  /** What a search found; empty where there is none. */
  found: readonly string[];
  /** Nodes that are to be a wave. */
  readonly picked: Set<string>;
}

/** The graph of the view that is shown, as it was given. */
export function graphOf({ data, view }: State): GraphJson | undefined {
  return data.graphs.find((graph) => graph.view === view);
}

export function cyclesShown(state: State): readonly (readonly string[])[] {
  const graph = graphOf(state);
  return graph === undefined ? [] : cyclesOf(graph);
}

/** `quiet`: what was chosen is only shown, as where a cursor goes through a text. */
export interface Choice {
  readonly toMiddle?: boolean;
  readonly quiet?: boolean;
}

export function choose(state: State, id: string | undefined, { toMiddle = false, quiet = false }: Choice = {}): void {
  const picture = state.pane.picture();
  if (picture === undefined) return;
  state.chosen = id;
  if (id === undefined) state.focus = 'all';
  const node = id === undefined ? undefined : picture.relations().byId.get(id);
  const panel = part('panel');
  if (node === undefined) panel.toggleAttribute('hidden', true);
  else if (!quiet) panel.toggleAttribute('hidden', false);
  showDetails(state, picture, node);
  mark(state);
  if (node !== undefined) bringIntoSight(state, picture, node, toMiddle);
  if (state.host.hasAddress) setAddress(id);
}

function showDetails(state: State, picture: Picture, node: GraphNode | undefined): void {
  const go = (other: string): void => chooseAndTell(state, other);
  const details = node === undefined ? [] : detailsOf(node, picture.relations(), state.data.sources, go);
  part('details').replaceChildren(...details);
}

function bringIntoSight(
  { pane, legacyPane, legacy }: State,
  picture: Picture,
  { id }: GraphNode,
  toMiddle: boolean,
): void {
  const element = picture.elementOf(id);
  if (element === undefined) return;
  if (picture.svg.contains(document.activeElement)) element.focus({ preventScroll: true });
  pane.sight.bring(element, toMiddle);
  const [pair] = legacy?.pairs.find(([, workflow]) => workflow === id) ?? [];
  const counterpart = pair === undefined ? undefined : legacyPane.picture()?.elementOf(pair);
  if (counterpart !== undefined) legacyPane.sight.bring(counterpart, false);
}

/** Chooses a node, and says so to the surroundings: an editor goes to its lines. */
export function chooseAndTell(state: State, id: string | undefined, choice: Choice = {}): void {
  choose(state, id, choice);
  const node = id === undefined ? undefined : state.pane.picture()?.relations().byId.get(id);
  if (node !== undefined) state.host.chose(node);
}

function setAddress(id: string | undefined): void {
  if (id !== undefined) history.replaceState(null, '', `#${encodeURIComponent(id)}`);
  else if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
}

/** Shows in the pictures what is chosen, found and picked. */
export function mark(state: State): void {
  const { pane, legacyPane, legacy, chosen, focus, found, picked } = state;
  const picture = pane.picture();
  picture?.mark(chosen, focus, picked);
  if (focus === 'all' && found.length > 0) picture?.find(searchField().value);
  const pairs = legacy?.pairs ?? [];
  legacyPane.picture()?.pair(new Set(pairs.flatMap(([one, workflow]) => (workflow === chosen ? [one] : []))));
  for (const button of document.querySelectorAll('[data-focus]')) {
    put(button, 'aria-pressed', String(button.getAttribute('data-focus') === focus));
  }
  const wave = part('wave');
  wave.toggleAttribute('hidden', picked.size === 0 || state.host.makeWave === undefined);
  write(wave, `Make a wave of ${picked.size}`);
}

/** Takes a node to those that are to be a wave, or away from them. */
export function pick(state: State, id: string): void {
  if (state.host.makeWave === undefined) {
    chooseAndTell(state, id);
    return;
  }
  if (!state.picked.delete(id)) state.picked.add(id);
  mark(state);
}

export function search(state: State): void {
  const { value } = searchField();
  state.found = state.pane.picture()?.find(value) ?? [];
  write(part('found'), value.trim() === '' ? '' : `${state.found.length} found`);
}
