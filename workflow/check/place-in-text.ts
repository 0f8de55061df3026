import type { Range } from '../../text/range';
import type { YamlScalar } from '../read';
import { rangeOf } from './suggest';

/**
 * Where a part of a scalar's text stands in its source. `source` is the text to which the ranges of the scalar relate.
 * Of text that is written in another way than it reads (escapes, several lines) the same words are looked for;
 * where they are not to be found, it is the whole scalar.
 */
export function placeInText(scalar: YamlScalar, part: Range, source: string): Range {
  if (scalar.from !== undefined) return rangeOf(scalar);
  const written = source.slice(scalar.start, scalar.end);
  const { text } = scalar;
  if (written === text) return { start: scalar.start + part.start, end: scalar.start + part.end };
  if (written.slice(1, -1) === text) return { start: scalar.start + 1 + part.start, end: scalar.start + 1 + part.end };
  const words = text.slice(part.start, part.end).split('\n')[0] ?? '';
  let at = -1;
  for (
    let before = text.indexOf(words);
    before >= 0 && before <= part.start;
    before = text.indexOf(words, before + 1)
  ) {
    at = written.indexOf(words, at + 1);
    if (at < 0 || words === '') return firstLine(scalar, written);
  }
  return at < 0 ? firstLine(scalar, written) : { start: scalar.start + at, end: scalar.start + at + words.length };
}

/** The scalar as far as its first line goes: of a block no more than its mark. */
function firstLine(scalar: YamlScalar, written: string): Range {
  const newline = written.indexOf('\n');
  return newline <= 0 ? rangeOf(scalar) : { start: scalar.start, end: scalar.start + newline };
}
