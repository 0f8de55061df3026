import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findSources } from '../../cli/convert/find-sources';
import { runConversion } from '../../cli/convert/run-conversion';
import { builtInCatalogue } from '../../cli/data';
import type { LegacyFlow } from '../../converters/legacy-flow';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { explore, type LegacyScenario } from '../../migration/verify/explore';
import { playTokens, walkTokens } from '../../migration/verify/tokens';
import { taskIdOf } from '../../migration/verify/verify';
import { type Plan, planWorkflow } from '../../workflow/plan';
import { readWorkflow, type WorkflowFile } from '../../workflow/read';
import { writeDraft } from '../../workflow/write';
import { SEED } from '../random';
import type { Outcome } from '../workflow/plan/interpreter';
import { type Dice, diceOf } from '../workflow/plan/random-flow';
import {
  type AirflowVersion,
  airflowIsInstalled,
  airflowVersions,
  loadDags,
  type PlayedRun,
  playScenarios,
  type Scenario,
  withFolder,
} from './airflow';
import { playedOutcome } from './playing';

/** Any folder of Oozie applications: `DAGPORT_CORPUS=DIR npm run test:airflow -- oozie`. Of many a sample is played. */
const { DAGPORT_CORPUS: CORPUS } = process.env;
const FOLDERS =
  CORPUS === undefined
    ? ['test/converters/from-oozie/fixtures', 'examples/oozie'].map((name) =>
        path.join(import.meta.dirname, '../..', name),
      )
    : [path.resolve(CORPUS)];
const SAMPLE = Number(process.env.DAGPORT_FLOWS ?? 40);
const RUNS = 6;

interface Converted {
  readonly source: string;
  readonly dagId: string;
  readonly file: WorkflowFile;
  readonly plan: Plan;
  /** Absent for coordinators, and where the conversion says itself that the two may differ. */
  readonly legacy: LegacyFlow | undefined;
}

async function convertAll(): Promise<readonly Converted[]> {
  const catalogue = builtInCatalogue();
  const options = { profile: 'hadoop-cli', properties: new Map<string, string>(), airflow: '3.3' as const };
  const all: Converted[] = [];
  for (const cwd of FOLDERS) {
    const found = await findSources(cwd, '.', 'oozie');
    if (!found.ok) throw new Error(JSON.stringify(found.failures));
    for (const source of found.value) {
      const { result } = await runConversion(cwd, source, options);
      const mayDiffer = result.diagnostics.some(({ rule }) => rule === 'oozie-fork-join');
      for (const { draft, flow } of result.workflows) {
        const file = readWorkflow('converted.workflow.yaml', writeDraft(draft).text);
        const { plan } = planWorkflow(file, { catalogue });
        if (plan === undefined) continue;
        const dagId = `job_${all.length}`;
        all.push({ source: source.path, dagId, file, plan: { ...plan, dagId }, legacy: mayDiffer ? undefined : flow });
      }
    }
  }
  return all;
}

function dagFiles(jobs: readonly Converted[], version: AirflowVersion): Readonly<Record<string, string>> {
  return Object.fromEntries(
    jobs.map(({ dagId, plan, file }) => {
      const options = { tool: 'dagport', sourcePath: file.path, lines: file.lines };
      return [`${dagId}.py`, emitPython(plan, airflowTargets[version], options)];
    }),
  );
}

/** What is played is begun now and by hand, whatever parameters and dates a coordinator asks for. */
function begunByHand(job: Converted): Converted {
  const dagArguments: Plan['dagArguments'] = [
    { name: 'schedule', value: { kind: 'null' } },
    { name: 'start_date', value: { kind: 'moment', iso: '2024-01-01' } },
  ];
  const defaultArguments = job.plan.defaultArguments.filter(({ name }) => !/^(?:start|end)_date$/u.test(name));
  return { ...job, plan: { ...job.plan, dagArguments, defaultArguments } };
}

interface Assigned {
  readonly legacy: LegacyScenario;
  readonly durations: ReadonlyMap<string, number>;
  readonly scenario: Scenario;
}

