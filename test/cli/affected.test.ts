import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from './captured';
import { expectToFollow } from './schemas';

const orders = `name: orders
format: 1
default_task_args: {owner: data}
operators:
- {name: load, type: container, image: yoshi, properties: {entrypoint: [load]}}
- {name: tables, type: load_table, upstream_dependencies: [load], properties: {table: orders}}
`;
const other = `name: other
operators:
- {name: a, type: bash, properties: {bash_command: a}}
- {name: b, type: bash, upstream_dependencies: [a], properties: {bash_command: b}}
`;
const composite = `kind: composite
name: load_table
parameters_jsonschema: {properties: {table: {type: string}}, required: [table], additionalProperties: false}
operators:
- {name: load, type: our_loader, properties: {source: "\${{ table }}"}}
`;
const loader = `kind: operator
name: our_loader
class: ours.operators.Loader
provider: ours
summary: Loads.
parameters: {source: {type: text, required: true}}
`;
const project = `root: true
images: {yoshi: "r/yoshi:1", crow: "r/crow:1"}
environments: {dev: {container: docker}, prod: {container: kubernetes}}
default_environment: dev
catalogue: [types]
`;
const FILES = {
  'dagport.yaml': project,
  'flows/orders.workflow.yaml': orders,
  'flows/other.workflow.yaml': other,
  'types/load-table.yaml': composite,
  'types/loader.yaml': loader,
};

function git(folder: string, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=x', '-c', 'user.email=x@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'pipe' });
}

async function repository(files: Readonly<Record<string, string>> = FILES): Promise<string> {
  const folder = await folderWith(files);
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'first');
  return folder;
}

/** Replaces text of a file, and fails where it is not there. */
async function change(folder: string, file: string, from: string, to: string): Promise<void> {
  const text = await readFile(path.join(folder, file), 'utf8');
  expect(text).toContain(from);
  await writeFile(path.join(folder, file), text.replace(from, to));
}

async function affected(folder: string, ...flags: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await dagport(folder, ['affected', '--since', 'HEAD', '--json', ...flags]);
  expect(stderr).toBe('');
  const answer = JSON.parse(stdout);
  expectToFollow('affected-output', answer);
  interface Entry {
    readonly dagId: string;
    readonly status: string;
    readonly reasons: readonly { kind: string; name?: string; path?: string; places?: readonly string[] }[];
  }
  const lines = answer.workflows.map(({ dagId, status, reasons }: Entry) => {
    const why = reasons.map(({ kind, name, path: file, places }) => `${kind} ${name ?? places?.join(',') ?? file}`);
    return [status, dagId, ...why].join(' | ');
  });
  return code === 0 ? lines : [...lines, `exit ${code}`];
}

test('of a workflow outside of the repository only what changed around it is known', async () => {
  const folder = await folderWith(
    Object.fromEntries([
      ...Object.entries(FILES).map(([name, text]) => [`inside/${name}`, text] as const),
      [
        'beside.workflow.yaml',
        `name: beside\nformat: 1\noperators:\n- {name: a, type: bash, properties: {bash_command: x}}\n`,
      ],
    ]),
  );
  const inside = path.join(folder, 'inside');
  git(inside, 'init', '-q');
  git(inside, 'add', '-A');
  git(inside, 'commit', '-q', '-m', 'first');
  const args = ['affected', '--since', 'HEAD', 'flows', '../beside.workflow.yaml'];
  const { code, stdout } = await dagport(inside, args);
  expect(code).toBe(0);
  expect(stdout).toBe(
    `No workflows of 3 affected since HEAD.\n1 workflow is outside of the repository, so what changed inside is not known: ${path.join(folder, 'beside.workflow.yaml')}.\n`,
  );
  const json = JSON.parse((await dagport(inside, [...args, '--json'])).stdout);
  expectToFollow('affected-output', json);
  expect(json).toMatchObject({ outside: [path.join(folder, 'beside.workflow.yaml')], workflows: [], unaffected: 3 });
});

