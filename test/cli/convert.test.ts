import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from './captured';
import { expectToFollow } from './schemas';

const example = path.join(import.meta.dirname, '../../examples/oozie/nightly-orders');

const workflow = (name: string, body = '') =>
  `<workflow-app name="${name}"><start to="a"/><action name="a"><fs><mkdir path="\${dir}"/>${body}</fs><ok to="end"/><error to="end"/></action><end name="end"/></workflow-app>`;

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

describe('dagport convert', () => {
  test('turns an application into a workflow, its sidecar and its base', async () => {
    const folder = await folderWith({});
    await cp(example, path.join(folder, 'app'), { recursive: true });
    const { code, stdout, stderr } = await dagport(folder, ['convert', 'app', '-o', 'out']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('wrote out/nightly-orders.workflow.yaml and out/nightly-orders.migration.json');
    expect(await filesIn(path.join(folder, 'out'))).toEqual([
      '.dagport/base/nightly-orders.workflow.yaml',
      'nightly-orders.migration.json',
      'nightly-orders.workflow.yaml',
    ]);
    const sidecar = JSON.parse(await readFile(path.join(folder, 'out/nightly-orders.migration.json'), 'utf8'));
    expectToFollow('migration-sidecar', sidecar);
    expect(sidecar.sources.map((source: { path: string }) => source.path)).toEqual([
      'app/coordinator.xml',
      'app/job.properties',
      'app/workflow.xml',
    ]);
    expect(sidecar.map).toContainEqual({
      pointer: 'operators/publish',
      source: { file: 'app/workflow.xml', range: expect.anything() },
      construct: '/workflow-app/action[6]',
    });
  });

  test('reports as JSON in the published shape, for each construct once', async () => {
    const folder = await folderWith({ 'workflow.xml': workflow('w', '<unknown/>') });
    const { code, stdout } = await dagport(folder, ['convert', '.', '--report', 'json', '--dry-run', '-D', 'dir=/x']);
    const report = JSON.parse(stdout);
    expectToFollow('migration-report', report);
    const [source] = report.sources;
    expect(source).toMatchObject({ path: 'workflow.xml', kind: 'oozie-workflow', outputs: ['w.workflow.yaml'] });
    expect(source.items).toHaveLength(source.constructs.total);
    expect(source.constructs.manual).toBe(1);
    expect(code).toBe(1);
    expect(await filesIn(folder)).toEqual(['workflow.xml']);
  });

  test('takes values of properties from a file and from -D, and keeps secrets out of everything', async () => {
    const folder = await folderWith({
      'workflow.xml': workflow('w', '<mkdir path="/${dbPassword}/${other}"/>'),
      'cluster.properties': 'dir=/from-file\nother=x\ndbPassword=hunter2\n',
    });
    const args = ['convert', 'workflow.xml', '--properties', 'cluster.properties', '-D', 'dir=/from-flag', '-o', 'out'];
    expect((await dagport(folder, args)).code).toBe(0);
    const texts = await Promise.all(
      (await filesIn(path.join(folder, 'out'))).map((name) => readFile(path.join(folder, 'out', name), 'utf8')),
    );
    expect(texts.join()).toContain('/from-flag');
    expect(texts.join()).toContain('<redacted>');
    expect(texts.join()).not.toMatch(/hunter2|from-file/);
  });

  test('never writes over an edited workflow unless told to', async () => {
    const folder = await folderWith({ 'workflow.xml': workflow('w') });
    const file = path.join(folder, 'w.workflow.yaml');
    const convert = (...args: string[]) => dagport(folder, ['convert', 'workflow.xml', ...args]);
    expect((await convert()).code).toBe(0);
    await writeFile(path.join(folder, 'workflow.xml'), workflow('w', '<touchz path="/y"/>'));
    expect((await convert()).code).toBe(0);
    const generated = await readFile(file, 'utf8');
    expect(generated).toContain('-touchz /y');
    await writeFile(file, `${generated}# mine\n`);
    await writeFile(path.join(folder, 'workflow.xml'), workflow('w', '<touchz path="/z"/>'));
    const refused = await convert();
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('w.workflow.yaml was edited');
    expect(await readFile(file, 'utf8')).toContain('# mine');
    expect((await convert('--force')).code).toBe(0);
    expect(await readFile(file, 'utf8')).toContain('-touchz /z');
  });

  test('does not take a file that it never wrote for its own', async () => {
    const folder = await folderWith({ 'workflow.xml': workflow('w'), 'w.workflow.yaml': 'name: mine\n' });
    expect((await dagport(folder, ['convert', 'workflow.xml'])).code).toBe(3);
    expect(await readFile(path.join(folder, 'w.workflow.yaml'), 'utf8')).toBe('name: mine\n');
  });

  test('reads nothing outside the application, links included', async () => {
    const coordinator = `<coordinator-app name="c" frequency="60" start="2026-01-01T00:00Z" end="2027-01-01T00:00Z" timezone="UTC">
      <action><workflow><app-path>/apps/inner</app-path></workflow></action></coordinator-app>`;
    const outside = await folderWith({
      'work/app/coordinator.xml': coordinator,
      'inner/workflow.xml': workflow('secret'),
    });
    const folder = path.join(outside, 'work');
    await mkdir(path.join(folder, 'app/inner'));
    await symlink(path.join(outside, 'inner/workflow.xml'), path.join(folder, 'app/inner/workflow.xml'));
    const { code, stdout } = await dagport(folder, ['convert', 'app', '--report', 'text', '-o', 'out']);
    expect(code).toBe(1);
    expect(stdout).toContain('The workflow at /apps/inner was not found');
    expect(await readFile(path.join(folder, 'out/c.workflow.yaml'), 'utf8')).toContain('exit 1');
  });

  test('keeps the tree of the sources, takes sub-workflows with their callers, and says what is not as converted', async () => {
    const call = '<sub-workflow><app-path>/apps/child</app-path></sub-workflow><ok to="end"/><error to="end"/>';
    const parent = `<workflow-app name="parent"><start to="a"/><action name="a">${call}</action><end name="end"/></workflow-app>`;
    const folder = await folderWith({
      'tree/apps/parent/workflow.xml': parent,
      'tree/apps/child/workflow.xml': workflow('child'),
      'tree/other/workflow.xml': workflow('other'),
    });
    const { code, stderr } = await dagport(folder, ['convert', 'tree', '-o', 'out', '--report', 'report.html']);
    expect({ code, stderr: stderr.includes('error') }).toEqual({ code: 0, stderr: false });
    const written = await filesIn(path.join(folder, 'out'));
    expect(written.filter((name) => name.endsWith('.yaml') && !name.includes('.dagport'))).toEqual([
      'apps/parent/parent.workflow.yaml',
      'other/other.workflow.yaml',
    ]);
    const html = await readFile(path.join(folder, 'report.html'), 'utf8');
    expect(html).toContain('&lt;mkdir</span> path=&quot;${dir}&quot;/&gt;');
    expect(html).not.toContain('<script');
    const check = () => dagport(folder, ['convert', 'tree', '-o', 'out', '--check']);
    expect((await check()).code).toBe(0);
    await writeFile(path.join(folder, 'tree/other/workflow.xml'), workflow('other', '<touchz path="/y"/>'));
    const stale = await check();
    expect(stale.code).toBe(1);
    expect(stale.stdout).toBe(
      'out/other/other.workflow.yaml is not what its source converts to\n1 of 2 workflows differ.\n',
    );
  });

  test('takes a profile that a person wrote, and refuses one that is none', async () => {
    const profile = `profile: ours
source: oozie
extends: hadoop-cli
summary: Our own tool for files.
actions:
- action: fs
  type: bash
  script:
  - each: mkdir
    words: [hadoop-tool mkdir, {value: '@path'}]
`;
    const folder = await folderWith({
      'workflow.xml': workflow('w'),
      'ours.yaml': profile,
      'bad.yaml': 'profile: bad\nactions: 1\n',
    });
    const good = await dagport(folder, ['convert', '.', '--profile', 'ours.yaml', '-D', 'dir=/x']);
    expect(good.code).toBe(0);
    expect(await readFile(path.join(folder, 'w.workflow.yaml'), 'utf8')).toContain('hadoop-tool mkdir "$dir"');
    const bad = await dagport(folder, ['convert', '.', '--profile', 'bad.yaml']);
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain('"bad.yaml" is no profile');
  });

  test('converts a Jenkinsfile beside an Oozie workflow', async () => {
    const jenkinsfile = "pipeline {\n  agent any\n  stages {\n    stage('build') { steps { sh 'make' } }\n  }\n}\n";
    const folder = await folderWith({ 'ci/Jenkinsfile': jenkinsfile, 'workflow.xml': workflow('w') });
    const { stdout } = await dagport(folder, ['convert', '.', '--report', 'json', '-o', 'out']);
    const report = JSON.parse(stdout);
    expectToFollow('migration-report', report);
    expect(report.sources.map((source: { kind: string }) => source.kind)).toEqual([
      'oozie-workflow',
      'jenkins-declarative',
    ]);
  });
});

describe('wrong usage of dagport convert', () => {
  const files = { 'workflow.xml': workflow('w'), 'note.txt': 'hello', 'bin.xml': new Uint8Array([0, 1, 2, 255]) };
  test.each([
    [['missing.xml'], 2, 'no file or folder "missing.xml"'],
    [['note.txt'], 2, 'no Oozie application and no Jenkins pipeline'],
    [['bin.xml'], 3, 'no UTF-8 text'],
    [['workflow.xml', '--from', 'jenkins'], 2, 'no job of jenkins'],
    [['workflow.xml', '--profile', 'nope'], 2, 'no profile "nope"'],
    [['workflow.xml', '-D', 'x'], 2, '"x" is no property'],
    [['workflow.xml', '--properties', 'nope.properties'], 2, 'nope.properties'],
  ] as const)('%j exits %i', async (args, expected, part) => {
    const folder = await folderWith(files);
    const inWords = await dagport(folder, ['convert', ...args, '-o', 'out']);
    expect(inWords.stderr).toContain(part);
    expect(inWords.code).toBe(expected);
    const asJson = await dagport(folder, ['convert', ...args, '-o', 'out', '--report', 'json']);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ version: 1, error: { message: expect.stringContaining(part) } });
    expect(await filesIn(folder)).toEqual(Object.keys(files).sort());
  });

  test('what Oozie refuses is a finding with its place', async () => {
    const folder = await folderWith({ 'workflow.xml': workflow('w').replace('ok to="end"', 'ok to="endd"') });
    const { code, stderr } = await dagport(folder, ['convert', 'workflow.xml']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^workflow\.xml:1:\d+ error oozie-unknown-node: There is no node "endd"/);
    expect(await filesIn(folder)).toEqual(['workflow.xml']);
  });
});
