import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from './captured';
import { expectToFollow } from './schemas';

const workflow = (name: string, rest = ''): string => `name: ${name}
format: 1
operators:
- {name: load, type: bash, properties: {bash_command: "load"}}
${rest}`;

const containers = `name: shop
format: 1
images: {shop: {environments: {prod: "registry.example.com/shop:prod"}, url: "registry.example.com/shop:dev"}}
operators:
- {name: load, type: container, image: shop, properties: {command: [load]}}
`;

const project = `environments: {dev: {container: docker}, prod: {container: kubernetes}}
default_environment: dev
`;

async function manifestIn(folder: string): Promise<unknown> {
  return JSON.parse(await readFile(path.join(folder, 'dags/.dagport-build.json'), 'utf8'));
}

describe('build', () => {
  test('writes a DAG file for each workflow, and what it built from what', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': workflow('a'), 'sub/b.workflow.yaml': workflow('b-2') });
    const { code, stdout } = await dagport(folder, ['build', '.', '-o', 'dags']);
    expect(stdout).toBe(
      'a.workflow.yaml → dags/a.py\nsub/b.workflow.yaml → dags/b_2.py\nBuilt 2 DAG files for Airflow 3.3.\n',
    );
    expect(code).toBe(0);
    expect((await readdir(path.join(folder, 'dags'))).sort()).toEqual(['.dagport-build.json', 'a.py', 'b_2.py']);
    expectToFollow('build-manifest', await manifestIn(folder));
  });

  test('gives the same bytes again', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': workflow('a') });
    await dagport(folder, ['build', '.', '-o', 'dags']);
    const first = await readFile(path.join(folder, 'dags/a.py'), 'utf8');
    expect((await dagport(folder, ['build', '.', '-o', 'dags'])).code).toBe(0);
    expect(await readFile(path.join(folder, 'dags/a.py'), 'utf8')).toBe(first);
  });

  test.each([
    ['3.3', 'from airflow.sdk import DAG'],
    ['2.11', 'from airflow import DAG'],
  ])('builds for Airflow %s', async (airflow, expected) => {
    const folder = await folderWith({ 'a.workflow.yaml': workflow('a') });
    await dagport(folder, ['build', 'a.workflow.yaml', '-o', 'dags', '--airflow', airflow]);
    expect(await readFile(path.join(folder, 'dags/a.py'), 'utf8')).toContain(expected);
  });

  test.each([
    [[], 'DockerOperator', 'shop:dev'],
    [['--env', 'prod'], 'KubernetesPodOperator', 'shop:prod'],
  ])('containers become what the environment says: %j', async (flags, operator, image) => {
    const folder = await folderWith({ 'shop.workflow.yaml': containers, 'dagport.yaml': project });
    expect((await dagport(folder, ['build', '.', '-o', 'dags', ...flags])).code).toBe(0);
    const dag = await readFile(path.join(folder, 'dags/shop.py'), 'utf8');
    expect(dag).toContain(operator);
    expect(dag).toContain(image);
  });

  test('images of the project are known to lint and build', async () => {
    const images = `${project}images: {tools: "registry.example.com/tools:1"}\n`;
    const text = containers.replace('image: shop', 'image: tools');
    const folder = await folderWith({ 'shop.workflow.yaml': text, 'dagport.yaml': images });
    expect((await dagport(folder, ['lint', '.'])).code).toBe(0);
    await dagport(folder, ['build', '.', '-o', 'dags']);
    const dag = await readFile(path.join(folder, 'dags/shop.py'), 'utf8');
    expect(dag).toContain('IMAGE_TOOLS = "registry.example.com/tools:1"');
  });

  test('what only one backend has is an error for the others alone', async () => {
    const text = containers.replace('command: [load]', 'secrets: {TOKEN: {secret: shop, key: token}}');
    const folder = await folderWith({ 'shop.workflow.yaml': text, 'dagport.yaml': project });
    expect((await dagport(folder, ['build', '.', '-o', 'dags', '--env', 'prod'])).code).toBe(0);
    for (const command of [
      ['lint', '.'],
      ['build', '.', '-o', 'dags'],
    ]) {
      const { code, stdout, stderr } = await dagport(folder, command);
      expect(code).toBe(1);
      expect(stdout + stderr).toContain('unsupported-container-property');
    }
  });

  test('writes nothing where a workflow has an error', async () => {
    const wrong = workflow(
      'b',
      '- {name: x, type: bash, upstream_dependencies: [lod], properties: {bash_command: x}}\n',
    );
    const folder = await folderWith({ 'a.workflow.yaml': workflow('a'), 'b.workflow.yaml': wrong });
    const { code, stderr } = await dagport(folder, ['build', '.', '-o', 'dags']);
    expect(code).toBe(1);
    expect(stderr).toContain('b.workflow.yaml:5:49 error unknown-dependency');
    expect(stderr).toContain('Nothing was built.');
    expect(await readdir(folder)).not.toContain('dags');
  });

  test('does not replace what somebody else wrote or changed', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': workflow('a'), 'dags/a.py': '# mine\n' });
    const refused = await dagport(folder, ['build', '.', '-o', 'dags']);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      'dagport: "a.py" in the output folder was not built by dagport; it is not replaced\n  --force replaces it.\n',
    ]);
    expect(await readFile(path.join(folder, 'dags/a.py'), 'utf8')).toBe('# mine\n');
    expect((await dagport(folder, ['build', '.', '-o', 'dags', '--force'])).code).toBe(0);
    const built = await readFile(path.join(folder, 'dags/a.py'), 'utf8');
    await writeFile(path.join(folder, 'dags/a.py'), `${built}# edited\n`);
    expect((await dagport(folder, ['build', '.', '-o', 'dags'])).stderr).toContain('was changed since it was built');
  });

  test('lists what is left of workflows that are gone, and removes it when asked to', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': workflow('a'), 'b.workflow.yaml': workflow('b') });
    await dagport(folder, ['build', '.', '-o', 'dags']);
    await rm(path.join(folder, 'b.workflow.yaml'));
    const left = await dagport(folder, ['build', '.', '-o', 'dags']);
    expect(left.stdout).toContain('dags/b.py (of b.workflow.yaml) left');
    const pruned = await dagport(folder, ['build', '.', '-o', 'dags', '--prune-output', '--format', 'json']);
    expect(JSON.parse(pruned.stdout)).toMatchObject({ built: ['a.py'], removed: ['b.py'], orphans: [] });
    expect((await readdir(path.join(folder, 'dags'))).sort()).toEqual(['.dagport-build.json', 'a.py']);
  });

  test.each<[string, readonly string[], Record<string, string | Uint8Array>, number, string]>([
    ['a missing file', ['nothing.yaml', '-o', 'd'], {}, 2, 'there is no file or folder "nothing.yaml"'],
    ['a folder without workflows', ['.', '-o', 'd'], { 'x.txt': '' }, 2, 'there is no workflow'],
    ['a binary file', ['x.workflow.yaml', '-o', 'd'], { 'x.workflow.yaml': new Uint8Array([0, 1, 2]) }, 3, 'no UTF-8'],
    [
      'an unknown environment',
      ['a.workflow.yaml', '-o', 'd', '--env', 'x'],
      { 'a.workflow.yaml': workflow('a') },
      2,
      'no environment "x"',
    ],
    ['no output folder', ['a.workflow.yaml'], { 'a.workflow.yaml': workflow('a') }, 2, '--output'],
    [
      'an unknown Airflow',
      ['a.workflow.yaml', '-o', 'd', '--airflow', '1.10'],
      { 'a.workflow.yaml': workflow('a') },
      2,
      '1.10',
    ],
    [
      'an output that is a file',
      ['a.workflow.yaml', '-o', 'd'],
      { 'a.workflow.yaml': workflow('a'), d: '' },
      3,
      'cannot be written',
    ],
    ['an empty file', ['a.workflow.yaml', '-o', 'd'], { 'a.workflow.yaml': '' }, 1, 'Nothing was built'],
    [
      'two workflows of one name',
      ['.', '-o', 'd'],
      { 'a.workflow.yaml': workflow('a-b'), 'b.workflow.yaml': workflow('a_b') },
      2,
      'both become the DAG "a_b"',
    ],
    [
      'a broken project file',
      ['a.workflow.yaml', '-o', 'd'],
      { 'a.workflow.yaml': workflow('a'), 'dagport.yaml': 'nothing: 1\n' },
      2,
      'dagport.yaml:1',
    ],
  ])('%s is one clear message', async (_, args, files, code, message) => {
    const folder = await folderWith(files);
    const result = await dagport(folder, ['build', ...args]);
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' });
    expect(result.stderr).toContain(message);
  });
});

