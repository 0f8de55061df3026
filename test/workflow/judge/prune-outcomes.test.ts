import { expect, test } from 'vitest';
import type { FlowNode } from '../../../workflow/plan/flow';
import { SEED } from '../../random';
import { interpret, type Outcome, type State } from '../plan/interpreter';
import { AUTHOR_RULES, type Dice, diceOf } from '../plan/random-flow';
import { withoutPlainGroups } from '../plan/ways';
import { asIfSucceeded } from '../select/as-if';
import { nodesOf } from '../select/meaning';
import { inText } from './check-file';
import { textOf, type WrittenFile } from './documents';
import { flowOf } from './flow';
import { type PrunedFile, pruned } from './pruned';
import { type FileSize, randomFile } from './random-file';

const FILES = Number(process.env.DAGPORT_PRUNED ?? 150);

const END: readonly Outcome[] = ['success', 'success', 'failed', 'skipped'];

/** Notes that say of which nodes the end is another one. */
const EXCUSES: ReadonlySet<string> = new Set(['pruned-order', 'pruned-source', 'pruned-result']);

interface Seen {
  runs: number;
  noted: number;
  resources: number;
  generators: number;
  subDags: number;
  composites: number;
  sections: number;
}

/** Ends what remains of a pruned file as it ended in the whole one, where what was taken out succeeded? */
function checkPruned(whole: WrittenFile, left: PrunedFile, dice: Dice, seen: Seen): void {
  const written = flowOf(whole);
  const after = withoutPlainGroups(flowOf(left.file));
  const nodes = new Map(nodesOf(written).map((node) => [node.id, node]));
  const remaining = nodesOf(after).filter((node) => nodes.has(node.id));
  const stays = new Set(
    nodesOf(flowOf(left.file)).flatMap(({ id }) => (nodes.has(id) && !id.includes('section__') ? id : [])),
  );
  const tasks = remaining.filter(({ kind }) => kind !== 'group');
  const text = textOf(left.file.documents);
  const isNoted = left.notes.some(({ rule }) => EXCUSES.has(rule));
  const supposed = withoutPlainGroups(asIfSucceeded(written, stays));
  for (let run = 0; run < 8; run++) {
    const outcomes = new Map<string, Outcome>();
    for (const node of remaining) {
      if (node.kind === 'task')
        outcomes.set(
          node.id,
          lostHandlers(nodes.get(node.id), node) ? 'success' : (END[dice(END.length)] ?? 'success'),
        );
      if (node.kind === 'branch') outcomes.set(node.id, dice(node.cases.length));
    }
    const full = interpret(supposed, outcomes);
    const bare = nodesOf(flowOf(left.file)).flatMap((node) =>
      node.kind === 'group' && lostHandlers(nodes.get(node.id), node) ? node : [],
    );
    const isBad = (id: string): boolean => ['failed', 'upstream_failed'].includes(full.tasks.get(id) ?? '');
    if (bare.some(({ scope }) => nodesOf(scope).some(({ id }) => isBad(id)))) continue;
    const ends = (states: ReadonlyMap<string, State>): Readonly<Record<string, State | undefined>> =>
      Object.fromEntries(tasks.map(({ id }) => [id, states.get(id)]));
    const shown = `${inText(whole)}\n===== LEFT\n${text}\n${[...outcomes].join(' ')}\n${left.notes.map(({ message }) => message).join('\n')}`;
    const is = interpret(after, outcomes);
    const isSame = JSON.stringify(ends(is.tasks)) === JSON.stringify(ends(full.tasks));
    if (isNoted && (!isSame || (full.state === 'failed' && is.state !== 'failed'))) {
      seen.noted++;
      continue;
    }
    expect(ends(is.tasks), shown).toEqual(ends(full.tasks));
    if (full.state === 'failed') expect(is.state, `the run of ${shown}`).toBe('failed');
    seen.runs++;
    if (/^resources:/m.test(text)) seen.resources++;
    if (/^generators:/m.test(text)) seen.generators++;
    if (/^sub_dags:/m.test(text)) seen.subDags++;
    if (/type: c\dx/.test(text)) seen.composites++;
    if (/^(?:before|after):/m.test(text)) seen.sections++;
  }
}

/** The failure of what lost all of its handlers is handled no more. */
function lostHandlers(before: FlowNode | undefined, after: FlowNode): boolean {
  return (before?.onFailure.length ?? 0) > 0 && after.onFailure.length === 0;
}

test.each<[string, FileSize]>([
  ['groups', { nodes: 6, rules: [], resources: false, depth: 1 }],
  ['resources and groups in groups', { nodes: 5, rules: [], resources: true, depth: 2 }],
  ['rules', { nodes: 8, rules: AUTHOR_RULES, resources: false, depth: 0 }],
  ['rules and resources', { nodes: 7, rules: AUTHOR_RULES, resources: true, depth: 0 }],
  ['rules and groups', { nodes: 5, rules: AUTHOR_RULES, resources: false, depth: 1 }],
])('what remains of a file with %s ends as if what was taken out had succeeded', (_, size) => {
  const seen = { runs: 0, noted: 0, resources: 0, generators: 0, subDags: 0, composites: 0, sections: 0 };
  for (let seed = SEED; seed < SEED + FILES; seed++) {
    const dice = diceOf(seed);
    const whole = randomFile(`random_${seed}`, size, dice);
    const left = pruned(whole, dice);
    if (left !== undefined) checkPruned(whole, left, dice, seen);
  }
  const { runs, noted, resources, ...constructs } = seen;
  expect(runs).toBeGreaterThan(FILES * 3);
  expect(resources > 0).toBe(size.resources);
  if (size.depth > 0) for (const [what, count] of Object.entries(constructs)) expect(count, what).toBeGreaterThan(20);
});
