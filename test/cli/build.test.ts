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
    await writeFile(path.join(folder, 'dags/a.py'), '# edited\n');
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
});
