import path from 'node:path';
import type { ConversionOptions, SourceDiagnostic } from '../converters/contract';
import { readProperties } from '../converters/from-oozie';
import { type MigrationReport, makeSidecar, migrationReport, reportText, type WrittenWorkflow } from '../migration';
import { version } from '../package.json';
import { indexLines, positionAt } from '../text/range';
import { writeDraft } from '../workflow/write';
import { findSources, type LegacySource, type LegacySystem } from './convert/find-sources';
import { type LoadedConversion, PROFILES, runConversion } from './convert/run-conversion';
import { baseName, type ConvertedFiles, isEdited, sidecarName, writeOutputs } from './convert/write-outputs';
import { EXIT, type Failure, type Result, reportFailures } from './failure';
import { readSource, relativePath } from './files';
import type { CommandIo } from './io';

export interface ConvertOptions {
  readonly paths: readonly string[];
  /** The folder to write to; the working folder where it is absent. */
  readonly output?: string;
  readonly from?: LegacySystem;
  /** A `.properties` file; the values of `define` win over its. */
  readonly properties?: string;
  /** `key=value`. */
  readonly define?: readonly string[];
  readonly profile?: string;
  readonly airflow?: ConversionOptions['airflow'];
  readonly report?: 'json' | 'text';
  /** Replaces workflows that were edited since they were generated. */
  readonly force?: boolean;
  readonly dryRun?: boolean;
  /** Exit 1 where something is left for a person to decide. */
  readonly strict?: boolean;
}

/**
 * `dagport convert`: converts Oozie applications and Jenkins pipelines into workflow files, with a report and a sidecar.
 * Gives the exit code: findings are sources that were refused, with `strict` also what is left to decide. Files are
 * written only once every source is converted.
 */
export async function convertCommand(io: CommandIo, options: ConvertOptions): Promise<number> {
  const asJson = options.report === 'json';
  try {
    const settings = await readSettings(io, options);
    if (!settings.ok) return reportFailures(io, settings.failures, asJson);
    const sources = await gatherSources(io, options);
    if (!sources.ok) return reportFailures(io, sources.failures, asJson);
    const conversions = await convertAll(io, options, sources.value, settings.value);
    const outputs = planOutputs(io, options, conversions);
    if (!outputs.ok) return reportFailures(io, outputs.failures, asJson);
    const edited = options.force === true ? [] : await editedOutputs(io, options, outputs.value);
    if (edited.length > 0) return reportFailures(io, edited, asJson);
    if (options.dryRun !== true) {
      for (const { files } of outputs.value) await writeOutputs(outputFolder(io, options), files);
    }
    return report(io, options, conversions, outputs.value);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const { code, message } = error;
    return reportFailures(io, [{ kind: 'cannot-run', code: String(code).toLowerCase(), message }], asJson);
  }
}

function outputFolder(io: CommandIo, options: ConvertOptions): string {
  return path.resolve(io.cwd, options.output ?? '.');
}

function usage(
  code: string,
  message: string,
  hint?: string,
): { readonly ok: false; readonly failures: readonly Failure[] } {
  return { ok: false, failures: [{ kind: 'usage', code, message, ...(hint === undefined ? {} : { hint }) }] };
}

/** What holds for all sources; the profile is a matter of each system. */
type Settings = Omit<ConversionOptions, 'profile'>;

async function readSettings(io: CommandIo, options: ConvertOptions): Promise<Result<Settings>> {
  const properties = new Map<string, string>();
  if (options.properties !== undefined) {
    const file = await readSource(options.properties, io.cwd);
    if (!file.ok) return file;
    for (const { key, value } of readProperties(file.value.text)) properties.set(key, value);
  }
  for (const definition of options.define ?? []) {
    const equals = definition.indexOf('=');
    if (equals < 1) return usage('bad-property', `"${definition}" is no property`, 'Write -D name=value.');
    properties.set(definition.slice(0, equals), definition.slice(equals + 1));
  }
  return { ok: true, value: { properties, airflow: options.airflow ?? '3.3' } };
}

