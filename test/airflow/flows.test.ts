import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import type { Catalogue } from '../../schemas';
import { expandedGraph, type Plan, planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import {
  type Assignment,
  type HardFlow,
  inWords,
  readCatalogue,
  readFlows,
  type Timing,
  timingsOf,
} from '../flows/flows';
import { diceOf } from '../workflow/plan/random-flow';
import {
  type AirflowVersion,
  airflowIsInstalled,
  airflowVersions,
  loadDags,
  playScenarios,
  type Scenario,
  withFolder,
} from './airflow';
import { playedOutcome } from './playing';

const catalogue = readCatalogue();
const flows = readFlows(catalogue);
const SEED = 20261122;

function dagFile({ plan, file }: HardFlow, version: AirflowVersion): string {
  return emitPython(plan, airflowTargets[version], { tool: 'dagport', sourcePath: file.path, lines: file.lines });
}

function played(plan: Plan, assignment: Assignment, timing: Timing): Scenario {
  return Object.fromEntries(
    plan.nodes.map((node) => {
      const outcome = playedOutcome(node, assignment.outcomes);
      const after = timing.get(node.id);
      return [node.id, after === undefined ? outcome : { after, outcome }];
    }),
  );
}

/** Only work is forced: branches, routers and helpers really run. */
function executed(plan: Plan, assignment: Assignment): Scenario {
  return Object.fromEntries(
    plan.nodes.flatMap((node) =>
      node.behaviour.kind === 'operator' ? [[node.id, playedOutcome(node, assignment.outcomes)]] : [],
    ),
  );
}

/** A parameter decides in each flow what its branch does: the text of a case, another text, or a number, on which Jinja fails. */
const PARAMETER = /params: \{ ([\w-]+): [^}]* \}/;

/** The flow with the parameter by which its branch, when it really runs, does what an assignment says. */
function variantOf(flow: HardFlow, assignment: Assignment, catalogue: Catalogue): Variant {
  const branch = flow.plan.nodes.find(({ behaviour }) => behaviour.kind === 'branch');
  const outcome = branch === undefined ? undefined : assignment.outcomes.get(branch.id);
  if (branch?.behaviour.kind !== 'branch' || outcome === undefined) return { flow, dagId: flow.plan.dagId };
  const texts = branch.behaviour.cases.map(({ when }) => /'([^']*)' \}\}$/.exec(when)?.[1] ?? '');
  const value = outcome === 'failed' ? '7' : (texts[Number(outcome)] ?? 'something else');
  const name = `${flow.name}-${outcome}`;
  const text = flow.file.text
    .replace(/^name: .*$/m, `name: ${name.replace(/^\d+-/, '')}`)
    .replace(PARAMETER, `params: { $1: ${value} }`);
  const file = readWorkflow(`${name}.workflow.yaml`, text);
  const { plan } = planWorkflow(file, { catalogue });
  if (plan === undefined) throw new Error(`${name} cannot be planned`);
  return { flow: { ...flow, name, file, plan }, dagId: plan.dagId };
}

interface Variant {
  readonly flow: HardFlow;
  readonly dagId: string;
}

function checkRun(
  run: { readonly state?: string; readonly tasks?: Readonly<Record<string, string>> } | undefined,
  assignment: Assignment,
): void {
  const states = Object.fromEntries([...assignment.expected.tasks.keys()].map((id) => [id, run?.tasks?.[id]]));
  expect({ run: run?.state, ...states }).toEqual({
    run: assignment.expected.state,
    ...Object.fromEntries(assignment.expected.tasks),
  });
}

/** Assignments that between them make every router choose in each way, with one that takes the first case of each branch. */
function representative({ assignments, plan }: HardFlow): readonly Assignment[] {
  const seen = new Set<string>();
  return assignments.filter(({ outcomes, expected }) => {
    const ends = plan.nodes.map(({ id, behaviour }) => {
      if (behaviour.kind === 'route') return `${id} by ${expected.tasks.get(behaviour.of) ?? expected.state}`;
      return behaviour.kind === 'branch' || behaviour.kind === 'raise'
        ? `${id} ${outcomes.get(id) ?? expected.tasks.get(id)}`
        : '';
    });
    const fresh = ends.filter((end) => end !== '' && !seen.has(end));
    for (const end of fresh) seen.add(end);
    return fresh.length > 0;
  });
}

