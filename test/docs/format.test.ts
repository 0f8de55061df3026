import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DAG_KEYS, DOCUMENT_KEYS, NODE_KEYS, TRIGGER_RULES } from '../../schemas';
import { dagport } from '../cli/captured';
import { blocksOf } from './blocks';

const ROOT = path.join(import.meta.dirname, '../..');
const PAGE = readFileSync(path.join(ROOT, 'docs/format.md'), 'utf8');
const blocks = blocksOf(PAGE);
const workflows = blocks.filter(({ language, text }) => language === 'yaml' && text.startsWith('name:'));
const folder = mkdtempSync(path.join(tmpdir(), 'format-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([...DOCUMENT_KEYS, ...DAG_KEYS, ...NODE_KEYS].map((key) => key.name))('tells of the key %s', (name) => {
  expect(PAGE).toContain(`\`${name}\``);
});

test.each(TRIGGER_RULES)('tells how the rule %s sees a handled failure', (rule) => {
  const table = PAGE.slice(PAGE.indexOf('| trigger rule | sees'), PAGE.indexOf('Flows: [error-path-rejoins]'));
  expect(table.split(`\`${rule}\``)).toHaveLength(2);
});

test('leads to each of the flows that prove it', () => {
  const flows = readdirSync(path.join(ROOT, 'test/flows')).filter((name) => name.endsWith('.workflow.yaml'));
  for (const name of flows) expect(PAGE).toContain(`../test/flows/${name}`);
});

describe('the examples', () => {
  test('are there', () => expect(workflows.length).toBeGreaterThan(6));

  test.each(workflows.map(({ text }) => ({ text, title: text.split('\n')[0] })))(
    '$title can be built',
    async ({ text }) => {
      writeFileSync(path.join(folder, 'example.workflow.yaml'), `${text}\n`);
      expect(await dagport(folder, ['lint', 'example.workflow.yaml', '--max-warnings', '0'])).toMatchObject({
        code: 0,
      });
      const built = ['build', 'example.workflow.yaml', '-o', 'dags', '--force'];
      expect(await dagport(folder, built)).toMatchObject({ code: 0, stderr: '' });
    },
  );

  test('the picture of the tasks that the plan adds is what graph draws', async () => {
    const picture = blocks.find(({ heading, language }) => language === 'mermaid' && heading === 'What the plan adds');
    const workflow = workflows.find(({ text }) => text.startsWith('name: month-end'));
    writeFileSync(path.join(folder, 'month-end.workflow.yaml'), `${workflow?.text}\n`);
    const { stdout } = await dagport(folder, ['graph', '--view', 'expanded', 'month-end.workflow.yaml']);
    expect(stdout.trim()).toBe(picture?.text);
  });
});
