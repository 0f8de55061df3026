import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { airflowIsInstalled, airflowVersions, playScenarios, withFolder } from './airflow';

const selftest = path.join(path.dirname(fileURLToPath(import.meta.url)), 'oracle', 'selftest');

/** The oracle's own graphs: one for each scheduling rule of Airflow that plans rely on. */
describe.skipIf(!airflowIsInstalled)('the oracle', { concurrent: true }, () => {
  test.for(airflowVersions)('plays each scheduling rule as expected: %s', async (version, { expect }) => {
    const [graphs = '', scenarios = '', expected = ''] = await Promise.all(
      ['graphs.py', 'scenarios.json', 'expected.json'].map((name) => readFile(path.join(selftest, name), 'utf8')),
    );
    const played = await withFolder({ 'graphs.py': graphs }, (folder) =>
      playScenarios(version, folder, JSON.parse(scenarios)),
    );
    expect(played.dags).toEqual(JSON.parse(expected));
  });
});
