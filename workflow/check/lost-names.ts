import type { DocumentOutline } from './outline';

/**
 * The names that nodes lost to one that another node has already: nodes refer to them, and nothing bears them. Not where
 * they are more than the names that stand twice: then some of them are slips of their own.
 */
export function lostNames({ nodes, byName }: DocumentOutline): ReadonlySet<string> {
  const lost = new Set<string>();
  let spare = 0;
  for (const { length } of byName.values()) spare += length - 1;
  if (spare === 0) return lost;
  for (const { references } of nodes) {
    for (const { role, scalar } of references)
      if (role !== 'resource' && !byName.has(scalar.text)) lost.add(scalar.text);
  }
  return lost.size > spare ? new Set() : lost;
}
