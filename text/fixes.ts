import type { Diagnostic, FixSafety, TextEdit } from './diagnostic';

/** The fixes that can be applied together. */
export interface MergedFixes {
  /** Without overlaps, in order of place. */
  readonly edits: readonly TextEdit[];
  /** The diagnostics whose fix is among them. */
  readonly fixed: readonly Diagnostic[];
  /** The diagnostics whose fix would change what another one changes: to be found again in the changed text. */
  readonly postponed: readonly Diagnostic[];
}

/**
 * Merges the fixes of the given safety. Of two that change the same place the first one wins; two that make the very same
 * edits count as one.
 */
export function mergeFixes(diagnostics: readonly Diagnostic[], safety: readonly FixSafety[]): MergedFixes {
  const taken: TextEdit[] = [];
  const fixed: Diagnostic[] = [];
  const postponed: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const { fix } = diagnostic;
    if (fix === undefined || !safety.includes(fix.safety)) continue;
    const places = fix.edits.map((edit) => placeOf(taken, edit));
    if (places.every((place) => place === 'taken')) {
      fixed.push(diagnostic);
    } else if (places.every((place) => place === 'free')) {
      for (const edit of fix.edits) taken.splice(indexOf(taken, edit), 0, edit);
      fixed.push(diagnostic);
    } else {
      postponed.push(diagnostic);
    }
  }
  return { edits: taken, fixed, postponed };
}

/** Whether an edit can join those of a sorted list: `free`, already there, or in conflict with a neighbour. */
function placeOf(taken: readonly TextEdit[], edit: TextEdit): 'free' | 'taken' | 'conflict' {
  const index = indexOf(taken, edit);
  const before = taken[index - 1];
  const after = taken[index];
  if (before !== undefined && isSame(before, edit)) return 'taken';
  if (after !== undefined && isSame(after, edit)) return 'taken';
  const clear =
    (before === undefined || before.range.end < edit.range.start) &&
    (after === undefined || edit.range.end < after.range.start);
  return clear ? 'free' : 'conflict';
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.range.start === b.range.start && a.range.end === b.range.end && a.text === b.text;
}

/** Where an edit belongs in a list sorted by start. */
function indexOf(taken: readonly TextEdit[], edit: TextEdit): number {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.range.start ?? 0) <= edit.range.start) low = middle + 1;
    else high = middle;
  }
  return low;
}
