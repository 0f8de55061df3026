import { idForTasks } from '../flow';
import type { PlanEdgeKind, PlanNodeKind, TriggerRule } from '../plan';
import { type Choice, type Facts, NEVER_ANYTHING, ruleFacts, working } from './facts';

/** A task of the plan while it is being built: others still hang themselves on it. */
export interface LoweredTask {
  readonly id: string;
  /** The node of the flow that it stands for, or that needs it. */
  readonly of: string;
  readonly kind: PlanNodeKind;
  rule: TriggerRule;
  upstream: LoweredEdge[];
  readonly role: LoweredRole;
}

export interface LoweredEdge {
  readonly from: string;
  readonly kind: PlanEdgeKind;
}

/** `authored`: what the node of the flow does. `choose`: a branch, with the tasks that each case returns. */
export type LoweredRole =
  | { readonly kind: 'authored' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'raise'; readonly message: string }
  | { readonly kind: 'choose'; readonly cases: readonly string[][] }
  /** By the state of another task: the lists are those of `SUCCESS`, `FAILED` and `SKIPPED`. */
  | { readonly kind: 'route'; readonly of: string; readonly cases: readonly string[][] };

export const SUCCESS = 0;
export const FAILED = 1;
export const SKIPPED = 2;

/** A branch or router, with the tasks that it chooses in each case. */
export interface Chooser {
  readonly id: string;
  readonly cases: readonly string[][];
}

/** The tasks of one plan in the order in which they were added, with ids that no other one has, and what is known of them. */
export interface LoweredPlan {
  readonly tasks: LoweredTask[];
  readonly taken: Set<string>;
  readonly facts: Map<string, Facts>;
  readonly choices: Map<string, Choice>;
  /** Tasks that do nothing, and so never fail themselves. */
  readonly empty: Set<string>;
  /** Airflow's own rules, timing and all: what boundary-layer's files mean. Nothing is added for branches or failures. */
  readonly bare: boolean;
}

export function startPlan(ids: Iterable<string>, bare: boolean): LoweredPlan {
  return { tasks: [], taken: new Set(ids), facts: new Map(), choices: new Map(), empty: new Set(), bare };
}

export function factsOf(plan: LoweredPlan, id: string): Facts {
  return plan.facts.get(id) ?? NEVER_ANYTHING;
}

/** An id for a task that is added for a node; from then on it is taken. */
export function freeId({ taken }: LoweredPlan, owner: string, suffix: string): string {
  const named = `${idForTasks(owner)}__${suffix}`;
  let id = named;
  for (let number = 2; taken.has(id); number++) id = `${named}_${number}`;
  taken.add(id);
  return id;
}

/** Adds a task that the plan needs beside the authored ones; its id is made from its owner's. */
export function addHelper(
  plan: LoweredPlan,
  owner: string,
  suffix: string,
  task: Omit<LoweredTask, 'id' | 'of'>,
): LoweredTask {
  const id = freeId(plan, owner, suffix);
  const added = { id, of: owner, ...task };
  plan.tasks.push(added);
  if (task.role.kind === 'empty') plan.empty.add(id);
  const upstream = task.upstream.map((edge) => factsOf(plan, edge.from));
  const facts = ruleFacts(id, task.rule, upstream, plan.choices);
  plan.facts.set(id, working(id, facts, task.role.kind === 'raise', false));
  return added;
}

/** Plan edges of one kind from several tasks. */
export function edges(kind: PlanEdgeKind, ids: readonly string[]): LoweredEdge[] {
  return [...new Set(ids)].map((from) => ({ from, kind }));
}
