import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  InsertTextMode,
} from 'vscode-languageserver';
import { offsetAt, type Position } from '../../text/range';
import { isPlain, writeText } from '../../workflow/write';
import type { ClientAbilities } from '../capabilities';
import { type Candidate, candidatesAt, type Sources } from '../completion/candidates';
import { type Gap, gapAt } from '../completion/gap';
import { escapeSnippet, skeletonOf } from '../completion/skeleton';
import { lspRange } from '../positions';
import { planOptions, projectOf } from '../project';
import type { OpenDocument, Workspace } from '../workspace';

/** `textDocument/completion`: keys, types, parameters, names and values that can stand at a position. */
export function complete(
  workspace: Workspace,
  document: OpenDocument,
  position: Position,
  client: Pick<ClientAbilities, 'snippets' | 'keepsIndentation'>,
): CompletionItem[] {
  const file = document.file.get();
  const gap = gapAt(file, offsetAt(file.lines, position));
  if (gap === undefined) return [];
  const sources: Sources = {
    ...planOptions(workspace.catalogue, projectOf(workspace.projects, document.uri)),
    file: document.outline.get(),
  };
  const range = lspRange(file.lines, gap.range);
  return candidatesAt(gap, sources).map((candidate): CompletionItem => {
    const { text, snippet } = insertion(candidate, gap, document.text, client.snippets);
    const skeleton =
      client.snippets && client.keepsIndentation ? skeletonOf(candidate, gap, document.text, sources) : undefined;
    return {
      label: candidate.label,
      kind: KINDS[candidate.kind],
      textEdit: { range, newText: skeleton === undefined ? text : `${escapeSnippet(text)}${skeleton}` },
      sortText: `${candidate.required === true ? 0 : 1}${candidate.label}`,
      ...(snippet || skeleton !== undefined ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
      ...(skeleton === undefined ? {} : { insertTextMode: InsertTextMode.asIs }),
      ...(document.text.charAt(gap.range.start) === text.charAt(0) && isQuote(text) ? { filterText: text } : {}),
      ...(candidate.detail === undefined ? {} : { detail: detailOf(candidate) }),
      ...(candidate.summary === undefined ? {} : { documentation: candidate.summary }),
      ...(candidate.deprecated === true ? { tags: [CompletionItemTag.Deprecated] } : {}),
    };
  });
}

const KINDS: Readonly<Record<Candidate['kind'], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  task: CompletionItemKind.Reference,
  type: CompletionItemKind.Class,
  value: CompletionItemKind.EnumMember,
  document: CompletionItemKind.Module,
};

function detailOf({ detail, required }: Candidate): string {
  return required === true ? `${detail} (required)` : `${detail}`;
}

function isQuote(text: string): boolean {
  return text.startsWith('"') || text.startsWith("'");
}

/** The text that fills the gap: a key with its colon, a name in the quotes that it has or needs. */
function insertion(
  candidate: Candidate,
  gap: Gap,
  text: string,
  snippets: boolean,
): { readonly text: string; readonly snippet: boolean } {
  if (gap.kind === 'value') return { text: valueText(candidate, gap, text), snippet: false };
  const key = writeText(candidate.label, gap.flow ? 'flow' : 'block');
  if (gap.hasColon) return { text: key, snippet: false };
  if (candidate.shape === 'list' && snippets) return { text: `${escapeSnippet(key)}: [$0]`, snippet: true };
  if (candidate.shape === 'mapping' && gap.flow && snippets)
    return { text: `${escapeSnippet(key)}: {$0}`, snippet: true };
  return { text: candidate.shape === 'mapping' && !gap.flow ? `${key}:` : `${key}: `, snippet: false };
}

function valueText({ label }: Candidate, gap: Gap, text: string): string {
  if (label === 'true' || label === 'false') return label;
  const context = gap.flow ? 'flow' : 'block';
  const quote = text.charAt(gap.range.start);
  if (quote === '"' && isPlain(label, context)) return `"${label}"`;
  if (quote === "'" && isPlain(label, context)) return `'${label}'`;
  return writeText(label, context);
}
