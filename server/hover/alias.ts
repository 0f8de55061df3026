import { holds, positionAt, type Range } from '../../text/range';
import { code } from '../markdown';
import type { OpenDocument } from '../workspace';

/**
 * What an alias (`*name`) stands for: not each of the keys that it brings.
 * @param from Where what it brings is written.
 */
export function aboutAlias(
  { text, file }: OpenDocument,
  from: number,
  offset: number,
): { readonly markdown: string; readonly range: Range } | undefined {
  const range = aliasAt(text, offset);
  if (range === undefined) return undefined;
  const name = text.slice(range.start + 1, range.end);
  const line = positionAt(file.get().lines, from).line + 1;
  return { markdown: `${code(`*${name}`)} stands for what ${code(`&${name}`)} marks: see line ${line}.`, range };
}

/** YAML 1.2, 7.1: the name ends at a blank or at a bracket, brace or comma. */
function aliasAt(text: string, offset: number): Range | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  for (const { index, 0: written } of line.matchAll(/\*[^\s[\]{},]+/g)) {
    const range = { start: lineStart + index, end: lineStart + index + written.length };
    if (holds(range, offset)) return range;
  }
  return undefined;
}
