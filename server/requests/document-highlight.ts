import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver';
import { offsetAt, type Position } from '../../text/range';
import { nameAt, sameName } from '../names';
import { lspRange } from '../positions';
import type { OpenDocument } from '../workspace';

/** `textDocument/documentHighlight`: each place of a file that names what is named at a position. */
export function documentHighlights(document: OpenDocument, position: Position): DocumentHighlight[] {
  const { lines } = document.file.get();
  const names = document.names.get();
  const here = nameAt(names, offsetAt(lines, position));
  if (here === undefined) return [];
  return names
    .filter((use) => sameName(use, here))
    .map(({ range, definition }) => ({
      range: lspRange(lines, range),
      kind: definition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}