async function gatherSources(io: CommandIo, options: ConvertOptions): Promise<Result<readonly LegacySource[]>> {
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
  const { profile } = options;
  const stranger = sources.find(({ system }) => profile !== undefined && !PROFILES[system].includes(profile));
  if (stranger === undefined) return { ok: true, value: sources };
  const known = PROFILES[stranger.system].join(', ');
  return usage(
    'unknown-profile',
    `there is no profile "${profile}" for ${stranger.system}`,
    `Known profiles: ${known}.`,
  );
}

/** Converts each source but those that another one has taken with it, as a coordinator takes its workflow. */
async function convertAll(
  io: CommandIo,
  options: ConvertOptions,
  sources: readonly LegacySource[],
  settings: Settings,
): Promise<LoadedConversion[]> {
  const conversions: LoadedConversion[] = [];
  const taken = new Set<string>();
  for (const source of sources) {
    if (taken.has(source.path)) continue;
    const profile = options.profile ?? PROFILES[source.system][0] ?? '';
    const conversion = await runConversion(io.cwd, source, { ...settings, profile });
    for (const account of conversion.result.sources) taken.add(account.path);
    conversions.push(conversion);
  }
  return conversions;
}

interface PlannedOutput {
  readonly files: ConvertedFiles;
  readonly workflow: WrittenWorkflow;
}

function planOutputs(
  io: CommandIo,
  options: ConvertOptions,
  conversions: readonly LoadedConversion[],
): Result<readonly PlannedOutput[]> {
  const outputs: PlannedOutput[] = [];
  for (const { result, options: settings, texts } of conversions) {
    for (const { fileName, draft } of result.workflows) {
      if (path.basename(fileName) !== fileName || outputs.some((output) => output.files.fileName === fileName)) {
        const message = `two jobs would be written to ${fileName}, the second from ${result.sources[0]?.path}; nothing was written`;
        const hint = 'Convert them one by one, each into an output folder of its own.';
        return { ok: false, failures: [{ kind: 'cannot-run', code: 'name-taken', message, hint }] };
      }
      const shown = relativePath(path.join(outputFolder(io, options), fileName), io.cwd);
      const workflow = { path: shown, written: writeDraft(draft) };
      const basePath = baseName(fileName);
      const accounts = result.sources;
      const sidecar = makeSidecar({
        tool: `dagport ${version}`,
        options: settings,
        workflow,
        basePath,
        accounts,
        texts,
      });
      const files = { fileName, text: workflow.written.text, sidecar: `${JSON.stringify(sidecar, undefined, 2)}\n` };
      outputs.push({ files, workflow });
    }
  }
  return { ok: true, value: outputs };
}

async function editedOutputs(
  io: CommandIo,
  options: ConvertOptions,
  outputs: readonly PlannedOutput[],
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const { files, workflow } of outputs) {
    if (!(await isEdited(outputFolder(io, options), files))) continue;
    const message = `${workflow.path} was edited since it was generated, or was never generated; nothing was written`;
    const hint = 'Use --force to replace it, or name another folder with -o.';
    failures.push({ kind: 'cannot-run', code: 'edited-workflow', message, hint });
  }
  return failures;
}

function report(
  io: CommandIo,
  options: ConvertOptions,
  conversions: readonly LoadedConversion[],
  outputs: readonly PlannedOutput[],
): number {
  const texts = new Map(conversions.flatMap((conversion) => [...conversion.texts]));
  const accounts = conversions.flatMap((conversion) => conversion.result.sources);
  const found = migrationReport(
    accounts,
    texts,
    outputs.map((output) => output.workflow),
  );
  const diagnostics = conversions.flatMap((conversion) => conversion.result.diagnostics);
  const lines = diagnostics.map((diagnostic) => `${diagnosticLine(diagnostic, texts.get(diagnostic.path) ?? '')}\n`);
  io.stderr(lines.join(''));
  if (options.report === 'json') io.stdout(`${JSON.stringify(found, undefined, 2)}\n`);
  else if (options.report === 'text') io.stdout(reportText(found));
  else io.stdout(summary(options, found, outputs));
  const refused = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  const undecided = found.sources.some((source) => source.constructs.manual > 0);
  return refused || (options.strict === true && undecided) ? EXIT.findings : EXIT.fine;
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
