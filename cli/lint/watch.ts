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
  /** Absolute paths of files that the command writes itself. */
  readonly written: ReadonlySet<string>;
  /** Does it look at Oozie and Jenkins definitions, too? */
  readonly legacy: boolean;
}

/** Runs `again` after each change of a file that these paths may name, until the command is ended. */
export async function watchPaths(io: CommandIo, watched: Watched, again: () => Promise<void>): Promise<void> {
  const { paths, dependencies } = watched;
  const matters = mattersTo(watched, io.cwd);
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
    for (const folder of folders) {
      const listen = (event: string, name: string | null): void => {
        if (name === null || matters(path.join(folder, name))) changed(event, name);
      };
      watchers.push(watch(folder, { recursive: true }, listen).on('error', reject));
    }
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

const WORKFLOWS = ['.yaml', '.yml'];
const LEGACY = ['.xml', '.properties', '.jenkinsfile', '.groovy'];

/**
 * May a change of a file change what is found? A folder may hold what the command prints and all that other programs write:
 * it would never come to rest. What has no extension may be a folder.
 */
function mattersTo({ paths, dependencies, written, legacy }: Watched, cwd: string): (file: string) => boolean {
  const extensions = new Set(['', ...WORKFLOWS, ...(legacy ? LEGACY : []), ...paths.map((one) => path.extname(one))]);
  const isDependency = (file: string): boolean =>
    [...dependencies].some(
      (one) => file === one || file.startsWith(one.endsWith(path.sep) ? one : `${one}${path.sep}`),
    );
  const named = new Set(paths.map((one) => path.resolve(cwd, one)));
  return (file) =>
    !written.has(file) && (extensions.has(path.extname(file).toLowerCase()) || named.has(file) || isDependency(file));
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
