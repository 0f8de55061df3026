import { mapping } from '../../../workflow/write';
import type { DraftValue } from '../../../workflow/write/draft';
import { parseTemplate } from '../el/parse-template';
import { fromQuartz, parseCron, previousTick } from './cron';
import { instantOfWallClock, isoInstant, wallClock } from './time';

/** How often a coordinator acts (Oozie 5.2 coordinator specification, §4.4). */
export type Frequency =
  /** A constant number of minutes, whatever clocks do. */
  | { readonly kind: 'minutes'; readonly count: number }
  /** Days and months in the coordinator's zone. */
  | { readonly kind: 'days' | 'months'; readonly count: number }
  /** At the ends of days, weeks or months in that zone. */
  | { readonly kind: 'end'; readonly of: 'days' | 'weeks' | 'months'; readonly count: number }
  /** Quartz's dialect, in UTC. */
  | { readonly kind: 'cron'; readonly text: string };

/** Reads a frequency whose properties are filled in; nothing where it is none that we know. */
export function parseFrequency(text: string): Frequency | undefined {
  const source = text.trim();
  if (/^[1-9]\d{0,7}$/.test(source)) return { kind: 'minutes', count: Number(source) };
  if (!source.includes('${')) return source.includes(' ') ? { kind: 'cron', text: source } : undefined;
  const [only, ...others] = parseTemplate(source);
  if (others.length > 0 || only?.kind !== 'expression') return undefined;
  if (only.expression.kind === 'number') return parseFrequency(only.expression.source);
  if (only.expression.kind !== 'call') return undefined;
  const [argument] = only.expression.arguments;
  const count = argument?.kind === 'number' || argument?.kind === 'text' ? countOf(argument) : Number.NaN;
  if (!Number.isInteger(count) || count < 1) return undefined;
  switch (only.expression.name) {
    case 'coord:minutes':
      return { kind: 'minutes', count };
    case 'coord:hours':
      return { kind: 'minutes', count: count * 60 };
    case 'coord:days':
      return { kind: 'days', count };
    case 'coord:months':
      return { kind: 'months', count };
    case 'coord:endOfDays':
      return { kind: 'end', of: 'days', count };
    case 'coord:endOfWeeks':
      return { kind: 'end', of: 'weeks', count };
    case 'coord:endOfMonths':
      return { kind: 'end', of: 'months', count };
    default:
      return undefined;
  }
}

function countOf(
  argument: { readonly kind: 'number'; readonly source: string } | { readonly kind: 'text'; readonly value: string },
): number {
  return Number(argument.kind === 'number' ? argument.source : argument.value);
}

export interface Schedule {
  readonly value: DraftValue;
  /** ISO 8601, in UTC: where the data interval of the first run starts, so that it ends, and the run is due, at its nominal time. */
  readonly startDate: string;
  readonly endDate: string | undefined;
  /** How the times differ from Oozie's. */
  readonly difference?: string;
}

interface Period {
  /** Milliseconds since 1970 UTC. Runs are due from `start` on, and before `end`. */
  readonly start: number;
  readonly end: number | undefined;
  readonly zone: string;
}

/** The schedule of Airflow with the same nominal times; nothing where it takes a timetable of its own. */
export function draftSchedule(frequency: Frequency, period: Period): Schedule | undefined {
  const cron = cronOf(frequency, period);
  if (cron !== undefined) return cronSchedule(cron.text, cron.zone, period);
  if (frequency.kind === 'minutes') return everySchedule(frequency.count * 60, period);
  if (frequency.kind !== 'days') return undefined;
  const schedule = everySchedule(frequency.count * 86_400, period);
  const difference = `Every ${frequency.count} days of 24 hours; Oozie keeps the time of day of ${period.zone} when clocks change.`;
  return period.zone === 'UTC' ? schedule : { ...schedule, difference };
}

function cronOf(frequency: Frequency, period: Period): { readonly text: string; readonly zone: string } | undefined {
  if (frequency.kind === 'cron') {
    const text = fromQuartz(frequency.text);
    return text === undefined ? undefined : { text, zone: 'UTC' };
  }
  const zone = frequency.kind === 'minutes' ? 'UTC' : period.zone;
  const wall = new Date(wallClock(period.start, zone));
  const time = `${wall.getUTCMinutes()} ${wall.getUTCHours()}`;
  const text = cronText(frequency, wall, time);
  return text === undefined ? undefined : { text, zone };
}

function cronText(frequency: Exclude<Frequency, { kind: 'cron' }>, wall: Date, time: string): string | undefined {
  const { count } = frequency;
  switch (frequency.kind) {
    case 'minutes': {
      const hours = count / 60;
      if (count < 60 && 60 % count === 0) return `${stepped(wall.getUTCMinutes(), count, 59, 0)} * * * *`;
      if (count === 1440) return `${time} * * *`;
      if (!Number.isInteger(hours) || 24 % hours !== 0) return undefined;
      return `${wall.getUTCMinutes()} ${stepped(wall.getUTCHours(), hours, 23, 0)} * * *`;
    }
    case 'days':
      if (count === 1) return `${time} * * *`;
      return count === 7 ? `${time} * * ${wall.getUTCDay()}` : undefined;
    case 'months': {
      if (wall.getUTCDate() > 28 || 12 % count !== 0) return undefined;
      return `${time} ${wall.getUTCDate()} ${stepped(wall.getUTCMonth() + 1, count, 12, 1)} *`;
    }
    case 'end':
      if (count !== 1) return undefined;
      return { days: '0 0 * * *', weeks: '0 0 * * 0', months: '0 0 1 * *' }[frequency.of];
  }
}

/** Every `step`-th value, so that `value` is among them. */
function stepped(value: number, step: number, high: number, low: number): string {
  if (step === 1) return '*';
  const first = low + ((value - low) % step);
  if (first + step > high) return String(first);
  return first === low ? `*/${step}` : `${first}-${high}/${step}`;
}

function cronSchedule(text: string, zone: string, { start, end }: Period): Schedule | undefined {
  const cron = parseCron(text);
  if (cron === undefined) return undefined;
  const before = (instant: number): number | undefined => {
    const tick = previousTick(cron, wallClock(instant, zone));
    return tick === undefined ? undefined : instantOfWallClock(tick, zone);
  };
  const first = before(start);
  if (first === undefined) return undefined;
  const lastDue = end === undefined ? undefined : before(end);
  const last = lastDue === undefined ? undefined : before(lastDue);
  return {
    value: mapping({ cron: text, timezone: zone }, 'flow'),
    startDate: isoInstant(first),
    endDate: last === undefined ? undefined : isoInstant(last),
  };
}

function everySchedule(seconds: number, { start, end }: Period): Schedule {
  const step = seconds * 1000;
  const lastDue = end === undefined ? undefined : start + Math.floor((end - 1 - start) / step) * step;
  return {
    value: mapping({ every: seconds }, 'flow'),
    startDate: isoInstant(start - step),
    endDate: lastDue === undefined ? undefined : isoInstant(lastDue - step),
  };
}
