import { part, searchField } from './dom';
import { toggleAllGroups } from './groups';
import type { Focus } from './picture';
import { saveAs } from './save';
import { choose, chooseAndTell, mark, type State, search } from './state';

const FOCUSES: readonly Focus[] = ['all', 'upstream', 'downstream', 'both'];

/** The chosen node's surroundings, or all again. */
export function setFocus(state: State, focus: Focus): void {
  state.focus = state.focus === focus ? 'all' : focus;
  mark(state);
}

/** From what the reader's system prefers to the other one, and back. */
export function changeTheme(): void {
  const { dataset } = document.documentElement;
  dataset.theme = isDark() ? 'light' : 'dark';
}

export function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia('(prefers-color-scheme:dark)').matches : theme === 'dark';
}

export function toggleHelp(): void {
  part('help').toggleAttribute('hidden');
}

/** Makes a wave of what is picked. */
export function makeWave(state: State): void {
  const { byId } = state.pane.picture()?.relations() ?? { byId: new Map() };
  const nodes = [...state.picked].flatMap((id) => byId.get(id) ?? []);
  if (nodes.length > 0) state.host.makeWave?.(nodes);
  state.picked.clear();
  mark(state);
}

export function addTools(state: State, render: () => void): void {
  for (const button of document.querySelectorAll('[data-focus]')) {
    const focus = FOCUSES.find((one) => one === button.getAttribute('data-focus'));
    if (focus !== undefined) button.addEventListener('click', () => setFocus(state, focus));
  }
  const tools: Readonly<Record<string, () => void>> = {
    smaller: () => state.pane.sight.zoom(1 / 1.25),
    larger: () => state.pane.sight.zoom(1.25),
    fit: () => state.pane.sight.showAll(),
    groups: () => toggleAllGroups(state, render),
    theme: changeTheme,
    print: () => window.print(),
    help: toggleHelp,
    close: () => choose(state, undefined),
    wave: () => makeWave(state),
  };
  for (const [name, press] of Object.entries(tools)) {
    for (const button of document.querySelectorAll(`[data-tool=${name}]`)) button.addEventListener('click', press);
  }
  const formats = part('save');
  formats.addEventListener('change', () => {
    if (formats instanceof HTMLSelectElement) {
      void saveAs(state, formats.value, isDark());
      formats.value = '';
    }
  });
}

export function addSearch(state: State): void {
  const input = searchField();
  input.addEventListener('input', () => {
    choose(state, undefined);
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
      chooseAndTell(state, state.found[at < 0 ? 0 : (at + step) % state.found.length], { toMiddle: true });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