const checked = async (folder: string, ...flags: readonly string[]) =>
  dagport(folder, ['build', '.', '-o', 'dags', '--check', ...flags]);

describe('build --check', () => {
  test('is content with what a build wrote, with line ends of either kind, and without its manifest', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': workflow('a') });
    await dagport(folder, ['build', '.', '-o', 'dags']);
    expect(await checked(folder)).toMatchObject({ code: 0, stdout: '1 DAG file, as a build would write it.\n' });
    const place = path.join(folder, 'dags/a.py');
    await writeFile(place, (await readFile(place, 'utf8')).replaceAll('\n', '\r\n'));
    await rm(path.join(folder, 'dags/.dagport-build.json'));
    expect(await checked(folder)).toMatchObject({ code: 0 });
  });

  test('writes nothing, and lists what is missing, out of date, edited, somebody else’s and orphaned', async () => {
    const files = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((name) => [`${name}.workflow.yaml`, workflow(name)]),
    );
    const folder = await folderWith(files);
    await dagport(folder, ['build', '.', '-o', 'dags']);
    const dag = (name: string): string => path.join(folder, `dags/${name}.py`);
    await rm(dag('a'));
    await writeFile(path.join(folder, 'b.workflow.yaml'), workflow('b').replace('"load"', '"load --all"'));
    await writeFile(dag('c'), `${await readFile(dag('c'), 'utf8')}# mine\n`);
    await writeFile(dag('d'), '# mine\n');
    await rm(path.join(folder, 'e.workflow.yaml'));
    const before = await Promise.all(['b', 'c', 'd', 'e'].map((name) => readFile(dag(name), 'utf8')));
    const { code, stdout } = await checked(folder);
    expect(code).toBe(1);
    expect(stdout.split('\n').filter((line) => line.startsWith('dags/'))).toEqual([
      'dags/a.py is missing (a.workflow.yaml)',
      'dags/b.py is out of date (b.workflow.yaml)',
      'dags/c.py was changed by hand (c.workflow.yaml)',
      'dags/d.py was not built by dagport (d.workflow.yaml)',
      'dags/e.py has no workflow any more (e.workflow.yaml)',
    ]);
    expect(stdout).toMatch(/-\s+bash_command="load",\n\+\s+bash_command="load --all",/);
    expect(stdout).toContain('5 files are not as a build would leave them.');
    expect(await Promise.all(['b', 'c', 'd', 'e'].map((name) => readFile(dag(name), 'utf8')))).toEqual(before);
    const { findings } = JSON.parse((await checked(folder, '--format', 'json')).stdout);
    expect(findings.map((finding: { status: string }) => finding.status)).toEqual([
      'missing',
      'out-of-date',
      'edited',
      'not-ours',
      'orphaned',
    ]);
  });
});

