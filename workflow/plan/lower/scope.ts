import { type ControlSource, controlSources, type FlowNode, type FlowScope } from '../flow';
import type { PlanEdgeKind, PlanNodeKind, TriggerRule } from '../plan';
import { carriers } from './carriers';
import { addHelper, type Chooser, edges, FAILED, factsOf, type LoweredPlan, SKIPPED, SUCCESS } from './draft';
import { type Causes, type Choices, chosen } from './facts';

/** What is known while the nodes of one scope are lowered. */
export interface Lowering {
  readonly plan: LoweredPlan;
  readonly scope: FlowScope;
  readonly control: ReadonlyMap<string, readonly ControlSource[]>;
  /** Nodes that others depend on, or that are an item of a join. */
  readonly followed: ReadonlySet<string>;
  /** Nodes whose failure, handled ones aside, shows in the end of the scope without a guard. */
  readonly carries: ReadonlySet<string>;
  /** The task that every root of the scope waits for; absent where nothing has to be waited for. */
  readonly begin: string | undefined;
  /** Is it the scope of a group with a result? */
  readonly isInner: boolean;
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
  /** What chooses a task that needs nothing but the node's success; absent where `ok` is the node itself. */
  readonly okBelow: Chooser | undefined;
  /** Succeeds where the node did not fail, is skipped where its failure was handled; absent without handlers. */
  readonly veto: (() => string) | undefined;
  /** Ends upstream_failed where the node was never begun because of a failure, else skipped; of branches with handlers. */
  readonly lost: (() => string) | undefined;
  /** A branch by its cases. */
  readonly branch: Chooser | undefined;
  /** By how the node ended; there with handlers. */
  readonly router: Chooser | undefined;
}

export function startScope(plan: LoweredPlan, scope: FlowScope, begin: string | undefined, isInner: boolean): Lowering {
  const followed = new Set(
    scope.nodes.flatMap((node) => [...node.upstream, ...(node.kind === 'join' ? node.paths.flat() : [])]),
  );
  const control = controlSources(scope);
  const carries = carriers(scope, control);
  return { plan, scope, control, followed, carries, begin, isInner, outlets: new Map(), raising: [] };
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

/**
 * A task that looks at how another one ended. `full` are the ends that it has where the node was not skipped;
 * the node's own failure is one of them, so only what failed before it makes the router fail.
 */
export function addRouter(
  plan: LoweredPlan,
  owner: string,
  of: string,
  node: { readonly skip: Choices | undefined; readonly must: Choices; readonly before: Causes | undefined },
  full: readonly number[],
): Chooser {
  const cases: string[][] = [[], [], []];
  const task = { kind: 'router', rule: 'all_done', upstream: edges('generated', [of]) } as const;
  const { id } = addHelper(plan, owner, 'route', { ...task, role: { kind: 'route', of, cases } });
  plan.choices.set(id, { full: bits(full), skip: node.skip, must: node.must, bad: node.before });
  return { id, cases };
}

export const TASK_ENDS = [SUCCESS, FAILED] as const;
export const GROUP_ENDS = [SKIPPED, FAILED] as const;

/** Cases as a set of bits; the last bit stands for no case, so that more cases than bits are never all of them. */
export function bits(cases: readonly number[]): number {
  return cases.reduce((set, index) => set | (1 << Math.min(index, 30)), 0);
}

/** Says which cases of a branch or router choose a task; it has to hang on nothing else. */
export function choose(plan: LoweredPlan, chooser: Chooser, cases: readonly number[], id: string): void {
  for (const index of cases) chooser.cases[index]?.push(id);
  plan.facts.set(id, chosen(chooser.id, bits(cases), plan.choices));
}

/** An empty task directly below a branch or router: what they skip stays skipped, so nothing else may lead to it. */
export function addGate(
  plan: LoweredPlan,
  owner: string,
  suffix: string,
  chooser: Chooser,
  cases: readonly number[],
  edge: PlanEdgeKind,
  kind: 'gate' | 'veto' = 'gate',
): string {
  const upstream = edges(edge, [chooser.id]);
  const { id } = addHelper(plan, owner, suffix, { kind, rule: 'all_success', upstream, role: { kind: 'empty' } });
  choose(plan, chooser, cases, id);
  return id;
}

export function addEmpty(
  plan: LoweredPlan,
  owner: string,
  suffix: string,
  kind: PlanNodeKind,
  rule: TriggerRule,
  upstream: readonly string[],
): string {
  const task = { kind, rule, upstream: edges('generated', upstream), role: { kind: 'empty' } } as const;
  return addHelper(plan, owner, suffix, { ...task, upstream: [...task.upstream] }).id;
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
  const task = {
    kind: 'guard',
    rule,
    upstream: edges('generated', upstream),
    role: { kind: 'raise', message },
  } as const;
  return addHelper(plan, owner, suffix, { ...task, upstream: [...task.upstream] }).id;
}

export { factsOf };
