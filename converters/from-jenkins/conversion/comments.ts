import { positionAt } from '../../../text/range';
import type { Comment, Statement } from '../groovy/index';
import type { Conversion } from './scope';

/** The lines of the comments directly above a statement, without the signs that make them comments. */
export function commentsAbove(conversion: Conversion, statement: Statement): readonly string[] {
  const { lines } = conversion.ledger;
  const { comments } = conversion;
  const found: string[] = [];
  let line = positionAt(lines, statement.range.start).line;
  for (let index = lastBefore(comments, statement.range.start); index >= 0; index--) {
    const comment = comments[index];
    if (comment === undefined) break;
    const end = positionAt(lines, Math.max(comment.range.start, comment.range.end - 1)).line;
    const begin = positionAt(lines, comment.range.start);
    const alone = conversion.ledger.text.slice(lines.starts[begin.line] ?? 0, comment.range.start).trim() === '';
    if (end !== line - 1 || !alone) break;
    found.unshift(...textLines(comment));
    line = begin.line;
  }
  return found;
}

/** The index of the last comment that begins before an offset. */
function lastBefore(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.range.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function textLines(comment: Comment): readonly string[] {
  return comment.text
    .split(/\r\n?|\n/)
    .map((line) => line.replace(/^\s*\*?\s?/, '').trimEnd())
    .filter((line) => line !== '');
}
