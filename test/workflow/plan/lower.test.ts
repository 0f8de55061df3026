import { describe, expect, test } from 'vitest';
import { type MachineEnd, type MachineTask, play } from '../../../migration/verify/machine';
import type { FlowNode, FlowScope } from '../../../workflow/plan/flow';
import { type LoweredTask, lowerFlow } from '../../../workflow/plan/lower';
import { interpret, type Outcomes, type State } from './interpreter';
import { AUTHOR_RULES, diceOf, type FlowSize, randomFlow } from './random-flow';

/** The tasks of the flow whose outcome somebody decides: work, branches, creating and destroying resources. */
function deciders(scope: FlowScope): { readonly id: string; readonly outcomes: readonly (State | number)[] }[] {
  const work = ['success', 'failed'] as const;
  return [
    ...scope.resources.flatMap(({ create, destroy }) => [
      { id: create, outcomes: work },
      ...(destroy === undefined ? [] : [{ id: destroy, outcomes: work }]),
    ]),
    ...scope.nodes.flatMap((node) => {
      if (node.kind === 'group') return deciders(node.scope);
      if (node.kind === 'task') return [{ id: node.id, outcomes: work }];
      if (node.kind !== 'branch') return [];
      return [{ id: node.id, outcomes: ['failed' as const, ...node.cases.map((_, index) => index)] }];
    }),
  ];
}

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

function failIds(scope: FlowScope): string[] {
  return scope.nodes.flatMap((node: FlowNode) =>
    node.kind === 'fail' ? [node.id] : node.kind === 'group' ? failIds(node.scope) : [],
  );
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
  const actual = play(
    plan.map((task) => machineTask(task, outcomes, fails)),
    duration,
  );
  const resources = new Set(allResources(flow));
  const shown = (states: ReadonlyMap<string, State>): Record<string, State | undefined> =>
    Object.fromEntries(
      [...expected.tasks.keys()].map((id) => {
        const state = states.get(id);
        return [id, resources.has(id) && state === 'upstream_failed' ? 'skipped' : state];
      }),
    );
  expect({ run: actual.state, ...shown(actual.tasks) }).toEqual({ run: expected.state, ...shown(expected.tasks) });
}

function allResources(scope: FlowScope): string[] {
  return [
    ...scope.resources.flatMap(({ create, destroy }) => [create, destroy ?? create]),
    ...scope.nodes.flatMap((node) => (node.kind === 'group' ? allResources(node.scope) : [])),
  ];
}

/** One flow in a line that a person can read: what a failing test prints. */
function inWords(scope: FlowScope): string {
  return scope.nodes
    .map((node) => {
      const parts = [`${node.kind} ${node.id}`, node.rule === 'all_success' ? '' : node.rule];
      if (node.upstream.length > 0) parts.push(`after ${node.upstream.join(',')}`);
      if (node.kind === 'branch') parts.push(`cases ${JSON.stringify(node.cases)}`);
      if (node.kind === 'join') parts.push(`paths ${JSON.stringify(node.paths)}`);
      if (node.onFailure.length > 0) parts.push(`on_failure ${node.onFailure.join(',')}`);
      if (node.requires.length > 0) parts.push(`requires ${node.requires.join(',')}`);
      if (node.kind === 'group') parts.push(`{ ${inWords(node.scope)} }`);
      return parts.filter((part) => part !== '').join(' ');
    })
    .join('; ');
}

function checkFlow(seed: number, size: FlowSize): void {
  const dice = diceOf(seed);
  const flow = randomFlow(size, dice);
  const plan = lowerFlow(flow);
  const decide = deciders(flow);
  for (let number = 0; number < 25; number++) {
    const outcomes: Outcomes = new Map(
      decide.map(({ id, outcomes: possible }) => [id, (possible[dice(possible.length)] ?? 'success') as 'success']),
    );
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

describe('a plan behaves as the format says, whatever ends how and when', () => {
  const flows = Number(process.env.DAGPORT_FLOWS ?? 150);
  const first = Number(process.env.DAGPORT_SEED ?? 1);
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
