import type { TextEdit } from '../../text/diagnostic';
import { applyEdits } from '../../text/edit';
import { indexLines, positionAt, type Range } from '../../text/range';
import { readWorkflow, type WorkflowFile } from '../read';
import { type Formatted, formatWorkflow } from './format';
import { sameContent } from './same-content';

/** What formatting changes, line by line; nothing where the text is refused. */
export function formatEdits(text: string): readonly TextEdit[] {
  const formatted = formatWorkflow(text);
  return formatted.kind === 'formatted' ? lineEdits(text, formatted.text) : [];
}

/**
 * What formatting changes in the lines that a range touches. Where these lines cannot be changed alone, because others
 * stand in the same block, the part of the file around them is formatted: a top-level key with its value, else all.
 */
export function formatRangeEdits(text: string, range: Range): readonly TextEdit[] {
  const formatted = formatWorkflow(text);
  if (formatted.kind !== 'formatted') return [];
  const edits = lineEdits(text, formatted.text);
  const file = readWorkflow('', text);
  for (const part of partsAround(file, range)) {
    const inside = edits.filter((edit) => edit.range.start <= part.end && part.start <= edit.range.end);
    if (keepsContent(file, inside, formatted)) return inside;
  }
  return edits;
}

function keepsContent(file: WorkflowFile, edits: readonly TextEdit[], whole: Formatted): boolean {
  if (edits.length === 0) return true;
  const text = applyEdits(file.text, edits);
  const again = formatWorkflow(text);
  const leadsOn = again.kind === 'formatted' && whole.kind === 'formatted' && again.text === whole.text;
  return leadsOn && sameContent(file, readWorkflow('', text));
}

/** The lines of a range, and the top-level entries and items that they touch. */
function partsAround({ text, lines, documents }: WorkflowFile, range: Range): readonly Range[] {
  const own = {
    start: lines.starts[positionAt(lines, range.start).line] ?? 0,
    end: Math.max(range.start, (lines.starts[positionAt(lines, range.end).line + 1] ?? text.length + 1) - 1),
  };
  const starts = documents.flatMap((document) => [
    document.range.start,
    ...document.entries.map(({ offset, key }) => offset + key.start),
  ]);
  const start = Math.max(0, ...starts.filter((offset) => offset <= own.start));
  const end = Math.min(text.length, ...starts.filter((offset) => offset > own.end).map((offset) => offset - 1));
  return [own, { start, end }];
}

/** The lines that differ, each as one edit. Formatting keeps lines in their order and adds none between them. */
function lineEdits(before: string, after: string): readonly TextEdit[] {
  const old = indexLines(before);
  const oldLines = cut(before);
  const newLines = cut(after);
  const lead = leadingBlank(oldLines) - leadingBlank(newLines);
  const edits: TextEdit[] = [];
  for (const [index, line] of oldLines.entries()) {
    const start = old.starts[index] ?? before.length;
    const now = index < lead ? '' : (newLines[index - lead] ?? '');
    if (now !== line) edits.push(lineEdit(start, line, now));
  }
  return edits;
}

/** Only what differs within a line: its text may be long. */
function lineEdit(start: number, before: string, after: string): TextEdit {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  return {
    range: { start: start + head, end: start + before.length - tail },
    text: after.slice(head, after.length - tail),
  };
}

function cut(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\r\n|\n|\r(?!\n))/);
}

function leadingBlank(lines: readonly string[]): number {
  const first = lines.findIndex((line) => line.replace('\uFEFF', '').trim() !== '');
  return first < 0 ? lines.length : first;
}
