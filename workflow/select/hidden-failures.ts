import { type Part, partOf } from '../check';
import type { FlowNode } from './flow-nodes';
import type { Removal } from './removal';

/** What remains once the ways are reconnected, dummies included. */
export interface Reconnected {
  /** By name, what stands directly before each. */
  readonly before: ReadonlyMap<string, ReadonlySet<string>>;
  /** Does a node, by name, not run after a failure? */
  readonly passesOn: (name: string) => boolean;
  readonly parts: ReadonlyMap<string, Part>;
}

/** A removed node that showed a failure which nothing shows any more, and what a task in its place has to wait for. */
export interface HiddenFailure {
  readonly shownBy: FlowNode;
  readonly upstream: readonly string[];
  readonly rule: string;
}

/** Rules of tasks that do not run after failures, or failures alone, so that these go on to what follows them. */
const PASSES_ON: ReadonlySet<string> = new Set([
  'all_success',
  'one_success',
  'none_failed',
  'none_failed_min_one_success',
]);

export function passesOn(rule: string): boolean {
  return PASSES_ON.has(rule);
}

const LAST_FIRST: readonly Part[] = ['after', 'main', 'before'];

/**
 * Where all that remains behind a node runs whatever happened, its failure no longer fails the run as it did when a removed
 * one, behind which nothing ran after a failure, was there too.
 */
export function hiddenFailures(
  ordered: readonly FlowNode[],
  { gone, dead }: Removal,
  left: Reconnected,
  didPassOn: (node: FlowNode) => boolean,
): readonly HiddenFailure[] {
  const followers = followersIn(left.before);
  const shownBefore = new Set<FlowNode>();
  const shown = new Set<string>();
  const named = new Set(ordered.flatMap((node) => (gone.has(node) ? [] : node.name)));
  const hidden: HiddenFailure[] = [];
  const ofDummies = new Map<string, boolean>();
  let current: Part = 'after';
  let behind: readonly FlowNode[] = [];
  let behindLeft: readonly string[] = [];
  const passesOnLeft = (name: string): boolean => left.passesOn(name) && shows(name);
  const shows = (name: string): boolean => {
    if (shown.has(name)) return true;
    if (named.has(name)) return false;
    const known = ofDummies.get(name);
    if (known !== undefined) return known;
    const next = followers.get(name) ?? (left.parts.get(name) === current ? behindLeft : []);
    ofDummies.set(name, false);
    const found = next.length === 0 || next.some(passesOnLeft);
    ofDummies.set(name, found);
    return found;
  };
  for (const part of LAST_FIRST) {
    current = part;
    const own = ordered.filter((node) => partOf(node.outline.section) === part);
    for (const node of own.toReversed()) {
      const hasTargets = node.slots.some(({ targets }) => targets.length > 0);
      const next = node.downstream.length > 0 ? node.downstream : behind;
      const showed = (other: FlowNode): boolean =>
        other.kind === 'join' || (didPassOn(other) && shownBefore.has(other));
      if (hasTargets || next.length === 0 || next.some(showed)) shownBefore.add(node);
      if (gone.has(node)) continue;
      const nextLeft = followers.get(node.name) ?? behindLeft;
      if (hasTargets || nextLeft.length === 0 || nextLeft.some(passesOnLeft)) shown.add(node.name);
      if (shown.has(node.name) || !shownBefore.has(node)) continue;
      const shownBy = next.find((other) => gone.has(other) && !dead.has(other) && showed(other));
      if (shownBy === undefined) continue;
      const remaining = shownBy.upstream.flatMap((other) => (gone.has(other) ? [] : other.name));
      const isCounted = shownBy.rule === 'one_success';
      const upstream = node.downstream.includes(shownBy) ? (isCounted ? remaining : [node.name]) : [];
      hidden.push({ shownBy, upstream, rule: isCounted ? 'one_success' : 'all_success' });
      shown.add(node.name);
    }
    if (own.length > 0) behind = own.filter((node) => node.upstream.length === 0);
    const first = [...left.before].filter(([name, before]) => before.size === 0 && left.parts.get(name) === part);
    if (first.length > 0) behindLeft = first.map(([name]) => name);
  }
  return hidden;
}

function followersIn(before: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, readonly string[]> {
  const followers = new Map<string, string[]>();
  for (const [name, others] of before) {
    for (const other of others) {
      const known = followers.get(other);
      if (known === undefined) followers.set(other, [name]);
      else known.push(name);
    }
  }
  return followers;
}
