import type { Plan, PlanNode } from '../../workflow/plan';
import { type MachineEnd, type MachineState, type MachineTask, type WiredTasks, wire } from './machine';

/** A plan as Airflow's machine plays it. Outcomes are put in by task id before each run. */
export interface PlanMachine {
  readonly wired: WiredTasks;
  /** 0 for success or the first case, 1 for failure or the second, …; 2 of an operator that skips itself; what is not there succeeds. */
  readonly outcomes: Map<string, number>;
  readonly tasks: ReadonlyMap<string, PlanNode>;
}

export function machineOf(plan: Plan): PlanMachine {
  const outcomes = new Map<string, number>();
  const upstream = new Map<string, string[]>(plan.nodes.map((node) => [node.id, []]));
  for (const { from, to } of plan.edges) {
    const known = upstream.get(to);
    if (known !== undefined && !known.includes(from)) known.push(from);
  }
  const tasks = plan.nodes.map(
    (node): MachineTask => ({
      id: node.id,
      rule: node.triggerRule,
      upstream: upstream.get(node.id) ?? [],
      end: (states) => endOf(node, outcomes.get(node.id) ?? 0, states),
    }),
  );
  return { wired: wire(tasks), outcomes, tasks: new Map(plan.nodes.map((node) => [node.id, node])) };
}

function endOf({ behaviour }: PlanNode, outcome: number, states: ReadonlyMap<string, MachineState>): MachineEnd {
  switch (behaviour.kind) {
    case 'empty':
      return 'success';
    case 'raise':
      return 'failed';
    case 'branch':
      return { chosen: behaviour.cases[outcome]?.then ?? behaviour.otherwise };
    case 'route': {
      const state = states.get(behaviour.of);
      if (state === 'success') return { chosen: behaviour.success };
      if (state === 'failed') return { chosen: behaviour.failed };
      return state === 'skipped' ? { chosen: behaviour.skipped } : 'failed';
    }
    case 'volume':
    case 'operator':
      return outcome === 2 ? 'skipped' : outcome === 1 ? 'failed' : 'success';
  }
}
