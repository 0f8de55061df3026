import { createPage, type Page } from '../../workflow/draw/page/script/page';
import type { FromPreview, ToPreview } from '../messages';
import { followTheme } from './theme';

declare function acquireVsCodeApi(): { postMessage(message: FromPreview): void };

/** The program of the graph preview: the page that `dagport graph --format html` makes, which an editor gives its graphs. */
function start(): void {
  const editor = acquireVsCodeApi();
  followTheme(document);
  document.documentElement.classList.add('live');
  const page = createPage(
    {
      chose: ({ origin: { range } }) => editor.postMessage({ kind: 'reveal', range, of: 'workflow' }),
      choseLegacy: ({ origin: { range } }) => editor.postMessage({ kind: 'reveal', range, of: 'legacy' }),
      wantsView: (view) => editor.postMessage({ kind: 'view', view }),
      makeWave: (nodes) =>
        editor.postMessage({ kind: 'wave', nodes: nodes.map(({ name, origin }) => ({ name, origin })) }),
      save: async ({ name, content }) =>
        editor.postMessage({ kind: 'save', name, content: new Uint8Array(await content.arrayBuffer()) }),
      hasAddress: false,
      fits: true,
    },
    { graphs: [], sources: {} },
    new Map(),
  );
  window.addEventListener('message', ({ data }: MessageEvent<ToPreview>) => show(page, data));
  editor.postMessage({ kind: 'ready' });
}

function show(page: Page, message: ToPreview): void {
  if (message.kind === 'graph') page.show({ graphs: [message.graph], sources: {} }, message.legacy);
  else if (message.kind === 'problems') page.warn(message.problems);
  else page.pointTo(message.line);
}

start();
