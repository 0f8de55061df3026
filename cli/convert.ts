import path from 'node:path';
import type { SourceDiagnostic } from '../converters/contract';
import { type LegacyKind, type MigrationReport, sidecarName } from '../migration';
import { counted } from '../text/counted';
import { indexLines, positionAt } from '../text/range';
import { convertAll } from './convert/convert-all';
import { findSources, type LegacySource } from './convert/find-sources';
import { type PlannedOutput, planOutputs, type SourceConversion } from './convert/plan-outputs';
import { isReportFile, makeReport, putReport } from './convert/report-output';
import { type ConversionArguments, readSettings, unknownProfile, usage } from './convert/settings';
import { isEdited, isWritten, writeOutputs } from './convert/write-outputs';
import { EXIT, type Failure, type Result, reportFailures } from './failure';
import type { CommandIo } from './io';

export interface ConvertOptions extends ConversionArguments {
  readonly paths: readonly string[];
  /** The folder to write to; the working folder where it is absent. */
  readonly output?: string;
  readonly from?: LegacyKind;
  /** `json`, `text`, `html` for the standard output, or a file with such an ending. */
  readonly report?: string;
  /** Replaces workflows that were edited since they were generated. */
  readonly force?: boolean;
  readonly dryRun?: boolean;
  /** Writes nothing, and fails where a workflow is not what its source converts to. */
  readonly check?: boolean;
}

/**
 * `dagport convert`: converts Oozie applications and Jenkins pipelines into workflow files, with a report and a sidecar.
 * Gives the exit code: findings are sources that were refused, and what is left for a person to decide. Files are written only once
 * every source is converted.
 */
export async function convertCommand(io: CommandIo, options: ConvertOptions): Promise<number> {
  const asJson = options.report === 'json';
  try {
    const settings = await readSettings(io.cwd, options);
    if (!settings.ok) return reportFailures(io, settings.failures, asJson);
    const sources = await gatherSources(io, options);
    if (!sources.ok) return reportFailures(io, sources.failures, asJson);
    const conversions = await convertAll(io, sources.value, settings.value, options.profile);
    const outputs = planOutputs(io.cwd, path.resolve(io.cwd, options.output ?? '.'), conversions);
    if (options.check === true) return await checkOutputs(io, conversions, outputs);
    const edited = options.force === true ? [] : await editedOutputs(outputs);
    if (edited.length > 0) return reportFailures(io, edited, asJson);
    if (options.dryRun !== true) for (const { folder, files } of outputs) await writeOutputs(folder, files);
    return await report(io, options, conversions, outputs);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const { code, message } = error;
    return reportFailures(io, [{ kind: 'cannot-run', code: String(code).toLowerCase(), message }], asJson);
  }
}

/** What the paths on the command line name; a path that names nothing is a failure. */
export async function gatherSources(
  io: CommandIo,
  options: Pick<ConvertOptions, 'paths' | 'from' | 'profile'>,
): Promise<Result<readonly LegacySource[]>> {
  const hint = 'A workflow.xml, a coordinator.xml or a Jenkinsfile is expected, or a folder with some.';
  if (options.paths.length === 0) return usage('no-path', 'no file or folder to convert is named', hint);
  const sources: LegacySource[] = [];
  for (const named of options.paths) {
    const found = await findSources(io.cwd, named, options.from);
    if (!found.ok) return found;
    if (found.value.length === 0) {
      const what =
        options.from === undefined ? 'no Oozie application and no Jenkins pipeline' : `no job of ${options.from}`;
      return usage('nothing-to-convert', `"${named}" is ${what}`, hint);
    }
    sources.push(...found.value.filter((source) => !sources.some((known) => known.path === source.path)));
  }
  return unknownProfile(sources, options.profile);
}

async function editedOutputs(outputs: readonly PlannedOutput[]): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const { folder, files, workflow } of outputs) {
    if (!(await isEdited(folder, files))) continue;
    const message = `${workflow.path} was edited since it was generated, or was never generated; nothing was written`;
    const hint = 'Use --force to replace it, or name another folder with -o.';
    failures.push({ kind: 'cannot-run', code: 'edited-workflow', message, hint });
  }
  return failures;
}

/** Says which workflows are not what their sources convert to. */
async function checkOutputs(
  io: CommandIo,
  conversions: readonly SourceConversion[],
  outputs: readonly PlannedOutput[],
): Promise<number> {
  const refused = printDiagnostics(io, conversions);
  let stale = 0;
  for (const { folder, files, workflow } of outputs) {
    if (await isWritten(folder, files)) continue;
    stale++;
    io.stdout(`${workflow.path} is not what its source converts to\n`);
  }
  const count = counted(outputs.length, 'workflow');
  io.stdout(stale === 0 ? `${count} as converted.\n` : `${stale} of ${count} differ.\n`);
  return stale > 0 || refused ? EXIT.findings : EXIT.fine;
}

async function report(
  io: CommandIo,
  options: ConvertOptions,
  conversions: readonly SourceConversion[],
  outputs: readonly PlannedOutput[],
): Promise<number> {
  const made = makeReport(conversions, outputs);
  const refused = printDiagnostics(io, conversions);
  if (options.report !== undefined) await putReport(io, options.report, made, outputs);
  if (options.report === undefined || isReportFile(options.report)) io.stdout(summary(options, made.report, outputs));
  const undecided = made.report.sources.some((source) => source.constructs.manual > 0);
  return refused || undecided ? EXIT.findings : EXIT.fine;
}

/** Prints what is wrong with the sources; gives whether anything is an error. */
function printDiagnostics(io: CommandIo, conversions: readonly SourceConversion[]): boolean {
  const lines = new Map<string, string>();
  let refused = false;
  for (const { conversion } of conversions) {
    for (const diagnostic of conversion.result.diagnostics) {
      refused ||= diagnostic.severity === 'error';
      const line = diagnosticLine(diagnostic, conversion.texts.get(diagnostic.path) ?? '');
      lines.set(line, `${line}\n`);
    }
  }
  io.stderr([...lines.values()].join(''));
  return refused;
}

/** `path:line:column severity message`, from 1. */
function diagnosticLine({ path: file, range, severity, message, rule, help }: SourceDiagnostic, text: string): string {
  const { line, character } = positionAt(indexLines(text), range.start);
  const what = `${file}:${line + 1}:${character + 1} ${severity} ${rule}: ${message}`;
  return help === undefined ? what : `${what} ${help}`;
}

function summary(options: ConvertOptions, found: MigrationReport, outputs: readonly PlannedOutput[]): string {
  const verb = options.dryRun === true ? 'would write' : 'wrote';
  const sources = found.sources.map(({ path: file, constructs }) => {
    const { converted, approximated, manual, dropped } = constructs;
    return `${file}: ${converted} converted, ${approximated} approximated, ${manual} manual, ${dropped} dropped\n`;
  });
  const files = outputs.map(({ workflow }) => `${verb} ${workflow.path} and ${sidecarName(workflow.path)}\n`);
  return [...sources, ...files].join('');
}