describe('what is in the output folder', () => {
  test('a workflow with another name leaves its old DAG behind, as an orphan', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': workflow('old') });
    await dagport(folder, ['build', '.', '-o', 'dags']);
    await writeFile(path.join(folder, 'a.workflow.yaml'), workflow('new'));
    expect((await checked(folder)).stdout).toContain('dags/old.py has no workflow any more (a.workflow.yaml)');
    await dagport(folder, ['build', '.', '-o', 'dags', '--prune-output']);
    expect((await readdir(path.join(folder, 'dags'))).sort()).toEqual(['.dagport-build.json', 'new.py']);
  });

  test('an orphan that somebody changed, and a file of somebody else, are never removed', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': workflow('a'), 'b.workflow.yaml': workflow('b') });
    await dagport(folder, ['build', '.', '-o', 'dags']);
    await writeFile(path.join(folder, 'dags/mine.py'), '# Built by hand\n');
    const place = path.join(folder, 'dags/b.py');
    await writeFile(place, `${await readFile(place, 'utf8')}# mine\n`);
    await rm(path.join(folder, 'b.workflow.yaml'));
    const { stdout } = await dagport(folder, ['build', '.', '-o', 'dags', '--prune-output']);
    expect(stdout).toContain(
      'dags/b.py (of b.workflow.yaml) left: its workflow is gone; it was changed since it was built',
    );
    expect((await readdir(path.join(folder, 'dags'))).sort()).toEqual([
      '.dagport-build.json',
      'a.py',
      'b.py',
      'mine.py',
    ]);
  });

  test('a build of some workflows leaves the DAGs of the others alone, whatever is removed', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': workflow('a'), 'b.workflow.yaml': workflow('b') });
    await dagport(folder, ['build', '.', '-o', 'dags']);
    await rm(path.join(folder, 'dags/.dagport-build.json'));
    const { code, stdout } = await dagport(folder, ['build', 'a.workflow.yaml', '-o', 'dags', '--prune-output']);
    expect([code, stdout]).toEqual([0, 'a.workflow.yaml → dags/a.py\nBuilt 1 DAG file for Airflow 3.3.\n']);
    expect(await readdir(path.join(folder, 'dags'))).toContain('b.py');
  });

  test('the DAG of another workflow of the same name is not replaced while that is there', async () => {
    const folder = await folderWith({ 'one/a.workflow.yaml': workflow('a'), 'two/a.workflow.yaml': workflow('a') });
    await dagport(folder, ['build', 'one', '-o', 'dags']);
    const refused = await dagport(folder, ['build', 'two', '-o', 'dags']);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('was built from "one/a.workflow.yaml"'),
    ]);
    await rm(path.join(folder, 'one'), { recursive: true });
    expect((await dagport(folder, ['build', 'two', '-o', 'dags'])).code).toBe(0);
  });
});

