import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planWorkflow } from '../../../workflow/plan';
import type { FlowNode, FlowScope } from '../../../workflow/plan/flow';
import { itemName, readWorkflow } from '../../../workflow/read';
import { pruneWorkflow } from '../../../workflow/select';
import { CATALOGUE } from '../check/catalogue';
import { interpret, type Outcome, type State } from '../plan/interpreter';
import { randomWorkflow } from './random-workflow';

/** All nodes of a flow, those of groups included. */
function nodesOf(scope: FlowScope): readonly FlowNode[] {
  return scope.nodes.flatMap((node) => [node, ...(node.kind === 'group' ? nodesOf(node.scope) : [])]);
}

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
 * Pruning keeps what a workflow means: as long as what was taken out would have succeeded, everything that remains ends as
 * it would have ended with it. A task that lost all of its handlers has its failure unhandled, so it does not fail here.
 */
test('what remains ends as if what was taken out had succeeded', { timeout: 120_000 }, () => {
  let compared = 0;
  fc.assert(
    fc.property(cases, ([{ text, names }, numbers, stream]) => {
      // A group that loses its choices has roots and leaves instead of a result: there the two differ on purpose.
      if (/^(?:sub_dags|before|after):/mu.test(text)) return;
      const removed = new Set(numbers.flatMap((number) => names[number % names.length] ?? []));
      const left = without(text, removed);
      if (left === undefined) return;
      const before = flowOf(text);
      const after = flowOf(left);
      const nodes = new Map(nodesOf(before).map((node) => [node.id, node]));
      const remaining = nodesOf(after).filter((node) => nodes.has(node.id));
      // A fail never succeeds, and an item of a join that is taken out counts as nothing, which is not the same.
      const stays = new Set(remaining.map(({ id }) => id));
      const items = new Set([...nodes.values()].flatMap((node) => (node.kind === 'join' ? node.paths.flat() : [])));
      const isOdd = ({ id, kind }: FlowNode): boolean => !stays.has(id) && (kind === 'fail' || items.has(id));
      if ([...nodes.values()].some(isOdd)) return;
      for (let run = 0; run < 8; run++) {
        const outcomes = new Map<string, Outcome>();
        for (const node of remaining) {
          const handlersGone = (nodes.get(node.id)?.onFailure.length ?? 0) > 0 && node.onFailure.length === 0;
          const dice = stream.next().value ?? 0;
          if (node.kind === 'task') outcomes.set(node.id, handlersGone ? 'success' : (END[dice % 3] ?? 'success'));
          if (node.kind === 'branch') outcomes.set(node.id, dice % node.cases.length);
        }
        const ends = (flow: FlowScope): Readonly<Record<string, State | undefined>> => {
          const { tasks } = interpret(flow, outcomes);
          return Object.fromEntries(
            remaining.filter(({ kind }) => kind !== 'group').map(({ id }) => [id, tasks.get(id)]),
          );
        };
        expect(ends(after), `${text}\n=====\n${left}\n${[...outcomes].join(' ')}`).toEqual(ends(before));
        compared++;
      }
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(200);
});
