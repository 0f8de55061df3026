import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import type { Diagnostic, TextEdit } from '../../text/diagnostic';
import { mergeFixes } from '../../text/fixes';
import { offsetAt, positionAt, type Range } from '../../text/range';
import type { WorkflowFile, YamlNode } from '../../workflow/read';
import { lspDiagnostic, lspEdit } from '../positions';
import type { OpenDocument } from '../workspace';

const FIX_ALL = `${CodeActionKind.SourceFixAll}.dagport`;

/**
 * `textDocument/codeAction`: the fixes of what is found in a range, a comment that ignores it, and all safe fixes at once.
 * They come from what is found in the text as it is now, never from the diagnostics that a client still shows.
 */
export function codeActions(document: OpenDocument, params: CodeActionParams): CodeAction[] {
  const file = document.file.get();
  const range = { start: offsetAt(file.lines, params.range.start), end: offsetAt(file.lines, params.range.end) };
  const found = document.diagnostics.get();
  const wanted = (kind: string): boolean =>
    params.context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
  const here = wanted(CodeActionKind.QuickFix) ? found.filter((diagnostic) => touches(diagnostic.range, range)) : [];
  const fixes = here.flatMap((diagnostic) => fixOf(diagnostic, document));
  const ignores = here.flatMap((diagnostic) => ignoreOf(diagnostic, document));
  return [...fixes, ...ignores, ...(wanted(FIX_ALL) ? fixAll(found, document) : [])];
}

function touches(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function edited(edits: readonly TextEdit[], { uri, file }: OpenDocument): Pick<CodeAction, 'edit'> {
  const { lines } = file.get();
  return { edit: { changes: { [uri]: edits.map((edit) => lspEdit(lines, edit)) } } };
}

function fixOf(diagnostic: Diagnostic, document: OpenDocument): CodeAction[] {
  const { fix } = diagnostic;
  if (fix === undefined) return [];
  return [
    {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [lspDiagnostic(diagnostic, document.file.get().lines, document.uri)],
      ...(fix.safety === 'safe' ? { isPreferred: true } : {}),
      ...edited(fix.edits, document),
    },
  ];
}

/** Rules that no comment can silence. */
const NEVER_IGNORED: ReadonlySet<string> = new Set(['yaml-syntax', 'tab-indentation', 'unused-suppression']);

/** A comment above the line of a finding; nothing where a comment cannot stand there. */
function ignoreOf(diagnostic: Diagnostic, document: OpenDocument): CodeAction[] {
  const file = document.file.get();
  const { line } = positionAt(file.lines, diagnostic.range.start);
  if (NEVER_IGNORED.has(diagnostic.rule)) return [];
  const start = file.lines.starts[line] ?? 0;
  if (!mayHoldComment(file, start)) return [];
  const indentation = /^[ ]*/.exec(file.text.slice(start))?.[0] ?? '';
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
  const text = `${indentation}# dagport-ignore ${diagnostic.rule}: why this is meant${newline}`;
  return [
    {
      title: `Ignore ${diagnostic.rule} on this line`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [lspDiagnostic(diagnostic, file.lines, document.uri)],
      ...edited([{ range: { start, end: start }, text }], document),
    },
  ];
}

/** Inside quotes and blocks of text that go over several lines, `#` is text. */
function mayHoldComment(file: WorkflowFile, offset: number): boolean {
  return file.documents.every(({ items, entries }) =>
    [
      ...items.map((item) => ({ node: item.map, cell: item.offset })),
      ...entries.flatMap(({ value, offset: cell }) => (value === undefined ? [] : [{ node: value, cell }])),
    ].every(({ node, cell }) => !isInScalar(node, offset - cell)),
  );
}

function isInScalar(node: YamlNode, offset: number): boolean {
  if (offset <= node.start || node.end <= offset) return false;
  if (node.kind === 'list') return node.items.some((item) => isInScalar(item, offset));
  if (node.kind === 'mapping') return node.pairs.some(({ value }) => isInScalar(value, offset));
  return true;
}

/** All safe fixes that do not touch each other. */
function fixAll(found: readonly Diagnostic[], document: OpenDocument): CodeAction[] {
  const edits = mergeFixes(found, ['safe']).edits;
  if (edits.length === 0) return [];
  return [{ title: 'Apply all safe fixes of dagport', kind: FIX_ALL, ...edited(edits, document) }];
}
