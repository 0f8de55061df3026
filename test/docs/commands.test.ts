import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { blocksOf, callsOf } from './blocks';

const ROOT = path.join(import.meta.dirname, '../..');
const PAGES = ['README.md', 'docs/start.md', 'docs/migrate.md', 'docs/jenkins.md'];

beforeAll(() => {
  if (!existsSync(path.join(ROOT, 'dist/dagport.cjs'))) {
    execFileSync(process.execPath, ['tools/build.mjs'], { cwd: ROOT });
  }
}, 60_000);

/** Runs a command as a person who copies it, in the root of the checkout. */
function copied(command: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: ROOT, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}`.trim() };
}

describe.each(PAGES)('the commands of %s', (page) => {
  const blocks = blocksOf(readFileSync(path.join(ROOT, page), 'utf8'));
  const calls = blocks.filter(({ language }) => language === 'console').flatMap(callsOf);

  test('are there', () => expect(calls.length).toBeGreaterThan(3));

  test.each(calls)('$command', ({ command, output }) => {
    expect(copied(command)).toEqual({ status: 0, output });
  });
});

test('what the README leaves unchecked here installs, or runs Airflow', () => {
  const unchecked = blocksOf(readFileSync(path.join(ROOT, 'README.md'), 'utf8')).filter(
    ({ language }) => language === 'sh',
  );
  expect(unchecked.map(({ heading }) => heading)).toEqual([
    'Try it',
    'Run it on Airflow',
    'Run it on Airflow',
    // What test/editor/newcomer.test.ts does in a real VS Code.
    'In the editor',
  ]);
  expect(unchecked.map(({ text }) => text.split('\n')[0])).toEqual([
    expect.stringMatching(/^npm ci && npm run demo /),
    'node test/airflow/setup.mjs',
    expect.stringMatching(/^# Airflow for this shell only/),
    'npm run package',
  ]);
});

test('the picture of the README is the graph of what it converts', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'picture-'));
  try {
    const convert = `node dist/dagport.cjs convert examples/oozie/nightly-orders -o ${folder}`;
    expect(copied(convert).status).toBe(0);
    const { status, output } = copied(
      `node dist/dagport.cjs graph ${folder}/nightly-orders.workflow.yaml --format svg`,
    );
    expect(status).toBe(0);
    await expect(`${output}\n`).toMatchFileSnapshot(path.join(ROOT, 'docs/images/graph.svg'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the demo works, and works again', () => {
  expect(copied('node tools/demo.mjs').status).toBe(0);
  const { status, output } = copied('node tools/demo.mjs');
  expect(status, output).toBe(0);
  const places = [...output.matchAll(/^ {2}((?:out|examples)\/\S+)/gm)].map(([, place = '']) => place);
  expect(places).toHaveLength(5);
  for (const place of places) expect(existsSync(path.join(ROOT, place)), place).toBe(true);
  const shown = output.split('\n').filter((line) => line.startsWith('$ '));
  expect(shown).toHaveLength(7);
  for (const line of shown.filter((command) => command.includes(' lint ')))
    expect(copied(line.slice(2)).status).toBe(0);
}, 60_000);
