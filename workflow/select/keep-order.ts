import type { Diagnostic } from '../../text/diagnostic';
import { placeOf } from '../check';
import { addAll, addDummy, everything, materialise, type Work, waysOf } from './contraction';
import type { FlowNode } from './flow-nodes';
import { countsNothing } from './trigger-rules';

/** What a node stands behind by failures and choices that are gone. */
export function orderBefore(node: FlowNode, work: Work): Set<string | FlowNode> {
  const { gone, dead } = work.removal;
  const order = new Set<string | FlowNode>();
  for (const source of node.sources) if (gone.has(source)) addAll(order, everything(source, work));
  for (const other of node.upstream) {
    if (gone.has(other)) addAll(order, dead.has(other) ? everything(other, work) : waysOf(other, work).order);
  }
  return order;
}

/** Where an order would be lost, a dummy task keeps it, without a say in whether the node runs. */
export function keepOrder(node: FlowNode, order: ReadonlySet<string | FlowNode>, work: Work): readonly Diagnostic[] {
  if (order.size === 0) return [];
  const known = ancestorsOf(node.name, work);
  const missing: string[] = [];
  let place: FlowNode | undefined;
  for (const one of order) {
    if (typeof one === 'string') {
      if (!known.has(one)) missing.push(one);
      continue;
    }
    const { slots, names } = waysOf(one, work);
    const isKnown = slots.size > 0 ? [...slots.keys()].every((slot) => known.has(slot.owner.name)) : false;
    if (isKnown) continue;
    place = one;
    missing.push(...(slots.size > 0 ? [materialise(one, work)] : [...names].filter((name) => !known.has(name))));
  }
  if (missing.length === 0) return [];
  if (node.kind !== 'join' && !countsNothing(node.rule)) {
    const message = `"${node.name}" would no longer wait for "${missing[0] ?? ''}", and its trigger rule "${node.rule}" takes no task between; select what leads to it too.`;
    return [{ rule: 'cannot-prune', severity: 'error', message, range: placeOf(node.outline) }];
  }
  const name = addDummy(place ?? node, [...new Set(missing)], 'none_failed', work);
  if (node.rule !== 'all_done' && node.rule !== 'always') work.notes.push(orderNote(node, missing));
  work.added.set(node, [...(work.added.get(node) ?? []), name]);
  work.before.get(node.name)?.add(name);
  return [];
}

function orderNote(node: FlowNode, missing: readonly string[]): Diagnostic {
  const names = [...new Set(missing)].map((name) => `"${name}"`).join(', ');
  const message = `"${node.name}" still waits for ${names}, by a task that keeps the order: where that fails, "${node.name}" does not run, though something else led to it.`;
  return { rule: 'pruned-order', severity: 'info', message, range: placeOf(node.outline) };
}

function ancestorsOf(name: string, work: Work): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [name];
  for (const next of waiting) {
    for (const before of work.before.get(next) ?? []) {
      if (found.has(before)) continue;
      found.add(before);
      waiting.push(before);
    }
  }
  return found;
}
