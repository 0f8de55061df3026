import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from '../cli/captured';

const ROOT = path.join(import.meta.dirname, '../..');
const WORKFLOWS = path.join(ROOT, 'examples/workflows');
const files = readdirSync(WORKFLOWS).filter((name) => name.endsWith('.workflow.yaml'));

test('nothing is found in the examples, as a user calls it', async () => {
  const { code, stdout, stderr } = await dagport(ROOT, ['lint', 'examples/workflows', '--max-warnings', '0']);
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: `Nothing found in ${files.length} files.\n`,
    stderr: '',
  });
});

describe.each(files)('%s', (name) => {
  test.each(['3.3', '2.11'])('builds for Airflow %s, in each environment', async (airflow) => {
    const output = await folderWith({});
    for (const environment of ['dev', 'prod']) {
      const args = ['build', name, '-o', path.join(output, environment), '--airflow', airflow, '--env', environment];
      expect(await dagport(WORKFLOWS, args)).toMatchObject({ code: 0, stderr: '' });
      const dagFile = `${name.replace('.workflow.yaml', '').replaceAll('-', '_')}.py`;
      expect(readdirSync(path.join(output, environment))).toContain(dagFile);
    }
  });

  test('is told of in the README of the examples', () => {
    expect(readFileSync(path.join(ROOT, 'examples/README.md'), 'utf8')).toContain(`(workflows/${name})`);
  });
});
