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

describe('explain, for what is no class', () => {
  test.each(['branch', 'join', 'fail'])('%s is of the language', async (name) => {
    const { stdout, code } = await dagport(await folderWith({}), ['explain', name]);
    expect(stdout).toMatch(new RegExp(`^# ${name}\\n\\n\\*of the language\\*\\n`));
    expect(stdout).not.toContain('\n\n\n');
    expect(code).toBe(0);
  });

  test('a composite of the project, by explain and by types', async () => {
    const folder = await folderWith({
      'dagport.yaml': 'catalogue: [types]\n',
      'types/up.yaml':
        'kind: composite\nname: up\nversion: 2\nsummary: Loads a table.\nparameters_jsonschema: {properties: {table: {type: string, description: Which one.}}, required: [table]}\noperators:\n- {name: load, type: bash, properties: {bash_command: "load ${{ table }}"}}\n',
    });
    const { stdout } = await dagport(folder, ['explain', 'up']);
    expect(stdout).toBe(
      '# up\n\n*composite, version 2*\n\nLoads a table.\n\nFile: types/up.yaml\n\n## Properties\n\n- `table`: required. Which one.\n',
    );
    expect((await dagport(folder, ['types', 'up'])).stdout).toBe(stdout);
    expect((await dagport(folder, ['explain'])).stdout).toContain('  up ');
  });

  test.each([
    ['brnch', 'Did you mean "branch"?'],
    ['BashOperatr', 'Did you mean "BashOperator"'],
    ['airflow.operators.bash.BashOperator', 'It has moved since. It is "bash" now.'],
  ])('%s', async (name, said) => {
    const folder = await folderWith({});
    for (const command of ['explain', 'types']) {
      const { stderr, code } = await dagport(folder, [command, name]);
      expect(stderr).toContain(said);
      expect(code).toBe(2);
    }
  });
});

test('a wrong call names the help of its command', async () => {
  const { stderr } = await dagport(await folderWith({}), ['lint', '--format', 'words']);
  expect(stderr).toContain('Try "dagport lint --help".');
});

test('help says no defaults of switches', async () => {
  const { stdout } = await dagport(await folderWith({}), ['lint', '--help']);
  expect(stdout).toContain('apply the fixes that are safe\n');
  expect(stdout).not.toContain('(default: false)');
});

test('a project is no file', async () => {
  const { stderr, code } = await dagport(await folderWith({ file: '' }), ['init', 'file', '--ci', 'none']);
  expect([stderr, code]).toEqual(['dagport: "file" is a file, and a project needs a folder\n', 2]);
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
