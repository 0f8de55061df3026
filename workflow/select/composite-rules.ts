import type { Composites } from '../composites';
import { asText, valueAt } from '../read';

/** By type, the trigger rules in the composite of that name and in those that it uses; none of any other type. */
export function rulesInComposites(composites: Composites | undefined): (type: string) => readonly string[] {
  const known = new Map<string, ReadonlySet<string>>();
  const rulesIn = (type: string): ReadonlySet<string> => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const found = new Set<string>();
    known.set(type, found);
    const composite = composites?.find(type);
    for (const { items } of composite?.file.documents ?? []) {
      for (const { map } of items) {
        const rule = asText(valueAt(valueAt(map, 'properties'), 'trigger_rule'))?.text;
        if (rule !== undefined) found.add(rule);
        for (const inner of rulesIn(asText(valueAt(map, 'type'))?.text ?? '')) found.add(inner);
      }
    }
    return found;
  };
  return (type) => [...rulesIn(type)];
}
