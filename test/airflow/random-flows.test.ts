import { describe, expect, test } from 'vitest';
import { airflowTargets, emitPython } from '../../converters/to-airflow';
import { indexLines } from '../../text/range';
import type { FlowScope } from '../../workflow/plan/flow';
import type { LoweredTask } from '../../workflow/plan/lower';
import { SEED } from '../random';
import { comparable, inWords, planOfFlow, randomOutcomes, resourceTasks } from '../workflow/plan/flow-plan';
import { interpret, type Outcomes } from '../workflow/plan/interpreter';
import { AUTHOR_RULES, diceOf, randomFlow } from '../workflow/plan/random-flow';
import { airflowIsInstalled, airflowVersions, type Outcome, playScenarios, type Scenario, withFolder } from './airflow';

const FLOWS = Number(process.env.DAGPORT_FLOWS ?? 12);
const FIRST = SEED;
const RUNS = 6;

interface RandomCase {
  readonly seed: number;
  readonly dagId: string;
  readonly flow: FlowScope;
  readonly tasks: readonly LoweredTask[];
  readonly runs: readonly { readonly outcomes: Outcomes; readonly scenario: Scenario }[];
}

/** Random workflows with everything, small enough that Airflow plays them quickly. */
function randomCase(seed: number): RandomCase {
  const dice = diceOf(seed);
  const groups = seed % 2 === 0;
  const flow = randomFlow({ nodes: groups ? 4 : 6, groups, resources: seed % 3 === 0, rules: AUTHOR_RULES }, dice);
  const dagId = `random_${seed}`;
  const { tasks } = planOfFlow(flow, dagId);
  const runs = Array.from({ length: RUNS }, () => {
    const outcomes = randomOutcomes(flow, dice);
    const scenario = Object.fromEntries(
      tasks.map((task) => {
        const outcome = outcomeOf(task, outcomes);
        return [task.id, dice(4) === 0 ? { after: 1 + dice(6), outcome } : outcome];
      }),
    );
    return { outcomes, scenario };
  });
  return { seed, dagId, flow, tasks, runs };
}

function outcomeOf({ of, kind, role }: LoweredTask, outcomes: Outcomes): Outcome {
  const outcome = outcomes.get(of);
  switch (role.kind) {
    case 'empty':
      return 'success';
    case 'raise':
      return 'failed';
    case 'authored':
      return kind === 'fail' || outcome === 'failed' ? 'failed' : 'success';
    case 'choose':
      return outcome === 'failed' ? 'failed' : (role.cases[typeof outcome === 'number' ? outcome : 0] ?? []);
    case 'route': {
      const [success = [], failed = [], skipped = []] = role.cases;
      return { by: role.of, success, failed, skipped, upstream_failed: 'failed' };
    }
  }
}

describe.runIf(airflowIsInstalled).each(airflowVersions)('random workflows on Airflow %s', (version) => {
  test('end as the format says, whatever ends how and when', async () => {
    const cases = Array.from({ length: FLOWS }, (_, index) => randomCase(FIRST + index));
    const options = { tool: 'dagport', sourcePath: 'random.workflow.yaml', lines: indexLines('') };
    const files = Object.fromEntries(
      cases.map(({ dagId, flow }) => [
        `${dagId}.py`,
        emitPython(planOfFlow(flow, dagId).plan, airflowTargets[version], options),
      ]),
    );
    const scenarios = Object.fromEntries(
      cases.map(({ dagId, runs }) => [
        dagId,
        Object.fromEntries(runs.map(({ scenario }, number) => [String(number), scenario])),
      ]),
    );
    const played = await withFolder(files, (folder) => playScenarios(version, folder, scenarios));
    expect(played.import_errors).toEqual({});
    for (const { seed, dagId, flow, runs } of cases) {
      const resources = new Set(resourceTasks(flow));
      runs.forEach(({ outcomes }, number) => {
        const run = played.dags[dagId]?.[String(number)];
        const where = `seed ${seed}, run ${number}: ${inWords(flow)}\n${[...outcomes].join(' ')}`;
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
      `Airflow ${played.airflow}: ${FLOWS * RUNS} runs of ${FLOWS} random workflows from seed ${FIRST} in ${played.seconds} s`,
    );
  }, 900_000);
});
