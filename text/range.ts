/** A half-open stretch of text. Offsets count UTF-16 units from the start of the text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A place as editors name it: line and character are 0-based, characters count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** The offsets at which the lines of a text start: the way between offsets and positions. */
export interface LineIndex {
  readonly starts: readonly number[];
  readonly length: number;
}

/** Finds the line starts of a text. A line ends with LF, CRLF or a lone CR, as LSP 3.17 has it. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset);
    if (unit === 10 || (unit === 13 && text.charCodeAt(offset + 1) !== 10)) starts.push(offset + 1);
  }
  return { starts, length: text.length };
}

/** The position of an offset; an offset outside the text is moved to its nearest end. */
export function positionAt(lines: LineIndex, offset: number): Position {
  const inside = Math.max(0, Math.min(offset, lines.length));
  let low = 0;
  let high = lines.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines.starts[middle] ?? 0) <= inside) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: inside - (lines.starts[low] ?? 0) };
}

/** The offset of a position; a position outside the text is moved to its nearest end. */
export function offsetAt(lines: LineIndex, position: Position): number {
  if (position.line < 0) return 0;
  const start = lines.starts[position.line];
  if (start === undefined) return lines.length;
  const next = lines.starts[position.line + 1] ?? lines.length;
  return Math.min(start + Math.max(0, position.character), next);
}

/** A range moved by a number of UTF-16 units. */
export function shifted(range: Range, by: number): Range {
  return by === 0 ? range : { start: range.start + by, end: range.end + by };
}

/** Does the range hold the offset? Its end counts as inside, as a cursor after the last character does. */
export function holds(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}
