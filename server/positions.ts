import type {
  DiagnosticRelatedInformation,
  Diagnostic as LspDiagnostic,
  Range as LspRange,
  TextEdit as LspTextEdit,
} from 'vscode-languageserver';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { type Diagnostic, ruleUrl, type Severity, type TextEdit } from '../text/diagnostic';
import { type LineIndex, positionAt, type Range } from '../text/range';

const UNNECESSARY = [
  'unused-suppression',
  'unused-import',
  'unused-resource',
  'unused-default',
  'unused-document',
  'duplicate-dependency',
  'duplicate-import',
];
const DEPRECATED = [
  'deprecated-type',
  'deprecated-parameter',
  'old-parameter-name',
  'old-schedule-key',
  'removed-dag-argument',
];

/** A range of offsets as editors name it. */
export function lspRange(lines: LineIndex, range: Range): LspRange {
  return { start: positionAt(lines, range.start), end: positionAt(lines, range.end) };
}

export function lspEdit(lines: LineIndex, edit: TextEdit): LspTextEdit {
  return { range: lspRange(lines, edit.range), newText: edit.text };
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Rules that find what has no effect, which editors fade, and what is going away, which they strike out. */
const TAGS: ReadonlyMap<string, DiagnosticTag> = new Map([
  ...UNNECESSARY.map((rule) => [rule, DiagnosticTag.Unnecessary] as const),
  ...DEPRECATED.map((rule) => [rule, DiagnosticTag.Deprecated] as const),
]);

/** A diagnostic as editors take it. Its help follows the message on a line of its own. */
export function lspDiagnostic(diagnostic: Diagnostic, lines: LineIndex, uri: string): LspDiagnostic {
  const { rule, severity, message, help, related = [] } = diagnostic;
  const tag = TAGS.get(rule);
  return {
    range: lspRange(lines, diagnostic.range),
    severity: SEVERITIES[severity],
    code: rule,
    codeDescription: { href: ruleUrl(rule) },
    source: 'dagport',
    message: help === undefined ? message : `${message}\n${help}`,
    ...(tag === undefined ? {} : { tags: [tag] }),
    ...(related.length === 0 ? {} : { relatedInformation: related.flatMap((place) => relatedTo(place, lines, uri)) }),
  };
}

/** Places in other files need their text to be turned into positions; only those of the same file are passed on. */
function relatedTo(
  place: NonNullable<Diagnostic['related']>[number],
  lines: LineIndex,
  uri: string,
): DiagnosticRelatedInformation[] {
  if (place.path !== undefined) return [];
  return [{ location: { uri, range: lspRange(lines, place.range) }, message: place.message }];
}
