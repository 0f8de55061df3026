import { availableParallelism } from 'node:os';
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
}

/** What a worker says about one file. */
export interface WorkerAnswer {
  readonly index: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** A worker starts in some 150 ms, in which so many UTF-16 units are checked: less work is done here. */
const UNITS_FOR_A_WORKER = 750_000;

/** More workers would wait for the same disk and memory. */
const MAXIMAL_WORKERS = 8;

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
  const [own = [], ...others] = shares(sources, io.bundle === undefined ? 1 : workersFor(sources));
  const working = others.map((share) => inWorker(io, wishes, sources, share, take));
  const failure = await checkHere(own, sources, settings, take);
  await Promise.all(working);
  return failure ?? { ok: true, value: found };
}

async function checkHere(
  share: readonly number[],
  sources: readonly LintSource[],
  settings: LintSettings,
  take: (index: number, diagnostics: readonly Diagnostic[]) => void,
): Promise<Result<never> | undefined> {
  for (const index of share) {
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

/** Deals the files out, the longest first, each to who has least. */
function shares(sources: readonly LintSource[], count: number): readonly (readonly number[])[] {
  const piles = Array.from({ length: count }, () => ({ units: 0, indexes: [] as number[] }));
  const order = sources.map((_, index) => index);
  if (count > 1) order.sort((a, b) => (sources[b]?.text.length ?? 0) - (sources[a]?.text.length ?? 0));
  for (const index of order) {
    const least = piles.reduce((a, b) => (b.units < a.units ? b : a));
    least.units += sources[index]?.text.length ?? 0;
    least.indexes.push(index);
  }
  return piles.map(({ indexes }) => indexes);
}

/** Without what was read: to send that would cost more than to read it again. */
function unread({ file: _, ...source }: LintSource): LintSource {
  return source;
}

function inWorker(
  io: CommandIo,
  wishes: Wishes,
  sources: readonly LintSource[],
  share: readonly number[],
  take: (index: number, diagnostics: readonly Diagnostic[]) => void,
): Promise<void> {
  if (io.bundle === undefined || share.length === 0) return Promise.resolve();
  const workerData: WorkerTask = {
    cwd: io.cwd,
    wishes,
    sources: share.flatMap((index) => (sources[index] === undefined ? [] : [unread(sources[index])])),
  };
  const worker = new Worker(io.bundle, { workerData });
  return new Promise((resolve, reject) => {
    worker.on('message', (answers: readonly WorkerAnswer[]) => {
      for (const { index, diagnostics } of answers) take(share[index] ?? 0, diagnostics);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}
