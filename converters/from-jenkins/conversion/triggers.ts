import { type DraftEntry, type DraftValue, mapping } from '../../../workflow/write/index';
import { type Directive, type DirectiveList, firstValue, literalText, named } from '../declarative/index';
import { convertCron } from './cron';
import { approximated, converted, idOf, lineOf, manual, settle } from './ledger';
import { settleByProfile } from './options';
import type { Conversion } from './scope';
import { ask } from './tables';

export interface ConvertedTriggers {
  readonly schedule: DraftEntry;
  readonly blockers: readonly string[];
}

/** What is known of the job from outside its file. */
export interface JobFacts {
  /** The full name, folders included; given by the user. */
  readonly jobName: string | undefined;
  /** The time zone of the Jenkins controller; given by the user. */
  readonly timezone: string | undefined;
  /** The name that stands in where the job's is unknown. */
  readonly fallback: string;
}

/** The schedule of the DAG. Triggers that watch something outside are left to a person. */
export function convertTriggers(
  conversion: Conversion,
  triggers: DirectiveList | undefined,
  job: JobFacts,
): ConvertedTriggers {
  const { ledger } = conversion;
  let schedule: DraftEntry = { key: 'schedule', value: null };
  const blockers: string[] = [];
  if (triggers !== undefined) settle(ledger, triggers.directive.statement, converted);
  for (const trigger of triggers?.entries ?? []) {
    if (trigger.name !== 'cron') {
      blockers.push(...settleByProfile(conversion, trigger, 'triggers'));
      continue;
    }
    const value = convertTimer(conversion, trigger, job);
    if (value === undefined) blockers.push(`line ${lineOf(ledger, trigger.nameRange.start)}: the schedule`);
    else schedule = { key: 'schedule', value, from: [idOf(ledger, trigger.statement)] };
  }
  return { schedule, blockers };
}

function convertTimer({ ledger, asked }: Conversion, trigger: Directive, job: JobFacts): DraftValue | undefined {
  const text = literalText(firstValue(trigger) ?? named(trigger.arguments, 'spec'));
  const cron = text === undefined ? undefined : convertCron(text, job.jobName ?? job.fallback);
  if (cron?.kind !== 'cron') {
    settle(ledger, trigger.statement, manual(cron?.reason ?? 'The schedule is not plain text.'));
    return undefined;
  }
  const zone = cron.timezone ?? job.timezone;
  const notes: string[] = [];
  if (cron.hashed && job.jobName === undefined) {
    notes.push(
      `H depends on the full name of the job; "${job.fallback}" was taken. Give it with -D job_name=folder/job to get the same minute as Jenkins.`,
    );
  }
  if (zone === undefined) ask(asked, ledger, 'properties', 'timezone', trigger.nameRange, false);
  if (zone === undefined)
    notes.push('Jenkins reads it in the time zone of its controller, Airflow in UTC. Give it with -D timezone=….');
  settle(ledger, trigger.statement, notes.length === 0 ? converted : approximated(notes.join(' ')));
  return zone === undefined ? cron.expression : mapping({ cron: cron.expression, timezone: zone }, 'flow');
}
