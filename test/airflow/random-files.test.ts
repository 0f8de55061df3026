import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import type { FlowScope } from '../../workflow/plan/flow';
import { SEED } from '../random';
import { inText } from '../workflow/judge/check-file';
import type { WrittenFile } from '../workflow/judge/documents';
import { flowOf } from '../workflow/judge/flow';
import { type PlannedFile, planOfFile } from '../workflow/judge/plan-of-file';
import { pruned } from '../workflow/judge/pruned';
import { type FileSize, randomFile } from '../workflow/judge/random-file';
import { type UnrolledTask, unrolled } from '../workflow/judge/unrolled';
import { comparable, randomOutcomes, resourceTasks } from '../workflow/plan/flow-plan';
import { interpret, type Outcomes } from '../workflow/plan/interpreter';
import { AUTHOR_RULES, type Dice, diceOf } from '../workflow/plan/random-flow';
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
const FILES = Number(process.env.DAGPORT_FLOWS ?? 14);
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
  readonly flow: FlowScope;
  readonly planned: PlannedFile;
  readonly tasks: readonly UnrolledTask[];
  readonly runs: readonly { readonly outcomes: Outcomes; readonly scenario: Scenario }[];
}

/** A random file, and what is left of it where some of its nodes are pruned. */
function randomCases(seed: number): readonly RandomCase[] {
  const dice = diceOf(seed);
  const size = SIZES[seed % SIZES.length] ?? { nodes: 4, rules: [], resources: false, depth: 1 };
  const written = randomFile(`random_${seed}`, size, dice);
  const left = pruned(written, dice)?.file;
  const whole = caseOf(seed, written, dice);
  if (left === undefined) return [whole];
  const [primary, ...targets] = left.documents;
  const named = { ...left, documents: [{ ...primary, name: `pruned_${seed}` }, ...targets] };
  return [whole, caseOf(seed, named, dice)];
}

function caseOf(seed: number, written: WrittenFile, dice: Dice): RandomCase {
  const planned = planOfFile(written);
  const tasks = unrolled(planned.plan);
  const flow = withoutPlainGroups(flowOf(written));
  const runs = Array.from({ length: RUNS }, () => {
    const outcomes = randomOutcomes(flow, dice);
    const scenario = Object.fromEntries(
      tasks.map((task) => {
        const outcome = playedOutcome(task, outcomes);
        return [task.id, dice(4) === 0 ? { after: 1 + dice(6), outcome } : outcome];
      }),
    );
    return { outcomes, scenario };
  });
  return { seed, dagId: planned.plan.dagId, written, flow, planned, tasks, runs };
}

/** Airflow sees what the plan says, loops unrolled. A loop without items also hands on what stands before it. */
function checkLoaded({ tasks, written, planned }: RandomCase, dag: LoadedDag | undefined): void {
  const loaded = dag?.tasks ?? {};
  const hasLoops = planned.plan.loops.length > 0;
  const inWords = (id: string, rule: string, upstream: readonly string[]): string =>
    `${id} ${rule} after ${[...upstream].sort().join(', ')}`;
  const seen = tasks.map(({ id, upstream }) => {
    const { trigger_rule = '', upstream: all = [] } = loaded[id] ?? {};
    return inWords(id, trigger_rule, hasLoops ? all.filter((from) => upstream.includes(from)) : all);
  });
  const meant = tasks.map(({ id, node, upstream }) => inWords(id, node.triggerRule, upstream));
  expect(Object.keys(loaded).sort(), inText(written)).toEqual(tasks.map(({ id }) => id).sort());
  expect(seen, inText(written)).toEqual(meant);
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
  test('end as the format says, whatever repeats, nests and stands around, and also what is left of them', async () => {
    const cases = Array.from({ length: FILES }, (_, index) => randomCases(SEED + index)).flat();
    const scenarios = Object.fromEntries(
      cases.map(({ dagId, runs }) => [
        dagId,
        Object.fromEntries(runs.map(({ scenario }, number) => [String(number), scenario])),
      ]),
    );
    const played = await withFolder(dagFiles(cases, version), async (folder) => {
      const loaded = await loadDags(version, folder);
      expect(loaded.import_errors).toEqual({});
      for (const one of cases) checkLoaded(one, loaded.dags[one.dagId]);
      return playScenarios(version, folder, scenarios);
    });
    for (const one of cases) {
      const { flow } = one;
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
      `Airflow ${played.airflow}: ${cases.length * RUNS} runs of ${cases.length} random and pruned files from seed ${SEED} in ${played.seconds} s`,
    );
  }, 3_600_000);
});
