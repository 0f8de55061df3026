import type { TriggerRule } from '../../workflow/plan/plan';

/**
 * Airflow's scheduling of one run, as an abstract machine: trigger rules that decide as early as Airflow does, branches
 * that skip, durations in passes. Facts: Airflow 3.3.2 and 2.11.2, `trigger_rule_dep.py`, `skipmixin.py` and
 * `DagRun.update_state`.
 */
export type MachineState = 'success' | 'failed' | 'skipped' | 'upstream_failed';

export interface MachineTask {
  readonly id: string;
  readonly rule: TriggerRule;
  readonly upstream: readonly string[];
  /** How the task ends once it has run, given the states that are known by then; for a branch what it chooses. */
  readonly end: (states: ReadonlyMap<string, MachineState>) => MachineEnd;
}

/** `nothing`: a short circuit that skips all behind it, whatever their rules. */
export type MachineEnd = 'success' | 'failed' | 'skipped' | 'nothing' | { readonly chosen: readonly string[] };

export interface MachineRun {
  readonly state: 'success' | 'failed';
  readonly tasks: ReadonlyMap<string, MachineState>;
  /** The pass in which each task was started. */
  readonly started: ReadonlyMap<string, number>;
}

/** Plays one run. `duration` gives how many passes a task takes, at least one. */
export function play(tasks: readonly MachineTask[], duration: (id: string) => number): MachineRun {
  const children = new Map<string, string[]>(tasks.map((task) => [task.id, []]));
  for (const task of tasks) for (const id of task.upstream) children.get(id)?.push(task.id);
  const states = new Map<string, MachineState>();
  const running = new Map<string, number>();
  const started = new Map<string, number>();
  for (let pass = 0; states.size < tasks.length; pass++) {
    for (const task of ready(tasks, states, running)) {
      running.set(task.id, Math.max(1, duration(task.id)));
      started.set(task.id, pass);
    }
    if (running.size === 0 && states.size < tasks.length) return { state: 'failed', tasks: states, started };
    for (const task of tasks) {
      const left = running.get(task.id);
      if (left === undefined) continue;
      if (left > 1) running.set(task.id, left - 1);
      else finish(task, states, running, children);
    }
  }
  const leaves = tasks.filter((task) => children.get(task.id)?.length === 0);
  const lost = leaves.some((leaf) => {
    const state = states.get(leaf.id);
    return state === 'failed' || state === 'upstream_failed';
  });
  return { state: lost ? 'failed' : 'success', tasks: states, started };
}

/** Settles what ends without running, until nothing changes, and gives the tasks that may start. */
function ready(
  tasks: readonly MachineTask[],
  states: Map<string, MachineState>,
  running: ReadonlyMap<string, number>,
): MachineTask[] {
  for (let changed = true; changed; ) {
    changed = false;
    const startable: MachineTask[] = [];
    for (const task of tasks) {
      if (states.has(task.id) || running.has(task.id)) continue;
      const verdict = evaluate(task, states);
      if (verdict === 'run') startable.push(task);
      else if (verdict !== 'wait') {
        states.set(task.id, verdict);
        changed = true;
      }
    }
    if (!changed) return startable;
  }
  return [];
}

function finish(
  task: MachineTask,
  states: Map<string, MachineState>,
  running: Map<string, number>,
  children: ReadonlyMap<string, readonly string[]>,
): void {
  running.delete(task.id);
  const end = task.end(states);
  if (end === 'nothing') {
    states.set(task.id, 'success');
    skipAllBehind(task.id, states, running, children);
    return;
  }
  if (typeof end === 'string') {
    states.set(task.id, end);
    return;
  }
  states.set(task.id, 'success');
  for (const child of children.get(task.id) ?? []) {
    const state = states.get(child);
    const untouched = state === undefined || state === 'upstream_failed';
    if (!end.chosen.includes(child) && untouched && !running.has(child)) states.set(child, 'skipped');
  }
}

function skipAllBehind(
  id: string,
  states: Map<string, MachineState>,
  running: ReadonlyMap<string, number>,
  children: ReadonlyMap<string, readonly string[]>,
): void {
  const behind = [...(children.get(id) ?? [])];
  for (let child = behind.pop(); child !== undefined; child = behind.pop()) {
    if (!states.has(child) && !running.has(child)) states.set(child, 'skipped');
    else if (states.get(child) !== 'skipped') continue;
    behind.push(...(children.get(child) ?? []).filter((next) => !states.has(next)));
  }
}

type Verdict = 'run' | 'wait' | 'skipped' | 'upstream_failed';

function evaluate(task: MachineTask, states: ReadonlyMap<string, MachineState>): Verdict {
  const all = task.upstream.length;
  if (all === 0 || task.rule === 'always') return 'run';
  let success = 0;
  let failed = 0;
  let skipped = 0;
  let lost = 0;
  for (const id of task.upstream) {
    const state = states.get(id);
    if (state === 'success') success++;
    else if (state === 'failed') failed++;
    else if (state === 'skipped') skipped++;
    else if (state === 'upstream_failed') lost++;
  }
  const done = success + failed + skipped + lost === all;
  const bad = failed + lost;
  const otherwise = (verdict: Verdict): Verdict => (done ? verdict : 'wait');
  switch (task.rule) {
    case 'all_success':
      return bad > 0 ? 'upstream_failed' : skipped > 0 ? 'skipped' : otherwise('run');
    case 'all_failed':
      return success + skipped > 0 ? 'skipped' : otherwise('run');
    case 'all_done':
      return otherwise('run');
    case 'all_done_min_one_success':
      return otherwise(success > 0 ? 'run' : skipped === all ? 'skipped' : 'upstream_failed');
    case 'all_skipped':
      return success + bad > 0 ? 'skipped' : otherwise('run');
    case 'one_success':
      return success > 0 ? 'run' : otherwise(skipped === all ? 'skipped' : 'upstream_failed');
    case 'one_failed':
      return bad > 0 ? 'run' : otherwise('skipped');
    case 'one_done':
      return success + failed > 0 ? 'run' : otherwise('skipped');
    case 'none_failed':
      return bad > 0 ? 'upstream_failed' : otherwise('run');
    case 'none_failed_min_one_success':
      return bad > 0 ? 'upstream_failed' : otherwise(skipped === all ? 'skipped' : 'run');
    case 'none_skipped':
      return skipped > 0 ? 'skipped' : otherwise('run');
  }
}
