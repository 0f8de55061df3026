import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { SEED } from '../random';
import { textOf, type WrittenFile } from '../workflow/judge/documents';
import { flowOf } from '../workflow/judge/flow';
import { type PlannedFile, planOfFile } from '../workflow/judge/plan-of-file';
import { type FileSize, randomFile } from '../workflow/judge/random-file';
import { type UnrolledTask, unrolled } from '../workflow/judge/unrolled';
import { comparable, randomOutcomes, resourceTasks } from '../workflow/plan/flow-plan';
import { interpret, type Outcomes } from '../workflow/plan/interpreter';
import { AUTHOR_RULES, diceOf } from '../workflow/plan/random-flow';
import { withoutPlainGroups } from '../workflow/plan/ways';
import {
  type AirflowVersion,
  airflowIsInstalled,
  airflowVersions,
  type LoadedDag,
  loadDags,
  playScenarios,
  type Scenario,
  withFolder,
} from './airflow';
import { playedOutcome } from './playing';

/** Several hundred: `DAGPORT_FLOWS=400 npm run test:airflow -- random-files`. */
const FILES = Number(process.env.DAGPORT_FLOWS ?? 24);
const RUNS = 5;

const SIZES: readonly FileSize[] = [
  { nodes: 5, rules: AUTHOR_RULES, resources: false, depth: 1 },
  { nodes: 3, rules: [], resources: true, depth: 3 },
  { nodes: 4, rules: AUTHOR_RULES, resources: true, depth: 2 },
];

interface RandomCase {
  readonly seed: number;
  readonly dagId: string;
  readonly written: WrittenFile;
  readonly planned: PlannedFile;
  readonly tasks: readonly UnrolledTask[];
  readonly runs: readonly { readonly outcomes: Outcomes; readonly scenario: Scenario }[];
}

function randomCase(seed: number): RandomCase {
  const dice = diceOf(seed);
  const size = SIZES[seed % SIZES.length] ?? { nodes: 4, rules: [], resources: false, depth: 1 };
  const dagId = `random_${seed}`;
  const written = randomFile(dagId, size, dice);
  const planned = planOfFile(written);
  const tasks = unrolled(planned.plan);
  const runs = Array.from({ length: RUNS }, () => {
    const outcomes = randomOutcomes(flowOf(written), dice);
    const scenario = Object.fromEntries(
      tasks.map((task) => {
        const outcome = playedOutcome(task, outcomes);
        return [task.id, dice(4) === 0 ? { after: 1 + dice(6), outcome } : outcome];
      }),
    );
    return { outcomes, scenario };
  });
  return { seed, dagId, written, planned, tasks, runs };
}

/** Airflow sees what the plan says, loops unrolled. */
function checkLoaded({ tasks, written }: RandomCase, dag: LoadedDag | undefined): void {
  const loaded = Object.values(dag?.tasks ?? {});
  const inWords = (id: string, rule: string, upstream: readonly string[]): string =>
    `${id} ${rule} after ${[...upstream].sort().join(', ')}`;
  expect(loaded.map((task) => inWords(task.task_id, task.trigger_rule, task.upstream)).sort(), inText(written)).toEqual(
    tasks.map(({ id, node, upstream }) => inWords(id, node.triggerRule, upstream)).sort(),
  );
}

function inText({ documents, composites }: WrittenFile): string {
  return [documents, ...composites].map(textOf).join('\n=====\n');
}

function dagFiles(cases: readonly RandomCase[], version: AirflowVersion): Readonly<Record<string, string>> {
  return Object.fromEntries(
    cases.map(({ dagId, planned: { plan, file } }) => {
      const options = { tool: 'dagport', sourcePath: file.path, lines: file.lines };
      return [`${dagId}.py`, emitPython(plan, airflowTargets[version], options)];
    }),
  );
}

describe.runIf(airflowIsInstalled).each(airflowVersions)('random files on Airflow %s', (version) => {
  test('end as the format says, whatever repeats, nests and stands around', async () => {
    const cases = Array.from({ length: FILES }, (_, index) => randomCase(SEED + index));
    const scenarios = Object.fromEntries(
      cases.map(({ dagId, runs }) => [
        dagId,
        Object.fromEntries(runs.map(({ scenario }, number) => [String(number), scenario])),
      ]),
    );
    const [loaded, played] = await withFolder(dagFiles(cases, version), async (folder) => [
      await loadDags(version, folder),
      await playScenarios(version, folder, scenarios),
    ]);
    expect(loaded.import_errors).toEqual({});
    expect(played.import_errors).toEqual({});
    for (const one of cases) {
      checkLoaded(one, loaded.dags[one.dagId]);
      const flow = withoutPlainGroups(flowOf(one.written));
      const resources = new Set(resourceTasks(flow));
      one.runs.forEach(({ outcomes }, number) => {
        const run = played.dags[one.dagId]?.[String(number)];
        const where = `seed ${one.seed}, run ${number}: ${[...outcomes].join(' ')}\n${inText(one.written)}`;
        expect(run?.error, where).toBeUndefined();
        const expected = interpret(flow, outcomes);
        const ids = [...expected.tasks.keys()];
        const states = new Map(Object.entries(run?.tasks ?? {})) as typeof expected.tasks;
        expect({ run: run?.state, ...comparable(states, ids, resources) }, where).toEqual({
          run: expected.state,
          ...comparable(expected.tasks, ids, resources),
        });
      });
    }
    console.log(
      `Airflow ${played.airflow}: ${FILES * RUNS} runs of ${FILES} random files from seed ${SEED} in ${played.seconds} s`,
    );
  }, 3_600_000);
});
