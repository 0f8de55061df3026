import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from './captured';

const COMPOSITE = `kind: composite
name: load_table
parameters_jsonschema: {properties: {table: {type: string}}, required: [table], additionalProperties: false}
operators:
- {name: load, type: our_loader, properties: {source: "\${{ table }}"}}
`;
const LOADER = `kind: operator
name: our_loader
class: ours.operators.Loader
provider: ours
summary: Loads.
parameters: {source: {type: text, required: true}}
`;
const WORKFLOW = `name: orders
format: 1
operators:
- {name: orders, type: load_table, properties: {table: orders}}
`;
const PROJECT = 'catalogue: [types/composites, types/operators]\n';
const FILES = {
  'dagport.yaml': PROJECT,
  'orders.workflow.yaml': WORKFLOW,
  'types/composites/load-table.yaml': COMPOSITE,
  'types/operators/loader.yaml': LOADER,
};

describe('the catalogue of a project', () => {
  test('lint knows its types and composites, and lints the composites', async () => {
    const folder = await folderWith(FILES);
    const outcome = await dagport(folder, ['lint', '.']);
    expect(outcome).toEqual({ code: 0, stdout: 'Nothing found in 2 files.\n', stderr: '' });
  });

  test('build and graph expand the composites', async () => {
    const folder = await folderWith(FILES);
    expect(await dagport(folder, ['build', '.', '-o', 'out'])).toMatchObject({ code: 0, stderr: '' });
    const built = readFileSync(path.join(folder, 'out/orders.py'), 'utf8');
    expect(built).toContain('from ours.operators import Loader');
    expect(built).toContain('task_id="orders.load"');
    const { stdout } = await dagport(folder, ['graph', 'orders.workflow.yaml', '--view', 'expanded']);
    expect(stdout).toContain('load');
  });

  test('an error in a composite stops the build, and is told where it is', async () => {
    const broken = COMPOSITE.replace('source:', 'sourec:');
    const folder = await folderWith({ ...FILES, 'types/composites/load-table.yaml': broken });
    const { code, stderr } = await dagport(folder, ['build', 'orders.workflow.yaml', '-o', 'out']);
    expect(code).toBe(1);
    expect(stderr).toContain('types/composites/load-table.yaml:5:47 error unknown-parameter');
  });

  test('a composite alone is linted where it is named, and not built', async () => {
    const folder = await folderWith({ 'types/x.yaml': COMPOSITE.replace('our_loader', 'our_laoder') });
    expect(await dagport(folder, ['lint', 'types/x.yaml'])).toMatchObject({ code: 1 });
    expect(await dagport(folder, ['build', 'types/x.yaml', '-o', 'out'])).toMatchObject({ code: 2 });
  });

  test.each([
    ['catalogue: types', 'is a list of texts'],
    ['catalogue: [../elsewhere]', 'is one below that of this file'],
    ['catalogue: [/etc]', 'is one below that of this file'],
    ['catalogue: ["a/../../b"]', 'is one below that of this file'],
    ['catalogue: [.]', 'is one below that of this file'],
    ['catalogue: [linked]', 'leads out of the project'],
    ['catalogue: [missing]', 'is not there'],
    ['catalogue: [twice]', 'has a composite "load_table" already'],
    ['catalogue: [wrong]', 'wrong/x.yaml:1:7'],
  ])('%s is refused', async (text, why) => {
    const elsewhere = await folderWith({ 'x.yaml': COMPOSITE });
    const folder = await folderWith({
      'dagport.yaml': `${text}\n`,
      'orders.workflow.yaml': WORKFLOW,
      'twice/a.yaml': COMPOSITE,
      'twice/b.yaml': COMPOSITE,
      'wrong/x.yaml': 'kind: nothing\nname: x\nsummary: x\n',
    });
    symlinkSync(elsewhere, path.join(folder, 'linked'));
    const { code, stdout } = await dagport(folder, ['lint', 'orders.workflow.yaml']);
    expect({ code, why: stdout.includes(why) ? why : stdout }).toEqual({ code: 1, why });
    const built = await dagport(folder, ['build', 'orders.workflow.yaml', '-o', 'out']);
    expect(built).toMatchObject({ code: 2, stdout: '' });
  });
});