describe('affected', () => {
  test.each<[string, (folder: string) => Promise<void>, readonly string[]]>([
    ['nothing', async () => {}, []],
    ['a comment', (at) => change(at, 'flows/other.workflow.yaml', 'operators:', '# moves all lines\n\noperators:'), []],
    ['an unused image', (at) => change(at, 'dagport.yaml', 'r/crow:1', 'r/crow:2'), []],
    ['an image', (at) => change(at, 'dagport.yaml', 'r/yoshi:1', 'r/yoshi:2'), ['changed | orders | image yoshi']],
    [
      'a task',
      (at) => change(at, 'flows/other.workflow.yaml', 'bash_command: b', 'bash_command: c'),
      ['changed | other | file operators/b'],
    ],
    [
      'a default',
      (at) => change(at, 'flows/orders.workflow.yaml', 'owner: data', 'owner: shop'),
      ['changed | orders | file default_task_args'],
    ],
    [
      'a composite',
      (at) => change(at, 'types/load-table.yaml', 'name: load,', 'name: store,'),
      ['changed | orders | composite types/load-table.yaml'],
    ],
    [
      'what a composite says of itself',
      (at) => change(at, 'types/load-table.yaml', 'name: load_table', 'name: load_table\nsummary: Loads.'),
      [],
    ],
    [
      'the class of a type',
      (at) => change(at, 'types/loader.yaml', 'ours.operators.Loader', 'ours.more.Loader'),
      ['changed | orders | type types/loader.yaml'],
    ],
    [
      'the environment',
      (at) => change(at, 'dagport.yaml', 'default_environment: dev', 'default_environment: prod'),
      ['changed | orders | environment prod'],
    ],
    [
      'the target',
      (at) => change(at, 'dagport.yaml', 'root: true', 'root: true\nairflow: "2.11"'),
      ['changed | orders | airflow 2.11', 'changed | other | airflow 2.11'],
    ],
    [
      'two things at once',
      async (at) => {
        await change(at, 'dagport.yaml', 'r/yoshi:1', 'r/yoshi:2');
        await change(at, 'flows/orders.workflow.yaml', 'table: orders', 'table: customers');
      },
      ['changed | orders | file operators/tables | image yoshi'],
    ],
    [
      'two things that belong together',
      async (at) => {
        await change(at, 'dagport.yaml', 'crow:', 'raven:');
        await change(at, 'flows/orders.workflow.yaml', 'image: yoshi', 'image: raven');
      },
      ['changed | orders | file operators/load'],
    ],
    [
      'a mistake',
      (at) => change(at, 'flows/other.workflow.yaml', '[a]', '[c]'),
      ['broken | other | file operators/b', 'exit 1'],
    ],
    ['a workflow less', (at) => rm(path.join(at, 'flows/other.workflow.yaml')), ['removed | other']],
    [
      'a workflow more',
      (at) => writeFile(path.join(at, 'flows/new.workflow.yaml'), other.replace('name: other', 'name: new')),
      ['added | new'],
    ],
    [
      'a file with another name',
      (at) => rename(path.join(at, 'flows/other.workflow.yaml'), path.join(at, 'flows/moved.workflow.yaml')),
      [],
    ],
    [
      'a workflow with another name',
      (at) => change(at, 'flows/other.workflow.yaml', 'name: other', 'name: another'),
      ['changed | another | file name'],
    ],
  ])('%s', async (_, act, expected) => {
    const folder = await repository();
    await act(folder);
    expect(await affected(folder)).toEqual(expected);
  });

  test('says it in words', async () => {
    const folder = await repository();
    await change(folder, 'dagport.yaml', 'r/yoshi:1', 'r/yoshi:2');
    const { stdout } = await dagport(folder, ['affected', '--since', 'HEAD']);
    expect(stdout).toBe(
      'changed  orders (flows/orders.workflow.yaml)\n         the image "yoshi"\n1 workflow of 2 affected since HEAD.\n',
    );
  });

  test('compares with any commit, from any folder, and leaves the work tree and the index alone', async () => {
    const folder = await repository();
    await change(folder, 'flows/other.workflow.yaml', 'bash_command: b', 'bash_command: c');
    git(folder, 'commit', '-qam', 'second');
    await writeFile(path.join(folder, 'flows/untracked.txt'), 'x');
    const status = (): string => execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' });
    const before = status();
    const inFlows = path.join(folder, 'flows');
    expect(await affected(folder)).toEqual([]);
    const { stdout } = await dagport(inFlows, ['affected', '--since', 'HEAD~1', '--json']);
    expect(JSON.parse(stdout).workflows).toMatchObject([{ path: 'other.workflow.yaml', status: 'changed' }]);
    expect(status()).toBe(before);
  });

  test('a configuration further up, and a base elsewhere, are read as they were', async () => {
    const folder = await repository({
      'shared/images.yaml': 'images: {yoshi: "r/yoshi:1"}\n',
      'team/dagport.yaml': 'extends: ../shared/images.yaml\n',
      'team/flows/a.workflow.yaml': `name: a\nformat: 1\noperators:\n- {name: x, type: container, image: yoshi, properties: {entrypoint: [x]}}\n`,
    });
    await change(folder, 'shared/images.yaml', 'yoshi:1', 'yoshi:2');
    expect(await affected(folder, 'team')).toEqual(['changed | a | image yoshi']);
  });

  test.each<[string, readonly string[], number, string]>([
    ['an unknown commit', ['--since', 'nowhere'], 2, 'git knows no commit "nowhere"'],
    ['something like an option', ['--since=--help'], 2, 'git knows no commit "--help"'],
    ['no commit', [], 2, '--since'],
    ['an unknown environment', ['--since', 'HEAD', '--env', 'x'], 2, 'there is no environment "x"'],
    ['a missing folder', ['nothing', '--since', 'HEAD'], 2, 'there is no file or folder "nothing"'],
  ])('%s is one clear message', async (_, args, code, message) => {
    const folder = await repository();
    const answer = await dagport(folder, ['affected', ...args]);
    expect([answer.code, answer.stdout]).toEqual([code, '']);
    expect(answer.stderr).toContain(message);
  });

  test('the files of a submodule are compared with those of the commit that stood for it', async () => {
    const inner = await folderWith({ 'part.workflow.yaml': other, 'same.workflow.yaml': orders });
    git(inner, 'init', '-q');
    git(inner, 'add', '-A');
    git(inner, 'commit', '-q', '-m', 'first');
    const folder = await folderWith({ 'top.workflow.yaml': other.replace('name: other', 'name: top') });
    git(folder, 'init', '-q');
    git(folder, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner, 'teams/one');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-q', '-m', 'first');
    const part = path.join(folder, 'teams/one/part.workflow.yaml');
    await writeFile(part, other.replace('bash_command: a', 'bash_command: changed'));
    const { stdout } = await dagport(folder, ['affected', '--since', 'HEAD']);
    expect(stdout).toBe(
      'changed  other (teams/one/part.workflow.yaml)\n         its file: operators/a\n1 workflow of 3 affected since HEAD.\n',
    );
    await rm(path.join(folder, 'teams/one'), { recursive: true });
    await mkdir(path.join(folder, 'teams/one'));
    expect((await dagport(folder, ['affected', '--since', 'HEAD'])).stdout).toContain(' of 1 affected since HEAD.');
  });

  test('without a repository, or without git, it says so', async () => {
    const folder = await folderWith(FILES);
    const alone = path.join(folder, 'alone');
    await mkdir(alone);
    const answer = await dagport(folder, ['affected', '--since', 'HEAD', '--json']);
    expect(answer.code).toBe(3);
    expect(JSON.parse(answer.stdout).error).toMatchObject({ code: 'no-repository' });
    const { PATH } = process.env;
    try {
      process.env.PATH = alone;
      const missing = await dagport(folder, ['affected', '--since', 'HEAD']);
      expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining('git is not installed')]);
    } finally {
      process.env.PATH = PATH;
    }
  });
});
