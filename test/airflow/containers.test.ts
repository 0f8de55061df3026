import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { type ContainerBackend, expandedGraph, planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { readCatalogue } from '../flows/flows';
import { airflowIsInstalled, airflowVersions, loadDags, withFolder } from './airflow';

const fixtures = path.join(import.meta.dirname, '..', 'workflow', 'plan', 'fixtures');
const catalogue = readCatalogue();

/** What Airflow loads of a workflow with containers is what the expanded graph shows. ECS is not among them: its provider is large. */
describe.runIf(airflowIsInstalled).each(airflowVersions)('containers on Airflow %s', (version) => {
  test.each<[string, ContainerBackend]>([
    ['containers.workflow.yaml', 'docker'],
    ['containers.workflow.yaml', 'kubernetes'],
    ['containers/run-volumes.workflow.yaml', 'docker'],
    ['containers/run-volumes.workflow.yaml', 'kubernetes'],
  ])('%s by %s', async (name, backend) => {
    const file = readWorkflow(name, readFileSync(path.join(fixtures, name), 'utf8'));
    const { plan } = planWorkflow(file, { catalogue, backend });
    if (plan === undefined) throw new Error(`${name} has no plan`);
    const text = emitPython(plan, airflowTargets[version], { tool: 'dagport', sourcePath: name, lines: file.lines });
    const loaded = await withFolder({ 'dag.py': text }, (folder) => loadDags(version, folder));
    expect(loaded.import_errors).toEqual({});
    const graph = expandedGraph(file, plan);
    const dag = loaded.dags[graph.dagId];
    const tasks = Object.values(dag?.tasks ?? {}).map((task) => `${task.task_id} ${task.trigger_rule}`);
    expect(tasks.sort()).toEqual(graph.nodes.map((node) => `${node.id} ${node.triggerRule}`).sort());
    const edges = (dag?.edges ?? []).map(([from, to]) => `${from} ${to}`);
    expect(edges.sort()).toEqual(graph.edges.map(({ from, to }) => `${from} ${to}`).sort());
  });
});
