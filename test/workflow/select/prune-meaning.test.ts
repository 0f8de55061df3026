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

/** What leads to each node: dependencies, items of its paths, choices and failures. */
function leadersOf(scope: FlowScope): ReadonlyMap<string, readonly string[]> {
  const leaders = new Map<string, string[]>();
  const add = (from: string, to: string): void => {
    leaders.set(to, [...(leaders.get(to) ?? []), from]);
  };
  for (const node of nodesOf(scope)) {
    for (const from of [...node.upstream, ...(node.kind === 'join' ? node.paths.flat() : [])]) add(from, node.id);
    for (const to of controlledBy(node)) add(node.id, to);
  }
  return leaders;
}

function controlledBy(node: FlowNode): readonly string[] {
  return [...node.onFailure, ...(node.kind === 'branch' ? node.cases.flat() : [])];
}

/** The nodes that run only by a choice or after a failure. */
function ledNodes(scope: FlowScope): ReadonlySet<string> {
  const nodes = nodesOf(scope);
  const led = new Set(nodes.flatMap(controlledBy));
  for (let before = -1; before !== led.size; ) {
    before = led.size;
    for (const node of nodes) {
      const paths = node.kind === 'join' ? node.paths.flat() : [];
      const isLed = node.kind === 'join' ? paths.every((id) => led.has(id)) : node.upstream.some((id) => led.has(id));
      if (isLed && (paths.length > 0 || node.upstream.length > 0)) led.add(node.id);
    }
  }
  return led;
}

/** The nodes that go because all that lead to them by a choice or failure go, and what waits for their success. */
function deadNodes(scope: FlowScope, stays: ReadonlySet<string>): ReadonlySet<string> {
  const nodes = nodesOf(scope);
  const sources = new Map<string, string[]>();
  for (const node of nodes) for (const to of controlledBy(node)) sources.set(to, [...(sources.get(to) ?? []), node.id]);
  const dead = new Set<string>();
  for (let before = -1; before !== dead.size; ) {
    before = dead.size;
    for (const { id, kind, upstream } of nodes) {
      if (stays.has(id)) continue;
      const own = sources.get(id) ?? [];
      const isLost = own.length > 0 && own.every((from) => !stays.has(from));
      if (isLost || (kind !== 'join' && upstream.some((from) => dead.has(from)))) dead.add(id);
    }
  }
  return dead;
}

/**
 * A flow as pruning leaves its joins: an item that is taken out counts as nothing where nothing is left before it, as long as another
 * item of its path says when it arrives. Where the others only run by a choice or after a failure, the path has arrived. A path whose
 * items cannot come any more goes.
 */
function withoutLostItems(scope: FlowScope, stays: ReadonlySet<string>): FlowScope {
  const leaders = leadersOf(scope);
  const led = ledNodes(scope);
  const dead = deadNodes(scope, stays);
  const isLeft = (id: string, seen: ReadonlySet<string> = new Set()): boolean =>
    stays.has(id) ||
    (!dead.has(id) && (leaders.get(id) ?? []).some((from) => !seen.has(from) && isLeft(from, new Set([...seen, id]))));
  const reduced = (inner: FlowScope): FlowScope => ({
    ...inner,
    nodes: inner.nodes.map((node): FlowNode => {
      if (node.kind === 'group') return { ...node, scope: reduced(node.scope) };
      if (node.kind !== 'join') return node;
      const isChosen = node.paths
        .flat()
        .filter((id) => isLeft(id))
        .every((id) => led.has(id));
      const paths = node.paths
        .filter((path) => !path.every((id) => dead.has(id)))
        .map((path) => {
          const left = path.filter((id) => isLeft(id));
          return left.length === 0 || isChosen ? path : left;
        });
      return { ...node, paths };
    }),
  });
  return reduced(scope);
}

/** The groups with a result, and of each the nodes in it that remain. */
function groupsOf(scope: FlowScope, stays: ReadonlySet<string>): readonly string[] {
  const groups = nodesOf(scope).flatMap((node) => (node.kind === 'group' ? [node] : []));
  return groups
    .map(
      ({ id, scope: inner }) =>
        `${id}: ${nodesOf(inner)
          .flatMap((node) => (stays.has(node.id) ? node.id : []))
          .sort()}`,
    )
    .filter((told) => !told.endsWith(': '))
    .sort();
}

/**
 * A handler that lost one of the tasks whose failure led to it stands behind what that task waited for, by a task of type `dummy`: it
 * waits for that, and so fails with it, though another failure led to it (docs/select.md).
 */
function waitsForLostFailure(scope: FlowScope, stays: ReadonlySet<string>, left: string): boolean {
  if (!/name: pruned-.*trigger_rule: none_failed/u.test(left)) return false;
  const nodes = nodesOf(scope);
  return nodes.some((node) => !stays.has(node.id) && controlledBy(node).some((to) => stays.has(to)));
}

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
