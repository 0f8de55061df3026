import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dagport } from '../cli/captured';
import { airflowIsInstalled, airflowVersions, type LoadedFolder, loadDags } from './airflow';

const FIXTURES = path.join(import.meta.dirname, 'constructs');
const NAMES = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.workflow.yaml'))
  .map((name) => name.replace('.workflow.yaml', ''));

/** Of a loop the picture shows one node, because what it stands for is known when Airflow parses the file. */
const LOOPS: ReadonlySet<string> = new Set(['loops']);

interface Way {
  readonly name: string;
  readonly flags: readonly string[];
  readonly workflows: readonly string[];
}

const WAYS: readonly Way[] = [
  { name: 'as it is', flags: [], workflows: NAMES },
  { name: 'on Kubernetes', flags: ['--env', 'kubernetes'], workflows: ['containers', 'run-volume'] },
  { name: 'on ECS', flags: ['--env', 'ecs'], workflows: ['containers'] },
  { name: 'the first wave', flags: ['--wave', 'first'], workflows: ['waves'] },
  { name: 'a selection', flags: ['--exclude', 'first mend write'], workflows: ['resources'] },
];

interface Graph {
  readonly dagId: string;
  readonly nodes: readonly { readonly id: string; readonly triggerRule: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

describe.runIf(airflowIsInstalled).each(airflowVersions)('constructs on Airflow %s', (version) => {
  describe.each(WAYS)('$name', ({ flags, workflows }) => {
    let folder = '';
    let loaded: LoadedFolder | undefined;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'constructs-'));
      const files = workflows.map((name) => `${name}.workflow.yaml`);
      const built = await dagport(FIXTURES, ['build', ...files, '-o', folder, '--airflow', version, ...flags]);
      expect(built).toMatchObject({ code: 0 });
      loaded = await loadDags(version, folder);
    });

    afterAll(() => rm(folder, { recursive: true, force: true }));

    test('load without an error', () => {
      expect(loaded?.import_errors).toEqual({});
      expect(Object.keys(loaded?.dags ?? {})).toHaveLength(workflows.length);
    });

    test.each(workflows.filter((name) => !LOOPS.has(name)))(
      '%s has the tasks, rules and edges of its graph',
      async (name) => {
        const args = ['graph', `${name}.workflow.yaml`, '--format', 'json', '--view', 'expanded', ...flags];
        const { code, stdout } = await dagport(FIXTURES, args);
        expect(code).toBe(0);
        const graph: Graph = JSON.parse(stdout);
        const dag = loaded?.dags[graph.dagId];
        const rules = Object.values(dag?.tasks ?? {}).map((task) => `${task.task_id} ${task.trigger_rule}`);
        expect(rules.sort()).toEqual(graph.nodes.map(({ id, triggerRule }) => `${id} ${triggerRule}`).sort());
        expect(graph.nodes.length).toBeGreaterThan(0);
        const edges = (dag?.edges ?? []).map(([from, to]) => `${from} ${to}`);
        expect(edges.sort()).toEqual(graph.edges.map(({ from, to }) => `${from} ${to}`).sort());
      },
    );
  });
});