describe('graph', () => {
  test.each([
    ['authored', ['operators/load']],
    ['expanded', ['load', 'load__route', 'mail']],
  ])('draws the %s view', async (view, ids) => {
    const text = workflow('a', '').replace('type: bash,', 'type: bash, on_failure: [mail],');
    const mail = '- {name: mail, type: bash, properties: {bash_command: mail}}\n';
    const folder = await folderWith({ 'a.workflow.yaml': text + mail });
    const { code, stdout } = await dagport(folder, ['graph', 'a.workflow.yaml', '--view', view, '--format', 'json']);
    expect(code).toBe(0);
    const graph = JSON.parse(stdout);
    expectToFollow('graph-output', graph);
    expect(graph.nodes.map((node: { id: string }) => node.id)).toEqual(expect.arrayContaining(ids));
  });

  test.each([
    ['svg', '<svg'],
    ['html', '<!doctype html>'],
    ['mermaid', 'flowchart'],
    ['dot', 'digraph'],
  ])('prints %s', async (format, start) => {
    const folder = await folderWith({ 'a.workflow.yaml': workflow('a') });
    const { code, stdout } = await dagport(folder, ['graph', 'a.workflow.yaml', '--format', format, '-o', 'picture']);
    expect([code, stdout]).toEqual([0, '']);
    expect(await readFile(path.join(folder, 'picture'), 'utf8')).toContain(start);
  });

  test('a cycle has no plan, and says so', async () => {
    const cycle = `name: a\nformat: 1\noperators:\n- {name: x, type: dummy, upstream_dependencies: [y]}\n- {name: y, type: dummy, upstream_dependencies: [x]}\n`;
    const folder = await folderWith({ 'a.workflow.yaml': cycle });
    const { code, stderr } = await dagport(folder, ['graph', 'a.workflow.yaml', '--view', 'expanded']);
    expect(code).toBe(3);
    expect(stderr).toContain('wait for each other');
    expect((await dagport(folder, ['graph', 'a.workflow.yaml'])).code).toBe(0);
  });

  test('a workflow that is too large is not drawn in part', async () => {
    const inner = (at: number) => `name: d${at}\nsub_dags:\n- {name: s${at}, type: sub_dag, target: d${at + 1}}\n`;
    const deep = Array.from({ length: 200 }, (_, at) => (at === 0 ? `${inner(at)}format: 1\n` : inner(at))).join(
      '---\n',
    );
    const folder = await folderWith({
      'a.workflow.yaml': `${deep}---\nname: d200\noperators:\n- {name: x, type: dummy}\n`,
    });
    const { code, stdout, stderr } = await dagport(folder, ['graph', 'a.workflow.yaml', '--view', 'expanded']);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('is too large to be drawn whole');
    expect((await dagport(folder, ['graph', 'a.workflow.yaml'])).code).toBe(0);
  });
});
