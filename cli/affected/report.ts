import { counted } from '../../text/counted';
import type { CommandIo } from '../io';
import type { AffectedOptions } from '../options';
import type { Reason } from './reasons';

export interface AffectedWorkflow {
  readonly path: string;
  readonly dagId: string;
  /** Its DAG is new, another one, gone; or it cannot be built any more, or again. */
  readonly status: 'added' | 'changed' | 'removed' | 'broken' | 'mended';
  /** The id that its DAG had before, where it has another one now. */
  readonly before?: string;
  /** What stands in the way of building it. */
  readonly why?: string;
  readonly reasons: readonly Reason[];
}

export interface AffectedReport {
  readonly commit: string;
  readonly workflows: readonly AffectedWorkflow[];
  readonly unaffected: number;
  /** The workflows outside of the repository, of which nobody knows what they were: only what changed around them counts. */
  readonly outside: readonly string[];
}

export function reportAffected(io: CommandIo, { json, since }: AffectedOptions, report: AffectedReport): void {
  if (json) {
    io.stdout(`${JSON.stringify({ version: 1, since, ...report })}\n`);
    return;
  }
  const { workflows, unaffected, outside } = report;
  for (const { status, dagId, path, before, why, reasons } of workflows) {
    const renamed = before === undefined ? '' : `, ${before} before`;
    io.stdout(`${status.padEnd(8)} ${dagId}${renamed} (${path})\n`);
    for (const line of [...reasons.map(words), ...(why === undefined ? [] : [why])]) io.stdout(`         ${line}\n`);
  }
  const of = workflows.length + unaffected;
  const count = workflows.length === 0 ? 'No workflows' : counted(workflows.length, 'workflow');
  io.stdout(`${count} of ${of} affected since ${since}.\n`);
  if (outside.length === 0) return;
  const which = outside.length === 1 ? '1 workflow is' : `${outside.length} workflows are`;
  io.stdout(`${which} outside of the repository, so what changed inside is not known: ${listed(outside)}.\n`);
}

/** Lists in a line; the rest is in the JSON. */
const MOST_NAMED = 6;

function words(reason: Reason): string {
  switch (reason.kind) {
    case 'file':
      return reason.places.length === 0 ? 'its file' : `its file: ${listed(reason.places)}`;
    case 'together':
      return `several changes together: ${listed(reason.places)}`;
    case 'composite':
      return `the composite ${reason.path}`;
    case 'type':
      return `the type ${reason.path}`;
    case 'image':
      return `the image "${reason.name}"`;
    case 'environment':
      return `the environment "${reason.name}"`;
    case 'airflow':
      return `the target: Airflow ${reason.name}`;
  }
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
