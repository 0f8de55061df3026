import { asText, valueAt } from '../read';
import type { Contraction } from './contraction';
import type { FlowNode } from './flow-nodes';
import type { Removal } from './removal';

/** The ways of a document as text, by the name of the node that they lead to or from: equal where these are equal. */
export function shapeOf(ordered: readonly FlowNode[]): ReadonlyMap<string, string> {
  return new Map(
    ordered.map((node) => {
      const slots = node.slots.map(({ key, targets }) => ({ key, names: targets.map(({ name }) => name) }));
      const upstream = node.kind === 'join' ? [] : node.upstream.map(({ name }) => name);
      return [node.name, written(upstream, slots, pathsOf(node))];
    }),
  );
}

/** The shape that a pruned document should have. */
export function expectedShape(
  ordered: readonly FlowNode[],
  { gone }: Removal,
  { replaced, added, targets, dummies }: Contraction,
): ReadonlyMap<string, string> {
  const shape = new Map<string, string>();
  for (const { name, upstream } of dummies) shape.set(name, written(upstream, [], []));
  for (const node of ordered) {
    if (gone.has(node)) continue;
    const instead = replaced.get(node);
    const through = (other: FlowNode): readonly string[] =>
      gone.has(other) ? (instead?.get(other) ?? []) : [other.name];
    const byName = new Map(node.upstream.map((other) => [other.name, other]));
    const more = added.get(node) ?? [];
    const slots = node.slots.map((slot) => ({
      key: slot.key,
      names: slot.targets.flatMap((target) =>
        gone.has(target) ? (targets.get(slot)?.get(target) ?? []) : [target.name],
      ),
    }));
    const paths = pathsOf(node).map((path) =>
      path.flatMap((name) => {
        const item = byName.get(name);
        return item === undefined ? [] : through(item);
      }),
    );
    const isJoin = node.kind === 'join';
    const upstream = isJoin ? [] : [...node.upstream.flatMap(through), ...more];
    shape.set(node.name, written(upstream, slots, isJoin ? [...paths, ...more.map((name) => [name])] : []));
  }
  return shape;
}

interface NamedSlot {
  readonly key: string;
  readonly names: readonly string[];
}

function written(
  upstream: readonly string[],
  slots: readonly NamedSlot[],
  paths: readonly (readonly string[])[],
): string {
  const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
  const filled = slots
    .filter(({ key, names }) => key !== 'on_failure' || names.length > 0)
    .map(({ key, names }) => [key, sorted(names)]);
  return JSON.stringify([sorted(upstream), filled, paths.filter((path) => path.length > 0).map(sorted)]);
}

function pathsOf({ kind, outline }: FlowNode): readonly (readonly string[])[] {
  const paths = valueAt(outline.item.map, 'paths');
  if (kind !== 'join' || paths?.kind !== 'list') return [];
  return paths.items.map((path) =>
    path.kind === 'list' ? path.items.flatMap((item) => asText(item)?.text ?? []) : [],
  );
}
