import { type FlowGroup, type FlowScope, inOrder } from '../flow';
import { type LoweredPlan, type LoweredTask, startPlan } from './draft';
import { type LowerScope, lowerNode } from './nodes';
import { finishResources, startResources } from './resources';
import { type Lowering, startScope } from './scope';

export type { LoweredEdge, LoweredRole, LoweredTask } from './draft';

/**
 * The tasks that make a flow run on Airflow as `docs/format.md` says, on Airflow 2.11 and 3 and whatever the timing.
 * The flow has no cycles and its ids are unique. A `bare` one has Airflow's own rules, as files without `format` have.
 */
export function lowerFlow(flow: FlowScope, bare = false): readonly LoweredTask[] {
  const plan = startPlan(allIds(flow), bare);
  lowerWhole(plan, flow, undefined, false);
  chooseObservers(plan.tasks);
  return plan.tasks;
}

/**
 * A branch skips what hangs directly below it and is not chosen. Tasks that only look at how it ended — the end of its
 * group, a destroy task — are therefore chosen in every case.
 */
function chooseObservers(tasks: readonly LoweredTask[]): void {
  const choosers = new Map<string, readonly string[][]>();
  for (const { id, role } of tasks) {
    if (role.kind === 'choose' || role.kind === 'route') choosers.set(id, role.cases);
  }
  for (const task of tasks) {
    if (!OBSERVERS.has(task.kind)) continue;
    for (const { from } of task.upstream) for (const chosen of choosers.get(from) ?? []) chosen.push(task.id);
  }
}

const OBSERVERS: ReadonlySet<LoweredTask['kind']> = new Set(['result', 'guard', 'sentinel', 'teardown']);

function lowerWhole(plan: LoweredPlan, scope: FlowScope, begin: string | undefined, isInner: boolean): Lowering {
  const lowering = startScope(plan, scope, begin, isInner);
  const resources = startResources(plan, scope, begin);
  const lowerInner: LowerScope = (group: FlowGroup, start) => lowerWhole(plan, group.scope, start, true);
  for (const node of inOrder(scope)) {
    lowering.outlets.set(node.id, lowerNode(lowering, node, resources, lowerInner));
  }
  finishResources(lowering, resources);
  return lowering;
}

function allIds(scope: FlowScope): string[] {
  return [
    ...scope.resources.flatMap((resource) => [
      resource.create,
      ...(resource.destroy === undefined ? [] : [resource.destroy]),
    ]),
    ...scope.nodes.flatMap((node) => [node.id, ...(node.kind === 'group' ? allIds(node.scope) : [])]),
  ];
}
