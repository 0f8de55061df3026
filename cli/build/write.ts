import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../../package.json';
import { writeAtomically } from '../write-file';
import { type BuiltFile, MANIFEST, type Manifest } from './manifest';
import type { Orphan, Output, OutputFolder } from './outputs';
import { sha256 } from './stamp';

/** Writes DAG files and the manifest, and removes those orphans. Throws what the file system throws. */
export async function writeBuild(
  folder: string,
  cwd: string,
  { outputs, manifest: before }: OutputFolder,
  removed: readonly Orphan[],
): Promise<Manifest> {
  await mkdir(folder, { recursive: true });
  for (const { name, text, place } of outputs) {
    if (place !== 'same') await writeAtomically(path.join(folder, name), text);
  }
  for (const { name } of removed) await rm(path.join(folder, name));
  const manifest = nextManifest(folder, cwd, outputs, before, removed);
  await writeAtomically(path.join(folder, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return manifest;
}

function nextManifest(
  folder: string,
  cwd: string,
  outputs: readonly Output[],
  before: Manifest | undefined,
  removed: readonly Orphan[],
): Manifest {
  const [first] = outputs;
  const airflow = first?.dag.settings.airflow ?? before?.airflow ?? '3.3';
  const environment = first?.dag.settings.plan.environment;
  const built = outputs.map(({ dag, name, text }): BuiltFile => {
    const source = path.relative(folder, path.resolve(cwd, dag.source.path)).split(path.sep).join('/');
    return {
      path: name,
      sha256: sha256(text),
      dagId: dag.dagId,
      source: { path: source, sha256: sha256(dag.source.text) },
      ...(dag.settings.airflow === airflow ? {} : { airflow: dag.settings.airflow }),
    };
  });
  const handled = new Set([...built.map((file) => file.path), ...removed.map(({ name }) => name)]);
  const others = before?.files.filter((file) => !handled.has(file.path)) ?? [];
  return {
    version: 1,
    tool: `dagport ${version}`,
    airflow,
    ...(environment === undefined ? {} : { environment }),
    files: [...built, ...others].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
