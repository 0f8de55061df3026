import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planWorkflow } from '../../../workflow/plan';
import type { FlowScope } from '../../../workflow/plan/flow';
import { itemName, readWorkflow } from '../../../workflow/read';
import { pruneWorkflow } from '../../../workflow/select';
import { CATALOGUE } from '../check/catalogue';
import { interpret, type Outcome, type State } from '../plan/interpreter';
import { groupsOf, nodesOf, waitsForLostFailure, withoutLostItems } from './meaning';
import { randomWorkflow } from './random-workflow';

function flowOf(text: string): FlowScope {
  const { flow } = planWorkflow(readWorkflow('random.workflow.yaml', text), { catalogue: CATALOGUE });
  if (flow === undefined) throw new Error('no flow');
  return flow;
}

/** The text without the named nodes; nothing where nothing is left, or the order cannot be kept. */
function without(text: string, removed: ReadonlySet<string>): string | undefined {
  const file = readWorkflow('random.workflow.yaml', text);
  const items = file.documents.flatMap((document) => document.items);
  const keep = new Set(items.filter((item) => !removed.has(itemName(item)?.text ?? '')));
  const result = pruneWorkflow(file, keep, CATALOGUE);
  return result.ok ? result.text : undefined;
}

const END: readonly Outcome[] = ['success', 'success', 'failed'];

const cases = fc.tuple(
  randomWorkflow,
  fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }),
  fc.infiniteStream(fc.nat(1000)),
);

/**
 * Pruning keeps what a workflow means: as long as what was taken out would have succeeded, everything that remains ends as it would
 * have ended with it. A task that lost all of its handlers has its failure unhandled, so it does not fail here; a run in which a
 * `fail` that goes would have failed is none of these.
 */
test('what remains ends as if what was taken out had succeeded', { timeout: 240_000 }, () => {
  const seen = { runs: 0, sections: 0, subDags: 0, fails: 0, items: 0 };
  fc.assert(
    fc.property(cases, ([{ text, names }, numbers, stream]) => {
      const removed = new Set(numbers.flatMap((number) => names[number % names.length] ?? []));
      const left = without(text, removed);
      if (left === undefined) return;
      const whole = flowOf(text);
      const after = flowOf(left);
      const nodes = new Map(nodesOf(whole).map((node) => [node.id, node]));
      const remaining = nodesOf(after).filter((node) => nodes.has(node.id));
      const tasks = remaining.filter(({ kind }) => kind !== 'group');
      const stays = new Set(remaining.map(({ id }) => id));
      // A group that loses its choices has roots and leaves instead of a result: there the two differ on purpose.
      if (waitsForLostFailure(whole, stays, left)) return;
      if (groupsOf(whole, stays).join('\n') !== groupsOf(after, stays).join('\n')) return;
      const before = withoutLostItems(whole, stays);
      const gone = [...nodes.values()].filter(({ id, kind }) => kind !== 'group' && !stays.has(id));
      const items = new Set([...nodes.values()].flatMap((node) => (node.kind === 'join' ? node.paths.flat() : [])));
      for (let run = 0; run < 8; run++) {
        const outcomes = new Map<string, Outcome>();
        for (const node of remaining) {
          const handlersGone = (nodes.get(node.id)?.onFailure.length ?? 0) > 0 && node.onFailure.length === 0;
          const dice = stream.next().value ?? 0;
          if (node.kind === 'task') outcomes.set(node.id, handlersGone ? 'success' : (END[dice % 3] ?? 'success'));
          if (node.kind === 'branch') outcomes.set(node.id, dice % node.cases.length);
        }
        const full = interpret(before, outcomes).tasks;
        if (gone.some(({ id, kind }) => kind === 'fail' && full.get(id) === 'failed')) continue;
        const ends = (states: ReadonlyMap<string, State>): Readonly<Record<string, State | undefined>> =>
          Object.fromEntries(tasks.map(({ id }) => [id, states.get(id)]));
        const shown = `${text}\n=====\n${left}\n${[...outcomes].join(' ')}`;
        expect(ends(interpret(after, outcomes).tasks), shown).toEqual(ends(full));
        seen.runs++;
        if (/^(?:before|after):/mu.test(left)) seen.sections++;
        if (/^sub_dags:/mu.test(left)) seen.subDags++;
        if (gone.some(({ kind }) => kind === 'fail')) seen.fails++;
        if (gone.some(({ id }) => items.has(id))) seen.items++;
      }
    }),
    { numRuns: 400 },
  );
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(40);
});
