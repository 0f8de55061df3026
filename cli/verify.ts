import type { ConvertedWorkflow } from '../converters/contract';
import type { LegacyKind } from '../migration';
import { type Verification, verifyFlow, verifyPipeline } from '../migration/verify';
import { planWorkflow } from '../workflow/plan';
import { readWorkflow } from '../workflow/read';
import { writeDraft } from '../workflow/write';
import { gatherSources } from './convert';
import { convertAll } from './convert/convert-all';
import { type ConversionArguments, readSettings } from './convert/settings';
import { EXIT, type Failure, reportFailures } from './failure';
import { readSource } from './files';
import type { CommandIo } from './io';
import { openProjects } from './project';

export interface VerifyOptions extends ConversionArguments {
  readonly source: string;
  /** The workflow that stands for it; absent, what the source converts to. */
  readonly workflow?: string;
  readonly from?: LegacyKind;
  readonly seed: number;
  readonly format: 'text' | 'json';
}

/** `dagport verify`: does the workflow do what the legacy job does, for every outcome? Exit 1 where it does not, and the report of the conversion has not said so. */
export async function verifyCommand(io: CommandIo, options: VerifyOptions): Promise<number> {
  const asJson = options.format === 'json';
  const failed = (failure: Failure) => reportFailures(io, [failure], asJson);
  const settings = await readSettings(io.cwd, options);
  if (!settings.ok) return reportFailures(io, settings.failures, asJson);
  const sources = await gatherSources(io, { ...options, paths: [options.source] });
  if (!sources.ok) return reportFailures(io, sources.failures, asJson);
  const conversions = await convertAll(io, sources.value, settings.value, options.profile);
  const jobs = conversions.flatMap(({ source, conversion }) =>
    conversion.result.workflows.map((workflow) => ({ path: source.path, workflow, result: conversion.result })),
  );
  const refused = conversions.flatMap(({ conversion }) =>
    conversion.result.diagnostics.filter(({ severity }) => severity === 'error'),
  );
  const [first] = jobs;
  if (first === undefined) {
    const message = `"${options.source}" does not convert: ${refused[0]?.message ?? 'nothing in it is a job with a flow'}`;
    return failed({ kind: 'cannot-run', code: 'refused-source', message });
  }
  if (jobs.length > 1) {
    const names = jobs.map((job) => job.path).join(', ');
    const hint = `Name one of them: ${names}.`;
    return failed({ kind: 'usage', code: 'several-jobs', message: `"${options.source}" holds several jobs`, hint });
  }
  if (first.workflow.flow === undefined && first.workflow.jenkins === undefined) {
    const message = `the control flow of "${first.path}" is not known well enough to be compared`;
    const hint = 'Coordinators, calls of libraries and code without stages cannot be compared.';
    return failed({ kind: 'cannot-run', code: 'no-flow', message, hint });
  }
  const predicted = first.result.diagnostics.some(({ rule }) => rule === 'oozie-fork-join');
  const verified = await verifyWorkflow(io, options, first.workflow, predicted);
  if ('failures' in verified) return reportFailures(io, verified.failures, asJson);
  io.stdout(asJson ? `${JSON.stringify(verified)}\n` : verificationText(verified));
  return verified.differences.every(({ named }) => named) ? EXIT.fine : EXIT.findings;
}

async function verifyWorkflow(
  io: CommandIo,
  options: VerifyOptions,
  workflow: ConvertedWorkflow,
  predicted: boolean,
): Promise<Verification | { readonly failures: readonly Failure[] }> {
  const named = options.workflow === undefined ? undefined : await readSource(options.workflow, io.cwd);
  if (named !== undefined && !named.ok) return { failures: named.failures };
  const file = named?.value.path ?? workflow.fileName;
  const settings = await openProjects(io.cwd).settings(file, {});
  if (!settings.ok) return { failures: settings.failures };
  const text = named?.value.text ?? writeDraft(workflow.draft).text;
  const { plan } = planWorkflow(readWorkflow(file, text), settings.value.plan);
  if (plan === undefined) {
    const message = `"${options.workflow ?? workflow.fileName}" has no plan: lint says why`;
    return { failures: [{ kind: 'cannot-run', code: 'no-plan', message }] };
  }
  if (workflow.jenkins !== undefined) return verifyPipeline(workflow.jenkins, plan, options.seed);
  if (workflow.flow === undefined)
    return { failures: [{ kind: 'cannot-run', code: 'no-flow', message: 'there is nothing to compare with' }] };
  return verifyFlow({ legacy: workflow.flow, plan, seed: options.seed, predicted });
}

function verificationText(found: Verification): string {
  const { scenarios, exhaustive, seed, differences, equivalent } = found;
  const how = exhaustive ? 'all that can be reached' : `a sample by seed ${seed}`;
  const verdict = equivalent
    ? 'Equivalent'
    : differences.every(({ named }) => named)
      ? 'Equivalent but for what the report says'
      : 'Not equivalent';
  const head = `${verdict}: ${scenarios} assignments of outcomes, ${how}.\n`;
  return [head, ...differences.map(differenceText)].join('\n');
}

function differenceText({ assignment, legacy, airflow, message, named }: Verification['differences'][number]): string {
  const outcomes = Object.entries(assignment).filter(([, outcome]) => outcome !== 'success' && outcome !== 'holds');
  const when =
    outcomes.length === 0 ? 'when all goes well' : `when ${outcomes.map((pair) => pair.join(': ')).join(', ')}`;
  return [
    `${message}${named ? ' (The report says so.)' : ''}`,
    `  ${when}`,
    `  legacy:  ${legacy.ran.join(' → ') || 'nothing'} → ${legacy.end}`,
    `  Airflow: ${airflow.ran.join(' → ') || 'nothing'} → ${airflow.end}`,
    '',
  ].join('\n');
}
