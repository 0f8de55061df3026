import type { Fix } from '../../text/diagnostic';
import { applyEdits, OverlappingEdits } from '../../text/edit';
import { type LineIndex, positionAt } from '../../text/range';

/** The lines that a fix changes. */
export interface ChangedLines {
  readonly before: readonly { readonly line: number; readonly code: string }[];
  readonly after: readonly string[];
}

/** More lines are no longer read beside the finding. */
const MAXIMAL_LINES = 4;
const MAXIMAL_WIDTH = 160;

/** The lines that a fix changes, 1-based, before and after; nothing where they are many, long or far apart. */
export function changedLines({ edits }: Fix, text: string, lines: LineIndex): ChangedLines | undefined {
  const starts = edits.map(({ range }) => positionAt(lines, range.start).line);
  const ends = edits.map(({ range }) => positionAt(lines, range.end).line);
  const first = Math.min(...starts);
  const last = Math.max(...ends);
  if (last - first >= MAXIMAL_LINES) return undefined;
  const start = lines.starts[first] ?? 0;
  const end = lines.starts[last + 1] ?? text.length;
  const before = codeLines(text.slice(start, end));
  const moved = edits.map((edit) => ({
    ...edit,
    range: { start: edit.range.start - start, end: edit.range.end - start },
  }));
  const after = codeLines(applied(text.slice(start, end), moved));
  const isLong = [...before, ...after].some((line) => line.length > MAXIMAL_WIDTH);
  if (isLong || after.length > MAXIMAL_LINES) return undefined;
  const head = before.findIndex((line, index) => line !== after[index]);
  if (head < 0) return undefined;
  const tail = commonTail(before.slice(head), after.slice(head));
  return {
    before: before.slice(head, before.length - tail).map((code, index) => ({ line: first + head + index + 1, code })),
    after: after.slice(head, after.length - tail),
  };
}

function applied(text: string, edits: Fix['edits']): string {
  try {
    return applyEdits(text, edits);
  } catch (error) {
    if (error instanceof OverlappingEdits) return text; // nothing to show; applying fixes leaves such a one out, too
    throw error;
  }
}

function commonTail(before: readonly string[], after: readonly string[]): number {
  let tail = 0;
  while (tail < before.length && tail < after.length && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return tail;
}

function codeLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|[\r\n]/).map((line) => line.replaceAll('\t', ' '));
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
