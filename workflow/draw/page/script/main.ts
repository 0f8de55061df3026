import type { GraphView } from '../../graph';
import type { PageData } from '../parts/content';
import { part } from './dom';
import { createPage, type Page } from './page';

/** The program of a page that is a file: everything that it shows stands in it. */
function start(): void {
  const data: PageData = JSON.parse(part('data').textContent ?? '{}');
  const pictures = part('pane').querySelectorAll<SVGSVGElement>('svg.dagport');
  const ready = new Map<GraphView, SVGSVGElement>();
  for (const [index, { view }] of data.graphs.entries()) {
    const svg = pictures[index];
    if (svg === undefined) continue;
    svg.remove();
    svg.removeAttribute('hidden');
    ready.set(view, svg);
  }
  const page = createPage(
    {
      chose: () => {},
      choseLegacy: () => {},
      wantsView: () => {},
      save: ({ name, content }) => download(name, content),
      hasAddress: true,
      fits: false,
    },
    data,
    ready,
  );
  window.addEventListener('hashchange', () => followAddress(page));
  followAddress(page);
}

function download(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** `#load` in the address chooses a node by its id, or by its name. */
function followAddress(page: Page): void {
  const wanted = decodedAddress();
  if (wanted !== '') page.find(wanted);
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
