import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import { type LineIndex, positionAt, type Range } from '../../text/range';
import { absolute, type WorkflowFile, type YamlNode } from '../../workflow/read';
import { trimmed } from '../trimmed';
import type { OpenDocument } from '../workspace';

/** More folds than this help nobody, and slow editors down. */
const MOST_FOLDS = 5_000;

/**
 * `textDocument/foldingRange`: documents, top-level keys, items, mappings and lists in them, blocks of text, runs of
 * comments, and what stands between `#region` and `#endregion`. Whole lines only.
 */
export function foldingRanges(document: OpenDocument): FoldingRange[] {
  const file = document.file.get();
  const folds = [...structureFolds(file), ...commentFolds(file.text, file.lines)];
  const first = new Map<number, FoldingRange>();
  for (const fold of folds) {
    const known = first.get(fold.startLine);
    if (known === undefined || known.endLine < fold.endLine) first.set(fold.startLine, fold);
  }
  return [...first.values()].sort((a, b) => a.startLine - b.startLine).slice(0, MOST_FOLDS);
}

function* structureFolds(file: WorkflowFile): Generator<FoldingRange> {
  const fold = (range: Range): FoldingRange[] => foldOf(trimmed(range, file.text), file.lines);
  for (const document of file.documents) {
    const [first] = document.entries;
    if (first === undefined) continue;
    if (file.documents.length > 1) yield* fold({ start: absolute(first, first.key).start, end: document.range.end });
    for (const [index, entry] of document.entries.entries()) {
      const { start } = absolute(entry, entry.key);
      const next = document.entries[index + 1];
      yield* fold({ start, end: next === undefined ? document.range.end : absolute(next, next.key).start });
      if (entry.value !== undefined) yield* nodeFolds(entry.value, entry, fold);
    }
    for (const item of document.items) {
      yield* fold(absolute(item, item.map));
      yield* nodeFolds(item.map, item, fold);
    }
  }
}

function* nodeFolds(
  node: YamlNode,
  owner: { readonly offset: number },
  fold: (range: Range) => FoldingRange[],
): Generator<FoldingRange> {
  if (node.from !== undefined) return;
  if (node.kind === 'list') {
    for (const item of node.items) {
      yield* fold(absolute(owner, item));
      yield* nodeFolds(item, owner, fold);
    }
  } else if (node.kind === 'mapping') {
    for (const { key, value } of node.pairs) {
      if (key.from !== undefined || value.from !== undefined) continue;
      yield* fold(absolute(owner, { start: key.start, end: value.end }));
      yield* nodeFolds(value, owner, fold);
    }
  }
}

function foldOf(range: Range, lines: LineIndex, kind?: FoldingRangeKind): FoldingRange[] {
  const startLine = positionAt(lines, range.start).line;
  const endLine = positionAt(lines, range.end).line;
  if (endLine <= startLine) return [];
  return [kind === undefined ? { startLine, endLine } : { startLine, endLine, kind }];
}

const REGION = /^[ \t]*#[ \t]*#?(end)?region\b/;

function* commentFolds(text: string, lines: LineIndex): Generator<FoldingRange> {
  const regions: number[] = [];
  let runStart: number | undefined;
  for (const [line, start] of lines.starts.entries()) {
    const content = text.slice(start, lines.starts[line + 1] ?? lines.length);
    const region = REGION.exec(content);
    const isComment = region === null && /^[ \t]*#/.test(content);
    if (!isComment && runStart !== undefined) {
      if (line - 1 > runStart) yield { startLine: runStart, endLine: line - 1, kind: FoldingRangeKind.Comment };
      runStart = undefined;
    }
    if (isComment) runStart ??= line;
    if (region !== null && region[1] === undefined) regions.push(line);
    const opened = region?.[1] === undefined ? undefined : regions.pop();
    if (opened !== undefined) yield { startLine: opened, endLine: line, kind: FoldingRangeKind.Region };
  }
}
