import path from 'node:path';
import { airflowTargets, emitPython } from '../converters/to-airflow';
import { version } from '../package.json';
import type { Diagnostic } from '../text/diagnostic';
import { indexLines } from '../text/range';
import { checkWorkflow, RULE_FACTS } from '../workflow/check';
import { holdsComposite } from '../workflow/composites';
import { type PlanOptions, planWorkflow } from '../workflow/plan';
import type { WorkflowFile } from '../workflow/read';
import { type Built, type BuiltFile, editedFiles, sha256, type WrittenBuild, writeBuild } from './build/outputs';
import { EXIT, type Failure, reportFailures } from './failure';
import { findWorkflows } from './files';
import type { CommandIo } from './io';
import type { BuildOptions } from './options';
import { checkContext, projectSettings } from './project';
import { REPORTERS } from './reporters';
import { type Left, planAtOrigin, selectFrom, selects, wholeOf } from './selection';

/**
 * `dagport build`: turns workflows into Airflow DAG files, and gives the exit code. Nothing is written where one of the
 * workflows has an error, and no file is replaced that somebody else wrote or changed.
 */
export async function buildCommand(io: CommandIo, options: BuildOptions): Promise<number> {
  const asJson = options.format === 'json';
  const sources = await findWorkflows(options.paths, io.cwd);
  if (!sources.ok) return reportFailures(io, sources.failures, asJson);
  const project = await projectSettings(io.cwd, options.environment);
  if (!project.ok) return reportFailures(io, project.failures, asJson);
  const settings = project.value;
  const workflows = sources.value.filter(({ text }) => !holdsComposite(text));
  if (workflows.length === 0) return reportFailures(io, [onlyComposites(options.paths)], asJson);
  const composites = settings.composites?.all.map(({ file }) => checkComposite(file, settings)) ?? [];
  const whole = workflows.map((source) => buildOne(wholeOf(source), settings, options));
  const found = [...composites, ...whole].filter(hasErrors);
  if (found.length > 0) return reportFindings(io, found, asJson);
  const left = selectFrom(workflows, options);
  if (!left.ok) return reportFailures(io, left.failures, asJson);
  const results = selects(options) ? left.value.map((one) => buildOne(one, settings, options)) : whole;
  const broken = results.filter(hasErrors);
  if (broken.length > 0) return reportFindings(io, broken, asJson);
  const built = results.flatMap((result) => result.built ?? []);
  const clash = sameId(built);
  if (clash !== undefined) return reportFailures(io, [clash], asJson);
  return writeAll(io, options, built, settings.environment);
}

interface OneResult {
  readonly workflow: WorkflowFile;
  readonly diagnostics: readonly Diagnostic[];
  readonly built: Built | undefined;
}

function hasErrors({ diagnostics }: OneResult): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

function onlyComposites(paths: readonly string[]): Failure {
  const named = paths.map((one) => `"${one}"`).join(', ');
  const hint = 'Composites are types for workflows to use; they are built with those.';
  return { kind: 'usage', code: 'no-workflows', message: `there are only composites in ${named}`, hint };
}

/** An error in a composite would be told in every workflow that uses it, and not where it is. */
function checkComposite(workflow: WorkflowFile, settings: PlanOptions): OneResult {
  return { workflow, diagnostics: checkWorkflow(workflow, checkContext(settings)), built: undefined };
}

/** Builds what is left of a workflow; comments in the DAG file name the lines of the workflow as it is. */
function buildOne(left: Left, settings: PlanOptions, options: BuildOptions): OneResult {
  const { source, file: workflow } = left;
  const checked = checkWorkflow(workflow, checkContext(settings));
  const { plan, problems } = planWorkflow(workflow, settings);
  const placeOf = ({ rule, range }: Diagnostic): string => `${rule} ${range.start}`;
  const known = new Set(checked.map(placeOf));
  const isWrong = checked.some(({ severity }) => severity === 'error');
  const further = isWrong ? [] : problems.filter((problem) => !known.has(placeOf(problem)));
  const diagnostics = [...checked, ...further];
  if (plan === undefined)
    return { workflow, diagnostics: [...diagnostics, ...noWorkflow(workflow, diagnostics)], built: undefined };
  const tool = `dagport ${version}`;
  const target = airflowTargets[options.airflow];
  const lines = indexLines(source.text);
  const text = emitPython(planAtOrigin(plan, left), target, { tool, sourcePath: source.path, lines });
  const origin = { path: source.path, sha256: sha256(source.text) };
  const file = { path: `${plan.dagId}.py`, sha256: sha256(text), dagId: plan.dagId, source: origin };
  return { workflow, diagnostics, built: { file, text } };
}

