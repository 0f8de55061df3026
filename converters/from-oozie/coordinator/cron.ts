/** A cron expression by fields: the values that each allows. Days of the week count from Sunday, 0. */
export interface CronFields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Where both kinds of days are restricted, either is enough, as in Vixie cron and in Oozie. */
  readonly eitherDay: boolean;
}

const minute = 60_000;
const day = 86_400_000;

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Oozie's cron is Quartz's without seconds: days of the week are 1 to 7 from Sunday, `?` is no restriction (Oozie 5.2
 * coordinator specification, §4.4.5). Gives the same in the dialect of Airflow; nothing for `L`, `W`, `#` and what is no cron.
 */
export function fromQuartz(text: string): string | undefined {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5 || !fields.every((field) => /^[A-Za-z0-9*?,/-]+$/.test(field))) return undefined;
  const [minutes, hours, days, months, weekdays] = fields as [string, string, string, string, string];
  const shifted = weekdays.split(',').map((part) => shiftWeekdays(part));
  if (shifted.includes(undefined)) return undefined;
  const open = (field: string) => (field === '?' ? '*' : field);
  const cron = [minutes, hours, open(days), months, shifted.join(',')].join(' ');
  return parseCron(cron) === undefined ? undefined : cron;
}

function shiftWeekdays(part: string): string | undefined {
  const [range = '', step] = part.split('/');
  const shifted = range.split('-').map((end) => {
    if (end === '*' || end === '?') return '*';
    if (dayNames.includes(end.toUpperCase())) return end.toUpperCase();
    return /^[1-7]$/.test(end) ? String(Number(end) - 1) : undefined;
  });
  if (shifted.includes(undefined)) return undefined;
  // A single day with a step runs to the end of the week in Quartz; cron wants the range spelled out.
  const from = shifted.length === 1 && step !== undefined && shifted[0] !== '*' ? `${shifted[0]}-6` : shifted.join('-');
  return step === undefined ? from : `${from}/${step}`;
}

/** Reads a cron expression of five fields; nothing where it is none. */
export function parseCron(text: string): CronFields | undefined {
  const [first = '', second = '', third = '', fourth = '', fifth = '', ...more] = text.split(' ');
  const minutes = parseField(first, 0, 59);
  const hours = parseField(second, 0, 23);
  const days = parseField(third, 1, 31);
  const months = parseField(fourth, 1, 12, monthNames);
  const weekdays = parseField(fifth, 0, 7, dayNames);
  if (more.length > 0 || !minutes || !hours || !days || !months || !weekdays) return undefined;
  if (weekdays.has(7)) weekdays.add(0);
  return { minutes, hours, days, months, weekdays, eitherDay: third !== '*' && fifth !== '*' };
}

function parseField(text: string, low: number, high: number, names: readonly string[] = []): Set<number> | undefined {
  const values = new Set<number>();
  const value = (word: string): number => {
    const index = names.indexOf(word.toUpperCase());
    return index >= 0 ? index + (low === 0 ? 0 : 1) : /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
  };
  for (const part of text.split(',')) {
    const [range = '', step = '1', ...more] = part.split('/');
    const [from = '', to = from, ...others] = range.split('-');
    const start = range === '*' ? low : value(from);
    const end = range === '*' || (part.includes('/') && !range.includes('-')) ? high : value(to);
    const by = /^\d{1,2}$/.test(step) ? Number(step) : 0;
    const sound = more.length === 0 && others.length === 0 && by > 0 && start >= low && end <= high && start <= end;
    if (!sound) return undefined;
    for (let item = start; item <= end; item += by) values.add(item);
  }
  return values;
}

/**
 * The last time strictly before `before` at which the expression fires; nothing within four years is nothing. Times are
 * milliseconds of a clock on the wall, without any zone.
 */
export function previousTick(cron: CronFields, before: number): number | undefined {
  const last = Math.ceil(before / minute) * minute - minute;
  let date = Math.floor(last / day) * day;
  let limit = last;
  for (let days = 0; days < 4 * 366; days++) {
    if (firesOn(cron, date)) {
      for (let time = limit; time >= date; time -= minute) {
        const inDay = (time - date) / minute;
        if (cron.hours.has(Math.floor(inDay / 60)) && cron.minutes.has(inDay % 60)) return time;
      }
    }
    limit = date - minute;
    date -= day;
  }
  return undefined;
}

function firesOn(cron: CronFields, date: number): boolean {
  const calendar = new Date(date);
  if (!cron.months.has(calendar.getUTCMonth() + 1)) return false;
  const inMonth = cron.days.has(calendar.getUTCDate());
  const inWeek = cron.weekdays.has(calendar.getUTCDay());
  return cron.eitherDay ? inMonth || inWeek : inMonth && inWeek;
}
