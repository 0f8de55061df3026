import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from './captured';
import { expectToFollow } from './schemas';

const GOOD = 'name: good\noperators:\n- {name: load, type: bash, properties: {bash_command: load}}\n';
const BAD = `name: bad
operators:
- {name: load, type: bahs, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [laod], properties: {bash_command: "a & b", retries: "3"}}
- {name: 日本, type: bash, downstream_dependencies: [日本], properties: {bash_command: 'x'}}
`;
const WARNING = `name: w\noperators:\n- {name: a, type: bash, properties: {bash_command: "x << y"}}\n`;

describe('which files are looked at', () => {
  test.each([
    ['a file that is named', ['any.txt'], ['any.txt']],
    ['files by name, below a folder', ['.'], ['a/one.workflow.yaml', 'by-content.yml', 'two.workflow.yml']],
    ['a folder that holds none, beside others', ['.hidden/none', 'a'], ['a/one.workflow.yaml']],
    ['a folder that is named', ['a'], ['a/one.workflow.yaml']],
    [
      'each file once',
      ['a', '.', 'a/one.workflow.yaml'],
      ['a/one.workflow.yaml', 'by-content.yml', 'two.workflow.yml'],
    ],
  ])('%s', async (_, paths, expected) => {
    const folder = await folderWith({
      'any.txt': GOOD,
      'a/one.workflow.yaml': GOOD,
      'two.workflow.yml': GOOD,
      'by-content.yml': GOOD,
      'compose.yml': 'name: x\nservices:\n  a: {image: b}\n',
      'pipeline.yml': 'name: x\non: push\njobs: {}\noperators:\n- {name: a, type: b}\n',
      'object.yaml': 'apiVersion: v1\nkind: Pod\n',
      'broken.yaml': 'name: [\n',
      'binary.yaml': new Uint8Array([0, 1, 2]),
      'node_modules/x/three.workflow.yaml': GOOD,
      '.hidden/four.workflow.yaml': GOOD,
      '.hidden/none/readme.md': '',
    });
    const { code, stdout } = await dagport(folder, ['lint', '--format', 'json', ...paths]);
    expect(JSON.parse(stdout).files.map((file: { path: string }) => file.path)).toEqual(expected);
    expect(code).toBe(0);
  });
});

test('no path is this folder', async () => {
  const folder = await folderWith({ 'one.workflow.yaml': GOOD, 'a/two.workflow.yaml': BAD });
  expect(await dagport(folder, ['lint'])).toEqual(await dagport(folder, ['lint', '.']));
});

describe('exit codes', () => {
  test.each([
    ['nothing found', ['good.yaml'], 0],
    ['errors', ['good.yaml', 'bad.yaml'], 1],
    ['warnings', ['warning.yaml'], 0],
    ['more warnings than allowed', ['warning.yaml', '--max-warnings', '0'], 1],
    ['as many warnings as allowed', ['warning.yaml', '--max-warnings', '1'], 0],
  ])('%s', async (_, args, code) => {
    const folder = await folderWith({ 'good.yaml': GOOD, 'bad.yaml': BAD, 'warning.yaml': WARNING });
    expect((await dagport(folder, ['lint', ...args])).code).toBe(code);
  });
});

test.each([
  ['a binary file', new Uint8Array([0x6e, 0, 0xff]), '1:2'],
  ['text in another encoding', Buffer.from('name: a\n# caf\xe9\n', 'latin1'), '2:6'],
  ['UTF-16', Buffer.from('name: a\n', 'utf16le'), '1:2'],
])('%s is a finding, and the others are checked', async (_, bytes, at) => {
  const folder = await folderWith({ 'a.workflow.yaml': bytes, 'b.workflow.yaml': BAD });
  const { code, stdout } = await dagport(folder, ['lint', '--format', 'concise', '--fix', '.']);
  expect(code).toBe(1);
  const [first = '', second = ''] = stdout.split('\n');
  expect(first).toBe(
    `a.workflow.yaml:${at}: error: This file is no UTF-8 text from here on, so nothing of it was read. (yaml-syntax)`,
  );
  expect(second).toContain('b.workflow.yaml');
  expect(await readFile(path.join(folder, 'a.workflow.yaml'))).toEqual(Buffer.from(bytes));
});

