import type { Argument } from '../plan';
import type { Value } from '../value';

/**
 * Arguments from several places, each list over those before it: mappings merge key by key, other values replace, and null
 * takes away what is below it (format.md, "operator_defaults"). Those with names of `first` stand first, in its order.
 */
export function layered(layers: readonly (readonly Argument[])[], first: readonly Argument[]): readonly Argument[] {
  const names = new Set([first, ...layers].flatMap((layer) => layer.map(({ name }) => name)));
  return [...names].flatMap((name): readonly Argument[] => {
    let value: Value | undefined;
    for (const layer of layers) {
      for (const argument of layer) if (argument.name === name) value = over(value, argument.value);
    }
    return value === undefined ? [] : [{ name, value }];
  });
}

function over(below: Value | undefined, value: Value): Value | undefined {
  if (below === undefined) return value;
  if (value.kind === 'null') return undefined;
  if (below.kind !== 'mapping' || value.kind !== 'mapping') return value;
  const entries = new Map(below.entries.map((entry) => [entry.key, entry.value]));
  for (const entry of value.entries) {
    const merged = over(entries.get(entry.key), entry.value);
    if (merged === undefined) entries.delete(entry.key);
    else entries.set(entry.key, merged);
  }
  return { kind: 'mapping', entries: [...entries].map(([key, one]) => ({ key, value: one })) };
}
