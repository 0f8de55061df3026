import type { FlowNode, FlowScope } from '../../../workflow/plan/flow';
import type { TriggerRule } from '../../../workflow/plan/plan';
import { knownBefore, type Leading, leadingTo, makingsOf } from './ways';

/**
 * What `docs/format.md` says of a run, written down as directly as possible: no Airflow, no plan, no timing.
 * It is the judge of plans: whatever a plan adds, authored tasks must end as they end here.
 */
export type State = 'success' | 'failed' | 'skipped' | 'upstream_failed';

/**
 * How a task ends if it runs; for a branch the index of the case that it takes. Success, or case 0, where not named.
 * `nothing`: a short circuit that finds nothing to do, so that all behind it is skipped.
 */
export type Outcome = 'success' | 'failed' | 'skipped' | 'nothing' | number;
export type Outcomes = ReadonlyMap<string, Outcome>;

export interface Run {
  readonly state: 'success' | 'failed';
  readonly tasks: ReadonlyMap<string, State>;
}

/** A condition of a task: it holds, or it says how the task ends without having run. */
type Condition = 'holds' | 'skipped' | 'upstream_failed';

interface ScopeRun {
  /** How each node of the scope ended, groups included. */
  readonly nodes: Map<string, State>;
  failed: boolean;
  /** A `fail` ran that no group inside handles. */
  raised: boolean;
}

export function interpret(flow: FlowScope, outcomes: Outcomes): Run {
  const tasks = new Map<string, State>();
  const run = runScope(flow, 'holds', outcomes, tasks);
  return { state: run.failed ? 'failed' : 'success', tasks };
}

function runScope(scope: FlowScope, begun: Condition, outcomes: Outcomes, tasks: Map<string, State>): ScopeRun {
  const run: ScopeRun = { nodes: new Map(), failed: false, raised: false };
  const control = leadingTo(scope);
  const before = knownBefore(scope);
  const creation = new Map<string, State>();
  /** Short circuits that found nothing, and all behind them. */
  const stopped = new Set<string>();
  const byId = new Map(scope.nodes.map((node) => [node.id, node]));
  const nodeOf = (id: string): FlowNode => {
    const node = byId.get(id);
    if (node === undefined) throw new Error(`no node ${id}`);
    return node;
  };
  const isHandled = (id: string): boolean => nodeOf(id).onFailure.length > 0 && run.nodes.get(id) === 'failed';
  const isBad = (id: string): boolean =>
    run.nodes.get(id) === 'upstream_failed' || (run.nodes.get(id) === 'failed' && !isHandled(id));

  const controlCondition = (node: FlowNode): Condition => {
    const sources = control.get(node.id) ?? [];
    if (sources.length === 0) return 'holds';
    const taken = sources.some(({ source, cases, onFailure }) => {
      const state = run.nodes.get(source.id);
      if (state === 'failed') return onFailure;
      return state === 'success' && source.kind === 'branch' && cases.includes(caseOf(source.id, outcomes));
    });
    if (taken) return 'holds';
    const lost = sources.some(({ source }) => {
      const state = run.nodes.get(source.id);
      return state === 'upstream_failed' || (source.kind === 'branch' && state === 'failed' && !isHandled(source.id));
    });
    return lost ? 'upstream_failed' : 'skipped';
  };

  const ruleConditions = (node: FlowNode): Condition[] => {
    if (node.kind === 'join') return node.paths.map((path) => pathCondition(path));
    if (node.upstream.length === 0) return [];
    const seen = node.upstream.map((id): State => {
      const state = run.nodes.get(id) ?? 'success';
      return isHandled(id) && SKIP_INSTEAD.has(node.rule) ? 'skipped' : state;
    });
    const vetoed = NO_FAILURES.has(node.rule) && node.upstream.some(isHandled);
    return [...ruleOver(node.rule, seen), ...(vetoed ? (['skipped'] as const) : [])];
  };

  const pathCondition = (path: readonly string[]): Condition => {
    if (path.some((id) => run.nodes.get(id) === 'success')) return 'holds';
    return path.some(isBad) ? 'upstream_failed' : 'skipped';
  };

  const dueOf = (node: FlowNode): Condition => merge([begun, controlCondition(node), ...ruleConditions(node)]);
  for (const step of stepsOf(scope)) {
    if (step.kind === 'create') {
      const due = step.early ? [begun] : step.first.map((id) => dueOf(nodeOf(id)));
      const lost = step.together && due[0] === 'upstream_failed';
      const created = outcomes.get(step.create) === 'failed' ? 'failed' : 'success';
      const isDue = due.includes('holds') && step.requires.every((name) => creation.get(name) === 'success');
      creation.set(step.name, isDue ? created : lost ? 'upstream_failed' : 'skipped');
      continue;
    }
    const { node } = step;
    const isCut = (before.get(node.id) ?? []).some((id) => stopped.has(id));
    const condition = isCut
      ? 'skipped'
      : merge([dueOf(node), ...node.requires.map((name) => resourceCondition(creation.get(name)))]);
    const state = condition === 'holds' ? runNode(node, outcomes, tasks, run) : condition;
    run.nodes.set(node.id, state);
    if (isCut || (condition === 'holds' && outcomes.get(node.id) === 'nothing')) stopped.add(node.id);
    if (node.kind === 'group' && condition !== 'holds') runScope(node.scope, condition, outcomes, tasks);
    if (node.kind !== 'group') tasks.set(node.id, state);
  }
  settleResources(scope, creation, outcomes, tasks, run);
  if (failsBecauseOfItsNodes(scope, control, isBad)) run.failed = true;
  return run;
}

