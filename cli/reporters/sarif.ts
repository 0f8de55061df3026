import { type Diagnostic, ruleUrl } from '../../text/diagnostic';
import type { Range } from '../../text/range';
import { severityOf } from '../../text/rules';
import { type LintedFile, type LintReport, printedRange, type Reporter } from './report';

const LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0, with fixes: what code scanning of GitHub and others reads. */
export const reportSarif: Reporter = (report) => {
  const used = new Set(report.files.flatMap((file) => file.diagnostics.map((diagnostic) => diagnostic.rule)));
  const rules = report.rules.filter((rule) => used.has(rule.id));
  const run = {
    tool: {
      driver: {
        name: 'dagport',
        version: report.toolVersion,
        informationUri: 'https://github.com/dagport/dagport',
        rules: rules.map(({ id, category, documentation }) => ({
          id,
          shortDescription: { text: documentation.summary },
          fullDescription: { text: documentation.why },
          helpUri: ruleUrl(id),
          defaultConfiguration: { level: LEVEL[severityOf(category)] },
          properties: { category },
        })),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: resultsOf(report, new Map(rules.map((rule, index) => [rule.id, index]))),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};

function resultsOf({ files }: LintReport, ruleIndex: ReadonlyMap<string, number>): readonly unknown[] {
  return files.flatMap((file) => file.diagnostics.map((diagnostic) => resultOf(diagnostic, file, ruleIndex)));
}

function resultOf(diagnostic: Diagnostic, file: LintedFile, ruleIndex: ReadonlyMap<string, number>): unknown {
  const { rule, severity, message, help, related, fix, range } = diagnostic;
  return {
    ruleId: rule,
    ruleIndex: ruleIndex.get(rule) ?? -1,
    level: LEVEL[severity],
    message: { text: help === undefined ? message : `${message} ${help}` },
    locations: [{ physicalLocation: placeOf(file, range) }],
    ...(related === undefined
      ? {}
      : {
          relatedLocations: related.map((place) => ({
            physicalLocation: placeOf(file, place.range),
            message: { text: place.message },
          })),
        }),
    ...(fix === undefined
      ? {}
      : {
          fixes: [
            {
              description: { text: fix.title },
              artifactChanges: [
                {
                  artifactLocation: { uri: encodeURI(file.path) },
                  replacements: fix.edits.map((edit) => ({
                    deletedRegion: regionOf(file, edit.range),
                    insertedContent: { text: edit.text },
                  })),
                },
              ],
            },
          ],
        }),
  };
}

function placeOf(file: LintedFile, range: Range): unknown {
  return { artifactLocation: { uri: encodeURI(file.path) }, region: regionOf(file, range) };
}

function regionOf(file: LintedFile, range: Range): unknown {
  const { start, end } = printedRange(range, file.lines);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
