import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dagport } from '../cli/captured';
import { airflowIsInstalled, airflowVersions, loadDags, playScenarios } from './airflow';

const EXAMPLE = path.join(import.meta.dirname, '../../examples/composites');

describe.runIf(airflowIsInstalled).each(airflowVersions)('the example of composites on Airflow %s', (version) => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'composites-'));
    const args = ['build', 'data-product.workflow.yaml', '-o', folder, '--airflow', version];
    expect(await dagport(EXAMPLE, args)).toMatchObject({ code: 0, stderr: '' });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('loads, each phase after all of the one before', async () => {
    const loaded = await loadDags(version, folder);
    expect(loaded.import_errors).toEqual({});
    const tasks = Object.entries(loaded.dags.data_product?.tasks ?? {});
    const phaseOf = (id: string): string => id.slice(0, id.indexOf('.'));
    expect(new Set(tasks.map(([id]) => phaseOf(id)))).toEqual(new Set(['jobs', 'validators', 'publishers']));
    const validators = tasks.filter(([id]) => phaseOf(id) === 'validators');
    const jobs = tasks.map(([id]) => id).filter((id) => phaseOf(id) === 'jobs');
    expect(validators).toHaveLength(2);
    for (const [, { upstream }] of validators) expect([...upstream].sort()).toEqual(jobs.sort());
  });

  test('runs, and hands on what a task returned', async () => {
    const played = await playScenarios(version, folder, { data_product: { 'all well': {} } }, { execute: true });
    const run = played.dags.data_product?.['all well'];
    expect(run?.error).toBeUndefined();
    expect(run).toMatchObject({ state: 'success' });
    expect(run?.tasks?.['publishers.note-lake']).toBe('success');
  });
});
