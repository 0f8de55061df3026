import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from './captured';

function type(name: string, summary: string, more = 'parameters: {}'): string {
  return `kind: operator\nname: ${name}\nclass: acme.${name}.Greet\nprovider: acme\nsummary: ${summary}\n${more}\n`;
}

const NPM = 'node_modules/@acme/types';
const SITE = 'lib/python3.11/site-packages';
const PYVENV = 'home = /usr/bin\nversion = 3.11.7\n';

/** What `dagport types greet` says the type is for, in a project of these files; without a type, what is wrong. */
async function summaryIn(files: Readonly<Record<string, string>>, below = ''): Promise<string> {
  const folder = await folderWith(files);
  const { stdout, stderr } = await dagport(`${folder}/${below}`, ['types', 'greet']);
  return /(?<=\n)Greets[^\n]*|Greets[^\n]*/.exec(stdout)?.[0] ?? stderr;
}

describe('types come from', () => {
  test.each<[string, Readonly<Record<string, string>>, string?]>([
    [
      'a package of npm, in its folder "dagport"',
      { 'dagport.yaml': 'catalogue: ["npm:@acme/types"]\n', [`${NPM}/dagport/a.yaml`]: type('greet', 'Greets') },
    ],
    [
      'another folder of it',
      { 'dagport.yaml': 'catalogue: ["npm:@acme/types/a/b"]\n', [`${NPM}/a/b/c/a.yaml`]: type('greet', 'Greets') },
    ],
    [
      'one that is installed further up',
      {
        'team/dagport.yaml': 'catalogue: ["npm:@acme/types"]\n',
        [`${NPM}/dagport/a.yaml`]: type('greet', 'Greets'),
      },
      'team',
    ],
    [
      'a package of pip in .venv',
      {
        'dagport.yaml': 'catalogue: ["pip:acme-types"]\n',
        '.venv/pyvenv.cfg': PYVENV,
        [`.venv/${SITE}/acme_types/dagport/a.yaml`]: type('greet', 'Greets'),
      },
    ],
    [
      'a package in a namespace, in venv as uv makes it, further up',
      {
        'team/dagport.yaml': 'catalogue: ["pip:acme.types/own"]\n',
        'venv/pyvenv.cfg': 'home = /usr/bin\nimplementation = CPython\nversion_info = 3.11.7\n',
        [`venv/${SITE}/acme/types/own/a.yaml`]: type('greet', 'Greets'),
      },
      'team',
    ],
    [
      'a virtual environment of Windows',
      {
        'dagport.yaml': 'catalogue: ["pip:acme-types"]\n',
        '.venv/pyvenv.cfg': 'home = C:\\Python311\nversion = 3.11.7\n',
        '.venv/Lib/site-packages/acme_types/dagport/a.yaml': type('greet', 'Greets'),
      },
    ],
  ])('%s', async (_, files, below) => {
    expect(await summaryIn(files, below)).toBe('Greets');
  });

  test('the virtual environment that is active', async () => {
    const active = await folderWith({
      'pyvenv.cfg': PYVENV,
      [`${SITE}/acme_types/dagport/a.yaml`]: type('greet', 'Greets'),
    });
    const before = process.env.VIRTUAL_ENV;
    process.env.VIRTUAL_ENV = active;
    try {
      expect(await summaryIn({ 'dagport.yaml': 'catalogue: ["pip:acme-types"]\n' })).toBe('Greets');
    } finally {
      if (before === undefined) delete process.env.VIRTUAL_ENV;
      else process.env.VIRTUAL_ENV = before;
    }
  });
});

