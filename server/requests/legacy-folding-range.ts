import type { FoldingRange } from 'vscode-languageserver';
import { positionAt } from '../../text/range';
import { constructsOf, type LegacyDocument } from '../legacy';

/** `textDocument/foldingRange` of a legacy definition: what goes over several lines. */
export async function legacyFolds(document: LegacyDocument): Promise<FoldingRange[]> {
  const { result } = await document.conversion.get();
  const lines = document.lines.get();
  const byLine = new Map<number, FoldingRange>();
  for (const { range } of constructsOf(result)) {
    const startLine = positionAt(lines, range.start).line;
    const endLine = positionAt(lines, range.end).line;
    if (endLine > startLine && !byLine.has(startLine)) byLine.set(startLine, { startLine, endLine });
  }
  return [...byLine.values()];
}
