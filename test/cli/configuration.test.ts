import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from './captured';

const workflow = (name: string, image: string): string => `name: ${name}
format: 1
operators:
- {name: load, type: container, image: ${image}, properties: {entrypoint: [load]}}
`;

const MONOREPO = {
  'dagport.yaml': `root: true
images: {outer: "r/outer:1", both: "r/outer:2"}
environments: {dev: {container: docker}, prod: {container: kubernetes}}
default_environment: dev
`,
  'team/dagport.yaml': 'images: {both: "r/inner:2"}\ndefault_environment: prod\nairflow: "2.11"\n',
  'alone/dagport.yaml': 'root: true\nimages: {alone: "r/alone:1"}\n',
  'team/a.workflow.yaml': workflow('a', 'both'),
  'team/b.workflow.yaml': workflow('b', 'outer'),
  'c.workflow.yaml': workflow('c', 'both'),
  'alone/deep/d.workflow.yaml': workflow('d', 'alone'),
};

describe('configurations of a monorepo', () => {
  test('the nearest one wins for each file, name by name, wherever dagport is started', async () => {
    const folder = await folderWith(MONOREPO);
    for (const [cwd, paths] of [
      [folder, '.'],
      [path.join(folder, 'team'), '..'],
    ] as const) {
      expect(await dagport(cwd, ['lint', paths])).toMatchObject({ code: 0 });
      expect(await dagport(cwd, ['build', paths, '-o', 'dags'])).toMatchObject({ code: 0, stderr: '' });
      const dag = (name: string): Promise<string> => readFile(path.join(cwd, `dags/${name}.py`), 'utf8');
      expect(await dag('a')).toMatch(/r\/inner:2[\s\S]*KubernetesPodOperator/);
      expect(await dag('a')).toContain('A DAG for Airflow 2.11');
      expect(await dag('a')).toContain('# Source: team/a.workflow.yaml\n');
      expect(await dag('b')).toMatch(/r\/outer:1[\s\S]*KubernetesPodOperator/);
      expect(await dag('c')).toMatch(/r\/outer:2[\s\S]*DockerOperator/);
      expect(await dag('d')).toContain('# Source: deep/d.workflow.yaml\n');
    }
  });

  test('what a root says is all that counts below it', async () => {
    const folder = await folderWith({ ...MONOREPO, 'alone/deep/d.workflow.yaml': workflow('d', 'outer') });
    const { code, stdout } = await dagport(folder, ['lint', '.']);
    expect(code).toBe(1);
    expect(stdout).toContain('alone/deep/d.workflow.yaml:4:40 error unknown-image');
  });

  test('the command line wins over all of them', async () => {
    const folder = await folderWith(MONOREPO);
    await dagport(folder, ['build', 'team', '-o', 'dags', '--env', 'dev', '--airflow', '3.3']);
    const dag = await readFile(path.join(folder, 'dags/a.py'), 'utf8');
    expect(dag).toContain('DockerOperator');
    expect(dag).toContain('A DAG for Airflow 3.3');
  });

  test('graph reads the nearest one, too', async () => {
    const folder = await folderWith(MONOREPO);
    const { stdout } = await dagport(folder, [
      'graph',
      'team/a.workflow.yaml',
      '--view',
      'expanded',
      '--format',
      'json',
    ]);
    expect(stdout).toContain('KubernetesPodOperator');
  });
});

test('convert writes for the Airflow that is configured where it writes', async () => {
  const folder = await folderWith({
    Jenkinsfile: "pipeline { agent any\n stages { stage('a') { steps { sh 'a' } } } }\n",
    'out/dagport.yaml': 'airflow: "2.11"\n',
  });
  expect(await dagport(folder, ['convert', 'Jenkinsfile', '-o', 'out'])).toMatchObject({ code: 0 });
  const name = (await readdir(path.join(folder, 'out'))).find((each) => each.endsWith('.migration.json')) ?? '';
  const sidecar = JSON.parse(await readFile(path.join(folder, 'out', name), 'utf8'));
  expect(sidecar.options.airflow).toBe('2.11');
});

