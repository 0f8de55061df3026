import type { FlowNode, FlowResource, FlowScope } from '../../../workflow/plan/flow';
import type { TriggerRule } from '../../../workflow/plan/plan';

/** Random flows that a person could have written: what `docs/format.md` forbids does not occur. */
export interface FlowSize {
  readonly nodes: number;
  readonly groups: boolean;
  readonly resources: boolean;
  readonly rules: readonly TriggerRule[];
}

export const AUTHOR_RULES: readonly TriggerRule[] = [
  'all_failed',
  'all_done',
  'all_skipped',
  'one_success',
  'one_failed',
  'one_done',
  'none_failed',
  'none_failed_min_one_success',
  'none_skipped',
  'always',
];

/** Gives integers from 0 up to, not including, the bound. */
export type Dice = (bound: number) => number;

/** Dice that fall alike for the same seed (mulberry32). */
export function diceOf(seed: number): Dice {
  let state = seed | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, bound);
  };
}

export function randomFlow(size: FlowSize, dice: Dice): FlowScope {
  return buildScope('', 2 + dice(size.nodes - 1), size, dice);
}

function buildScope(prefix: string, count: number, size: FlowSize, dice: Dice): FlowScope {
  const nodes: FlowNode[] = [];
  for (let index = 0; index < count; index++) nodes.push(buildNode(`${prefix}n${index}`, nodes, size, dice));
  const controlled = addControl(nodes, dice);
  return size.resources && dice(2) === 0
    ? addResources(prefix, controlled, dice)
    : { nodes: controlled, resources: [] };
}

function buildNode(id: string, earlier: readonly FlowNode[], size: FlowSize, dice: Dice): FlowNode {
  const candidates = earlier.filter((node) => node.kind !== 'branch');
  const pick = (): string[] => candidates.filter(() => dice(3) === 0).map((node) => node.id);
  const rule =
    size.rules.length > 0 && dice(3) === 0 ? (size.rules[dice(size.rules.length)] ?? 'all_success') : 'all_success';
  const base = { id, upstream: pick(), rule, requires: [], onFailure: [] };
  const kind = dice(10);
  if (kind < 2) return { ...base, kind: 'branch', cases: [[], []] };
  if (kind === 2 && candidates.length > 0) {
    const paths = Array.from({ length: 1 + dice(2) }, pick).filter((path) => path.length > 0);
    const some = paths.length > 0 ? paths : [[candidates[0]?.id ?? '']];
    return { ...base, kind: 'join', upstream: [], rule: 'all_success', paths: some };
  }
  if (kind === 3 && earlier.length > 0) return { ...base, kind: 'fail' };
  if (kind === 4 && size.groups) {
    return {
      ...base,
      kind: 'group',
      scope: buildScope(`${id}.`, 1 + dice(3), { ...size, groups: dice(3) === 0 }, dice),
    };
  }
  return { ...base, kind: 'task', skipsItself: false };
}

/** Cases and handlers: to later nodes that do not depend on the source and are no join. */
function addControl(nodes: readonly FlowNode[], dice: Dice): FlowNode[] {
  return nodes.map((node, index) => {
    const targets = nodes
      .slice(index + 1)
      .filter((other) => other.kind !== 'join' && !other.upstream.includes(node.id));
    const pick = (): string[] => targets.filter(() => dice(3) === 0).map((target) => target.id);
    const onFailure = node.kind !== 'join' && node.kind !== 'fail' && dice(3) === 0 ? pick() : [];
    if (node.kind !== 'branch') return { ...node, onFailure };
    return { ...node, onFailure, cases: Array.from({ length: 2 + dice(2) }, pick) };
  });
}

/** Up to three resources, each of which may stand on earlier ones; a node requires what its resources require, too. */
function addResources(prefix: string, nodes: readonly FlowNode[], dice: Dice): FlowScope {
  const resources: FlowResource[] = [];
  for (let index = 0; index <= dice(3); index++) {
    const name = `${prefix}r${index}`;
    const requires = resources.filter(() => dice(2) === 0).map((resource) => resource.name);
    resources.push({ name, requires, create: `${name}_create`, destroy: `${name}_destroy` });
  }
  const withRequired = (name: string): readonly string[] => [
    ...(resources.find((resource) => resource.name === name)?.requires ?? []).flatMap(withRequired),
    name,
  ];
  const using = nodes.map((node) => {
    const own = resources.filter(() => dice(3) === 0).flatMap(({ name }) => withRequired(name));
    return { ...node, requires: [...new Set(own)] };
  });
  return {
    nodes: using,
    resources: resources.filter(({ name }) => using.some((node) => node.requires.includes(name))),
  };
}
