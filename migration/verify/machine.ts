import type { TriggerRule } from '../../workflow/plan/plan';

/**
 * Airflow's scheduling of one run, as an abstract machine: trigger rules that decide as early as Airflow does, branches
 * that skip, durations in passes. Facts: Airflow 3.3.2 and 2.11.2, `trigger_rule_dep.py`, `skipmixin.py` and
 * `DagRun.update_state`.
 */
export type MachineState = 'success' | 'failed' | 'skipped' | 'upstream_failed';

export interface MachineTask {
  readonly id: string;
  readonly rule: TriggerRule | 'all_done_setup_success';
  /**
   * Of a teardown: the setups whose work it undoes. It does not count for the end of the run, and what leads only to
   * teardowns counts as a leaf.
   */
  readonly setups?: readonly string[];
  /** Of a task between a setup and its teardown: the setups further up, which must have succeeded whatever its rule says. */
  readonly needs?: readonly string[];
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
  return playWired(wire(tasks), duration);
}

/** The tasks of a DAG with who waits for whom, made once for many runs. */
export interface WiredTasks {
  readonly tasks: readonly MachineTask[];
  readonly index: ReadonlyMap<string, number>;
  readonly children: readonly (readonly number[])[];
  /** By setup: the tasks that need it without being its children. */
  readonly watchers: readonly (readonly number[])[];
}

export function wire(tasks: readonly MachineTask[]): WiredTasks {
  const index = new Map(tasks.map((task, number) => [task.id, number]));
  const children: number[][] = tasks.map(() => []);
  const watchers: number[][] = tasks.map(() => []);
  tasks.forEach((task, number) => {
    for (const id of task.upstream) children[index.get(id) ?? -1]?.push(number);
    for (const id of task.needs ?? []) watchers[index.get(id) ?? -1]?.push(number);
  });
  return { tasks, index, children, watchers };
}

interface Run extends WiredTasks {
  readonly states: Map<string, MachineState>;
  /** Passes that are left, by task; 0 for one that does not run. */
  readonly running: Int32Array;
  /** Upstreams by state: success, failed, skipped, upstream_failed. */
  readonly counts: Int32Array;
  /** Tasks whose verdict may have changed. */
  readonly dirty: Uint8Array;
}

const column: Readonly<Record<MachineState, number>> = { success: 0, failed: 1, skipped: 2, upstream_failed: 3 };

/** As `play`, with tasks that were wired before. */
export function playWired(wired: WiredTasks, duration: (id: string) => number): MachineRun {
  const { tasks, children } = wired;
  const run: Run = {
    ...wired,
    states: new Map(),
    running: new Int32Array(tasks.length),
    counts: new Int32Array(4 * tasks.length),
    dirty: new Uint8Array(tasks.length).fill(1),
  };
  const { states, running } = run;
  const started = new Map<string, number>();
  let active: number[] = [];
  for (let pass = 0; states.size < tasks.length; pass++) {
    for (const number of ready(run)) {
      const id = tasks[number]?.id ?? '';
      running[number] = Math.max(1, duration(id));
      started.set(id, pass);
      active.push(number);
    }
    if (active.length === 0) {
      if (states.size < tasks.length) return { state: 'failed', tasks: states, started };
      break;
    }
    active.sort((a, b) => a - b);
    // Nothing changes before the first of them ends.
    const wait = active.reduce((least, number) => Math.min(least, running[number] ?? 0), Number.MAX_SAFE_INTEGER);
    pass += wait - 1;
    const left: number[] = [];
    for (const number of active) {
      const passes = running[number] ?? 0;
      if (passes > wait) {
        running[number] = passes - wait;
        left.push(number);
      } else finish(run, number);
    }
    active = left;
  }
  const undoes = (number: number): boolean => tasks[number]?.setups !== undefined;
  const lost = tasks.some((task, number) => {
    const state = states.get(task.id);
    const leaf = task.setups === undefined && (children[number] ?? []).every(undoes);
    return leaf && (state === 'failed' || state === 'upstream_failed');
  });
  return { state: lost ? 'failed' : 'success', tasks: states, started };
}

/** Puts a task into a state and tells those that wait for it. A state may replace another one. */
function put({ states, tasks, children, watchers, counts, dirty }: Run, number: number, state: MachineState): void {
  const id = tasks[number]?.id ?? '';
  const before = states.get(id);
  states.set(id, state);
  for (const watcher of watchers[number] ?? []) dirty[watcher] = 1;
  for (const child of children[number] ?? []) {
    if (before !== undefined) counts[4 * child + column[before]] = (counts[4 * child + column[before]] ?? 0) - 1;
    counts[4 * child + column[state]] = (counts[4 * child + column[state]] ?? 0) + 1;
    dirty[child] = 1;
  }
}

