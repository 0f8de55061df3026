import { asText, type DocumentEntry, entryOf, pairOf, valueAt, type WorkflowDocument, type YamlScalar } from '../read';
import { type Cron, type CronProblem, readCron } from './cron';

/** A schedule that is written as text: cron or a preset. */
export interface WrittenSchedule {
  readonly entry: DocumentEntry;
  readonly scalar: YamlScalar;
}

/** The cron expression or preset of a workflow; nothing where it is scheduled otherwise. */
export function writtenSchedule(document: WorkflowDocument): WrittenSchedule | undefined {
  const entry = entryOf(document, 'dag_args');
  const value = pairOf(entry?.value, 'schedule')?.value ?? pairOf(entry?.value, 'schedule_interval')?.value;
  const scalar = asText(value) ?? asText(valueAt(value, 'cron'));
  return entry === undefined || scalar === undefined || /<<|\$\{\{/.test(scalar.text) ? undefined : { entry, scalar };
}

/** The presets of Airflow (`airflow.models.dag`, `cron_presets`, and those that are no cron). */
export const PRESETS: readonly string[] = [
  '@once',
  '@continuous',
  '@hourly',
  '@daily',
  '@midnight',
  '@weekly',
  '@monthly',
  '@quarterly',
  '@yearly',
  '@annually',
];

/** The cron expression of a schedule as read; nothing for presets. */
export function cronOf({ scalar }: WrittenSchedule): Cron | CronProblem | undefined {
  return scalar.text.trim().startsWith('@') ? undefined : readCron(scalar.text);
}

/** The schedule of a workflow, where it is a cron expression that can be read. */
export function writtenCron(
  document: WorkflowDocument,
): { readonly written: WrittenSchedule; readonly cron: Cron } | undefined {
  const written = writtenSchedule(document);
  const cron = written === undefined ? undefined : cronOf(written);
  return written === undefined || cron === undefined || 'message' in cron ? undefined : { written, cron };
}
