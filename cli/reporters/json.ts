import { type Diagnostic, ruleUrl } from '../../text/diagnostic';
import { type LintedFile, printedRange, type Reporter, summarise } from './report';

/** `schemas/format/lint-output.schema.json` says what this prints. */
export const reportJson: Reporter = (report) => {
  const files = report.files.map((file) => ({
    path: file.path,
    diagnostics: file.diagnostics.map((diagnostic) => diagnosticJson(diagnostic, file)),
  }));
  return `${JSON.stringify({ version: 1, files, summary: summarise(report) })}\n`;
};

function diagnosticJson(diagnostic: Diagnostic, { path, lines }: LintedFile): unknown {
  const { rule, severity, message, help, fix, related } = diagnostic;
  return {
    rule,
    severity,
    message,
    range: printedRange(diagnostic.range, lines),
    ...(help === undefined ? {} : { help }),
    url: ruleUrl(rule),
    ...(fix === undefined
      ? {}
      : {
          fix: {
            title: fix.title,
            safety: fix.safety,
            edits: fix.edits.map((edit) => ({ range: printedRange(edit.range, lines), text: edit.text })),
          },
        }),
    ...(related === undefined
      ? {}
      : {
          related: related.map((place) => ({
            path: place.path ?? path,
            range: printedRange(place.range, lines),
            message: place.message,
          })),
        }),
  };
}
