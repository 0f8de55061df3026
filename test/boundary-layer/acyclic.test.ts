import { expect, test } from 'vitest';
import { findCycles } from '../../text/cycles';
import type { Plan } from '../../workflow/plan/plan';
import { answerTo } from '../compat/cases';
import { generate } from './generate';

/** The ids of tasks that wait for themselves. */
function cyclesOf({ nodes, edges }: Plan): readonly (readonly string[])[] {
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
  const following: number[][] = nodes.map(() => []);
  for (const { from, to } of edges) following[numbers.get(from) ?? -1]?.push(numbers.get(to) ?? -1);
  return findCycles(following).map((cycle) => cycle.map((number) => nodes[number]?.id ?? ''));
}

test('no task of a random workflow waits for itself, whatever resources and generators stand in it', () => {
  let planned = 0;
  for (let seed = 1; seed <= 600; seed++) {
    const answer = answerTo(String(seed), generate(seed).text);
    if (!answer.accepted) continue;
    planned++;
    expect(cyclesOf(answer.plan), `seed ${seed}`).toEqual([]);
    expect(new Set(answer.plan.nodes.map(({ id }) => id)).size, `seed ${seed}`).toBe(answer.plan.nodes.length);
  }
  expect(planned).toBeGreaterThan(200);
});

/** What made a cycle once: a resource behind another one, and what is destroyed in a generator or section before it. */
test.each([225, 911, 1397])('the workflow of %i has none', (seed) => {
  const answer = answerTo(String(seed), generate(seed).text);
  if (!answer.accepted) expect.fail(JSON.stringify(answer.errors));
  expect(cyclesOf(answer.plan)).toEqual([]);
});
