import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AirflowVersion } from '../../workflow/project';

/** `.dagport-build.json`: what was built from what. */
export interface Manifest {
  readonly version: 1;
  readonly tool: string;
  readonly airflow: AirflowVersion;
  readonly environment?: string;
  readonly files: readonly BuiltFile[];
}

export interface BuiltFile {
  /** Relative to the output folder. */
  readonly path: string;
  readonly sha256: string;
  readonly dagId: string;
  /** Its path is relative to the output folder, `/` between its parts. */
  readonly source: { readonly path: string; readonly sha256: string };
  /** Where it is not that of the others. */
  readonly airflow?: AirflowVersion;
}

export const MANIFEST = '.dagport-build.json';

/** The manifest of an earlier build; one that is not ours, or broken, counts as none. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const data: unknown = JSON.parse(text);
    if (!isManifest(data)) return undefined;
    return { ...data, files: data.files.filter(isBuiltFile) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isManifest(data: unknown): data is Manifest {
  return typeof data === 'object' && data !== null && 'files' in data && Array.isArray(data.files);
}

/** A manifest may have been edited; only names inside its folder are taken from it. */
function isBuiltFile(file: BuiltFile | null): boolean {
  return (
    typeof file?.path === 'string' &&
    path.basename(file.path) === file.path &&
    typeof file.sha256 === 'string' &&
    typeof file.source?.path === 'string'
  );
}
