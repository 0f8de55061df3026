import path from 'node:path';
import { version } from '../package.json';
import { counted } from '../text/counted';
import { RULE_FACTS } from '../workflow/check';
import { holdsComposite } from '../workflow/composites';
import { reportCheck } from './build/check';
import { compileWorkflows, type Dag } from './build/compile';
import type { Manifest } from './build/manifest';
import { inspectOutputs, type Orphan, type Output, type OutputFolder } from './build/outputs';
import { stamped } from './build/stamp';
import { writeBuild } from './build/write';
import { EXIT, type Failure, reportFailures } from './failure';
import { findWorkflows, relativePath } from './files';
import type { CommandIo } from './io';
import type { BuildOptions } from './options';
import { openProjects } from './project';
import { type LintedFile, REPORTERS } from './reporters';
import { reportNotes } from './selection';

/**
 * `dagport build`: turns workflows into Airflow DAG files, and gives the exit code. Nothing is written where one of the
 * workflows has an error, and no file is replaced that somebody else wrote or changed.
 */
export async function buildCommand(io: CommandIo, options: BuildOptions): Promise<number> {
  const asJson = options.format === 'json';
  const projects = openProjects(io.cwd);
  const sources = await findWorkflows(options.paths, io.cwd, projects);
  if (!sources.ok) return reportFailures(io, sources.failures, asJson);
  const workflows = sources.value.filter(({ text }) => !holdsComposite(text));
  if (workflows.length === 0) return reportFailures(io, [onlyComposites(options.paths)], asJson);
  const compiled = await compileWorkflows(workflows, projects, options);
  if (!compiled.ok) return reportFailures(io, compiled.failures, asJson);
  if (!compiled.value.sound) return reportFindings(io, compiled.value.broken, asJson);
  reportNotes(io, compiled.value.left);
  try {
    return await settle(io, options, compiled.value.dags);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const message = `the DAG files cannot be written to "${options.output}": ${error.message}`;
    return reportFailures(io, [{ kind: 'cannot-run', code: 'cannot-write', message }], asJson);
  }
}

function onlyComposites(paths: readonly string[]): Failure {
  const named = paths.map((one) => `"${one}"`).join(', ');
  const hint = 'Composites are types for workflows to use; they are built with those.';
  return { kind: 'usage', code: 'no-workflows', message: `there are only composites in ${named}`, hint };
}

function reportFindings(io: CommandIo, broken: readonly LintedFile[], asJson: boolean): number {
  const files = broken.map((file) => ({
    ...file,
    diagnostics: file.diagnostics.filter(({ severity }) => severity === 'error'),
  }));
  const report = { files, rules: RULE_FACTS, toolVersion: version };
  if (asJson) io.stdout(REPORTERS.json(report, false));
  else io.stderr(`${REPORTERS.pretty(report, io.color)}Nothing was built.\n`);
  return EXIT.findings;
}

/** Writes the DAG files; or, with `--check`, only says what would be written. */
async function settle(io: CommandIo, options: BuildOptions, dags: readonly Dag[]): Promise<number> {
  const folder = path.resolve(io.cwd, options.output);
  const signed = dags.map((dag) => ({ ...dag, text: stamped(dag.text) }));
  const found = await inspectOutputs(folder, io.cwd, signed);
  if (options.check) return reportCheck(io, options, found);
  const refused = options.force ? [] : found.outputs.flatMap((output) => refusal(output) ?? []);
  if (refused.length > 0) return reportFailures(io, refused, options.format === 'json');
  const removed = options.pruneOutput ? found.orphans.filter(({ edited }) => !edited) : [];
  const manifest = await writeBuild(folder, io.cwd, found, removed);
  report(io, options, found, removed, manifest);
  return EXIT.fine;
}

function refusal({ name, place, other }: Output): Failure | undefined {
  const hint = '--force replaces it.';
  const refuse = (code: string, why: string): Failure => {
    return { kind: 'usage', code, message: `"${name}" in the output folder ${why}; it is not replaced`, hint };
  };
  if (place === 'foreign') return refuse('foreign-output', 'was not built by dagport');
  if (place === 'edited') return refuse('edited-output', 'was changed since it was built');
  if (place === 'taken') return refuse('taken-output', `was built from "${other}", which is still there`);
  return undefined;
}

function report(
  io: CommandIo,
  options: BuildOptions,
  { outputs, orphans }: OutputFolder,
  removed: readonly Orphan[],
  manifest: Manifest,
): void {
  const left = orphans.filter((orphan) => !removed.includes(orphan));
  if (options.format === 'json') {
    const names = (list: readonly { readonly name: string }[]): readonly string[] => list.map(({ name }) => name);
    const said = { ...manifest, built: names(outputs), orphans: names(left), removed: names(removed) };
    io.stdout(`${JSON.stringify(said)}\n`);
    return;
  }
  const shown = (name: string): string => relativePath(path.resolve(io.cwd, options.output, name), io.cwd);
  for (const { dag, name } of outputs) io.stdout(`${dag.source.path} → ${shown(name)}\n`);
  for (const { name, source } of removed) io.stdout(`${shown(name)} (of ${source}) removed\n`);
  for (const { name, source, edited } of left) {
    const why = edited ? 'it was changed since it was built' : '--prune-output removes it';
    io.stdout(`${shown(name)} (of ${source}) left: its workflow is gone; ${why}\n`);
  }
  const count = counted(outputs.length, 'DAG file');
  const versions = [...new Set(outputs.map(({ dag }) => dag.settings.airflow))];
  io.stdout(`Built ${count} for Airflow ${versions.join(' and ')}.\n`);
}
