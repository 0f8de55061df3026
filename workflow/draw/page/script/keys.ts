import { part, searchField } from './dom';
import { toggleChosenGroup } from './groups';
import type { Way } from './picture';
import { choose, chooseAndTell, pick, type State } from './state';
import { changeTheme, setFocus, toggleHelp } from './tools';

const ARROWS: Readonly<Record<string, Way>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

export interface KeyActions {
  readonly render: () => void;
  readonly nextView: () => void;
}

export function addKeys(state: State, { render, nextView }: KeyActions): void {
  const { sight } = state.pane;
  const keys: Readonly<Record<string, () => void>> = {
    '/': () => searchField().focus(),
    '+': () => sight.zoom(1.25),
    '=': () => sight.zoom(1.25),
    '-': () => sight.zoom(1 / 1.25),
    '0': () => sight.showAll(),
    u: () => setFocus(state, 'upstream'),
    d: () => setFocus(state, 'downstream'),
    b: () => setFocus(state, 'both'),
    c: () => toggleChosenGroup(state, render),
    t: changeTheme,
    '?': toggleHelp,
    v: nextView,
    w: () => {
      if (state.chosen !== undefined) pick(state, state.chosen);
    },
    Escape: () => {
      if (!part('help').hasAttribute('hidden')) part('help').setAttribute('hidden', '');
      else choose(state, undefined);
    },
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const way = ARROWS[event.key];
    const node = event.key === 'Enter' || event.key === ' ' ? nodeOf(event.target) : undefined;
    const press =
      node !== undefined
        ? (): void => chooseAndTell(state, node)
        : way === undefined
          ? keys[event.key]
          : (): void => walk(state, way);
    if (press === undefined) return;
    press();
    event.preventDefault();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
}

function nodeOf(target: EventTarget | null): string | undefined {
  const node = target instanceof Element ? target.closest('#pane .node') : null;
  return node?.getAttribute('data-id') ?? undefined;
}

/** From where the focus is, so that a person who listens hears where they are. */
function walk(state: State, way: Way): void {
  const picture = state.pane.picture();
  if (picture === undefined) return;
  const next = state.chosen === undefined ? picture.first() : picture.next(state.chosen, way);
  if (next === undefined) return;
  choose(state, next);
  picture.elementOf(next)?.focus({ preventScroll: true });
}
