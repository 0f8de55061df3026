import type { ElementChange } from '../../changes';
import type { SvgElement } from '../../element';
import type { GraphJson } from '../../graph';
import type { PaintAnswer, PaintJob } from './paint-jobs';
import workerScript from './painter-worker?script';

type Order<Job> = Job extends PaintJob ? Omit<Job, 'id' | 'kind'> : never;

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
      const answer = await ask((id) => ({ kind: 'picture', id, ...order }));
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

/** All that a picture depends on: where nodes stand in the source is not part of it, so most keystrokes change nothing. */
export function structureOf({ view, nodes, edges }: GraphJson): string {
  return JSON.stringify([
    view,
    nodes.map(({ id, name, kind, type, section, group, triggerRule, retries, wave }) => [
      id,
      name,
      kind,
      type,
      section,
      group ?? '',
      triggerRule,
      retries ?? 0,
      wave ?? '',
    ]),
    edges.map(({ from, to, kind }) => [from, to, kind]),
  ]);
}