function runNode(node: FlowNode, outcomes: Outcomes, tasks: Map<string, State>, run: ScopeRun): State {
  if (node.kind === 'group') {
    const inner = runScope(node.scope, 'holds', outcomes, tasks);
    if (inner.raised && node.onFailure.length === 0) {
      run.raised = true;
      run.failed = true;
    }
    return inner.failed ? 'failed' : 'success';
  }
  if (node.kind === 'fail') {
    run.raised = true;
    run.failed = true;
    return 'failed';
  }
  const outcome = outcomes.get(node.id) ?? 'success';
  return typeof outcome === 'number' || outcome === 'nothing' || node.kind === 'join' ? 'success' : outcome;
}

type Step =
  | { readonly kind: 'node'; readonly node: FlowNode }
  | {
      readonly kind: 'create';
      readonly name: string;
      readonly create: string;
      readonly requires: readonly string[];
      readonly first: readonly string[];
      readonly together: boolean;
      readonly early: boolean;
    };

/** The nodes in order, and before the users of a resource its creation, which waits until it is known who is due. */
function stepsOf(scope: FlowScope): Step[] {
  const before = knownBefore(scope);
  const makings = makingsOf(scope);
  const names = new Set(makings.map(({ resource }) => resource.name));
  const marker = (name: string): string => `resource ${name}`;
  const steps = new Map<string, { readonly step: Step; readonly waits: readonly string[] }>();
  for (const { resource, first, together, early } of makings) {
    const { name, create } = resource;
    const requires = resource.requires.filter((other) => names.has(other));
    const users = early ? [] : first.flatMap(({ id }) => before.get(id) ?? []);
    const step: Step = { kind: 'create', name, create, requires, first: first.map(({ id }) => id), together, early };
    steps.set(marker(name), { step, waits: [...users, ...requires.map(marker)] });
  }
  for (const node of scope.nodes) {
    const required = node.requires.filter((name) => names.has(name)).map(marker);
    steps.set(node.id, { step: { kind: 'node', node }, waits: [...(before.get(node.id) ?? []), ...required] });
  }
  const ordered = new Map<string, Step>();
  for (;;) {
    const ready = [...steps].filter(
      ([id, { waits }]) => !ordered.has(id) && waits.every((other) => ordered.has(other)),
    );
    if (ready.length === 0) return [...ordered.values()];
    for (const [id, { step }] of ready) ordered.set(id, step);
  }
}

