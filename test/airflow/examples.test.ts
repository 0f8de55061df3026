import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dagport } from '../cli/captured';
import {
  type AirflowVersion,
  airflowIsInstalled,
  airflowVersions,
  loadDags,
  type PlayedFolder,
  playScenarios,
  type Scenario,
} from './airflow';

const ROOT = path.join(import.meta.dirname, '../..');
const LEGACY = ['examples/oozie/nightly-orders', 'examples/jenkins/Jenkinsfile'];
const STAND_INS = path.join(ROOT, 'examples/oozie/stand-ins');

/** What the examples are there to show; whatever a scenario does not name really runs, routers and branches included. */
const scenarios: Readonly<Record<string, Readonly<Record<string, Scenario>>>> = {
  nightly_orders: { 'all well': {}, 'hive fails': { load_day: 'failed', mail_failure: 'success' } },
  first_steps: { 'all well': {} },
  regions: { 'all well': {} },
  python_steps: { 'all well': {} },
  scratch_space: { 'all well': {}, 'a user fails': { sum: 'failed' } },
  release: { 'no migration wanted': {} },
  month_end: { 'all well': {}, 'the group fails': { 'close_books.revalue': 'failed' } },
  load_with_fallback: {
    'all well': {},
    'the full load fails': { load_all: 'failed' },
    'nothing can be loaded': { load_all: 'failed', load_changes_after_all: 'failed' },
  },
  boundary_layer: { 'all well': {} },
};

/** How runs end, and what became of the tasks that tell. */
const expected: Readonly<
  Record<string, Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>>>
> = {
  nightly_orders: {
    'all well': ['success', { load_day: 'success', load_all: 'skipped', publish: 'success', mail_failure: 'skipped' }],
    'hive fails': ['failed', { publish: 'skipped', mail_failure: 'success', failed: 'failed' }],
  },
  first_steps: { 'all well': ['success', { report: 'success' }] },
  regions: { 'all well': ['success', { 'store-ap': 'success', 'check-us-v2': 'success', all_there: 'success' }] },
  python_steps: { 'all well': ['success', { print_rows: 'success' }] },
  scratch_space: {
    'all well': ['success', { tell: 'success', scratch_create: 'success', scratch_destroy: 'success' }],
    'a user fails': ['failed', { tell: 'upstream_failed', scratch_destroy: 'success' }],
  },
  release: { 'no migration wanted': ['success', { migrate: 'skipped', deploy: 'success' }] },
  month_end: {
    'all well': ['success', { send_statements: 'success', roll_back: 'skipped', archive: 'success' }],
    'the group fails': [
      'failed',
      {
        'close_books.consolidate': 'success',
        send_statements: 'skipped',
        roll_back: 'success',
        release_lock: 'success',
        archive: 'upstream_failed',
      },
    ],
  },
  load_with_fallback: {
    'all well': ['success', { load_all: 'success', clean_up: 'skipped', publish: 'success' }],
    'the full load fails': ['success', { clean_up: 'success', load_changes_after_all: 'success', publish: 'success' }],
    'nothing can be loaded': ['failed', { nothing_loaded: 'failed', publish: 'skipped' }],
  },
  boundary_layer: { 'all well': ['success', { 'copy-orders': 'success', report: 'success' }] },
};

async function mustSucceed(args: readonly string[]): Promise<void> {
  expect(await dagport(ROOT, args), args.join(' ')).toMatchObject({ code: 0, stderr: '' });
}

/** Converts, lints and builds as the README says. A conversion may say what it approximates; nothing else is said. */
async function buildAll(folder: string, version: AirflowVersion): Promise<string> {
  const workflows = path.join(folder, 'workflows');
  const dags = path.join(folder, 'dags');
  expect(await dagport(ROOT, ['convert', ...LEGACY, '-o', workflows])).toMatchObject({ code: 0 });
  await mustSucceed(['lint', workflows, 'examples/workflows', '--max-warnings', '0']);
  await mustSucceed(['build', workflows, 'examples/workflows', '-o', dags, '--airflow', version]);
  return dags;
}

describe.runIf(airflowIsInstalled).each(airflowVersions)('the examples on Airflow %s', (version) => {
  let folder = '';
  let dags = '';
  let played: PlayedFolder | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'examples-'));
    dags = await buildAll(folder, version);
    const cluster = path.join(folder, 'cluster');
    vi.stubEnv('STAND_IN_CLUSTER', cluster);
    vi.stubEnv('PATH', `${STAND_INS}${path.delimiter}${process.env.PATH}`);
    const application = path.join(ROOT, 'examples/oozie/nightly-orders');
    execFileSync(path.join(STAND_INS, 'hdfs'), ['dfs', '-put', application, '/apps/nightly-orders']);
    played = await playScenarios(version, dags, scenarios, { execute: true });
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  test('load, those converted from Oozie and Jenkins among them', async () => {
    const loaded = await loadDags(version, dags);
    expect(loaded.import_errors).toEqual({});
    expect(Object.keys(loaded.dags)).toEqual(expect.arrayContaining(['nightly_orders', 'jenkins', 'containers']));
    expect(Object.keys(loaded.dags)).toHaveLength(12);
  });

  const cases = Object.entries(expected).flatMap(([dag, runs]) =>
    Object.entries(runs).map(([name, [state, tasks]]) => ({ dag, name, state, tasks })),
  );

  test.each(cases)('$dag runs: $name', ({ dag, name, state, tasks }) => {
    const run = played?.dags[dag]?.[name];
    expect(run?.error).toBeUndefined();
    const ended = Object.fromEntries(Object.keys(tasks).map((id) => [id, run?.tasks?.[id]]));
    expect({ state: run?.state, ...ended }).toEqual({ state, ...tasks });
  });

  test('what Oozie put into the cluster is there after the run', () => {
    expect(existsSync(path.join(folder, 'cluster/apps/nightly-orders/workflow.xml'))).toBe(true);
    expect(existsSync(path.join(folder, 'cluster/warehouse/shop/orders'))).toBe(true);
  });
});
