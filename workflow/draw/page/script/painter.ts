import type { ElementChange } from '../../changes';
import type { SvgElement } from '../../element';
import type { GraphJson, GraphNode } from '../../graph';
import { changeOfGraph } from '../../graph-change';
import { isSame } from '../../same';
import type { PaintAnswer, PaintJob } from './paint-jobs';
import workerScript from './painter-worker?script';

type Order<Job> = Job extends PaintJob ? Omit<Job, 'id' | 'kind' | 'graph'> & { readonly graph: GraphJson } : never;

/** Lays out and paints away from the page. The worker starts with the first order. */
export interface Painter {
  picture(order: Order<Extract<PaintJob, { kind: 'picture' }>>): Promise<Painted>;
  /** The text of a file. */
  file(order: Order<Extract<PaintJob, { kind: 'file' }>>): Promise<string>;
}

/** A picture, or what makes it of the one that is shown; and the order by which it is known from then on. */
export type Painted =
  | { readonly order: number; readonly picture: SvgElement }
  | { readonly order: number; readonly change: ElementChange | undefined };

export function createPainter(): Painter {
  const waiting = new Map<number, { readonly done: (answer: PaintAnswer) => void }>();
  let worker: Worker | undefined;
  let orders = 0;
  const sent = new Map<string, GraphJson>();
  const start = (): Worker => {
    const address = URL.createObjectURL(new Blob([workerScript], { type: 'text/javascript' }));
    const started = new Worker(address);
    started.addEventListener('message', ({ data }: MessageEvent<PaintAnswer>) => {
      const order = waiting.get(data.id);
      waiting.delete(data.id);
      order?.done(data);
    });
    started.addEventListener('error', ({ message }) => {
      for (const [id, { done }] of waiting) done({ kind: 'failure', id, message });
      waiting.clear();
    });
    return started;
  };
  const ask = (job: (id: number) => PaintJob): Promise<PaintAnswer> =>
    new Promise((done) => {
      const id = orders++;
      waiting.set(id, { done });
      worker ??= start();
      worker.postMessage(job(id));
    });
  return {
    async picture(order) {
      const before = sent.get(order.pane);
      sent.set(order.pane, order.graph);
      const graph = before?.view === order.graph.view ? changeOfGraph(before, order.graph) : order.graph;
      const answer = await ask((id) => ({ kind: 'picture', id, ...order, graph }));
      if (answer.kind === 'picture') return { order: answer.id, picture: answer.picture };
      if (answer.kind === 'change') return { order: answer.id, change: answer.change };
      throw new Error(answer.kind === 'failure' ? answer.message : 'another answer');
    },
    async file(order) {
      const answer = await ask((id) => ({ kind: 'file', id, ...order }));
      if (answer.kind === 'file') return answer.text;
      throw new Error(answer.kind === 'failure' ? answer.message : 'another answer');
    },
  };
}

/** Do two graphs make the same picture? Where nodes stand in the source is not seen, so most keystrokes change nothing. */
export function looksSame(one: GraphJson, other: GraphJson): boolean {
  return (
    one.view === other.view &&
    one.dagId === other.dagId &&
    one.nodes.length === other.nodes.length &&
    one.edges.length === other.edges.length &&
    one.nodes.every((node, index) => node === other.nodes[index] || isSame(seenOf(node), seenOf(other.nodes[index]))) &&
    one.edges.every((edge, index) => edge === other.edges[index] || isSame(edge, other.edges[index]))
  );
}

function seenOf(node: GraphNode | undefined): Partial<GraphNode> {
  const { origin: _, ...seen } = node ?? {};
  return seen;
}
