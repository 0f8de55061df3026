import type { Candidate, Sources } from './candidate';
import type { Gap } from './gap';
import { keysAt } from './keys';
import { valuesAt } from './values';

/** All that can stand at a gap. Keys that its mapping has already, and names that its list has already, are left out. */
export function candidatesAt(gap: Gap, sources: Sources): readonly Candidate[] {
  if (gap.kind === 'value') return valuesAt(gap, sources);
  const taken = new Set(gap.place.mapping?.pairs.map((pair) => pair.key.text));
  if (gap.way.length === 0) for (const entry of gap.place.document.entries) taken.add(entry.key.text);
  const keys = keysAt(gap, sources).filter((candidate) => !taken.has(candidate.label));
  // Parameters may have the name of a key; it is offered once.
  return [...new Map(keys.map((candidate) => [candidate.label, candidate])).values()];
}