describe('extends', () => {
  const files = {
    'shared/base.yaml': 'images: {one: "r/one:1", two: "r/two:1"}\nextends: further.yaml\n',
    'shared/further.yaml': 'images: {two: "r/two:0", three: "r/three:0"}\ncatalogue: [types]\n',
    'shared/types/loader.yaml':
      'kind: operator\nname: our_loader\nclass: ours.Loader\nprovider: ours\nsummary: Loads.\nparameters: {source: {type: text}}\n',
    'team/dagport.yaml': 'extends: [../shared/base.yaml]\nimages: {one: "r/one:2"}\n',
    'team/a.workflow.yaml': `name: a
format: 1
operators:
- {name: one, type: container, image: one, properties: {entrypoint: [x]}}
- {name: two, type: container, image: two, properties: {entrypoint: [x]}}
- {name: three, type: container, image: three, properties: {entrypoint: [x]}}
- {name: load, type: our_loader, properties: {source: x}}
`,
  };

  test('a configuration wins over those that it extends, whose paths are relative to themselves', async () => {
    const folder = await folderWith(files);
    expect(await dagport(folder, ['build', 'team', '-o', 'dags'])).toMatchObject({ code: 0, stderr: '' });
    const dag = await readFile(path.join(folder, 'dags/a.py'), 'utf8');
    for (const expected of ['r/one:2', 'r/two:1', 'r/three:0', 'from ours import Loader'])
      expect(dag).toContain(expected);
  });

  test.each([
    ['extends: [nowhere.yaml]', 'team/dagport.yaml:1:11', '"nowhere.yaml" is no file that can be read.'],
    ['extends: dagport.yaml', 'team/dagport.yaml:1:10', 'extends this file in turn'],
    ['extends: ../shared/circle.yaml', 'shared/circle.yaml:1:10', 'extends this file in turn'],
    ['extends: ../shared/wrong.yaml', 'shared/wrong.yaml:1:1', 'Did you mean "images"?'],
  ])('%s is one finding', async (text, place, message) => {
    const folder = await folderWith({
      ...files,
      'team/dagport.yaml': `${text}\n`,
      'team/a.workflow.yaml': 'name: a\noperators:\n- {name: a, type: dummy}\n',
      'shared/circle.yaml': 'extends: ../team/dagport.yaml\n',
      'shared/wrong.yaml': 'imagse: {}\n',
    });
    const { code, stdout } = await dagport(folder, ['lint', 'team', '--format', 'json']);
    const { files: found, summary } = JSON.parse(stdout);
    expect([code, summary.errors]).toEqual([1, 1]);
    const [file] = found.filter((one: { diagnostics: unknown[] }) => one.diagnostics.length > 0);
    const [{ range, message: said, rule }] = file.diagnostics;
    expect(`${file.path}:${range.start.line}:${range.start.column}`).toBe(place);
    expect(said).toContain(message);
    expect(rule).toBe('project-configuration');
  });
});

describe('which files are workflows, and how severe rules are', () => {
  const UNUSED =
    'name: x\nresources:\n- {name: r, type: scratch_directory, properties: {path: /s}}\noperators:\n- {name: a, type: dummy}\n';
  const EMPTY = 'name: x\n';

  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      'a pattern names further workflows',
      { 'dagport.yaml': 'workflows: ["jobs/*.yaml"]\n', 'jobs/x.yaml': EMPTY },
      ['jobs/x.yaml'],
    ],
    [
      'a pattern of a folder leaves it alone',
      { 'dagport.yaml': 'exclude: [old]\n', 'old/a.workflow.yaml': UNUSED, 'b.workflow.yaml': UNUSED },
      ['b.workflow.yaml'],
    ],
    [
      'a nearer configuration says more of it',
      {
        'dagport.yaml': 'exclude: [old]\n',
        'new/dagport.yaml': 'exclude: ["a.*"]\n',
        'new/a.workflow.yaml': UNUSED,
        'new/b.workflow.yaml': UNUSED,
      },
      ['new/b.workflow.yaml'],
    ],
  ])('%s', async (_, files, expected) => {
    const folder = await folderWith(files);
    const { stdout } = await dagport(folder, ['lint', '.', '--format', 'json']);
    expect(JSON.parse(stdout).files.map((file: { path: string }) => file.path)).toEqual(expected);
  });

  test.each<[string, Record<string, string>, string | undefined]>([
    ['as the rule says', {}, 'error'],
    ['as configured', { 'dagport.yaml': 'rules: {unused-resource: warning}\n' }, 'warning'],
    ['off', { 'dagport.yaml': 'rules: {unused-resource: off}\n' }, undefined],
    [
      'an override wins over rules',
      {
        'dagport.yaml':
          'overrides: [{files: ["team/**"], rules: {unused-resource: info}}]\nrules: {unused-resource: off}\n',
      },
      'info',
    ],
    [
      'a nearer one wins over an override further up',
      {
        'dagport.yaml': 'overrides: [{files: ["team/**"], rules: {unused-resource: info}}]\n',
        'team/dagport.yaml': 'rules: {unused-resource: on}\n',
      },
      'error',
    ],
    [
      'an override for others',
      { 'dagport.yaml': 'overrides: [{files: ["other/**"], rules: {unused-resource: off}}]\n' },
      'error',
    ],
  ])('%s', async (_, files, severity) => {
    const folder = await folderWith({ ...files, 'team/x.workflow.yaml': UNUSED });
    const { stdout } = await dagport(folder, ['lint', '.', '--format', 'json']);
    const found = JSON.parse(stdout).files.flatMap((file: { diagnostics: object[] }) => file.diagnostics);
    const severities = found.filter((one: { rule: string }) => one.rule === 'unused-resource');
    expect(severities.map((one: { severity: string }) => one.severity)).toEqual(
      severity === undefined ? [] : [severity],
    );
  });

  test('a configuration that is named is checked as one', async () => {
    const folder = await folderWith({ 'dagport.yaml': 'root: true\n' });
    expect(await dagport(folder, ['lint', 'dagport.yaml'])).toMatchObject({
      code: 0,
      stdout: 'Nothing found in 1 file.\n',
    });
  });
});
