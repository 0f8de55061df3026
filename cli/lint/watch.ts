import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { CommandIo } from '../io';

/** Editors write a file in several steps: what comes so soon after belongs together. */
const SETTLE_MILLISECONDS = 100;

/** What changes there is no work of a person. */
const IGNORED = /(?:^|[\\/])(?:\.git|node_modules|\.dagport|__pycache__)(?:[\\/]|$)|\.tmp$/;

/** Runs `again` after each change of a file that these paths may name, until the command is ended. */
export async function watchPaths(io: CommandIo, paths: readonly string[], again: () => Promise<void>): Promise<void> {
  const folders = new Set(await Promise.all(paths.map((named) => watchedFolder(io.cwd, named))));
  const watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    const run = (): void => {
      running = running.then(again);
      running.catch(reject);
    };
    const changed = (_: unknown, name: string | null): void => {
      if (name !== null && IGNORED.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(run, SETTLE_MILLISECONDS);
    };
    for (const folder of folders) watchers.push(watch(folder, { recursive: true }, changed).on('error', reject));
    if (io.signal?.aborted === true) resolve();
    io.signal?.addEventListener('abort', () => resolve(), { once: true });
  }).finally(() => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  });
  await running;
}

/** The folder to look at for a path: itself, that of a file, or the one in which a glob starts. */
async function watchedFolder(cwd: string, named: string): Promise<string> {
  let place = path.resolve(cwd, named.split(/[*?[\]{}]/)[0] ?? '');
  for (;;) {
    const found = await stat(place).catch(() => undefined);
    if (found?.isDirectory() === true) return place;
    place = path.dirname(place);
  }
}
