import type { TextEdit } from './diagnostic';

/** Thrown where two edits change the same stretch of text. */
export class OverlappingEdits extends Error {}

/**
 * The text with all edits applied. Edits refer to the text as it was, in any order.
 * @throws {OverlappingEdits} where two of them overlap.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  let result = '';
  let done = 0;
  for (const edit of sorted) {
    if (edit.range.start < done) throw new OverlappingEdits(`two edits change offset ${edit.range.start}`);
    result += text.slice(done, edit.range.start) + edit.text;
    done = edit.range.end;
  }
  return result + text.slice(done);
}
