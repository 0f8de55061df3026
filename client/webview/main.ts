import { changedGraph } from '../../workflow/draw';
import type { GraphJson } from '../../workflow/draw/graph';
import type { LegacySide } from '../../workflow/draw/page/parts/content';
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
  const show = shower(page);
  window.addEventListener('message', ({ data }: MessageEvent<ToPreview>) => show(data));
  editor.postMessage({ kind: 'ready' });
}

/** Does what the extension says, and keeps the graph that changes are changes of. */
function shower(page: Page): (message: ToPreview) => void {
  let graph: GraphJson | undefined;
  let beside: LegacySide | undefined;
  return (message) => {
    switch (message.kind) {
      case 'graph':
        ({ graph, legacy: beside } = message);
        return page.show({ graphs: [graph], sources: {} }, beside);
      case 'change':
        if (graph === undefined) return undefined;
        graph = changedGraph(graph, message.change);
        if (message.keepsLegacy !== true) beside = message.legacy;
        return page.show({ graphs: [graph], sources: {} }, beside);
      case 'problems':
        return page.warn(message.problems);
      case 'cursor':
        return page.pointTo(message.line);
    }
  };
}

start();
