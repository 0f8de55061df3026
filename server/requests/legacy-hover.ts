import { type Hover, MarkupKind } from 'vscode-languageserver';
import type { SourceConstruct } from '../../converters/contract';
import { holds, offsetAt, type Position } from '../../text/range';
import { constructsOf, type LegacyDocument } from '../legacy';
import { paragraphs, plain } from '../markdown';
import { lspRange } from '../positions';

/** `textDocument/hover` in a legacy definition: what becomes of the innermost construct there. */
export async function legacyHover(document: LegacyDocument, position: Position): Promise<Hover | null> {
  const { result } = await document.conversion.get();
  const lines = document.lines.get();
  const offset = offsetAt(lines, position);
  const here = constructsOf(result).findLast(({ range }) => holds(range, offset));
  if (here === undefined) return null;
  const { construct, status, message, reason } = here;
  const value = paragraphs(
    `**${plain(construct)}** — ${WORDS[status]}`,
    message === undefined ? undefined : plain(message),
    reason === undefined ? undefined : `Reason: ${plain(reason)}.`,
  );
  return { contents: { kind: MarkupKind.Markdown, value }, range: lspRange(lines, here.range) };
}

const WORDS: Readonly<Record<SourceConstruct['status'], string>> = {
  converted: 'is converted: it means the same',
  approximated: 'is converted, with a difference',
  manual: 'is left to a person',
  dropped: 'is left out: it has no meaning on Airflow',
};