describe('what goes wrong is said, in words and as JSON', () => {
  test.each([
    ['a missing file', ['nothing.yaml'], 2, 'missing-file', 'there is no file or folder "nothing.yaml"'],
    ['a binary legacy file', ['bin.xml'], 3, 'unreadable-file', '"bin.xml" cannot be read: it is no UTF-8 text'],
    ['a folder without workflows', ['empty'], 2, 'no-workflows', 'there is no workflow in the folder "empty"'],
    ['an unknown option', ['--nonsense', 'good.yaml'], 2, 'unknown-option', "unknown option '--nonsense'"],
    ['a number that is none', ['--max-warnings', 'many', 'good.yaml'], 2, 'invalid-argument', 'whole number'],
    ['the standard input and a file', ['-', 'good.yaml'], 2, 'stdin-and-files', '"-" stands alone'],
  ])('%s', async (_, args, code, id, message) => {
    const folder = await folderWith({
      'good.yaml': GOOD,
      'bin.xml': Buffer.concat([Buffer.from('<workflow-app xmlns="uri:oozie:workflow:0.5">'), new Uint8Array([0xff])]),
      'empty/readme.txt': 'nothing here',
    });
    const words = await dagport(folder, ['lint', ...args]);
    expect(words).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
    const json = await dagport(folder, ['lint', ...args, '--format', 'json']);
    const output = JSON.parse(json.stdout);
    expectToFollow('error-output', output);
    expect(output.error).toMatchObject({ code: id, message: expect.stringContaining(message) });
    expect(json).toMatchObject({ code, stderr: '' });
  });

  test('a form that is none', async () => {
    const folder = await folderWith({ 'good.yaml': GOOD });
    const { code, stderr } = await dagport(folder, ['lint', 'good.yaml', '--format', 'xml']);
    expect(code).toBe(2);
    expect(stderr).toContain('Allowed choices are pretty, concise, json, sarif, github, gitlab, junit');
  });
});

describe('the forms of what is found', () => {
  async function found(format: string): Promise<string> {
    const folder = await folderWith({ 'bad file.yaml': BAD, 'good.yaml': GOOD });
    return (await dagport(folder, ['lint', '--format', format, 'bad file.yaml', 'good.yaml'])).stdout;
  }

  test('pretty', async () => expect(await found('pretty')).toMatchFileSnapshot('fixtures/found.txt'));
  test('github', async () => expect(await found('github')).toMatchFileSnapshot('fixtures/found.github.txt'));

  test('json follows its schema, and its ranges are those of the text', async () => {
    const output = JSON.parse(await found('json'));
    expectToFollow('lint-output', output);
    expect(output.summary).toEqual({ files: 2, errors: 4, warnings: 0, infos: 0 });
    const lines = BAD.split('\n');
    const words = output.files[0].diagnostics.map(
      ({ range }: { range: { start: { line: number; column: number }; end: { column: number } } }) =>
        lines[range.start.line - 1]?.slice(range.start.column - 1, range.end.column - 1),
    );
    expect(words).toEqual(['bahs', 'laod', '"3"', '日本']);
  });

  test('sarif has what code scanning needs', async () => {
    const log = JSON.parse(await found('sarif'));
    expect(log.version).toBe('2.1.0');
    const [run] = log.runs;
    const ids = run.tool.driver.rules.map((rule: { id: string }) => rule.id);
    expect(run.results).toHaveLength(4);
    for (const result of run.results) {
      expect(ids[result.ruleIndex]).toBe(result.ruleId);
      expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('bad%20file.yaml');
      expect(result.locations[0].physicalLocation.region.startLine).toBeGreaterThan(1);
    }
    expect(run.results[0].fixes[0].artifactChanges[0].replacements[0].insertedContent.text).toBe('bash');
  });

  test('junit is well-formed and says how many failed', async () => {
    const xml = await found('junit');
    expect(XMLValidator.validate(xml)).toBe(true);
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(xml);
    expect(testsuites.testsuite.map((suite: Record<string, string>) => [suite['@_name'], suite['@_failures']])).toEqual(
      [
        ['bad file.yaml', '4'],
        ['good.yaml', '0'],
      ],
    );
  });
});

