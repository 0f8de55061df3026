import type { SelectionRange } from 'vscode-languageserver';
import { holds, offsetAt, type Position, type Range } from '../../text/range';
import { absolute, type WorkflowDocument, type WorkflowFile, type YamlNode } from '../../workflow/read';
import { lspRange } from '../positions';
import { trimmed } from '../trimmed';
import type { OpenDocument } from '../workspace';

/** `textDocument/selectionRange`: from the word at each position outwards: value, pair, mapping, item, section, document. */
export function selectionRanges(document: OpenDocument, positions: readonly Position[]): SelectionRange[] {
  const file = document.file.get();
  return positions.map((position) => {
    const offset = offsetAt(file.lines, position);
    const ranges = growing(rangesAround(file, offset), offset);
    let selection: SelectionRange | undefined;
    for (const range of ranges) {
      const next = lspRange(file.lines, range);
      selection = selection === undefined ? { range: next } : { range: next, parent: selection };
    }
    return selection ?? { range: { start: position, end: position } };
  });
}

/** Each strictly inside the one before it, the outermost first. */
function growing(ranges: readonly Range[], offset: number): readonly Range[] {
  const kept: Range[] = [];
  for (const range of ranges.filter((candidate) => holds(candidate, offset))) {
    const outer = kept.at(-1);
    if (outer === undefined || (outer.start <= range.start && range.end <= outer.end && !same(outer, range)))
      kept.push(range);
  }
  return kept;
}

function same(a: Range, b: Range): boolean {
  return a.start === b.start && a.end === b.end;
}

function rangesAround(file: WorkflowFile, offset: number): readonly Range[] {
  const whole = { start: 0, end: file.text.length };
  const document = file.documents.find(({ range }) => holds(range, offset));
  if (document === undefined) return [whole, ...wordRange(file.text, offset)];
  return [
    whole,
    trimmed(document.range, file.text),
    ...sectionRanges(document, file.text, offset),
    ...wordRange(file.text, offset),
  ];
}

function sectionRanges(document: WorkflowDocument, text: string, offset: number): readonly Range[] {
  const ranges: Range[] = [];
  for (const [index, entry] of document.entries.entries()) {
    const { start } = absolute(entry, entry.key);
    const next = document.entries[index + 1];
    const end = next === undefined ? document.range.end : absolute(next, next.key).start;
    const section = trimmed({ start, end }, text);
    if (!holds(section, offset)) continue;
    ranges.push(section, absolute(entry, entry.key));
    if (entry.value !== undefined) ranges.push(...nodeRanges(entry.value, entry, text, offset));
  }
  for (const item of document.items) {
    if (holds(absolute(item, item.map), offset)) ranges.push(...nodeRanges(item.map, item, text, offset));
  }
  return ranges;
}

function nodeRanges(
  node: YamlNode,
  owner: { readonly offset: number },
  text: string,
  offset: number,
): readonly Range[] {
  const range = trimmed(absolute(owner, node), text);
  if (!holds(range, offset)) return [];
  const inside: Range[] = [range];
  if (node.kind === 'list' && node.from === undefined) {
    for (const item of node.items) inside.push(...nodeRanges(item, owner, text, offset));
  } else if (node.kind === 'mapping' && node.from === undefined) {
    for (const { key, value } of node.pairs) {
      const pair = trimmed(absolute(owner, { start: key.start, end: Math.max(key.end, value.end) }), text);
      if (!holds(pair, offset)) continue;
      inside.push(pair, absolute(owner, key), ...nodeRanges(value, owner, text, offset));
    }
  }
  return inside;
}

/** The run of letters, digits and `_` at an offset. */
function wordRange(text: string, offset: number): readonly Range[] {
  let start = offset;
  let end = offset;
  while (start > 0 && /[\p{L}\p{N}_]/u.test(text.charAt(start - 1))) start--;
  while (end < text.length && /[\p{L}\p{N}_]/u.test(text.charAt(end))) end++;
  return end > start ? [{ start, end }] : [];
}
