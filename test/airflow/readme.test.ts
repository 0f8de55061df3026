import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { blocksOf, callsOf } from '../docs/blocks';
import { airflowIsInstalled } from './airflow';

const ROOT = path.join(import.meta.dirname, '../..');
const blocks = blocksOf(readFileSync(path.join(ROOT, 'README.md'), 'utf8'));

describe.runIf(airflowIsInstalled)('the README', () => {
  test('goes from the Oozie application to a run of Airflow, command by command', async () => {
    for (const folder of ['readme', 'airflow', 'cluster'])
      rmSync(path.join(ROOT, 'out', folder), { recursive: true, force: true });
    execFileSync(process.execPath, ['tools/build.mjs'], { cwd: ROOT });
    const steps = blocks.filter(({ language }) => language === 'console').flatMap(callsOf);
    const airflow = blocks.find(({ text }) => text.startsWith('# Airflow for this shell only'));
    const script = [...steps.map(({ command }) => command), airflow?.text ?? 'false'].join('\n');
    const { stdout, stderr } = await promisify(execFile)('bash', ['-euc', script], { cwd: ROOT, maxBuffer: 2 ** 26 });
    const said = `${stdout}${stderr}`;
    expect(said).toContain('nightly_orders.py');
    expect(said).toMatch(/DagRun Finished: dag_id=nightly_orders.* state=success/);
    expect(stdout.trimEnd()).toMatch(/\[\{"order": 1, "amount": 12\.5\}\]$/);
  });
});
