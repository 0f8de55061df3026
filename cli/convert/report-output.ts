import path from 'node:path';
import { type MigrationReport, reportHtml, reportOfSeveral, reportText } from '../../migration';
import type { CommandIo } from '../io';
import { writeAtomically } from '../write-file';
import type { PlannedOutput, SourceConversion } from './plan-outputs';

/** The report of what was converted, and all texts that were read, by path. */
export function makeReport(
  conversions: readonly SourceConversion[],
  outputs: readonly PlannedOutput[],
): { readonly report: MigrationReport; readonly texts: ReadonlyMap<string, string> } {
  return reportOfSeveral(
    conversions.map(({ conversion }) => conversion),
    outputs.map((output) => output.workflow),
  );
}

/** Is a file meant, whose ending says how it is written? */
export function isReportFile(report: string | undefined): boolean {
  return report !== undefined && /\.(?:json|md|markdown|html?)$/i.test(report);
}

/** Prints the report, or writes it where a file is named; nothing is printed twice. */
export async function putReport(
  io: CommandIo,
  wanted: string,
  { report, texts }: ReturnType<typeof makeReport>,
  outputs: readonly PlannedOutput[],
): Promise<void> {
  const form = isReportFile(wanted) ? path.extname(wanted).slice(1).toLowerCase() : wanted;
  const results = new Map(outputs.map(({ workflow }) => [workflow.path, workflow.written.text]));
  const text =
    form === 'json'
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : form.startsWith('htm')
        ? reportHtml(report, texts, results)
        : reportText(report);
  if (!isReportFile(wanted)) io.stdout(text);
  else await writeAtomically(path.resolve(io.cwd, wanted), text);
}
