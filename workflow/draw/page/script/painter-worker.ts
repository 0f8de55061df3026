import { changeOf } from '../../changes';
import type { SvgElement } from '../../element';
import type { Layout } from '../../geometry';
import type { GraphJson } from '../../graph';
import { layoutGraph } from '../../layout';
import { drawMermaid } from '../../mermaid';
import { paintGraph } from '../../picture';
import { drawSvg } from '../../svg';
import type { PaintAnswer, PaintJob } from './paint-jobs';

/** A graph of more nodes is laid out once only: to the right. */
const LAID_OUT_TWICE = 60;

/** The last picture of each pane, and the order that it answered. */
const painted = new Map<string, { readonly id: number; readonly picture: SvgElement }>();

function answer(job: PaintJob): PaintAnswer {
  const { id, graph } = job;
  if (job.kind === 'file') {
    return { kind: 'file', id, text: job.format === 'svg' ? drawSvg(graph, job.theme) : drawMermaid(graph) };
  }
  const picture = paintGraph(graph, layoutIn(graph, job.room), { header: false, cycles: job.cycles });
  const before = painted.get(job.pane);
  painted.set(job.pane, { id, picture });
  const isShown = before !== undefined && before.id === job.shown;
  return isShown ? { kind: 'change', id, change: changeOf(before.picture, picture) } : { kind: 'picture', id, picture };
}

/** The layout that can be shown largest. */
function layoutIn(graph: GraphJson, room: { readonly width: number; readonly height: number } | undefined): Layout {
  const toTheRight = layoutGraph(graph, 'right');
  if (room === undefined || graph.nodes.length > LAID_OUT_TWICE) return toTheRight;
  const down = layoutGraph(graph, 'down');
  const scale = (layout: Layout): number => Math.min(room.width / layout.width, room.height / layout.height);
  return scale(down) > scale(toTheRight) ? down : toTheRight;
}

addEventListener('message', ({ data: job }: MessageEvent<PaintJob>) => {
  try {
    postMessage(answer(job));
  } catch (error) {
    postMessage({ kind: 'failure', id: job.id, message: String(error) } satisfies PaintAnswer);
  }
});
