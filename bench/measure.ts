import { GCProfiler } from 'node:v8';

/** How long a function takes, in milliseconds. */
export interface Measured {
  readonly time: number;
  /**
   * The time without that of the garbage collector. What 1,000 operators leave fits into V8's young space (16 MB) and
   * what 10,000 leave does not: the collector alone makes a linear pass grow 20 times, so growth is judged by this.
   */
  readonly withoutCollector: number;
}

/** The medians of so many runs of a function, after some runs that only warm up. */
export function measureRuns(run: () => unknown, runs: number): Measured {
  for (let index = 0; index < Math.ceil(runs / 4); index++) run();
  globalThis.gc?.();
  const measured = Array.from({ length: runs }, () => measureRun(run));
  return {
    time: median(measured.map(({ time }) => time)),
    withoutCollector: median(measured.map(({ withoutCollector }) => withoutCollector)),
  };
}

/** Milliseconds of the runs of a function: their median, after some runs that only warm up. */
export function medianTime(run: () => unknown, runs: number): number {
  return measureRuns(run, runs).time;
}

function measureRun(run: () => unknown): Measured {
  const profiler = new GCProfiler();
  profiler.start();
  const started = performance.now();
  run();
  const time = performance.now() - started;
  const microseconds = profiler.stop().statistics.reduce((sum, { cost }) => sum + cost, 0);
  return { time, withoutCollector: time - microseconds / 1_000 };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
