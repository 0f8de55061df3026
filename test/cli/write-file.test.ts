import { lstat, readFile, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeAtomically } from '../../cli/write-file';
import { dagport, folderWith } from './captured';

test.runIf(process.platform !== 'win32')('a link stays a link: the file behind it is written', async () => {
  const folder = await folderWith({ 'shared/a.workflow.yaml': 'name:   a\n' });
  const link = path.join(folder, 'a.workflow.yaml');
  await symlink('shared/a.workflow.yaml', link);
  expect((await dagport(folder, ['fmt', 'a.workflow.yaml'])).code).toBe(0);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect(await readFile(path.join(folder, 'shared/a.workflow.yaml'), 'utf8')).toBe('name: a\n');
});

test.runIf(process.platform !== 'win32')('what is no file is written to, not replaced', async () => {
  await writeAtomically('/dev/null', 'text');
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
});

test('a folder is no file', async () => {
  const folder = await folderWith({ 'a.workflow.yaml': 'name: a\noperators: []\n', 'out/x': '' });
  const { stderr, code } = await dagport(folder, ['lint', '.', '--format', 'json', '--output-file', 'out']);
  expect([stderr, code]).toEqual(['dagport: "out" cannot be written: it is a folder\n', 3]);
});
