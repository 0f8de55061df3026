import { expect, test } from 'vitest';
import { play } from '../../../../migration/verify/machine';
import { endOf } from '../../../flows/flows';
import { SEED } from '../../../random';
import { asEnded, assignmentsOf, convertedPipeline, endedOf, endsOf, outcomesOf } from './converted';

const PIPELINES = Number(process.env.DAGPORT_FLOWS ?? 30);
const MOST_OUTCOMES = 128;
const TIMINGS = 2;

/**
 * `test/airflow` plays some of these on real Airflow; here it is the abstract machine that is compared with it there.
 * All outcomes of small pipelines, random ones of others.
 */
test('pipelines run the stages and post conditions that Jenkins runs, to the same end, whatever fails and how long it takes', () => {
  let complete = 0;
  for (let seed = SEED; seed < SEED + PIPELINES; seed++) {
    const converted = convertedPipeline(seed);
    const { tasks, text, dice } = converted;
    const assignments = assignmentsOf(converted, MOST_OUTCOMES);
    if (assignments.length < MOST_OUTCOMES) complete++;
    for (const assignment of assignments) {
      const outcomes = outcomesOf(converted, assignment);
      const expected = asEnded(endsOf(converted, assignment).expected);
      const machine = tasks.map(({ id, node, behaviour, upstream }) => ({
        ...{ id, rule: node.triggerRule, upstream },
        end: (states: ReadonlyMap<string, string>) => endOf({ id, behaviour }, outcomes, states),
      }));
      for (let timing = 0; timing < TIMINGS; timing++) {
        const durations = new Map(tasks.map(({ id }) => [id, dice(4) === 0 ? 1 + dice(6) : 1]));
        const run = play(machine, (id) => durations.get(id) ?? 1);
        const where = `seed ${seed}: failing ${[...assignment.failing]}, wanted ${[...assignment.wanted]}\n${text}`;
        expect(endedOf(converted, Object.fromEntries(run.tasks), run.state), where).toEqual(expected);
      }
    }
  }
  expect(complete).toBeGreaterThan(0);
});
