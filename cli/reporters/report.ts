import type { Diagnostic } from '../../text/diagnostic';
import { type LineIndex, positionAt, type Range } from '../../text/range';
import type { RuleFacts } from '../../text/rules';

/** What `lint` found: what a reporter turns into text. */
export interface LintReport {
  readonly files: readonly LintedFile[];
  /** All rules that could have found something, by id. */
  readonly rules: readonly RuleFacts[];
  readonly toolVersion: string;
}

export interface LintedFile {
  /** Relative to the working folder, `/` between its parts. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly diagnostics: readonly Diagnostic[];
}

export interface LintSummary {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** `width`: the columns of the terminal; absent where the text goes elsewhere. */
export type Reporter = (report: LintReport, color: boolean, width?: number) => string;

export function summarise({ files }: LintReport): LintSummary {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { diagnostics } of files) for (const { severity } of diagnostics) counts[severity]++;
  return { files: files.length, errors: counts.error, warnings: counts.warning, infos: counts.info };
}

/** Lines and columns as they are printed: 1-based, columns in UTF-16 units. */
export interface PrintedRange {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

export function printedRange(range: Range, lines: LineIndex): PrintedRange {
  const start = positionAt(lines, range.start);
  const end = positionAt(lines, range.end);
  return {
    start: { line: start.line + 1, column: start.character + 1 },
    end: { line: end.line + 1, column: end.character + 1 },
  };
}