describe('fixes', () => {
  test('those that are safe are written; proposals only if asked for', async () => {
    const folder = await folderWith({ 'bad.yaml': BAD, 'good.yaml': GOOD });
    const text = async (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');
    const safe = await dagport(folder, ['lint', '--fix', 'bad.yaml', 'good.yaml']);
    expect(await text('bad.yaml')).toBe(BAD.replace('bahs', 'bash').replace('"3"', '3'));
    expect(await text('good.yaml')).toBe(GOOD);
    expect(safe.stdout).toContain('2 errors in 2 files.');
    await dagport(folder, ['lint', '--fix', '--unsafe-fixes', 'bad.yaml']);
    expect(await text('bad.yaml')).toContain('[load]');
  });

  test('line ends and a byte order mark stay', async () => {
    const crlf = `\uFEFF${BAD.replaceAll('\n', '\r\n')}`;
    const folder = await folderWith({ 'bad.yaml': crlf });
    await dagport(folder, ['lint', '--fix', 'bad.yaml']);
    const fixed = await readFile(path.join(folder, 'bad.yaml'), 'utf8');
    expect(fixed).toBe(crlf.replace('bahs', 'bash').replace('"3"', '3'));
  });
});

test('the standard input is a file with a name', async () => {
  const folder = await folderWith({});
  const { code, stdout } = await dagport(
    folder,
    ['lint', '-', '--stdin-filename', 'x/y.yaml', '--format', 'json'],
    BAD,
  );
  expect(JSON.parse(stdout).files[0].path).toBe('x/y.yaml');
  expect(code).toBe(1);
});

describe('one cause in a file of the project is told once, there', () => {
  const USE = `name: orders
format: 1
default_task_args: {owner: data, start_date: '2026-01-01'}
operators:
- {name: load, type: load_table, properties: {table: orders}}
- {name: greet, type: greet, properties: {who: you}}
`;
  const COMPOSITE = `kind: composite
name: load_table
parameters_jsonschema: {properties: {table: {type: string}}, required: [table], additionalProperties: false}
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ table }}"}}
`;
  const GREET = `kind: operator
name: greet
summary: Greets.
class: acme.Greet
provider: acme
parameters: {who: {type: text}}
`;
  const FILES = { 'types/load.yaml': COMPOSITE, 'types/greet.yaml': GREET, 'dagport.yaml': 'catalogue: [types]\n' };

  test.each<[string, Partial<typeof FILES>, string]>([
    ['nothing', {}, ''],
    ['a placeholder', { 'types/load.yaml': COMPOSITE.replace('{{ table', '{{ tabel') }, 'types/load.yaml:5'],
    ['a type of a parameter', { 'types/load.yaml': COMPOSITE.replace('string', 'text') }, 'types/load.yaml:3'],
    ['a required name', { 'types/load.yaml': COMPOSITE.replace('[table]', '[tabel]') }, 'types/load.yaml:3'],
    ['the name of a composite', { 'types/load.yaml': COMPOSITE.replace('name:', 'nmae:') }, 'types/load.yaml:2'],
    [
      'a type of a catalogue',
      { 'types/greet.yaml': GREET.replace('type: text', 'type: string') },
      'types/greet.yaml:6',
    ],
    ['a folder', { 'dagport.yaml': 'catalogue: [typ]\n' }, 'dagport.yaml:1'],
    ['a key of the configuration', { 'dagport.yaml': 'catalog: [types]\n' }, 'dagport.yaml:1'],
  ])('%s', async (_, changed, expected) => {
    const folder = await folderWith({ 'orders.workflow.yaml': USE, ...FILES, ...changed });
    const { stdout } = await dagport(folder, ['lint', '--format', 'concise']);
    const places = stdout.split('\n').flatMap((line) => /^(\S+?:\d+):\d+: /.exec(line)?.[1] ?? []);
    expect(places, stdout).toEqual(expected === '' ? [] : [expected]);
  });

  test('nor is what would follow from a type that may be missing', async () => {
    const generator = 'generators:\n- {name: each, type: each_table, target: one, tables: [orders]}\n';
    const one = '---\nname: one\noperators:\n- {name: load, type: bash, properties: {bash_command: load}}\n';
    const folder = await folderWith({ 'orders.workflow.yaml': USE + generator + one, 'dagport.yaml': 'catalogue: [' });
    const { stdout } = await dagport(folder, ['lint', '--format', 'concise']);
    expect(stdout.split('\n').filter((line) => line.includes('orders.workflow.yaml'))).toEqual([]);
  });
});
