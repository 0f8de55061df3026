/** Milliseconds of the runs of a function: their median, after some runs that only warm up. */
export function medianTime(run: () => unknown, runs: number): number {
  for (let index = 0; index < Math.ceil(runs / 4); index++) run();
  globalThis.gc?.();
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
