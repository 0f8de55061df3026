import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Shape } from './shape';

/** What a reader makes of a text: its documents, or why it refuses it. */
export type Loaded = { readonly documents: readonly Shape[] } | { readonly error: string };

const here = path.dirname(fileURLToPath(import.meta.url));
const python = path.join(here, '..', '..', '..', '.cache', 'airflow', '3.3', 'bin', 'python');

/** What PyYAML's safe loader, as Airflow 3.3 installs it, makes of each text. */
export async function loadWithPyYaml(texts: readonly string[]): Promise<readonly Loaded[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pyyaml-'));
  try {
    const file = path.join(folder, 'texts.json');
    await writeFile(file, JSON.stringify(texts));
    const output = await new Promise<string>((resolve, reject) => {
      const options = { maxBuffer: 2 ** 30 };
      execFile(python, [path.join(here, 'load_yaml.py'), file], options, (error, stdout) =>
        error === null ? resolve(stdout) : reject(error),
      );
    });
    const { loaded } = JSON.parse(output) as { readonly loaded: readonly Loaded[] };
    return loaded;
  } finally {
    await rm(folder, { recursive: true });
  }
}
