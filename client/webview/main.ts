import type { GraphJson, GraphView } from '../../workflow/draw';
import type { FromPreview, ToPreview } from '../messages';
import { createGraphView } from './graph-view';
import { addStyles } from './styles';
import { createToolbar } from './toolbar';

declare function acquireVsCodeApi(): { postMessage(message: FromPreview): void };

/** The script of the graph preview: shows what the extension sends, and says what was clicked. */
function start(): void {
  const editor = acquireVsCodeApi();
  addStyles(document);
  const graphView = createGraphView((node) => editor.postMessage({ kind: 'reveal', range: node.origin.range }));
  const toolbar = createToolbar({
    show: (view: GraphView) => editor.postMessage({ kind: 'view', view }),
    zoom: (factor) => graphView.zoom(factor),
    showAll: () => graphView.showAll(),
  });
  document.body.append(toolbar.element, graphView.element);
  window.addEventListener('message', (event: MessageEvent<ToPreview>) => {
    if (event.data.kind === 'graph') {
      const graph: GraphJson = event.data.graph;
      graphView.show(graph);
      toolbar.say(`${graph.dagId} · ${graph.nodes.length} ${graph.view === 'expanded' ? 'tasks' : 'nodes'}`);
    } else {
      toolbar.warn(event.data.problems);
    }
  });
  editor.postMessage({ kind: 'ready' });
}

start();
