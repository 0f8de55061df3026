import { describe, expect, test } from 'vitest';
import { type MachineEnd, type MachineTask, play } from '../../../migration/verify/machine';
import type { FlowScope } from '../../../workflow/plan/flow';
import { type LoweredTask, lowerFlow } from '../../../workflow/plan/lower';
import { SEED } from '../../random';
import { comparable, failIds, inWords, randomOutcomes, resourceTasks } from './flow-plan';
import { interpret, type Outcomes, type State } from './interpreter';
import { AUTHOR_RULES, diceOf, type FlowSize, randomFlow } from './random-flow';

function machineTask(task: LoweredTask, outcomes: Outcomes, fails: ReadonlySet<string>): MachineTask {
  const outcome = outcomes.get(task.of);
  const { role } = task;
  const end = (states: ReadonlyMap<string, State>): MachineEnd => {
    if (role.kind === 'empty') return 'success';
    if (role.kind === 'raise' || fails.has(task.id)) return 'failed';
    if (role.kind === 'choose') {
      if (outcome === 'failed') return 'failed';
      return { chosen: role.cases[typeof outcome === 'number' ? outcome : 0] ?? [] };
    }
    if (role.kind === 'authored') return outcome === 'failed' ? 'failed' : 'success';
    const state = states.get(role.of);
    if (state === 'upstream_failed' || state === undefined) return 'failed';
    return { chosen: role.cases[['success', 'failed', 'skipped'].indexOf(state)] ?? [] };
  };
  return { id: task.id, rule: task.rule, upstream: task.upstream.map((edge) => edge.from), end };
}

/** Plays the plan of a flow and compares every authored task and the run with what the format says. */
function checkRun(
  flow: FlowScope,
  plan: readonly LoweredTask[],
  outcomes: Outcomes,
  duration: (id: string) => number,
): void {
  const fails = new Set(failIds(flow));
  const expected = interpret(flow, outcomes);
  const tasks = plan.map((task) => machineTask(task, outcomes, fails));
  const actual = play(tasks, duration);
  const resources = new Set(resourceTasks(flow));
  const ids = [...expected.tasks.keys()];
  expect({ run: actual.state, ...comparable(actual.tasks, ids, resources) }).toEqual({
    run: expected.state,
    ...comparable(expected.tasks, ids, resources),
  });
}

function checkFlow(seed: number, size: FlowSize): void {
  const dice = diceOf(seed);
  const flow = randomFlow(size, dice);
  const plan = lowerFlow(flow);
  for (const { id, upstream } of plan) {
    const from = upstream.map((edge) => edge.from);
    expect(from, `seed ${seed}, ${id}: ${inWords(flow)}`).toEqual([...new Set(from)]);
  }
  for (let number = 0; number < 25; number++) {
    const outcomes = randomOutcomes(flow, dice);
    const durations = new Map(plan.map((task) => [task.id, dice(5) === 0 ? 1 + dice(9) : 1]));
    try {
      checkRun(flow, plan, outcomes, (id) => durations.get(id) ?? 1);
    } catch (problem) {
      const ended = [...outcomes].filter(([, outcome]) => outcome !== 'success').join(' ');
      throw new Error(`seed ${seed}, run ${number}: ${inWords(flow)}\n${ended}\n${String(problem)}`, {
        cause: problem,
      });
    }
  }
}

test('users of a resource that wait for the same thing are due by one edge', () => {
  const node = { rule: 'all_success', upstream: [], requires: ['r'], onFailure: [] } as const;
  const task = { ...node, kind: 'task', requires: [], skipsItself: false } as const;
  const tried: FlowScope = {
    nodes: [
      { ...task, id: 'try', onFailure: ['catch'] },
      { ...task, id: 'catch' },
    ],
    resources: [],
  };
  const plan = lowerFlow({
    nodes: [
      { ...node, kind: 'group', id: 'tried', requires: [], scope: tried },
      { ...node, kind: 'task', id: 'one', upstream: ['tried'], skipsItself: false },
      { ...node, kind: 'join', id: 'other', paths: [['tried']] },
    ],
    resources: [{ name: 'r', requires: [], create: 'r_create', destroy: 'r_destroy' }],
  });
  const create = plan.find(({ id }) => id === 'r_create');
  expect(create?.upstream.map(({ from }) => from)).toEqual(['tried__result']);
});

describe('a plan behaves as the format says, whatever ends how and when', () => {
  const flows = Number(process.env.DAGPORT_FLOWS ?? 150);
  const first = SEED;
  test.each<[string, FlowSize]>([
    ['without rules', { nodes: 8, groups: false, resources: false, rules: [] }],
    ['with rules of the author', { nodes: 8, groups: false, resources: false, rules: AUTHOR_RULES }],
    ['with groups', { nodes: 6, groups: true, resources: false, rules: AUTHOR_RULES }],
    ['with resources', { nodes: 7, groups: false, resources: true, rules: AUTHOR_RULES }],
    ['with everything', { nodes: 6, groups: true, resources: true, rules: AUTHOR_RULES }],
  ])('%s', (_, size) => {
    for (let seed = first; seed < first + flows; seed++) checkFlow(seed, size);
  });
});
