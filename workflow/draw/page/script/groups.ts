import { closedId } from '../../collapse';
import { standsIn } from '../../grouping';
import { graphOf, type State } from './state';

const SVG = 'http://www.w3.org/2000/svg';

/** Gives each frame a handle that closes it, and each closed group one that opens it. */
export function addGroupHandles(svg: SVGSVGElement): void {
  removeGroupHandles(svg);
  for (const frame of svg.querySelectorAll('.frame[data-group]')) {
    const width = Number(frame.querySelector('rect')?.getAttribute('width') ?? 0);
    frame.append(handle(frame.getAttribute('data-group') ?? '', 'Close', width - 22, 4));
  }
  for (const node of svg.querySelectorAll('.node')) {
    const id = node.getAttribute('data-id') ?? '';
    const path = id.startsWith(closedId('')) ? id.slice(closedId('').length) : undefined;
    if (path === undefined) continue;
    const width = Number(node.querySelector('.shape:last-of-type')?.getAttribute('width') ?? 0);
    node.append(handle(path, 'Open', width - 14, -8));
  }
}

/** Leaves a picture as it was painted. */
export function removeGroupHandles(svg: SVGSVGElement): void {
  for (const old of svg.querySelectorAll('.handle')) old.remove();
}

function handle(path: string, what: 'Open' | 'Close', x: number, y: number): SVGElement {
  const group = svgElement('g', {
    class: 'handle',
    'data-toggle': path,
    role: 'button',
    'aria-label': `${what} ${path}`,
    transform: `translate(${x} ${y})`,
  });
  const title = svgElement('title', {});
  title.append(`${what} the group ${path}`);
  const lines = what === 'Close' ? 'M4.5 8h7' : 'M4.5 8h7M8 4.5v7';
  group.append(title, svgElement('rect', { width: '16', height: '16', rx: '4' }), svgElement('path', { d: lines }));
  return group;
}

function svgElement(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** Opens or closes the group whose handle was clicked. */
export function toggleGroup(state: State, target: EventTarget | null, render: () => void): boolean {
  const path = target instanceof Element ? target.closest('[data-toggle]')?.getAttribute('data-toggle') : undefined;
  if (path === undefined || path === null) return false;
  toggle(state, path, render);
  return true;
}

function toggle(state: State, path: string, render: () => void): void {
  if (!state.closed.delete(path)) state.closed.add(path);
  // The node that was chosen may be inside: then the group is.
  const { chosen } = state;
  const node = graphOf(state)?.nodes.find(({ id }) => id === chosen);
  const around = node === undefined ? '' : (standsIn(node, state.view).group ?? '');
  if (state.closed.has(path) && (around === path || around.startsWith(`${path}/`))) state.chosen = closedId(path);
  render();
}

/** Closes the group that the chosen node stands in, or opens the one that it stands for. */
export function toggleChosenGroup(state: State, render: () => void): void {
  const { chosen } = state;
  if (chosen === undefined) return;
  const opened = [...state.closed].find((path) => closedId(path) === chosen);
  const node = state.pane.picture()?.relations().byId.get(chosen);
  const path = opened ?? (node === undefined ? undefined : standsIn(node, state.view).group);
  if (path !== undefined) toggle(state, path, render);
}

/** Closes all outer groups; opens all where some are closed. */
export function toggleAllGroups(state: State, render: () => void): void {
  const graph = graphOf(state);
  if (graph === undefined) return;
  if (state.closed.size > 0) state.closed.clear();
  else {
    for (const node of graph.nodes) {
      const [outer = ''] = (standsIn(node, graph.view).group ?? '').split('/');
      if (outer !== '') state.closed.add(outer);
    }
  }
  state.chosen = undefined;
  render();
}