/** To its users the creation is a dependency like any other. */
function resourceCondition(created: State | undefined): Condition {
  if (created === undefined || created === 'success') return 'holds';
  return created === 'skipped' ? 'skipped' : 'upstream_failed';
}

function settleResources(
  scope: FlowScope,
  creation: ReadonlyMap<string, State>,
  outcomes: Outcomes,
  tasks: Map<string, State>,
  run: ScopeRun,
): void {
  for (const resource of scope.resources) {
    const state = creation.get(resource.name) ?? 'skipped';
    tasks.set(resource.create, state);
    if (resource.destroy === undefined) continue;
    const wasCreated = state === 'success' || state === 'failed';
    const destroyed = outcomes.get(resource.destroy) === 'failed' ? 'failed' : 'success';
    tasks.set(resource.destroy, wasCreated ? destroyed : 'skipped');
    if (wasCreated && destroyed === 'failed') run.failed = true;
  }
}

/** A failure shows where nothing follows it, where it is an item of a join, and where a task had another way in. */
function failsBecauseOfItsNodes(
  scope: FlowScope,
  control: ReadonlyMap<string, readonly Leading[]>,
  isBad: (id: string) => boolean,
): boolean {
  const followed = new Set(scope.nodes.flatMap((node) => node.upstream));
  for (const sources of control.values()) {
    if (sources.length === 1) for (const { source } of sources) followed.add(source.id);
    else if (sources.some(({ source }) => isBad(source.id))) return true;
  }
  return scope.nodes.some(
    (node) =>
      (isBad(node.id) && !followed.has(node.id)) || (node.kind === 'join' && node.paths.flat().some((id) => isBad(id))),
  );
}

function caseOf(branch: string, outcomes: Outcomes): number {
  const outcome = outcomes.get(branch);
  return typeof outcome === 'number' ? outcome : 0;
}

/** Failure beats skip. */
function merge(conditions: readonly Condition[]): Condition {
  if (conditions.includes('upstream_failed')) return 'upstream_failed';
  return conditions.includes('skipped') ? 'skipped' : 'holds';
}

const SKIP_INSTEAD: ReadonlySet<TriggerRule> = new Set([
  'all_success',
  'none_skipped',
  'one_success',
  'none_failed',
  'none_failed_min_one_success',
]);
const NO_FAILURES: ReadonlySet<TriggerRule> = new Set(['none_failed', 'none_failed_min_one_success']);

function ruleOver(rule: TriggerRule, states: readonly State[]): Condition[] {
  const bad = states.some((state) => state === 'failed' || state === 'upstream_failed');
  const skipped = states.filter((state) => state === 'skipped').length;
  const succeeded = states.includes('success');
  const all = states.length;
  const when = (holds: boolean, otherwise: Condition): Condition[] => [holds ? 'holds' : otherwise];
  switch (rule) {
    case 'all_success':
      return states.map((state) =>
        state === 'success' ? 'holds' : state === 'skipped' ? 'skipped' : 'upstream_failed',
      );
    case 'all_failed':
      return when(!succeeded && skipped === 0, 'skipped');
    case 'all_done':
    case 'always':
      return ['holds'];
    case 'all_done_min_one_success':
    case 'one_success':
      return when(succeeded, skipped === all ? 'skipped' : 'upstream_failed');
    case 'all_skipped':
      return when(skipped === all, 'skipped');
    case 'one_failed':
      return when(bad, 'skipped');
    case 'one_done':
      return when(succeeded || states.includes('failed'), 'skipped');
    case 'none_failed':
      return when(!bad, 'upstream_failed');
    case 'none_failed_min_one_success':
      return bad ? ['upstream_failed'] : when(succeeded, 'skipped');
    case 'none_skipped':
      return when(skipped === 0, 'skipped');
  }
}
