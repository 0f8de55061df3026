import type { TextEdit } from '../../text/diagnostic';
import type { Range } from '../../text/range';

/**
 * The way from an offset of an edited text to the text as it was: what was replaced or inserted stands at the start of
 * its edit.
 */
export function originOf(edits: readonly TextEdit[]): (offset: number) => number {
  const sorted = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const pieces: { readonly from: number; readonly end: number; readonly start: number; readonly after: number }[] = [];
  let moved = 0;
  for (const { range, text } of sorted) {
    const from = range.start + moved;
    pieces.push({ from, end: from + text.length, start: range.start, after: range.end });
    moved += text.length - (range.end - range.start);
  }
  return (offset) => {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pieces[middle]?.from ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const piece = pieces[low - 1];
    if (piece === undefined) return offset;
    return offset < piece.end ? piece.start : piece.after + (offset - piece.end);
  };
}

/** A range of an edited text as one of the text as it was. */
export function originalRange(range: Range, origin: (offset: number) => number): Range {
  const start = origin(range.start);
  return { start, end: Math.max(start, origin(range.end)) };
}
