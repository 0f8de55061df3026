import { describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import { dagport, folderWith } from './captured';
import { expectToFollow } from './schemas';

describe('the program', () => {
  test.each([
    ['--version', ['--version'], 0, `${version}\n`],
    ['--help', ['--help'], 0, 'lint'],
    ['help of a command', ['lint', '--help'], 0, '--max-warnings'],
  ])('%s', async (_, args, code, text) => {
    expect(await dagport('.', args)).toMatchObject({ code, stdout: expect.stringContaining(text), stderr: '' });
  });

  test.each([
    ['no command', [], 'no command was given'],
    ['an unknown command', ['lnit'], "unknown command 'lnit'"],
    ['a build without a folder to write to', ['build', 'x.yaml'], "'-o, --output <folder>' not specified"],
    [
      'an Airflow that it does not know',
      ['build', 'x.yaml', '-o', 'x', '--airflow', '1.10'],
      'Allowed choices are 3.3, 2.11',
    ],
    ['a graph of two files', ['graph', 'a', 'b'], 'too many arguments'],
  ])('%s is a wrong call', async (_, args, message) => {
    expect(await dagport('.', args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
  });
});

describe('explain', () => {
  test.each([
    ['a rule', 'unknown-type', '## Use instead'],
    ['a type', 'bash', '- `bash_command`: text. required.'],
    ['a class', 'SQLExecuteQueryOperator', 'Provider: common-sql'],
    ['a generator', 'list_generator', '- `items`: list of texts. required.'],
    ['a resource', 'scratch_directory', '- `path`: text. required.'],
  ])('%s', async (_, name, text) => {
    expect(await dagport('.', ['explain', name])).toMatchObject({ code: 0, stdout: expect.stringContaining(text) });
  });

  test('without a name, all of them', async () => {
    const { stdout } = await dagport('.', ['explain']);
    for (const name of ['dependency-cycle', 'yaml-syntax', 'bash', 'dict_generator', 'dataproc_cluster']) {
      expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    }
  });

  test('an unknown name', async () => {
    const words = await dagport('.', ['explain', 'unknown-typ']);
    expect(words).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean "unknown-type"') });
    const json = await dagport('.', ['explain', 'unknown-typ', '--format', 'json']);
    expectToFollow('error-output', JSON.parse(json.stdout));
  });
});

test('a reader sees which file is missing, whatever the command', async () => {
  const folder = await folderWith({});
  const { code, stderr } = await dagport(folder, ['lint', 'a.yaml', 'b.yaml']);
  expect(code).toBe(2);
  expect(stderr).toBe('dagport: there is no file or folder "a.yaml"\ndagport: there is no file or folder "b.yaml"\n');
});
