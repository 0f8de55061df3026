import type { Diagnostic } from '../../text/diagnostic';
import { type Range, shifted } from '../../text/range';

/** A finding of a cell at its place in the file. */
export function moved(diagnostic: Diagnostic, by: number): Diagnostic {
  return by === 0 ? diagnostic : withPlaces(diagnostic, (range) => shifted(range, by));
}

/** A finding whose places, with those of its fix and of what is related, are others now. */
export function withPlaces(diagnostic: Diagnostic, place: (range: Range) => Range): Diagnostic {
  const { fix, related } = diagnostic;
  return {
    ...diagnostic,
    range: place(diagnostic.range),
    ...(related === undefined ? {} : { related: related.map((one) => ({ ...one, range: place(one.range) })) }),
    ...(fix === undefined
      ? {}
      : { fix: { ...fix, edits: fix.edits.map((edit) => ({ ...edit, range: place(edit.range) })) } }),
  };
}
