import { type ControlSource, controlSources, type FlowNode, type FlowScope } from '../flow';
import type { PlanEdgeKind, TriggerRule } from '../plan';
import { addHelper, edges, type LoweredPlan, type LoweredTask } from './draft';

/** What is known while the nodes of one scope are lowered. */
export interface Lowering {
  readonly plan: LoweredPlan;
  readonly scope: FlowScope;
  readonly control: ReadonlyMap<string, readonly ControlSource[]>;
  /** Nodes that others depend on, or that are an item of a join. */
  readonly followed: ReadonlySet<string>;
  /** The task that every root of the scope waits for; absent where nothing has to be waited for. */
  readonly begin: string | undefined;
  readonly outlets: Map<string, Outlet>;
  /** `fail` tasks that no group inside the scope handles. */
  readonly raising: string[];
}

/** Where others hang on a lowered node. The extra tasks that it takes are made when they are first asked for. */
export interface Outlet {
  readonly node: FlowNode;
  /** The task that stands for the node: its state is the node's own. */
  readonly real: () => string;
  /** For rules that fire when one is done, whether it failed or not. */
  readonly done: () => readonly string[];
  /** Succeeds with the node, is skipped where its failure was handled. */
  readonly ok: () => string;
  /** Succeeds where the node did not fail, is skipped where its failure was handled; absent without handlers. */
  readonly veto: (() => string) | undefined;
  /** Ends upstream_failed where the node was never begun because of a failure, else skipped; of branches with handlers. */
  readonly lost: (() => string) | undefined;
  readonly choices: Choices;
}

/** What chooses among the tasks directly below: a branch by its cases, a router by how a task ended. */
export interface Choices {
  readonly branch: { readonly id: string; readonly cases: readonly string[][] } | undefined;
  readonly router: Router | undefined;
}

export interface Router {
  readonly id: string;
  readonly success: string[];
  readonly failed: string[];
  readonly skipped: string[];
}

export function startScope(plan: LoweredPlan, scope: FlowScope, begin: string | undefined): Lowering {
  const followed = new Set(
    scope.nodes.flatMap((node) => [...node.upstream, ...(node.kind === 'join' ? node.paths.flat() : [])]),
  );
  return { plan, scope, control: controlSources(scope), followed, begin, outlets: new Map(), raising: [] };
}

/** @throws where the flow has a cycle: callers check for cycles first. */
export function outletOf(lowering: Lowering, id: string): Outlet {
  const outlet = lowering.outlets.get(id);
  if (outlet === undefined) throw new Error(`the node ${id} is used before it is lowered: the flow has a cycle`);
  return outlet;
}

export function once(make: () => string): () => string {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

export function addRouter(plan: LoweredPlan, owner: string, of: string): Router {
  const lists = { success: [], failed: [], skipped: [] };
  const role = { kind: 'route', of, ...lists } as const;
  const router = { kind: 'router', rule: 'all_done', upstream: edges('generated', [of]), role } as const;
  return { id: addHelper(plan, owner, 'route', { ...router, upstream: [...router.upstream] }).id, ...lists };
}

/** An empty task directly below a branch or router: what they skip stays skipped, so nothing else may lead to it. */
export function addGate(
  plan: LoweredPlan,
  owner: string,
  suffix: string,
  below: string,
  lists: readonly string[][],
  kind: PlanEdgeKind,
): string {
  const upstream = edges(kind, [below]);
  const gate = addHelper(plan, owner, suffix, { kind: 'gate', rule: 'all_success', upstream, role: { kind: 'empty' } });
  for (const chosen of lists) chosen.push(gate.id);
  return gate.id;
}

/** What a task of the plan's own is for. */
export type HelperKind = Exclude<LoweredTask['kind'], 'task' | 'generator' | 'sub_dag' | 'composite' | 'resource'>;

export function addEmpty(
  plan: LoweredPlan,
  owner: string,
  suffix: string,
  kind: HelperKind,
  rule: TriggerRule,
  upstream: readonly string[],
): string {
  const task = { kind, rule, upstream: edges('generated', upstream), role: { kind: 'empty' } } as const;
  return addHelper(plan, owner, suffix, task).id;
}

/** A task that fails once its rule lets it run. */
export function addRaise(
  plan: LoweredPlan,
  owner: string,
  suffix: string,
  rule: TriggerRule,
  upstream: readonly string[],
  message: string,
): string {
  const task = { kind: 'guard', rule, upstream: edges('generated', upstream), role: { kind: 'raise', message } } as const;
  return addHelper(plan, owner, suffix, task).id;
}
