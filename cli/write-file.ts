import { randomBytes } from 'node:crypto';
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a text file so that a reader, or a crash, never sees half of it. Keeps the mode of a file that was there, and a link
 * to it; what is no file, `/dev/stdout` or a pipe, is written to and not replaced.
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const before = await stat(file).catch(() => undefined);
  if (before?.isDirectory() === true) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
  if (before?.isFile() === false) return writeFile(file, text, 'utf8');
  const place = before === undefined ? file : await realpath(file);
  const temporary = path.join(path.dirname(place), `.${path.basename(place)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, text, 'utf8');
    if (before !== undefined) await chmod(temporary, before.mode);
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