/** A file that has no workflow and nothing that says so would be left out in silence. */
function noWorkflow(workflow: WorkflowFile, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.some(({ severity }) => severity === 'error')) return [];
  const range = { start: 0, end: Math.min(1, workflow.text.length) };
  const message = 'This file holds no workflow: it has no name.';
  return [{ rule: 'missing-name', severity: 'error', message, range }];
}

function reportFindings(io: CommandIo, found: readonly OneResult[], asJson: boolean): number {
  const files = found.map(({ workflow, diagnostics }) => ({
    path: workflow.path,
    text: workflow.text,
    lines: workflow.lines,
    diagnostics: diagnostics.filter(({ severity }) => severity === 'error'),
  }));
  const report = { files, rules: RULE_FACTS, toolVersion: version };
  if (asJson) io.stdout(REPORTERS.json(report, false));
  else io.stderr(`${REPORTERS.text(report, io.color)}Nothing was built.\n`);
  return EXIT.findings;
}

function sameId(built: readonly Built[]): Failure | undefined {
  const first = new Map<string, BuiltFile>();
  for (const { file } of built) {
    const other = first.get(file.dagId);
    if (other !== undefined) {
      const message = `"${other.source.path}" and "${file.source.path}" both become the DAG "${file.dagId}"`;
      return { kind: 'usage', code: 'duplicate-dag-id', message, hint: 'Give one of them another name.' };
    }
    first.set(file.dagId, file);
  }
  return undefined;
}

async function writeAll(
  io: CommandIo,
  options: BuildOptions,
  built: readonly Built[],
  environment: string | undefined,
): Promise<number> {
  const folder = path.resolve(io.cwd, options.output);
  const asJson = options.format === 'json';
  const edited = options.force ? [] : await editedFiles(folder, built);
  if (edited.length > 0) return reportFailures(io, edited, asJson);
  const settings = {
    tool: `dagport ${version}`,
    airflow: options.airflow,
    ...(environment === undefined ? {} : { environment }),
  };
  try {
    const written = await writeBuild(folder, io.cwd, built, settings, options.pruneOutput);
    report(io, options, built, written);
    return EXIT.fine;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const message = `the DAG files cannot be written to "${options.output}": ${error.message}`;
    return reportFailures(io, [{ kind: 'cannot-run', code: 'cannot-write', message }], asJson);
  }
}

function report(
  io: CommandIo,
  options: BuildOptions,
  built: readonly Built[],
  { manifest, orphans }: WrittenBuild,
): void {
  if (options.format === 'json') {
    const names = (list: readonly BuiltFile[]): readonly string[] => list.map((file) => file.path);
    const removed = options.pruneOutput ? names(orphans) : [];
    const left = options.pruneOutput ? [] : names(orphans);
    io.stdout(
      `${JSON.stringify({ ...manifest, built: names(built.map(({ file }) => file)), orphans: left, removed })}\n`,
    );
    return;
  }
  for (const { file } of built) io.stdout(`${file.source.path} → ${path.join(options.output, file.path)}\n`);
  for (const { path: name, source } of orphans) {
    const what = options.pruneOutput ? 'removed' : 'left: its workflow is gone; --prune-output removes it';
    io.stdout(`${path.join(options.output, name)} (of ${source.path}) ${what}\n`);
  }
  const count = built.length === 1 ? '1 DAG file' : `${built.length} DAG files`;
  io.stdout(`Built ${count} for Airflow ${options.airflow}.\n`);
}
