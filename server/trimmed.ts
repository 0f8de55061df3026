import type { Range } from '../text/range';

/** A range without the blanks and line ends behind it. */
export function trimmed(range: Range, text: string): Range {
  let { end } = range;
  while (end > range.start && /\s/.test(text.charAt(end - 1))) end--;
  return { start: range.start, end };
}
