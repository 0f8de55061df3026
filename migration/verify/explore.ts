import type { Choose, TokenRun } from './tokens';

/** One assignment of outcomes to the actions and choices that it reaches, and what the legacy job then does. */
export interface LegacyScenario {
  /** By the path of the node: 0 for success or the first case, 1 for failure or the second, … */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly choices: ReadonlySet<string>;
  readonly run: TokenRun;
}

/** A legacy job that can be played. */
export interface Playable {
  readonly play: (choose: Choose) => TokenRun;
  /** Only asks for outcomes, in the same order: for counting. */
  readonly walk: (choose: Choose) => void;
}

export interface Exploration {
  readonly scenarios: Iterable<LegacyScenario>;
  readonly exhaustive: boolean;
  /** Of the sample, where it is one. */
  readonly seed?: number;
}

/** More reachable assignments than this are sampled. */
export const exhaustiveLimit = 2 ** 16;

/** Of a sample; less of a flow with very many outcomes, each of which is tried on its own anyway. */
const sampleSize = { most: 2_000, outcomes: 40_000 } as const;

/**
 * The assignments that a flow can be played with: all that differ in something that is reached, up to the limit; else a
 * sample by a seed, with every outcome once on its own.
 */
export function explore(flow: Playable, seed: number, limit = exhaustiveLimit): Exploration {
  const count = countAssignments(flow, limit);
  if (count <= limit) return { scenarios: everyAssignment(flow), exhaustive: true };
  return { scenarios: sample(flow, seed), exhaustive: false, seed };
}

interface Step {
  readonly path: string;
  readonly count: number;
  choice: number;
}

function playWith(flow: Playable, pick: (path: string, count: number, kind: 'action' | 'decision') => number) {
  const outcomes = new Map<string, number>();
  const choices = new Set<string>();
  const run = flow.play((path, count, kind) => {
    const known = outcomes.get(path);
    if (known !== undefined) return known;
    const chosen = pick(path, count, kind);
    outcomes.set(path, chosen);
    if (kind === 'decision') choices.add(path);
    return chosen;
  });
  return { outcomes, choices, run };
}

/** Plays the flow with the steps so far, and goes on with the first outcome of what they do not say. */
function replay(flow: Playable, steps: Step[]): LegacyScenario {
  let at = 0;
  return playWith(flow, (path, count) => {
    const step = steps[at] ?? { path, count, choice: 0 };
    steps[at++] = step;
    return step.choice;
  });
}

function* everyAssignment(flow: Playable): Generator<LegacyScenario> {
  const steps: Step[] = [];
  do yield replay(flow, steps);
  while (advance(steps));
}

/** The next assignment in order, or none. */
function advance(steps: Step[]): boolean {
  for (let last = steps.at(-1); last !== undefined; last = steps.at(-1)) {
    if (last.choice + 1 < last.count) {
      last.choice++;
      return true;
    }
    steps.pop();
  }
  return false;
}

function countAssignments(flow: Playable, limit: number): number {
  const steps: Step[] = [];
  let count = 0;
  do {
    let at = 0;
    const known = new Map<string, number>();
    flow.walk((path, outcomes) => {
      const before = known.get(path);
      if (before !== undefined) return before;
      const step = steps[at] ?? { path, count: outcomes, choice: 0 };
      steps[at++] = step;
      known.set(path, step.choice);
      return step.choice;
    });
    count++;
  } while (count <= limit && advance(steps));
  return count;
}

function* sample(flow: Playable, seed: number): Generator<LegacyScenario> {
  const base = playWith(flow, () => 0);
  yield base;
  const dice = diceOf(seed);
  const size = Math.min(sampleSize.most, Math.ceil(sampleSize.outcomes / Math.max(1, base.outcomes.size)));
  for (const path of base.outcomes.keys()) {
    yield playWith(flow, (other, count) => (other === path ? count - 1 : 0));
  }
  for (let number = 0; number < size; number++) {
    yield playWith(flow, (_, count, kind) => (kind === 'action' ? (dice(4) === 0 ? 1 : 0) : dice(count)));
  }
}

/** Numbers below a bound that look random and are the same for one seed (mulberry32). */
export function diceOf(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
