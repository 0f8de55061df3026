import { jobHash } from './job-hash';

/** A cron text of Jenkins for Airflow. */
export type ConvertedCron =
  | { readonly kind: 'cron'; readonly expression: string; readonly timezone?: string; readonly hashed: boolean }
  | { readonly kind: 'by-hand'; readonly reason: string };

const aliases = new Map([
  ['@yearly', 'H H H H *'],
  ['@annually', 'H H H H *'],
  ['@monthly', 'H H H * *'],
  ['@weekly', 'H H * * H'],
  ['@daily', 'H H * * *'],
  ['@midnight', 'H H(0-2) * * *'],
  ['@hourly', 'H * * * *'],
]);

/** Minute, hour, day of month, month, day of week. `H` never gives the days that not every month has. */
const fields = [
  { first: 0, last: 59, lastHashed: 59 },
  { first: 0, last: 23, lastHashed: 23 },
  { first: 1, last: 31, lastHashed: 28 },
  { first: 1, last: 12, lastHashed: 12 },
  { first: 0, last: 7, lastHashed: 6 },
];

/**
 * Reads the text of a Jenkins timer (hudson.scheduler.CronTab): lines of five fields, `TZ=` on the first one, `H` for a
 * number that depends on the name of the job.
 */
export function convertCron(text: string, jobName: string): ConvertedCron {
  const lines = text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const zone = /^TZ=(\S+)$/.exec(lines[0] ?? '')?.[1];
  const rest = zone === undefined ? lines : lines.slice(1);
  const [only] = rest;
  if (only === undefined) return { kind: 'by-hand', reason: 'The schedule is empty.' };
  if (rest.length > 1)
    return {
      kind: 'by-hand',
      reason: 'The job has several schedules; a DAG has one. Join them, or write a DAG for each.',
    };
  const parts = (aliases.get(only) ?? only).split(/\s+/);
  if (parts.length !== 5) return { kind: 'by-hand', reason: `"${only}" has not five fields.` };
  const next = jobHash(jobName);
  const resolved = parts.map((part, index) => resolveField(part, fields[index], next));
  if (resolved.includes(undefined)) return { kind: 'by-hand', reason: `"${only}" is no cron line of Jenkins.` };
  if (resolved[2] !== '*' && resolved[4] !== '*') {
    const reason =
      'Day of month and day of week are both given: Jenkins runs when both hold, cron when one does. Test one of them in a branch.';
    return { kind: 'by-hand', reason };
  }
  const hashed = parts.some((part) => part.includes('H'));
  return { kind: 'cron', expression: resolved.join(' '), ...(zone === undefined ? {} : { timezone: zone }), hashed };
}

function resolveField(
  text: string,
  field: (typeof fields)[number] | undefined,
  next: (bound: number) => number,
): string | undefined {
  if (field === undefined) return undefined;
  const parts = text.split(',').map((part) => resolvePart(part, field, next));
  return parts.includes(undefined) ? undefined : parts.join(',');
}

function resolvePart(
  part: string,
  field: (typeof fields)[number],
  next: (bound: number) => number,
): string | undefined {
  const hashed = /^H(?:\((\d+)-(\d+)\))?(?:\/(\d+))?$/.exec(part);
  if (hashed === null) return /^(?:\*|\d+(?:-\d+)?)(?:\/\d+)?$/.test(part) ? part : undefined;
  const first = hashed[1] === undefined ? field.first : Number(hashed[1]);
  const last = hashed[2] === undefined ? field.lastHashed : Number(hashed[2]);
  if (last < first || first < field.first || last > field.last) return undefined;
  if (hashed[3] === undefined) return String(first + next(last + 1 - first));
  const step = Number(hashed[3]);
  if (step === 0 || step > last - first + 1) return undefined;
  const values: number[] = [];
  for (let value = first + next(step); value <= last; value += step) values.push(value);
  return values.join(',');
}
