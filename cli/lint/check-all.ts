import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Diagnostic } from '../../text/diagnostic';
import type { Wishes } from '../../workflow/project';
import type { Result } from '../failure';
import type { CommandIo } from '../io';
import type { Progress } from '../progress';
import { checkSource } from './check-source';
import type { LintSettings } from './settings';
import type { LintSource } from './source';

/** What a worker is given when it starts. */
export interface WorkerTask {
  readonly cwd: string;
  readonly wishes: Wishes;
  readonly sources: readonly LintSource[];
  readonly queue: Queue;
}

/** The files that are left, for all who check: each takes the next when it is done with one. */
export interface Queue {
  /** Indexes of the sources, in the order in which they are taken. */
  readonly order: readonly number[];
  /** How many are taken; memory that all workers share. */
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/** What a worker says about one file. */
export interface WorkerAnswer {
  readonly index: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** A worker starts in some 150 ms, and is slow at first: in that time so many UTF-16 units are checked. */
const UNITS_FOR_A_WORKER = 250_000;

/** More workers would wait for the same disk and memory. */
const MAXIMAL_WORKERS = 8;

/** From so many files on, time is spent in much code that each runs a little, and not in a few loops. */
const MANY_FILES = 50;

/**
 * V8 interprets a function until it has run for a while. With many small files much code runs a little, and nearly half of
 * all processor time goes into interpreting it, compiling it to fast code, and compiling that again. So all is compiled
 * simply and at once, and only what runs about four times as long as by default is made fast.
 */
const LATER_OPTIMISATION = '--interrupt-budget=600000 --always-sparkplug';

/** What is found in each of the files, in their order. Many of them are shared among workers, where dagport is bundled. */
export async function checkAll(
  io: CommandIo,
  sources: readonly LintSource[],
  settings: LintSettings,
  wishes: Wishes,
  progress: Progress,
): Promise<Result<readonly (readonly Diagnostic[])[]>> {
  const found: (readonly Diagnostic[])[] = sources.map(() => []);
  let done = 0;
  const take = (index: number, diagnostics: readonly Diagnostic[]): void => {
    found[index] = diagnostics;
    done++;
    progress.done(done);
  };
  if (io.bundle !== undefined && sources.length >= MANY_FILES) setFlagsFromString(LATER_OPTIMISATION);
  const workers = io.bundle === undefined ? 1 : workersFor(sources);
  const queue = queueOf(sources, workers);
  const working = Array.from({ length: workers - 1 }, () =>
    inWorker(io, { cwd: io.cwd, wishes, sources, queue }, take),
  );
  const failure = await checkHere(sources, queue, settings, take);
  await Promise.all(working);
  return failure ?? { ok: true, value: found };
}

/** The next file that nobody has taken yet; nothing where none is left. */
export function nextOf({ order, taken }: Queue): number | undefined {
  return order[Atomics.add(taken, 0, 1)];
}

async function checkHere(
  sources: readonly LintSource[],
  queue: Queue,
  settings: LintSettings,
  take: (index: number, diagnostics: readonly Diagnostic[]) => void,
): Promise<Result<never> | undefined> {
  for (let index = nextOf(queue); index !== undefined; index = nextOf(queue)) {
    const source = sources[index];
    if (source === undefined) continue;
    const context = await settings.of(source.path);
    if (!context.ok) return context;
    take(index, await checkSource(source, context.value.check));
  }
  return undefined;
}

function workersFor(sources: readonly LintSource[]): number {
  const units = sources.reduce((sum, { text }) => sum + text.length, 0);
  return Math.max(1, Math.min(availableParallelism(), MAXIMAL_WORKERS, Math.floor(units / UNITS_FOR_A_WORKER)));
}

/** Shared work ends together where the longest come first. */
function queueOf(sources: readonly LintSource[], workers: number): Queue {
  const order = sources.map((_, index) => index);
  const sizeOf = (index: number): number => sources[index]?.text.length ?? 0;
  if (workers > 1) order.sort((a, b) => sizeOf(b) - sizeOf(a));
  return { order, taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
}

/** Without what was read: to send that would cost more than to read it again. */
function unread({ file: _, ...source }: LintSource): LintSource {
  return source;
}

function inWorker(
  io: CommandIo,
  task: WorkerTask,
  take: (index: number, diagnostics: readonly Diagnostic[]) => void,
): Promise<void> {
  if (io.bundle === undefined) return Promise.resolve();
  const workerData: WorkerTask = { ...task, sources: task.sources.map(unread) };
  const worker = new Worker(io.bundle, { workerData });
  return new Promise((resolve, reject) => {
    worker.on('message', (answers: readonly WorkerAnswer[]) => {
      for (const { index, diagnostics } of answers) take(index, diagnostics);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}
