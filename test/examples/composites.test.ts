import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { GraphJson } from '../../workflow/draw';
import { dagport, folderWith } from '../cli/captured';

const ROOT = path.join(import.meta.dirname, '../..');
const EXAMPLE = path.join(ROOT, 'examples/composites');
const WORKFLOW = 'data-product.workflow.yaml';

test('nothing is found in the workflow and its composites', async () => {
  const outcome = await dagport(EXAMPLE, ['lint', '.', '--max-warnings', '0']);
  expect(outcome).toEqual({ code: 0, stdout: 'Nothing found in 4 files.\n', stderr: '' });
});

/** `jobs >> validators >> publishers` as one draws it: each phase fans out, and starts when the one before is over. */
const DRAWN: readonly (readonly string[])[] = [
  ['jobs.run-prices', 'jobs.run-ratings', 'jobs.run-issuers'],
  ['validators.validate-prices.csv', 'validators.validate-ratings.csv'],
  ['publishers.send-bank', 'publishers.put-lake', 'publishers.put-archive'],
];
const NOTED: readonly string[] = ['publishers.note-lake', 'publishers.note-archive'];

test('the graph that Airflow loads is the one that is drawn', async () => {
  const { code, stdout } = await dagport(EXAMPLE, ['graph', WORKFLOW, '--view', 'expanded', '--format', 'json']);
  expect(code).toBe(0);
  const graph: GraphJson = JSON.parse(stdout);
  expect(graph.nodes.map(({ id }) => id).toSorted()).toEqual([...DRAWN.flat(), ...NOTED].toSorted());
  const drawn = DRAWN.slice(1).flatMap((phase, index) =>
    phase.flatMap((to) => (DRAWN[index] ?? []).map((from) => `${from} -> ${to}`)),
  );
  const noted = NOTED.map((id) => `${id.replace('note', 'put')} -> ${id}`);
  expect(graph.edges.map(({ from, to }) => `${from} -> ${to}`).toSorted()).toEqual([...drawn, ...noted].toSorted());
  const boxes = new Set(graph.nodes.map(({ group }) => group?.split('/')[0]));
  expect([...boxes]).toEqual(['jobs', 'validators', 'publishers']);
});

test('the graph that a person wrote has three nodes', async () => {
  const { stdout } = await dagport(EXAMPLE, ['graph', WORKFLOW, '--format', 'json']);
  const graph: GraphJson = JSON.parse(stdout);
  expect(graph.nodes.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    'composite jobs',
    'composite validators',
    'composite publishers',
  ]);
});

test.each(['3.3', '2.11'])('builds for Airflow %s', async (airflow) => {
  const output = await folderWith({});
  expect(await dagport(EXAMPLE, ['build', '.', '-o', output, '--airflow', airflow])).toMatchObject({
    code: 0,
    stderr: '',
  });
  expect(readdirSync(output)).toContain('data_product.py');
  const built = readFileSync(path.join(output, 'data_product.py'), 'utf8');
  expect(built).toContain('echo check prices.csv by nightly as of {{ ds }}');
  expect(built).not.toContain('${{');
});