describe('what wins', () => {
  const PACKAGE = { [`${NPM}/dagport/a.yaml`]: type('greet', 'Greets from afar') };

  test.each<[string, string]>([
    ['before the package', 'catalogue: [types, "npm:@acme/types"]\n'],
    ['after it', 'catalogue: ["npm:@acme/types", types]\n'],
  ])('a type of the project over one of a package: named %s', async (_, configuration) => {
    const own = { 'dagport.yaml': configuration, 'types/own.yaml': type('greet', 'Greets at home') };
    expect(await summaryIn({ ...PACKAGE, ...own })).toBe('Greets at home');
  });

  test('a type of the project over dagport, by class name too', async () => {
    const own = type('greet', 'Greets', 'aliases: [BashOperator]\nparameters: {}');
    const folder = await folderWith({ 'dagport.yaml': 'catalogue: [types]\n', 'types/own.yaml': own });
    const { stdout } = await dagport(folder, ['types', 'BashOperator', '--json']);
    expect(JSON.parse(stdout).types[0].name).toBe('greet');
  });

  test('a composite of the project over one of a package, without a word', async () => {
    const composite = (command: string): string =>
      `kind: composite\nname: load\noperators:\n- {name: a, type: bash, properties: {bash_command: "${command}"}}\n`;
    const folder = await folderWith({
      'dagport.yaml': 'catalogue: [types, "npm:@acme/types"]\n',
      'types/load.yaml': composite('true'),
      [`${NPM}/dagport/load.yaml`]: composite('false'),
      'x.workflow.yaml':
        'name: x\nformat: 1\ndefault_task_args: {owner: me, start_date: "2026-01-01"}\noperators:\n- {name: b, type: load}\n',
    });
    expect(await dagport(folder, ['build', 'x.workflow.yaml', '-o', 'dags'])).toMatchObject({ code: 0 });
    expect(await readFile(`${folder}/dags/x.py`, 'utf8')).toContain('bash_command="true"');
  });
});

describe('what is wrong is told at its place', () => {
  test.each<[string, string, Readonly<Record<string, string>>, string]>([
    [
      'a package that is not installed',
      'catalogue: ["npm:@acme/types"]\n',
      {},
      'dagport.yaml:1:13: error: The npm package "@acme/types" is not installed: no folder node_modules here or further up has it.',
    ],
    [
      'one of pip',
      'catalogue:\n- pip:acme-types\n',
      { '.venv/pyvenv.cfg': PYVENV },
      'dagport.yaml:2:3: error: The pip package "acme-types" is not installed: no virtual environment has it',
    ],
    [
      'one without types',
      'catalogue: ["npm:@acme/types"]\n',
      { [`${NPM}/package.json`]: '{}' },
      'dagport.yaml:1:13: error: The package "@acme/types" has no YAML files in its folder "dagport".',
    ],
    [
      'another source',
      'catalogue: ["mpn:x"]\n',
      {},
      'dagport.yaml:1:13: error: "mpn" is no place that packages come from',
    ],
    [
      'a way out',
      'catalogue: ["npm:x/../../y"]\n',
      {},
      'dagport.yaml:1:13: error: "../../y" is no folder below that of the',
    ],
    ['no name', 'catalogue: ["pip:../x"]\n', {}, 'dagport.yaml:1:13: error: "../x" is no name of a package of pip.'],
    [
      'an entry of a package that says something wrong',
      'catalogue: ["npm:@acme/types"]\n',
      { [`${NPM}/dagport/a.yaml`]: type('greet', 'Greets', 'parameters:\n  n: {type: strange}') },
      `${NPM}/dagport/a.yaml:7:13: error: parameters/n/type: `,
    ],
    [
      'one that is no YAML',
      'catalogue: ["npm:@acme/types"]\n',
      { [`${NPM}/dagport/a.yaml`]: 'kind: operator\nname: [a\n' },
      `${NPM}/dagport/a.yaml:3:1: error: `,
    ],
  ])('%s', async (_, configuration, files, message) => {
    const workflow = 'name: x\noperators: []\n';
    const folder = await folderWith({ ...files, 'dagport.yaml': configuration, 'x.workflow.yaml': workflow });
    const { code, stdout } = await dagport(folder, ['lint', '.', '--format', 'concise']);
    expect(stdout).toContain(message);
    expect(code).toBe(1);
  });
});
