import type { Range as LspRange, TextEdit as LspTextEdit } from 'vscode-languageserver';
import { offsetAt } from '../../text/range';
import { formatEdits, formatRangeEdits } from '../../workflow/format';
import { lspEdit } from '../positions';
import type { OpenDocument } from '../workspace';

/** `textDocument/formatting`: what `dagport fmt` changes; nothing where the text cannot be read. */
export function formatDocument(document: OpenDocument): LspTextEdit[] {
  const { lines } = document.file.get();
  return formatEdits(document.text).map((edit) => lspEdit(lines, edit));
}

/** `textDocument/rangeFormatting`: of that, what concerns the lines of a range. */
export function formatRange(document: OpenDocument, { start, end }: LspRange): LspTextEdit[] {
  const { lines } = document.file.get();
  const range = { start: offsetAt(lines, start), end: offsetAt(lines, end) };
  return formatRangeEdits(document.text, range).map((edit) => lspEdit(lines, edit));
}
