import { readCron } from './cron';
import { PRESETS } from './schedule';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const NUMERALS = ['last', 'first', 'second', 'third', 'fourth', 'fifth'];

/** The presets that are cron expressions (Airflow 3.3, `cron_presets`). */
const EXPRESSIONS: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@quarterly', '0 0 1 */3 *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
]);

const OTHERS: ReadonlyMap<string, string> = new Map([
  ['@once', 'one run, and no more'],
  ['@continuous', 'a run as soon as the one before has ended'],
]);

/** The cron expression that a schedule is; nothing of presets that are none. */
export function cronExpression(schedule: string): string | undefined {
  return schedule.startsWith('@') ? EXPRESSIONS.get(schedule) : schedule;
}

/** The presets with what they mean. */
export function presetsInWords(): readonly (readonly [preset: string, words: string])[] {
  return PRESETS.map((preset) => [preset, scheduleInWords(preset) ?? '']);
}

/** When a schedule that is written as text runs: "at 03:00 every day". Nothing of what is none. */
export function scheduleInWords(schedule: string): string | undefined {
  const other = OTHERS.get(schedule);
  const expression = other === undefined ? cronExpression(schedule) : undefined;
  return other ?? (expression === undefined ? undefined : cronInWords(expression));
}

/** When a cron expression fires, in words; nothing of what is none. */
export function cronInWords(expression: string): string | undefined {
  const cron = readCron(expression);
  if ('message' in cron) return undefined;
  const fields = expression.trim().split(/\s+/);
  const [minute = '*', hour = '*', day = '*', , weekday = '*', second] = fields;
  const time = timeInWords(
    { values: whole(cron.minutes, 60), text: minute },
    { values: whole(cron.hours, 24), text: hour },
  );
  const days = daysInWords(day, weekday, cron);
  const months = whole(cron.months, 12);
  const parts = [
    time.words,
    days ?? (time.isOften ? undefined : 'every day'),
    months === undefined ? undefined : `in ${listed(namesOfRuns(months, (month) => MONTHS[month - 1] ?? ''))}`,
    second === undefined || second === '0' ? undefined : `(seconds: ${second})`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

interface TimeField {
  /** Nothing for all. */
  readonly values: readonly number[] | undefined;
  readonly text: string;
}

/** The values in order; nothing where they are all that there are. */
function whole(values: ReadonlySet<number> | undefined, size: number): readonly number[] | undefined {
  return values === undefined || values.size === size ? undefined : [...values].sort((a, b) => a - b);
}

/** More times than these are told by their rule. */
const MOST_TIMES = 6;

function timeInWords(minute: TimeField, hour: TimeField): { readonly words: string; readonly isOften: boolean } {
  const [minutes, hours] = [minute.values, hour.values];
  if (minutes !== undefined && hours !== undefined && minutes.length * hours.length <= MOST_TIMES) {
    const times = hours.flatMap((h) => minutes.map((m) => `${two(h)}:${two(m)}`));
    return { words: `at ${listed(times)}`, isOften: false };
  }
  const inHours = hours === undefined ? undefined : hoursInWords(hour);
  const onTheHour = minutes?.length === 1 && minutes[0] === 0;
  if (onTheHour) return { words: inHours ?? 'every hour', isOften: true };
  const often = minutesInWords(minute);
  if (inHours === undefined) return { words: often, isOften: true };
  return { words: `${often.replace(' of every hour', '')}, ${inHours}`, isOften: true };
}

function hoursInWords({ text, values = [] }: TimeField): string {
  const step = stepOf(text);
  if (step !== undefined && 24 % step === 0) return `every ${step} hours`;
  return `in the hours ${listed(namesOfRuns(values, (value) => two(value)))}`;
}

function minutesInWords({ text, values }: TimeField): string {
  const step = stepOf(text);
  if (values === undefined) return 'every minute';
  if (step !== undefined && 60 % step === 0) return `every ${step} minutes`;
  return `at ${values.length === 1 ? 'minute' : 'minutes'} ${listed(namesOfRuns(values, String))} of every hour`;
}

/** The step of a field that begins with the least value. */
function stepOf(text: string): number | undefined {
  const step = /^(?:\*|0)\/(\d+)$/.exec(text)?.[1];
  return step === undefined || Number(step) < 2 ? undefined : Number(step);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

type Days = Pick<Exclude<ReturnType<typeof readCron>, { message: string }>, 'days' | 'weekdays'>;

function daysInWords(day: string, weekday: string, { days, weekdays }: Days): string | undefined {
  const ofMonth =
    days === undefined || (days.size === 31 && weekdays === undefined) ? undefined : dayOfMonth(day, days);
  const ofWeek =
    weekdays === undefined || (weekdays.size === 7 && days === undefined) ? undefined : dayOfWeek(weekday, weekdays);
  if (ofMonth === undefined || ofWeek === undefined) return ofMonth ?? ofWeek;
  return `${ofMonth}, and ${ofWeek}`;
}

function dayOfMonth(field: string, days: ReadonlySet<number>): string {
  const parts = field.toLowerCase().split(',');
  const step = Number(/^\*\/(\d+)$/.exec(field)?.[1] ?? 0);
  if (step > 1 && days.size > 2) return `on every ${ordinal(step)} day of the month, from the 1st`;
  if (days.size === 31) return 'on every day of the month';
  const nearest = parts.filter((part) => part.endsWith('w')).map((part) => Number.parseInt(part, 10));
  const plain = [...days].filter((each) => !nearest.includes(each) && !(each === 31 && parts.includes('l')));
  const named = [
    ...(plain.length === 0 ? [] : [plainDays(plain.sort((a, b) => a - b))]),
    ...nearest.map((each) => `on the weekday nearest to day ${each}`),
    ...(parts.includes('l') ? ['on the last day of the month'] : []),
  ];
  return listed(named);
}

function plainDays(days: readonly number[]): string {
  return `on ${days.length === 1 ? 'day' : 'days'} ${listed(namesOfRuns(days, String))} of the month`;
}

function ordinal(value: number): string {
  const ending = value % 100 > 10 && value % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${value}${ending}`;
}

function dayOfWeek(field: string, weekdays: ReadonlySet<number>): string {
  const parts = field.toLowerCase().split(',');
  const numbered = parts.flatMap((part) => {
    const match = /^(\w+)#([1-5])$|^l([0-7])$/.exec(part);
    const read = match === null ? undefined : readCron(`* * * * ${match[1] ?? match[3] ?? ''}`);
    const [day] = read === undefined || 'message' in read ? [] : (read.weekdays ?? []);
    return day === undefined ? [] : [`on the ${NUMERALS[Number(match?.[2] ?? 0)]} ${WEEKDAYS[day]} of the month`];
  });
  const others = parts.filter((part) => !/#|^l\d/.test(part));
  const read = others.length === 0 ? undefined : readCron(`* * * * ${others.join(',')}`);
  const plain = read === undefined || 'message' in read ? [] : [...(read.weekdays ?? weekdays)];
  // Monday first, as people speak of weeks.
  const ordered = plain.map((day) => (day === 0 ? 7 : day)).sort((a, b) => a - b);
  const days = namesOfRuns(ordered, (day) => WEEKDAYS[day % 7] ?? '');
  return listed([...(days.length === 0 ? [] : [`on ${listed(days)}`]), ...numbered]);
}

/** Values by name; three and more in a row by their ends. */
function namesOfRuns(values: readonly number[], name: (value: number) => string): readonly string[] {
  const runs: number[][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs.flatMap((run) => {
    const [first = 0] = run;
    return run.length < 3 ? run.map(name) : [`${name(first)} to ${name(run.at(-1) ?? first)}`];
  });
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