/** Some of the ways in which a job can go, among them that all goes well, each with lengths of its own. */
function assigned({ plan, legacy }: Converted & { readonly legacy: LegacyFlow }, dice: Dice): readonly Assigned[] {
  const all: LegacyScenario[] = [];
  for (const scenario of explore(
    { play: (choose) => playTokens(legacy, choose), walk: (choose) => walkTokens(legacy, choose) },
    SEED,
  ).scenarios) {
    if (all.length >= 3000) break;
    all.push(scenario);
  }
  const chosen = all.length <= RUNS ? all : [0, ...Array.from({ length: RUNS - 1 }, () => dice(all.length))];
  return chosen.flatMap((one) => {
    const found = typeof one === 'number' ? all[one] : one;
    if (found === undefined) return [];
    const outcomes = new Map(
      [...found.outcomes].map(([name, outcome]): [string, Outcome] => {
        const end = outcome === 1 ? 'failed' : 'success';
        return [taskIdOf(name), found.choices.has(name) ? outcome : end];
      }),
    );
    const durations = new Map(plan.nodes.map(({ id }) => [id, dice(3) === 0 ? 1 + dice(7) : 1]));
    const scenario = Object.fromEntries(
      plan.nodes.map((node) => [
        node.id,
        { after: durations.get(node.id) ?? 1, outcome: playedOutcome(node, outcomes) },
      ]),
    );
    return [{ legacy: found, durations, scenario }];
  });
}

/** Oozie's actions, in an order that it allows, to its end: what a kill may cut off is left open. */
function differences({ legacy: { run: legacy }, durations }: Assigned, run: PlayedRun | undefined): readonly string[] {
  if (run?.tasks === undefined || run.waves === undefined) return [run?.error ?? 'not played'];
  const { tasks, waves } = run;
  const hasRun = (name: string): boolean => ['success', 'failed'].includes(tasks[taskIdOf(name)] ?? '');
  const endOf = (name: string): number => (waves[taskIdOf(name)] ?? 0) + (durations.get(taskIdOf(name)) ?? 1);
  const missing = [...legacy.must].filter((name) => !hasRun(name)).map((name) => `${name} did not run`);
  const early = [...legacy.before].flatMap(([name, before]) =>
    [...before]
      .filter((other) => hasRun(name) && endOf(other) > (waves[taskIdOf(name)] ?? 0))
      .map((other) => `${name} began before ${other} ended`),
  );
  const [end, ...others] = new Set([...legacy.ends].map((one) => (one === 'SUCCEEDED' ? 'success' : 'failed')));
  const isCertain = others.length === 0 && !legacy.ends.has('stuck');
  return [...missing, ...early, ...(isCertain && end !== run.state ? [`ended ${run.state}, not ${end}`] : [])];
}

describe.runIf(airflowIsInstalled).each(airflowVersions)('converted Oozie jobs on Airflow %s', (version) => {
  test('all load, and a sample runs as Oozie runs them, whatever fails and takes how long', async () => {
    const jobs = await convertAll();
    const dice = diceOf(SEED);
    const playable = jobs.flatMap((job) => (job.legacy === undefined ? [] : [{ ...job, legacy: job.legacy }]));
    const sample = playable
      .map((job) => ({ job, place: dice(1_000_000) }))
      .sort((a, b) => a.place - b.place)
      .slice(0, SAMPLE)
      .map(({ job }) => ({ job, runs: assigned(job, dice) }));
    const scenarios = Object.fromEntries(
      sample.map(({ job, runs }) => [
        job.dagId,
        Object.fromEntries(runs.map(({ scenario }, number) => [String(number), scenario])),
      ]),
    );
    const loaded = await withFolder(dagFiles(jobs, version), (folder) => loadDags(version, folder));
    expect(loaded.import_errors).toEqual({});
    expect(Object.keys(loaded.dags)).toHaveLength(jobs.length);
    const files = dagFiles(
      sample.map(({ job }) => begunByHand(job)),
      version,
    );
    const played = await withFolder(files, (folder) => playScenarios(version, folder, scenarios));
    const found = sample.flatMap(({ job, runs }) =>
      runs.flatMap((run, number) => {
        const assignment = [...run.legacy.outcomes].filter(([, outcome]) => outcome > 0).join(' ');
        return differences(run, played.dags[job.dagId]?.[String(number)]).map(
          (difference) => `${job.source}: ${assignment}: ${difference}`,
        );
      }),
    );
    expect(found).toEqual([]);
    const runs = sample.reduce((sum, one) => sum + one.runs.length, 0);
    console.log(
      `Airflow ${loaded.airflow}: ${jobs.length} DAGs loaded; ${runs} runs of ${sample.length} jobs from seed ${SEED} in ${played.seconds} s`,
    );
  }, 3_600_000);
});
