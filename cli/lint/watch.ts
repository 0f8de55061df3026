import { existsSync, type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { CommandIo } from '../io';

/** Editors write a file in several steps: what comes so soon after belongs together. */
const SETTLE_MILLISECONDS = 100;

/** What changes there is no work of a person. */
const IGNORED = /(?:^|[\\/])(?:\.git|node_modules|\.dagport|__pycache__)(?:[\\/]|$)|\.tmp$/;

/** What a command looks at: paths as they were named, and the configurations and catalogues on which they depend. */
export interface Watched {
  readonly paths: readonly string[];
  /** Absolute paths of files and folders. */
  readonly dependencies: ReadonlySet<string>;
}

/** Runs `again` after each change of a file that these paths may name, until the command is ended. */
export async function watchPaths(
  io: CommandIo,
  { paths, dependencies }: Watched,
  again: () => Promise<void>,
): Promise<void> {
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
    for (const [folder, names] of byFolder(dependencies, folders)) {
      const listen = (event: string, name: string | null): void => {
        if (name !== null && names.has(name)) changed(event, name);
      };
      watchers.push(watch(folder, listen).on('error', reject));
    }
    io.stderr('Watching for changes; Ctrl+C ends it.\n');
    if (io.signal?.aborted === true) resolve();
    io.signal?.addEventListener('abort', () => resolve(), { once: true });
  }).finally(() => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  });
  await running;
}

/** The names to look at in each folder that is there and that nothing looks at yet. */
function byFolder(places: ReadonlySet<string>, watched: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const place of places) {
    const folder = path.dirname(place);
    const isSeen = [...watched].some((one) => folder === one || folder.startsWith(`${one}${path.sep}`));
    if (isSeen || !existsSync(folder)) continue;
    names.set(folder, (names.get(folder) ?? new Set()).add(path.basename(place)));
  }
  return names;
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
