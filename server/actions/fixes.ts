import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import type { Diagnostic, FixSafety, TextEdit } from '../../text/diagnostic';
import { mergeFixes } from '../../text/fixes';
import { positionAt } from '../../text/range';
import type { WorkflowFile, YamlNode } from '../../workflow/read';
import { lspDiagnostic, lspEdit } from '../positions';
import type { OpenDocument } from '../workspace';

/** The kind of the action that applies all safe fixes. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.dagport`;

/** Edits of a document as an action carries them. */
export function edited(edits: readonly TextEdit[], { uri, file }: OpenDocument): Pick<CodeAction, 'edit'> {
  const { lines } = file.get();
  return { edit: { changes: { [uri]: edits.map((edit) => lspEdit(lines, edit)) } } };
}

/** The fix of a finding. */
export function fixOf(diagnostic: Diagnostic, document: OpenDocument): CodeAction[] {
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

/** The fixes of all findings of the rules that found something here, where there are more of them in the file. */
export function fixesOfAKind(
  here: readonly Diagnostic[],
  found: readonly Diagnostic[],
  document: OpenDocument,
): CodeAction[] {
  const rules = new Set(here.flatMap(({ rule, fix }) => (fix === undefined ? [] : [rule])));
  return [...rules].flatMap((rule): CodeAction[] => {
    const ofRule = found.filter((diagnostic) => diagnostic.rule === rule);
    const isSafe = ofRule.every(({ fix }) => fix === undefined || fix.safety === 'safe');
    const safety: readonly FixSafety[] = isSafe ? ['safe'] : ['safe', 'unsafe'];
    const { edits, fixed } = mergeFixes(ofRule, safety);
    if (fixed.length < 2) return [];
    const title = `Fix all ${fixed.length} findings of ${rule}${isSafe ? '' : ': look at them again'}`;
    return [{ title, kind: CodeActionKind.QuickFix, ...edited(edits, document) }];
  });
}

/** Rules that no comment can silence. */
const NEVER_IGNORED: ReadonlySet<string> = new Set(['yaml-syntax', 'tab-indentation', 'unused-suppression']);

/** A comment above the line of a finding; nothing where a comment cannot stand there. */
export function ignoreOf(diagnostic: Diagnostic, document: OpenDocument): CodeAction[] {
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
export function fixAll(found: readonly Diagnostic[], document: OpenDocument): CodeAction[] {
  const edits = mergeFixes(found, ['safe']).edits;
  if (edits.length === 0) return [];
  return [{ title: 'Apply all safe fixes of dagport', kind: FIX_ALL, ...edited(edits, document) }];
}
