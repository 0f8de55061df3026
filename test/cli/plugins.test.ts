import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dagport, folderWith } from './captured';

const PROJECT = fileURLToPath(new URL('fixtures/plugins', import.meta.url));

test('the types of a plugin are linted, built, listed and explained', async () => {
  const folder = await folderWith({});
  cpSync(PROJECT, folder, { recursive: true });
  expect(await dagport(folder, ['lint', '.'])).toMatchObject({ code: 0, stderr: '' });
  expect(await dagport(folder, ['build', '.', '-o', 'dags'])).toMatchObject({ code: 0, stderr: '' });
  await expect(readFileSync(path.join(folder, 'dags/orders.py'), 'utf8')).toMatchFileSnapshot(
    fileURLToPath(new URL('fixtures/plugins.airflow-3.3.py', import.meta.url)),
  );
  const { stdout: types } = await dagport(folder, ['types']);
  const ours = types.split('\n').filter((line) => line.includes('of the plugin acme'));
  expect(ours.map((line) => line.split(/ +/).slice(0, 2))).toEqual([
    ['acme_base', 'operator'],
    ['acme_load', 'operator'],
    ['acme_pod', 'operator'],
    ['acme_warehouse_down', 'operator'],
    ['acme_warehouse_up', 'operator'],
    ['table_generator', 'generator'],
    ['warehouse', 'resource'],
  ]);
  const { stdout: explained } = await dagport(folder, ['explain', 'acme_load']);
  expect(explained).toContain('- `warm_up`: number of seconds. In minutes.');
  expect(explained).toContain('- `team`: one of data, search. required');
});