/** Settles what ends without running, until nothing changes, and gives the tasks that may start. */
function ready(run: Run): number[] {
  const { tasks, states, running, dirty } = run;
  const startable = new Set<number>();
  for (let changed = true; changed; ) {
    changed = false;
    for (let number = dirty.indexOf(1); number >= 0; number = dirty.indexOf(1, number + 1)) {
      dirty[number] = 0;
      const task = tasks[number];
      if (task === undefined || states.has(task.id) || (running[number] ?? 0) > 0) continue;
      const verdict = evaluate(run, number, task);
      startable.delete(number);
      if (verdict === 'run') startable.add(number);
      else if (verdict !== 'wait') {
        put(run, number, verdict);
        changed = true;
      }
    }
  }
  return [...startable].sort((a, b) => a - b);
}

function finish(run: Run, number: number): void {
  const { tasks, states, running, children } = run;
  running[number] = 0;
  const end = tasks[number]?.end(states) ?? 'success';
  if (end === 'nothing') {
    put(run, number, 'success');
    skipAllBehind(run, number);
    return;
  }
  if (typeof end === 'string') {
    put(run, number, end);
    return;
  }
  put(run, number, 'success');
  const kept = keptBy(run, end.chosen, children[number] ?? []);
  for (const child of children[number] ?? []) {
    const state = states.get(tasks[child]?.id ?? '');
    const untouched = state === undefined || state === 'upstream_failed';
    if (!kept.has(child) && untouched && (running[child] ?? 0) === 0) put(run, child, 'skipped');
  }
}

/** What a branch chose, and of its other children those that stand behind it. */
function keptBy(
  { index, children }: Run,
  chosen: readonly string[],
  candidates: readonly number[],
): ReadonlySet<number> {
  const kept = new Set(chosen.flatMap((id) => index.get(id) ?? []));
  if (candidates.every((child) => kept.has(child))) return kept;
  for (const task of kept) for (const child of children[task] ?? []) kept.add(child);
  return kept;
}

function skipAllBehind(run: Run, number: number): void {
  const { tasks, states, running, children } = run;
  const behind = [...(children[number] ?? [])];
  for (let child = behind.pop(); child !== undefined; child = behind.pop()) {
    const id = tasks[child]?.id ?? '';
    if (!states.has(id) && (running[child] ?? 0) === 0) put(run, child, 'skipped');
    else if (states.get(id) !== 'skipped') continue;
    behind.push(...(children[child] ?? []).filter((next) => !states.has(tasks[next]?.id ?? '')));
  }
}

type Verdict = 'run' | 'wait' | 'skipped' | 'upstream_failed';

function evaluate({ counts, states }: Run, number: number, task: MachineTask): Verdict {
  const all = task.upstream.length;
  if (task.rule === 'always') return 'run';
  const setups = task.needs?.map((id) => states.get(id)) ?? [];
  if (setups.some((state) => state === 'failed' || state === 'upstream_failed')) return 'upstream_failed';
  if (setups.includes('skipped')) return 'skipped';
  if (setups.includes(undefined)) return 'wait';
  if (all === 0) return 'run';
  const [success = 0, failed = 0, skipped = 0, lost = 0] = counts.subarray(4 * number, 4 * number + 4);
  const done = success + failed + skipped + lost === all;
  const bad = failed + lost;
  const otherwise = (verdict: Verdict): Verdict => (done ? verdict : 'wait');
  switch (task.rule) {
    case 'all_success':
      return bad > 0 ? 'upstream_failed' : skipped > 0 ? 'skipped' : otherwise('run');
    case 'all_done_setup_success': {
      const setups = (task.setups ?? []).map((id) => states.get(id));
      if (setups.length === 0 || setups.includes('success')) return otherwise('run');
      return otherwise(setups.every((state) => state === 'skipped') ? 'skipped' : 'upstream_failed');
    }
    case 'all_failed':
      return success + skipped > 0 ? 'skipped' : otherwise('run');
    case 'all_done':
      return otherwise('run');
    case 'all_done_min_one_success':
      return skipped > 0 ? 'skipped' : otherwise(success > 0 ? 'run' : 'upstream_failed');
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
