import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from './captured';

const ROOT = path.join(import.meta.dirname, '../..');
const MESSY = "name:   x  # what it is\n\noperators:\n    - { name: a,type: bash }\n    - {name: 'b', type: bash}\n";
const NEAT = 'name: x  # what it is\n\noperators:\n- {name: a, type: bash}\n- {name: "b", type: bash}\n';
const FILES = { 'a.workflow.yaml': MESSY, 'b.workflow.yaml': NEAT };

describe('dagport fmt', () => {
  test('writes what it changes, says so, and then changes nothing', async () => {
    const folder = await folderWith(FILES);
    const stderr = '1 file formatted, 1 file left as it is.\n';
    expect(await dagport(folder, ['fmt', '.'])).toEqual({ code: 0, stdout: 'a.workflow.yaml\n', stderr });
    expect(await readFile(path.join(folder, 'a.workflow.yaml'), 'utf8')).toBe(NEAT);
    expect(await dagport(folder, ['fmt', '.'])).toEqual({ code: 0, stdout: '', stderr: '2 files left as they are.\n' });
  });

  test('--check writes nothing, and fails', async () => {
    const folder = await folderWith(FILES);
    const stderr = '1 file not formatted, 1 file formatted already.\n';
    expect(await dagport(folder, ['fmt', '.', '--check'])).toEqual({ code: 1, stdout: 'a.workflow.yaml\n', stderr });
    expect(await readFile(path.join(folder, 'a.workflow.yaml'), 'utf8')).toBe(MESSY);
    expect((await dagport(folder, ['fmt', 'b.workflow.yaml', '--check'])).code).toBe(0);
  });

  test('--diff writes nothing, and what it prints can be applied', async () => {
    const folder = await folderWith(FILES);
    const { code, stdout } = await dagport(folder, ['fmt', '.', '--diff']);
    expect(code).toBe(1);
    execFileSync('git', ['apply', '-'], { cwd: folder, input: stdout });
    expect(await readFile(path.join(folder, 'a.workflow.yaml'), 'utf8')).toBe(NEAT);
  });

  test('of the standard input', async () => {
    const folder = await folderWith({});
    expect(await dagport(folder, ['fmt', '-'], MESSY)).toEqual({ code: 0, stdout: NEAT, stderr: '' });
    expect((await dagport(folder, ['fmt', '-', '--check'], MESSY)).code).toBe(1);
  });

  test('what is no YAML is told at its place, and the others are formatted', async () => {
    const folder = await folderWith({ ...FILES, 'c.workflow.yaml': 'name: x\noperators: [\n' });
    const { code, stdout, stderr } = await dagport(folder, ['fmt', '.']);
    expect([code, stdout]).toEqual([1, 'a.workflow.yaml\n']);
    expect(stderr).toMatch(/^c\.workflow\.yaml:\d+:\d+: cannot be formatted: This is not valid YAML/);
    expect(await dagport(folder, ['fmt', '-'], 'name: [\n')).toMatchObject({ code: 1, stdout: '' });
  });

  test('what is no text stays as it is, byte by byte, and the others are formatted', async () => {
    const latin = Buffer.from('name:   a\n# caf\xe9\n', 'latin1');
    const folder = await folderWith({ ...FILES, 'c.workflow.yaml': latin });
    const { code, stdout, stderr } = await dagport(folder, ['fmt']);
    expect([code, stdout]).toEqual([1, 'a.workflow.yaml\n']);
    expect(stderr).toMatch(/^c\.workflow\.yaml:2:6: cannot be formatted: This file is no UTF-8 text/);
    expect(await readFile(path.join(folder, 'c.workflow.yaml'))).toEqual(latin);
  });

  test('what converters write is formatted already', async () => {
    const folder = await folderWith({});
    for (const source of ['examples/oozie', 'examples/jenkins'])
      expect((await dagport(ROOT, ['convert', source, '-o', folder, '--force'])).code).toBe(0);
    expect((await dagport(folder, ['fmt', '.', '--check'])).code).toBe(0);
    expect(await dagport(ROOT, ['fmt', 'test/converters', '--check'])).toMatchObject({ code: 0, stdout: '' });
  }, 60_000);

  test('a configuration that is named', async () => {
    const folder = await folderWith({ 'dagport.yaml': 'airflow:   "3.3"\n' });
    expect((await dagport(folder, ['fmt', 'dagport.yaml'])).stdout).toBe('dagport.yaml\n');
    expect((await dagport(folder, ['fmt', '.'])).code).toBe(2);
  });
});
