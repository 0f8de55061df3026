import type {
  DiagnosticRelatedInformation,
  Diagnostic as LspDiagnostic,
  Range as LspRange,
  TextEdit as LspTextEdit,
} from 'vscode-languageserver';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { type Diagnostic, ruleUrl, type Severity, type TextEdit } from '../text/diagnostic';
import { type LineIndex, positionAt, type Range } from '../text/range';

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

/** Rules that find what has no effect; editors fade it. */
const UNNECESSARY: ReadonlySet<string> = new Set(['unused-suppression']);

/** Rules that find what is to be replaced some day; editors strike it through. */
const DEPRECATED: ReadonlySet<string> = new Set(['deprecated-parameter', 'deprecated-type']);

function tagsOf(rule: string): DiagnosticTag[] {
  if (UNNECESSARY.has(rule)) return [DiagnosticTag.Unnecessary];
  return DEPRECATED.has(rule) ? [DiagnosticTag.Deprecated] : [];
}

/** A diagnostic as editors take it. Its help follows the message on a line of its own. */
export function lspDiagnostic(diagnostic: Diagnostic, lines: LineIndex, uri: string): LspDiagnostic {
  const { rule, severity, message, help, related = [] } = diagnostic;
  const tags = tagsOf(rule);
  return {
    range: lspRange(lines, diagnostic.range),
    severity: SEVERITIES[severity],
    code: rule,
    codeDescription: { href: ruleUrl(rule) },
    source: 'dagport',
    message: help === undefined ? message : `${message}\n${help}`,
    ...(tags.length === 0 ? {} : { tags }),
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
