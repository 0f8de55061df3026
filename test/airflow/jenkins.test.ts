import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import {
  asEnded,
  assignmentsOf,
  type ConvertedPipeline,
  convertedPipeline,
  endedOf,
  endsOf,
  outcomesOf,
} from '../converters/from-jenkins/pipelines/converted';
import type { Assignment } from '../converters/from-jenkins/pipelines/pipelines';
import { SEED } from '../random';
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

const PIPELINES = Number(process.env.DAGPORT_FLOWS ?? 20);
const RUNS = 8;
/** A pass of Airflow's scheduler takes longer the more tasks there are; the abstract machine plays the large ones. */
const MOST_TASKS = 40;

function smallPipelines(): readonly ConvertedPipeline[] {
  const found: ConvertedPipeline[] = [];
  for (let seed = SEED; found.length < PIPELINES; seed++) {
    const converted = convertedPipeline(seed);
    if (converted.tasks.length <= MOST_TASKS) found.push(converted);
  }
  return found;
}

function idOf({ seed }: ConvertedPipeline): string {
  return `pipeline_${seed}`;
}

function pythonOf(converted: ConvertedPipeline, version: AirflowVersion): string {
  const { plan, file } = converted;
  const options = { tool: 'dagport', sourcePath: file.path, lines: file.lines };
  return emitPython({ ...plan, dagId: idOf(converted) }, airflowTargets[version], options);
}

/** The ends of tasks as assigned, each after a random time. */
function scenarioOf(converted: ConvertedPipeline, assignment: Assignment): Scenario {
  const { tasks, dice } = converted;
  const outcomes = outcomesOf(converted, assignment);
  return Object.fromEntries(
    tasks.map((task) => {
      const outcome = playedOutcome(task, outcomes);
      return [task.id, dice(4) === 0 ? { after: 1 + dice(6), outcome } : outcome];
    }),
  );
}

describe.runIf(airflowIsInstalled).each(airflowVersions)('converted Jenkins pipelines on Airflow %s', (version) => {
  test('run the stages and post conditions that Jenkins runs, to the same end', async () => {
    const cases = smallPipelines().map((converted) => ({
      converted,
      id: idOf(converted),
      runs: assignmentsOf(converted, RUNS),
    }));
    const files = Object.fromEntries(cases.map(({ converted, id }) => [`${id}.py`, pythonOf(converted, version)]));
    const scenarios = Object.fromEntries(
      cases.map(({ converted, id, runs }) => [
        id,
        Object.fromEntries(runs.map((assignment, number) => [String(number), scenarioOf(converted, assignment)])),
      ]),
    );
    const played = await withFolder(files, async (folder) => {
      expect((await loadDags(version, folder)).import_errors).toEqual({});
      return playScenarios(version, folder, scenarios);
    });
    for (const { converted, id, runs } of cases) {
      runs.forEach((assignment, number) => {
        const { failing, wanted } = assignment;
        const where = `seed ${converted.seed}, run ${number}: failing ${[...failing]}, wanted ${[...wanted]}\n${converted.text}`;
        const run = played.dags[id]?.[String(number)];
        const ended = endedOf(converted, run?.tasks ?? {}, run?.state ?? run?.error);
        expect(ended, where).toEqual(asEnded(endsOf(converted, assignment).expected));
      });
    }
    const count = cases.reduce((sum, { runs }) => sum + runs.length, 0);
    console.log(
      `Airflow ${played.airflow}: ${count} runs of ${PIPELINES} pipelines from seed ${SEED} in ${played.seconds} s`,
    );
  }, 3_600_000);
});
