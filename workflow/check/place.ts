import { type Range, shifted } from '../../text/range';
import type { Finding } from '../../text/rules';

/** A finding whose ranges were relative to a cell, at its place in the file. */
export function moveFinding(finding: Finding, by: number): Finding {
  const move = (range: Range): Range => shifted(range, by);
  const { fix, related, covers } = finding;
  return {
    ...finding,
    range: move(finding.range),
    ...(related === undefined ? {} : { related: related.map((place) => ({ ...place, range: move(place.range) })) }),
    ...(fix === undefined
      ? {}
      : { fix: { ...fix, edits: fix.edits.map((edit) => ({ ...edit, range: move(edit.range) })) } }),
    ...(covers === undefined ? {} : { covers: move(covers) }),
  };
}
