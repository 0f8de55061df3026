import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ColdTypes } from './types-cold';

/** Processes are started this often: each is measured cold. */
const RUNS = 11;

/** In milliseconds: what loading the index of all official classes may take. */
const INDEX_BUDGET = 15;

/** In bytes, compressed as in the VSIX: what the types may add to it. */
const PACK_BUDGET = 150_000;

const PACK = ['providers.json', 'providers.txt', 'catalogue.json'] as const;

/** The time that types take in a process that has just started, and how large they are. `root`: the checkout, built. */
export function measureTypes(root: string): readonly string[] {
  const dist = path.join(root, 'dist');
  const script = path.join(root, '.cache', 'bench', 'types-cold.cjs');
  const runs = Array.from({ length: RUNS }, (): ColdTypes => {
    return JSON.parse(execFileSync(process.execPath, ['--expose-gc', script, dist], { encoding: 'utf8' }));
  });
  const median = (value: (run: ColdTypes) => number): number =>
    runs.map(value).sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
  const time = (value: (run: ColdTypes) => number): string => `${median(value).toFixed(1)} ms`.padStart(9);
  const memory = (value: (run: ColdTypes) => number): string => `${(median(value) / 1e6).toFixed(1)} MB of heap`;
  const sizes = PACK.map((name) => gzipSync(readFileSync(path.join(dist, name)), { level: 9 }).length);
  const size = sizes.reduce((sum, one) => sum + one, 0);
  const over = (is: boolean, budget: string): string => (is ? `  over ${budget}` : '');
  return [
    '',
    `types, each time in a process that has just started; median of ${RUNS}`,
    `index of all classes  ${time((run) => run.index)}, ${memory((run) => run.indexHeap)}${over(median((run) => run.index) > INDEX_BUDGET, `${INDEX_BUDGET} ms`)}`,
    `short names           ${time((run) => run.overlay)}`,
    `first type (bash)     ${time((run) => run.first)}`,
    `one of google's       ${time((run) => run.googleClass)}`,
    `all 1,300 at once     ${time((run) => run.all)}, ${memory((run) => run.allHeap)}`,
    `lint of a bash task reads ${runs[0]?.blocksOfLint.join(', ') || 'nothing'}`,
    `compressed: ${PACK.map((name, index) => `${name} ${sizes[index]}`).join(', ')}; ${size} bytes${over(size > PACK_BUDGET, `${PACK_BUDGET} bytes`)}`,
  ];
}
