import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Dag } from './compile';
import { type BuiltFile, type Manifest, readManifest } from './manifest';
import { type Stamp, sha256, stampOf } from './stamp';

/** A DAG file that is to be written, and what stands in its place. */
export interface Output {
  readonly dag: Dag;
  /** Relative to the output folder. */
  readonly name: string;
  readonly text: string;
  /**
   * `same`: nothing to do. `stale`: dagport wrote it, and nobody changed it. `edited`: dagport wrote it, and somebody changed
   * it. `foreign`: somebody else wrote it. `taken`: dagport built it from another workflow, which is still there.
   */
  readonly place: 'missing' | 'same' | 'stale' | 'edited' | 'foreign' | 'taken';
  /** The text that stands there. */
  readonly before?: string;
  /** With `taken`: the path of the other workflow. */
  readonly other?: string;
}

/** A DAG file that dagport wrote, and whose workflow is gone or has another name by now. */
export interface Orphan {
  readonly name: string;
  /** The workflow, as it was named. */
  readonly source: string;
  /** Somebody changed it since: it is theirs. */
  readonly edited: boolean;
}

/** An output folder as it is, beside what is to stand in it. */
export interface OutputFolder {
  readonly outputs: readonly Output[];
  readonly orphans: readonly Orphan[];
  readonly manifest: Manifest | undefined;
}

interface PresentFile {
  readonly text: string;
  readonly stamp: Stamp | undefined;
  /** What the manifest says of it. */
  readonly known: BuiltFile | undefined;
}

/** Looks at an output folder. Throws what the file system throws, but for a folder that is not there. */
export async function inspectOutputs(folder: string, cwd: string, dags: readonly Dag[]): Promise<OutputFolder> {
  const manifest = await readManifest(folder);
  const present = await presentFiles(folder, manifest);
  const sourceOf = sourceFinder(folder, cwd);
  const outputs: Output[] = [];
  for (const dag of dags) outputs.push(await outputOf(dag, present, sourceOf, cwd));
  const sources = new Set(dags.map((dag) => path.resolve(cwd, dag.source.path)));
  const names = new Set(outputs.map(({ name }) => name));
  const orphans: Orphan[] = [];
  for (const [name, file] of present) {
    if (names.has(name) || !isOurs(file)) continue;
    const source = await sourceOf(file);
    // Its workflow was built now and did not become this file: it has another name by now.
    const gone = source === undefined || sources.has(source);
    if (gone) orphans.push({ name, source: namedSource(file), edited: !isPristine(file) });
  }
  return { outputs, orphans, manifest };
}

async function outputOf(
  dag: Dag,
  present: ReadonlyMap<string, PresentFile>,
  sourceOf: (file: PresentFile) => Promise<string | undefined>,
  cwd: string,
): Promise<Output> {
  const name = `${dag.dagId}.py`;
  const file = present.get(name);
  const common = { dag, name, text: dag.text };
  if (file === undefined) return { ...common, place: 'missing' };
  const { text: before } = file;
  if (sha256(before) === sha256(dag.text)) return { ...common, place: 'same', before };
  if (!isOurs(file)) return { ...common, place: 'foreign', before };
  if (!isPristine(file)) return { ...common, place: 'edited', before };
  const source = await sourceOf(file);
  if (source === undefined || source === path.resolve(cwd, dag.source.path))
    return { ...common, place: 'stale', before };
  return { ...common, place: 'taken', before, other: namedSource(file) };
}

/** It says so itself, or is what the manifest says that was written. */
function isOurs(file: PresentFile): boolean {
  return file.stamp !== undefined || isPristine(file);
}

function isPristine({ text, stamp, known }: PresentFile): boolean {
  return stamp?.pristine === true || known?.sha256 === sha256(text);
}

function namedSource({ stamp, known }: PresentFile): string {
  return stamp?.source ?? known?.source.path ?? '';
}

/** The workflow of a DAG file, absolute, where it is still there: by the manifest, else by the file's own words. */
function sourceFinder(folder: string, cwd: string): (file: PresentFile) => Promise<string | undefined> {
  return async ({ stamp, known }) => {
    const places = [
      ...(known === undefined ? [] : [path.resolve(folder, known.source.path)]),
      ...(stamp === undefined ? [] : [cwd, ...foldersAbove(folder)].map((base) => path.resolve(base, stamp.source))),
    ];
    for (const place of places) if (await exists(place)) return place;
    return undefined;
  };
}

function foldersAbove(folder: string): readonly string[] {
  const above = path.dirname(folder);
  return above === folder ? [] : [above, ...foldersAbove(above)];
}

async function presentFiles(folder: string, manifest: Manifest | undefined): Promise<ReadonlyMap<string, PresentFile>> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const files = new Map<string, PresentFile>();
  for (const name of names.filter((one) => one.endsWith('.py')).sort()) {
    const text = await readFile(path.join(folder, name), 'utf8').catch(() => undefined);
    if (text === undefined) continue; // a folder of that name
    files.set(name, { text, stamp: stampOf(text), known: manifest?.files.find((file) => file.path === name) });
  }
  return files;
}

async function exists(file: string): Promise<boolean> {
  return (await readFile(file).catch(() => undefined)) !== undefined;
}
