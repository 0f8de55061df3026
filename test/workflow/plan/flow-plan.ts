import type { FlowScope } from '../../../workflow/plan/flow';
import { type LoweredTask, lowerFlow } from '../../../workflow/plan/lower';
import type { Behaviour, Plan } from '../../../workflow/plan/plan';
import type { Outcome, Outcomes, State } from './interpreter';
import type { Dice } from './random-flow';

/** The tasks of a flow whose end is decided outside the plan, each with its possible ends. */
export function decidersOf(scope: FlowScope): readonly { readonly id: string; readonly ends: readonly Outcome[] }[] {
  const work = ['success', 'failed'] as const;
  return [
    ...scope.resources.flatMap(({ create, destroy }) => [
      { id: create, ends: work },
      ...(destroy === undefined ? [] : [{ id: destroy, ends: work }]),
    ]),
    ...scope.nodes.flatMap((node) => {
      if (node.kind === 'group') return decidersOf(node.scope);
      if (node.kind === 'task') return [{ id: node.id, ends: work }];
      if (node.kind !== 'branch') return [];
      return [{ id: node.id, ends: ['failed' as const, ...node.cases.map((_, index) => index)] }];
    }),
  ];
}

export function randomOutcomes(scope: FlowScope, dice: Dice): Outcomes {
  return new Map(decidersOf(scope).map(({ id, ends }) => [id, ends[dice(ends.length)] ?? 'success']));
}

/** The ids of tasks that create or destroy a resource. */
export function resourceTasks(scope: FlowScope): readonly string[] {
  return [
    ...scope.resources.flatMap(({ create, destroy }) => [create, destroy ?? create]),
    ...scope.nodes.flatMap((node) => (node.kind === 'group' ? resourceTasks(node.scope) : [])),
  ];
}

/** Of a resource that was not created it makes no difference whether that was a skip. */
export function comparable(
  states: ReadonlyMap<string, State>,
  ids: Iterable<string>,
  resources: ReadonlySet<string>,
): Record<string, State | undefined> {
  return Object.fromEntries(
    [...ids].map((id) => {
      const state = states.get(id);
      return [id, resources.has(id) && state === 'upstream_failed' ? 'skipped' : state];
    }),
  );
}

/** `fail` tasks, which fail when they run. */
export function failIds(scope: FlowScope): readonly string[] {
  return scope.nodes.flatMap((node) =>
    node.kind === 'fail' ? [node.id] : node.kind === 'group' ? failIds(node.scope) : [],
  );
}

/** A flow as a plan whose tasks do nothing: for judging its control flow on a real Airflow. */
export function planOfFlow(
  flow: FlowScope,
  dagId: string,
): { readonly plan: Plan; readonly tasks: readonly LoweredTask[] } {
  const tasks = lowerFlow(flow);
  const fails = new Set(failIds(flow));
  const range = { start: 0, end: 0 };
  const plan: Plan = {
    dagId,
    dagArguments: [
      { name: 'schedule', value: { kind: 'null' } },
      { name: 'start_date', value: { kind: 'moment', iso: '2024-01-01' } },
    ],
    defaultArguments: [],
    imports: [],
    images: [],
    groups: [],
    loops: [],
    nodes: tasks.map((task) => ({
      id: task.id,
      name: task.of,
      kind: task.kind,
      type: 'dagport',
      section: 'operators',
      triggerRule: task.rule,
      behaviour: behaviourOf(task, fails),
      origin: { pointer: task.of, range },
    })),
    edges: tasks.flatMap((task) => task.upstream.map((edge) => ({ from: edge.from, to: task.id, kind: edge.kind }))),
  };
  return { plan, tasks };
}

function behaviourOf({ id, role }: LoweredTask, fails: ReadonlySet<string>): Behaviour {
  switch (role.kind) {
    case 'authored':
      return fails.has(id) ? { kind: 'raise', message: id, arguments: [] } : { kind: 'empty' };
    case 'empty':
      return { kind: 'empty' };
    case 'raise':
      return { kind: 'raise', message: role.message, arguments: [] };
    case 'route': {
      const [success = [], failed = [], skipped = []] = role.cases;
      return { kind: 'route', of: role.of, success, failed, skipped };
    }
    case 'choose': {
      const cases = role.cases.slice(0, -1).map((then) => ({ when: '{{ true }}', then }));
      return { kind: 'branch', cases, otherwise: role.cases.at(-1) ?? [], arguments: [] };
    }
  }
}

/** One flow in a line that a person can read: what a failing test prints. */
export function inWords(scope: FlowScope): string {
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