describe.runIf(airflowIsInstalled).each(airflowVersions)('the hardest flows on Airflow %s', (version) => {
  const files = Object.fromEntries(flows.map((flow) => [`${flow.plan.dagId}.py`, dagFile(flow, version)]));

  test('Airflow loads the tasks, edges and trigger rules that the expanded graph shows', async () => {
    const loaded = await withFolder(files, (folder) => loadDags(version, folder));
    expect(loaded.import_errors).toEqual({});
    for (const { file, plan } of flows) {
      const graph = expandedGraph(file, plan);
      const dag = loaded.dags[graph.dagId];
      const rules = Object.values(dag?.tasks ?? {}).map((task) => `${task.task_id} ${task.trigger_rule}`);
      expect(rules.sort()).toEqual(graph.nodes.map((node) => `${node.id} ${node.triggerRule}`).sort());
      const edges = (dag?.edges ?? []).map(([from, to]) => `${from} ${to}`);
      expect(edges.sort()).toEqual(graph.edges.map(({ from, to }) => `${from} ${to}`).sort());
    }
  });

  test('every assignment ends as the table says, whatever takes how long', async () => {
    console.log(`random timings with seed ${SEED}`);
    const dice = diceOf(SEED);
    const scenarios = flows.map(({ plan, assignments }) => {
      const named = assignments.flatMap((assignment, number) =>
        timingsOf(plan, assignment, dice).map(
          (timing, time) => [`${number}/${time}`, played(plan, assignment, timing)] as const,
        ),
      );
      return [plan.dagId, Object.fromEntries(named)] as const;
    });
    const result = await withFolder(files, (folder) => playScenarios(version, folder, Object.fromEntries(scenarios)));
    expect(result.import_errors).toEqual({});
    let runs = 0;
    for (const { plan, assignments } of flows) {
      for (const [name, run] of Object.entries(result.dags[plan.dagId] ?? {})) {
        const assignment = assignments[Number(name.split('/')[0])];
        if (assignment === undefined) throw new Error(`no assignment ${name}`);
        expect(run.error, `${plan.dagId} ${name}: ${inWords(assignment, plan)}`).toBeUndefined();
        checkRun(run, assignment);
        runs++;
      }
    }
    expect(runs).toBe(scenarios.reduce((sum, [, named]) => sum + Object.keys(named).length, 0));
    console.log(`Airflow ${result.airflow}: ${runs} runs of ${flows.length} flows in ${result.seconds} s`);
  }, 900_000);

  test('routers, branches and helpers that really run choose as they should', async () => {
    const runs = flows.flatMap((flow) =>
      representative(flow).map((assignment) => ({ assignment, variant: variantOf(flow, assignment, catalogue) })),
    );
    const variants = new Map(runs.map(({ variant }) => [variant.dagId, variant.flow]));
    const dags = Object.fromEntries([...variants].map(([dagId, flow]) => [`${dagId}.py`, dagFile(flow, version)]));
    const scenarios: Record<string, Record<string, Scenario>> = {};
    runs.forEach(({ assignment, variant }, number) => {
      const named = scenarios[variant.dagId] ?? {};
      scenarios[variant.dagId] = { ...named, [String(number)]: executed(variant.flow.plan, assignment) };
    });
    const result = await withFolder(dags, (folder) => playScenarios(version, folder, scenarios, { execute: true }));
    expect(result.import_errors).toEqual({});
    runs.forEach(({ assignment, variant }, number) => {
      const run = result.dags[variant.dagId]?.[String(number)];
      expect(run?.error, `${variant.flow.name}: ${inWords(assignment, variant.flow.plan)}`).toBeUndefined();
      checkRun(run, assignment);
    });
    console.log(`Airflow ${result.airflow}: ${runs.length} executed runs in ${result.seconds} s`);
  }, 900_000);
});
