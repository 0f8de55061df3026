import { changeOf } from '../../changes';
import type { SvgElement } from '../../element';
import type { Layout } from '../../geometry';
import type { GraphJson } from '../../graph';
import { changedGraph, type GraphChange } from '../../graph-change';
import { layoutGraph } from '../../layout';
import { drawMermaid } from '../../mermaid';
import { type Painted, paintGraph } from '../../picture';
import { drawSvg } from '../../svg';
import type { PaintAnswer, PaintJob } from './paint-jobs';

/** A graph of more nodes is laid out once only: to the right. */
const LAID_OUT_TWICE = 60;

/** What is known of each pane: its last graph and picture, the order that this answered, and what it is made of. */
const panes = new Map<string, Pane>();

interface Pane {
  readonly id: number;
  readonly graph: GraphJson;
  readonly picture: SvgElement | undefined;
  readonly known: Painted;
}

function answer(job: PaintJob): PaintAnswer {
  const { id } = job;
  if (job.kind === 'file') {
    return { kind: 'file', id, text: job.format === 'svg' ? drawSvg(job.graph, job.theme) : drawMermaid(job.graph) };
  }
  const before = panes.get(job.pane);
  const graph = graphOf(job.graph, before);
  const known: Painted = before?.known ?? { nodes: new Map(), edges: new Map() };
  panes.set(job.pane, { id, graph, picture: undefined, known }); // also where no picture comes of it
  const picture = paintGraph(graph, layoutIn(graph, job.room), { header: false, cycles: job.cycles, known });
  panes.set(job.pane, { id, graph, picture, known });
  if (before?.picture === undefined || before.id !== job.shown) return { kind: 'picture', id, picture };
  return { kind: 'change', id, change: changeOf(before.picture, picture) };
}

function graphOf(sent: GraphJson | GraphChange, before: Pane | undefined): GraphJson {
  if ('view' in sent) return sent;
  if (before === undefined) throw new Error('a change of no graph');
  return changedGraph(before.graph, sent);
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
