import { expect, test } from 'vitest';
import type { FlowNode, FlowScope } from '../../../workflow/plan/flow';
import { SEED } from '../../random';
import { interpret, type Outcome, type State } from '../plan/interpreter';
import { AUTHOR_RULES, type Dice, diceOf } from '../plan/random-flow';
import { withoutPlainGroups } from '../plan/ways';
import { controlledBy, groupsOf, nodesOf, waitsForLostFailure, withoutLostItems } from '../select/meaning';
import { inText } from './check-file';
import { textOf, type WrittenFile } from './documents';
import { flowOf } from './flow';
import { pruned } from './pruned';
import { type FileSize, randomFile } from './random-file';

const FILES = Number(process.env.DAGPORT_PRUNED ?? 150);

const END: readonly Outcome[] = ['success', 'success', 'failed', 'skipped'];

/** Rules by which a task runs where what it waits for succeeded. Those that wait for a failure or skip have nothing to wait for when that goes. */
const RULES = AUTHOR_RULES.filter(
  (rule) =>
    !['all_failed', 'one_failed', 'all_skipped', 'one_done', 'one_success', 'none_failed_min_one_success'].includes(
      rule,
    ),
);

interface Seen {
  runs: number;
  resources: number;
  generators: number;
  subDags: number;
  composites: number;
  sections: number;
}

/** Ends what remains of a pruned file as it ended in the whole one, where what was taken out succeeded? */
function checkPruned(whole: WrittenFile, left: WrittenFile, kinds: number, dice: Dice, seen: Seen): void {
  const [all, after] = [withoutPlainGroups(flowOf(whole)), withoutPlainGroups(flowOf(left))];
  const nodes = new Map(nodesOf(all).map((node) => [node.id, node]));
  const remaining = nodesOf(after).filter((node) => nodes.has(node.id));
  const stays = new Set(remaining.map(({ id }) => id));
  const tasks = remaining.filter(({ kind }) => kind !== 'group');
  const text = textOf(left.documents);
  if (waitsForLostFailure(all, stays, text)) return;
  if ([...nodes.values()].some((node) => node.kind === 'group' && !stays.has(node.id) && isRuled(node.scope))) return;
  if (groupsOf(all, stays).join('\n') !== groupsOf(after, stays).join('\n')) return;
  const before = withoutLostItems(all, stays);
  const gone = [...nodes.values()].filter(({ id, kind }) => kind !== 'group' && !stays.has(id));
  for (let run = 0; run < 8; run++) {
    const outcomes = new Map<string, Outcome>();
    for (const node of remaining) {
      if (node.kind === 'task')
        outcomes.set(node.id, lostHandlers(nodes.get(node.id), node) ? 'success' : (END[dice(kinds)] ?? 'success'));
      if (node.kind === 'branch') outcomes.set(node.id, dice(node.cases.length));
    }
    const full = interpret(before, outcomes).tasks;
    const bare = remaining.flatMap((node) =>
      node.kind === 'group' && lostHandlers(nodes.get(node.id), node) ? node : [],
    );
    if (
      bare.some(({ scope }) =>
        nodesOf(scope).some(({ id }) => ['failed', 'upstream_failed'].includes(full.get(id) ?? '')),
      )
    )
      continue;
    if (gone.some(({ id, kind }) => kind === 'fail' && full.get(id) === 'failed')) continue;
    // What could not run any more leads nowhere: what it led to is then not chosen, where it could not run before.
    if (gone.some((node) => full.get(node.id) === 'upstream_failed' && controlledBy(node).some((to) => stays.has(to))))
      continue;
    const ends = (states: ReadonlyMap<string, State>): Readonly<Record<string, State | undefined>> =>
      Object.fromEntries(tasks.map(({ id }) => [id, states.get(id)]));
    const shown = `${inText(whole)}\n===== LEFT\n${text}\n${[...outcomes].join(' ')}`;
    expect(ends(interpret(after, outcomes).tasks), shown).toEqual(ends(full));
    seen.runs++;
    if (/^resources:/m.test(text)) seen.resources++;
    if (/^generators:/m.test(text)) seen.generators++;
    if (/^sub_dags:/m.test(text)) seen.subDags++;
    if (/type: c\dx/.test(text)) seen.composites++;
    if (/^(?:before|after):/m.test(text)) seen.sections++;
  }
}

/** Are there trigger rules in a group? What is left out with them counts as a task without one (docs/select.md). */
function isRuled(scope: FlowScope): boolean {
  return nodesOf(scope).some((node) => node.rule !== 'all_success');
}

/** The failure of what lost all of its handlers is handled no more. */
function lostHandlers(before: FlowNode | undefined, after: FlowNode): boolean {
  return (before?.onFailure.length ?? 0) > 0 && after.onFailure.length === 0;
}

test.each<[string, FileSize]>([
  ['groups', { nodes: 6, rules: [], resources: false, depth: 1 }],
  ['resources and groups in groups', { nodes: 5, rules: [], resources: true, depth: 2 }],
  // Without groups, which count as one task each, and without resources, of which others may be the first users then.
  ['rules', { nodes: 8, rules: RULES, resources: false, depth: 0 }],
])('what remains of a file with %s ends as if what was taken out had succeeded', (_, size) => {
  const seen = { runs: 0, resources: 0, generators: 0, subDags: 0, composites: 0, sections: 0 };
  for (let seed = SEED; seed < SEED + FILES; seed++) {
    const dice = diceOf(seed);
    const whole = randomFile(`random_${seed}`, size, dice);
    const left = pruned(whole, dice);
    if (left !== undefined) checkPruned(whole, left, size.rules.length > 0 ? 3 : 4, dice, seen);
  }
  const { runs, resources, ...constructs } = seen;
  expect(runs).toBeGreaterThan(FILES * 3);
  expect(resources > 0).toBe(size.resources);
  if (size.depth > 0) for (const [what, count] of Object.entries(constructs)) expect(count, what).toBeGreaterThan(20);
});
