import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { dagport, folderWith } from './captured';
import { expectToFollow } from './schemas';

const jenkinsfile = `pipeline {
  agent { label 'big' }
  tools { maven 'M3' }
  stages {
    stage('Compile') { steps { sh 'mvn package' } }
    stage('Load') { steps { refreshCache name: 'orders' } }
  }
}
`;

test('audit asks, a person answers, convert is done', async () => {
  const folder = await folderWith({ 'jobs/Jenkinsfile': jenkinsfile });
  const { stdout } = await dagport(folder, ['audit', '.', '--format', 'json', '--tables', 'tables.yaml']);
  const found = JSON.parse(stdout);
  expectToFollow('audit-output', found);
  expect(found.stages.map((stage: { readonly class: string }) => stage.class)).toEqual(['build', 'load']);
  const { code: open } = await dagport(folder, ['convert', '.', '-o', 'out', '--profile', 'tables.yaml']);
  expect(open).toBe(1);
  const file = path.join(folder, 'tables.yaml');
  const tables = await readFile(file, 'utf8');
  const answers = { image: 'acme/etl:4', approximates: 'It is in the image.', script: './refresh "$name"' };
  const filled = tables.replace(
    /(image|approximates|script): ""/g,
    (_, key: keyof typeof answers) => `${key}: ${JSON.stringify(answers[key])}`,
  );
  await writeFile(file, filled);
  const done = await dagport(folder, ['convert', '.', '-o', 'out', '--force', '--profile', 'tables.yaml']);
  expect(done.code).toBe(0);
  expect(done.stdout).toContain(' 0 manual');
  expect(await readFile(path.join(folder, 'out', 'jobs', 'jobs.workflow.yaml'), 'utf8')).toContain('./refresh "$name"');
  const { code: same } = await dagport(folder, ['convert', '.', '-o', 'out', '--check', '--profile', 'tables.yaml']);
  expect(same).toBe(0);
});

test('only data, step by step', async () => {
  const folder = await folderWith({ Jenkinsfile: jenkinsfile });
  const options = ['--only', 'data', '--granularity', 'step', '--workspace', 'declared'];
  const { stdout } = await dagport(folder, ['convert', '.', '-o', 'out', ...options]);
  expect(stdout).toContain(' dropped\n');
  const { stdout: text } = await dagport(folder, ['audit', '.']);
  expect(text).toContain(
    'Stages: 1 of CI, 1 that work on data, 0 that do not say\n  load       Jenkinsfile:6: Load (its name says "Load")',
  );
});

test.each([
  ['steps: {x: {note: y}}\nsource: jenkins', '/steps/x'],
  ['source: jenkins\nlabels: {x: {imagee: y}}', '/labels/x'],
])('a profile that is none is refused: %s', async (text, place) => {
  const folder = await folderWith({ Jenkinsfile: jenkinsfile, 'mine.yaml': text });
  const { code, stderr } = await dagport(folder, ['convert', '.', '-o', 'out', '--profile', 'mine.yaml']);
  expect(code).toBe(2);
  expect(stderr).toContain(place);
});
