import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { COMPOSITE_KEYS } from '../../schemas';
import { PLACEHOLDER_KEYS } from '../../workflow/composites';
import { dagport, folderWith } from '../cli/captured';
import { blocksOf } from './blocks';

const PAGE = readFileSync(path.join(import.meta.dirname, '../../docs/composites.md'), 'utf8');
const blocks = blocksOf(PAGE).filter(({ language }) => language === 'yaml');

test('the workflow and the composite of the page can be built', async () => {
  const [workflow = '', composite = '', project = ''] = blocks.map(({ text }) => text);
  const folder = await folderWith({
    'data-product.workflow.yaml': `${workflow}\n`,
    'catalogue/load-tables.yaml': `${composite}\n`,
    'shared/types/other.yaml': `${composite.replace('load_tables', 'other')}\n`,
    'dagport.yaml': `${project}\n`,
  });
  expect(await dagport(folder, ['lint', '.', '--max-warnings', '0'])).toMatchObject({
    code: 0,
    stdout: 'Nothing found in 3 files.\n',
  });
  expect(await dagport(folder, ['build', '.', '-o', 'dags'])).toMatchObject({ code: 0, stderr: '' });
  const built = readFileSync(path.join(folder, 'dags/data_product.py'), 'utf8');
  expect(built).toContain('load customers into warehouse, 500 rows at a time');
  expect(built).toContain('task_id="orders.load-customers"');
});

test.each([...COMPOSITE_KEYS.map(({ name }) => name), ...PLACEHOLDER_KEYS])('tells of the key %s', (name) => {
  expect(PAGE).toContain(`\`${name}\``);
});
