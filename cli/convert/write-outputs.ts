import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { baseName, type ConvertedFiles, sidecarName } from '../../migration';
import { writeAtomically } from '../write-file';

/**
 * Has somebody edited the workflow that would be replaced? It counts as edited unless it equals the text that was generated
 * last, or the one that would be written now.
 */
export async function isEdited(folder: string, { fileName, text }: ConvertedFiles): Promise<boolean> {
  const present = await readIfThere(path.join(folder, fileName));
  if (present === undefined || present === text) return false;
  return present !== (await readIfThere(path.join(folder, baseName(fileName))));
}

/** Is the workflow there as it would be written now? */
export async function isWritten(folder: string, { fileName, text }: ConvertedFiles): Promise<boolean> {
  return (await readIfThere(path.join(folder, fileName))) === text;
}

/**
 * Writes the files of a workflow, each whole or not at all. The base comes last: should the run break off before it, the
 * workflow counts as edited and is not replaced unasked.
 */
export async function writeOutputs(folder: string, files: ConvertedFiles): Promise<void> {
  await mkdir(path.join(folder, '.dagport', 'base'), { recursive: true });
  await writeAtomically(path.join(folder, sidecarName(files.fileName)), files.sidecar);
  await writeAtomically(path.join(folder, files.fileName), files.text);
  await writeAtomically(path.join(folder, baseName(files.fileName)), files.text);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
