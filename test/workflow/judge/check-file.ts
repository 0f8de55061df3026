import { expect } from 'vitest';
import { play } from '../../../migration/verify/machine';
import { loopsOf, type Plan } from '../../../workflow/plan';
import { endOf } from '../../flows/flows';
import { comparable, inWords, randomOutcomes, resourceTasks } from '../plan/flow-plan';
import { interpret, type Outcomes } from '../plan/interpreter';
import type { Dice } from '../plan/random-flow';
import { withoutPlainGroups } from '../plan/ways';
import { textOf, type WrittenFile } from './documents';
import { flowOf } from './flow';
import { planOfFile } from './plan-of-file';
import { unrolled } from './unrolled';

/** Plays the plan of a file on the abstract machine, with random ends and durations, against what the format says of it. */
export function checkFile(written: WrittenFile, runs: number, dice: Dice): void {
  const flow = withoutPlainGroups(flowOf(written));
  const resources = new Set(resourceTasks(flow));
  const { plan, problems } = planOfFile(written);
  expect(problems, inText(written)).toEqual([]);
  checkBoxes(plan);
  const tasks = unrolled(plan);
  const taken = tasks.map(({ id }) => id);
  expect(
    taken.filter((id, index) => taken.indexOf(id) !== index),
    inText(written),
  ).toEqual([]);
  for (let number = 0; number < runs; number++) {
    const outcomes: Outcomes = randomOutcomes(flow, dice);
    const expected = interpret(flow, outcomes);
    const durations = new Map(tasks.map(({ id }) => [id, dice(5) === 0 ? 1 + dice(9) : 1]));
    const machine = tasks.map(({ id, node, behaviour, upstream }) => ({
      ...{ id, rule: node.triggerRule, upstream },
      end: (states: ReadonlyMap<string, string>) => endOf({ id, behaviour }, outcomes, states),
    }));
    const run = play(machine, (id) => durations.get(id) ?? 1);
    const ids = [...expected.tasks.keys()];
    const ended = [...outcomes].filter(([, outcome]) => outcome !== 'success').join(' ');
    const where = `run ${number}: ${ended}\n${inWords(flow)}\n${inText(written)}`;
    expect({ run: run.state, ...comparable(run.tasks, ids, resources) }, where).toEqual({
      run: expected.state,
      ...comparable(expected.tasks, ids, resources),
    });
  }
}

/** A box stands in the same loops as what it holds. */
function checkBoxes({ nodes, groups }: Plan): void {
  const ids = new Set(groups.map(({ id }) => id));
  for (const { id, group } of nodes) {
    if (group === undefined) continue;
    expect(ids.has(group), `the box ${group} of ${id}`).toBe(true);
    expect(
      loopsOf(group).filter((loop) => !loopsOf(id).includes(loop)),
      `the box ${group} of ${id}`,
    ).toEqual([]);
  }
}

export function inText({ documents, composites }: WrittenFile): string {
  return [documents, ...composites].map(textOf).join('\n=====\n');
}
