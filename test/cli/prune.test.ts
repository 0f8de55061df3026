import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from './captured';
import { expectToFollow } from './schemas';

const ORDERS = `name: orders
format: 1
operators:
# first of all
- {name: load, type: bash, properties: {bash_command: load}}
- {name: check, type: bash, upstream_dependencies: [load], properties: {bash_command: check}}
- {name: publish, type: bash, upstream_dependencies: [check], properties: {bash_command: publish}} # last
`;

const WITHOUT_CHECK = ORDERS.replace(/- \{name: check.*\n/u, '').replace('[check]', '[load]');

const OTHER = `name: other
format: 1
operators:
- {name: fetch, type: bash, properties: {bash_command: fetch}}
`;

describe('prune', () => {
  test.each([
    ['--exclude', 'check', WITHOUT_CHECK],
    ['--select', 'load publish', WITHOUT_CHECK],
    ['--select', '+publish', ORDERS],
  ])('%s %s', async (flag, selection, expected) => {
    const folder = await folderWith({ 'a.workflow.yaml': ORDERS });
    expect(await dagport(folder, ['prune', 'a.workflow.yaml', flag, selection])).toEqual({
      code: 0,
      stdout: expected,
      stderr: '',
    });
    expect(await readFile(path.join(folder, 'a.workflow.yaml'), 'utf8')).toBe(ORDERS);
  });

  test('says on the standard error what does not run just as it did', async () => {
    const text = `${ORDERS}- {name: alert, type: bash, upstream_dependencies: [check], properties: {bash_command: x, trigger_rule: one_failed}}\n`;
    const folder = await folderWith({ 'a.workflow.yaml': text });
    const result = await dagport(folder, ['prune', 'a.workflow.yaml', '--exclude', 'load check']);
    expect(result.code).toBe(0);
    expect(result.stderr).toBe(
      'dagport: a.workflow.yaml:8:10: "alert" goes too: what it waits for cannot happen any more.\n',
    );
    expect(result.stdout).not.toContain('alert');
  });

  test('writes a file', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': ORDERS });
    const args = ['prune', 'a.workflow.yaml', '--exclude', 'check', '-o', 'b.workflow.yaml'];
    expect(await dagport(folder, args)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await readFile(path.join(folder, 'b.workflow.yaml'), 'utf8')).toBe(WITHOUT_CHECK);
    expect((await dagport(folder, ['lint', 'b.workflow.yaml'])).code).toBe(0);
  });

  test.each<[string, readonly string[], number, string]>([
    ['no selection', [], 2, 'dagport: none of "--select", "--exclude" and "--wave" was given\n'],
    [
      'an unknown name',
      ['--select', 'load publsh'],
      2,
      'dagport: --select, column 6: no node is called "publsh". Did you mean "publish"?\n  load publsh\n       ^^^^^^\n',
    ],
    ['a broken term', ['--exclude', 'a+b'], 2, 'dagport: --exclude, column 1: "a+b" is no term'],
    ['nothing left', ['--exclude', '*'], 2, 'dagport: the selection leaves nothing that could run\n'],
    ['a folder that is not there', ['--exclude', 'check', '-o', 'none/x.yaml'], 3, 'cannot be written'],
  ])('%s is one clear message', async (_, args, code, message) => {
    const folder = await folderWith({ 'a.workflow.yaml': ORDERS });
    const result = await dagport(folder, ['prune', 'a.workflow.yaml', ...args]);
    expect(result).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
    expect(result.stderr.match(/^dagport: /gmu)).toHaveLength(1);
  });

  test('what cannot be pruned is refused with its place', async () => {
    const cycle = ORDERS.replace('name: load,', 'name: load, upstream_dependencies: [publish],');
    const folder = await folderWith({ 'a.workflow.yaml': cycle });
    const result = await dagport(folder, ['prune', 'a.workflow.yaml', '--exclude', 'check']);
    expect(result).toMatchObject({ code: 3, stdout: '' });
    expect(result.stderr).toContain('"a.workflow.yaml" cannot be pruned: 5:10 "load" is on a cycle');
  });
});

describe('a selection', () => {
  test('builds what it leaves, of each workflow that it leaves something of', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': ORDERS, 'b.workflow.yaml': OTHER });
    const { code, stdout } = await dagport(folder, ['build', '.', '-o', 'dags', '--select', 'load publish']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Built 1 DAG file for')]);
    expect((await readdir(path.join(folder, 'dags'))).sort()).toEqual(['.dagport-build.json', 'orders.py']);
    const dag = await readFile(path.join(folder, 'dags/orders.py'), 'utf8');
    expect(dag).not.toContain('check');
    // The lines are those of the workflow as it is.
    expect(dag).toContain('operators/publish, a.workflow.yaml:7');
  });

  test('of a wave builds it and those before it', async () => {
    const staged = ORDERS.replace(
      'operators:',
      'waves: [{name: one, select: load}, {name: two, select: check}, {name: three, select: publish}]\noperators:',
    );
    const folder = await folderWith({ 'a.workflow.yaml': staged, 'b.workflow.yaml': OTHER });
    const { code } = await dagport(folder, ['build', '.', '-o', 'dags', '--wave', 'two']);
    expect(code).toBe(0);
    const dag = await readFile(path.join(folder, 'dags/orders.py'), 'utf8');
    expect([...dag.matchAll(/task_id="(\w+)"/gu)].map(([, id]) => id)).toEqual(['load', 'check']);
    expect((await readdir(path.join(folder, 'dags'))).sort()).toContain('other.py');
    const wrong = await dagport(folder, ['graph', 'a.workflow.yaml', '--wave', 'tow']);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('--wave: there is no wave "tow"') });
  });

  test('of a workflow with an error builds nothing', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': ORDERS.replace('[load]', '[lod]') });
    const { code, stderr } = await dagport(folder, ['build', '.', '-o', 'dags', '--exclude', 'check']);
    expect(code).toBe(1);
    expect(stderr).toContain('unknown-dependency');
  });

  test('is wrong where no workflow knows a name', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': ORDERS, 'b.workflow.yaml': OTHER });
    const result = await dagport(folder, ['build', '.', '-o', 'dags', '--select', 'fetch nothing', '--format', 'json']);
    expect(result).toMatchObject({ code: 2, stderr: '' });
    expectToFollow('error-output', JSON.parse(result.stdout));
    expect(result.stdout).toContain('no node is called \\"nothing\\"');
    expect(await readdir(folder)).not.toContain('dags');
  });

  test.each(['authored', 'expanded'])('draws the %s view of what it leaves', async (view) => {
    const folder = await folderWith({ 'a.workflow.yaml': ORDERS });
    const args = ['graph', 'a.workflow.yaml', '--view', view, '--format', 'json', '--exclude', 'check'];
    const { code, stdout } = await dagport(folder, args);
    expect(code).toBe(0);
    const graph = JSON.parse(stdout);
    expectToFollow('graph-output', graph);
    const nodes = graph.nodes.map((node: { name: string; origin: { range: { start: unknown } } }) => [
      node.name,
      node.origin.range.start,
    ]);
    expect(nodes).toEqual([
      ['load', { line: 5, column: 10 }],
      ['publish', { line: 7, column: 10 }],
    ]);
    expect(graph.edges).toHaveLength(1);
  });

  test('of a graph is wrong in one clear message', async () => {
    const folder = await folderWith({ 'a.workflow.yaml': ORDERS });
    const result = await dagport(folder, ['graph', 'a.workflow.yaml', '--select', 'type:bush']);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('no node has the type "bush". Did you mean "bash"?');
  });
});
