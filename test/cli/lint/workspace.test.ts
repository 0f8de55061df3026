import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dagport, folderWith } from '../captured';

const GOOD = 'name: good\noperators:\n- {name: load, type: bash, properties: {bash_command: load}}\n';

/** The rules of what `lint` finds in a folder, as its JSON has them. */
async function rulesFound(folder: string, args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await dagport(folder, ['lint', ...args, '--format', 'json']);
  const { files } = JSON.parse(stdout);
  return files.flatMap((file: { diagnostics: { rule: string }[] }) => file.diagnostics.map(({ rule }) => rule));
}

describe('workflows that become the same DAG', () => {
  const files = { 'a.yaml': GOOD, 'b/good.workflow.yaml': GOOD, 'c.yaml': GOOD.replace('good', 'other') };

  test('are told in all but the first, and only where all are seen', async () => {
    const { stdout, code } = await dagport(await folderWith(files), ['lint', '.', '--format', 'concise']);
    expect(stdout).toMatch(
      /^b\/good\.workflow\.yaml:1:7: warning: "a\.yaml" becomes the DAG "good" .* \(duplicate-dag-id\)\n$/,
    );
    expect(code).toBe(0);
    const one = await folderWith(files);
    expect(await rulesFound(one, ['b/good.workflow.yaml'])).toEqual([]);
  });

  test('are none of each other in two projects', async () => {
    const folder = await folderWith({ ...files, 'b/dagport.yaml': 'root: true\n' });
    expect(await rulesFound(folder, ['.'])).toEqual([]);
  });

  test('a cache knows when another file came or went', async () => {
    const folder = await folderWith(files);
    const args = ['.', '--cache'];
    expect(await rulesFound(folder, args)).toEqual(['duplicate-dag-id']);
    expect(await rulesFound(folder, args)).toEqual(['duplicate-dag-id']);
    await rm(path.join(folder, 'a.yaml'));
    expect(await rulesFound(folder, args)).toEqual([]);
  });

  test('a cache knows when a composite changed, came or went', async () => {
    const composite = (parameter: string): string =>
      `kind: composite\nname: upload\nversion: 1\nparameters_jsonschema: {properties: {${parameter}: {type: string}}, additionalProperties: false}\noperators:\n- {name: load, type: bash, properties: {bash_command: "load \${{ ${parameter} }}"}}\n`;
    const folder = await folderWith({
      'dagport.yaml': 'root: true\ncatalogue: [types]\n',
      'types/upload.yaml': composite('table'),
      'a.workflow.yaml':
        'name: a\nformat: 1\ndefault_task_args: {start_date: "2026-01-01"}\noperators:\n- {name: up, type: upload, properties: {table: t}}\n',
    });
    const args = ['a.workflow.yaml', '--cache'];
    expect(await rulesFound(folder, args)).toEqual([]);
    await writeFile(path.join(folder, 'types/upload.yaml'), composite('tables'));
    expect(await rulesFound(folder, args)).toEqual(['unknown-parameter']);
    await rm(path.join(folder, 'types/upload.yaml'));
    expect(await rulesFound(folder, args)).toEqual(['unknown-type']);
    await writeFile(path.join(folder, 'types/upload.yaml'), composite('table'));
    expect(await rulesFound(folder, args)).toEqual([]);
  });

  test('where no cache can be kept, that is told, and the findings stay', async () => {
    const folder = await folderWith({ ...files, '.dagport': '' });
    const { stdout, stderr, code } = await dagport(folder, ['lint', '.', '--cache', '--format', 'concise']);
    expect(stdout).toMatch(/\(duplicate-dag-id\)\n$/);
    expect(stderr).toBe('dagport: nothing is kept for --cache: ".dagport/cache" cannot be written (ENOTDIR)\n');
    expect(code).toBe(0);
  });

  test('can be meant', async () => {
    const meant = `# dagport-ignore-file duplicate-dag-id: one folder for each stage\n${GOOD}`;
    const folder = await folderWith({ ...files, 'b/good.workflow.yaml': meant });
    expect(await rulesFound(folder, ['.'])).toEqual([]);
  });
});

describe('the Airflow that is checked for', () => {
  const text = `name: good
format: 1
dag_args: {default_view: graph}
operators:
- {name: load, type: bash, properties: {bash_command: "load {{ execution_date }}"}}
- {name: ask, type: ApprovalOperator, upstream_dependencies: [load], properties: {subject: ok}}
- {name: sum, type: bash, upstream_dependencies: [ask], properties: {bash_command: sum, trigger_rule: all_done_min_one_success}}
`;
  test.each([
    ['3.3', ['removed-dag-argument', 'removed-context-name']],
    ['2.11', ['unknown-type', 'unknown-trigger-rule']],
  ])('%s: its arguments, names, types and trigger rules', async (airflow, rules) => {
    const folder = await folderWith({ 'x.yaml': text });
    expect(await rulesFound(folder, ['x.yaml', '--airflow', airflow])).toEqual(rules);
    await writeFile(path.join(folder, 'dagport.yaml'), `airflow: "${airflow}"\n`);
    expect(await rulesFound(folder, ['x.yaml'])).toEqual(rules);
  });
});
