import { type Cron, readCron } from './cron';

/** A moment: milliseconds since 1970, UTC. */
type Moment = number;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What fires more seldom than this is not looked for. */
const FARTHEST_DAYS = 366 * 30;

/**
 * The next moments at which a cron expression fires after a moment, in a time zone, as Airflow reckons them
 * (`airflow.timetables._cron`, 3.3): what fires at hours of its choice does so by the clock on the wall, a time that a
 * clock change leaves out comes later by as much, and of a time that there is twice it is the second; what fires in every
 * hour goes on in the same steps. Fewer than `count` where there are no more; none of what is no expression.
 * @throws {RangeError} where the time zone is none.
 */
export function nextTimes(expression: string, timeZone: string, after: Moment, count: number): readonly Moment[] {
  const cron = readCron(expression);
  if ('message' in cron) return [];
  const zone = offsets(timeZone);
  const wall = wallTimes(expression, cron);
  const everyHour = cron.hours === undefined || cron.hours.size === 24;
  const times: Moment[] = [];
  let current = after;
  while (times.length < count) {
    const local = current + zone(current);
    const next = wall(local);
    if (next === undefined) break;
    const moment = everyHour ? current + (next - local) : fromWall(next, zone);
    // A clock that went back may show a time again that has been.
    current = moment > current ? moment : current + MINUTE;
    if (moment === current) times.push(moment);
  }
  return times;
}

/** Is it the name of a time zone, as far as this machine knows them? */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** By moment, how far the clocks of a zone are ahead of UTC. */
function offsets(timeZone: string): (moment: Moment) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (moment) => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const [hour, minute, second] = [part('hour'), part('minute'), part('second')];
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), hour, minute, second);
    return wall - (moment - (((moment % SECOND) + SECOND) % SECOND));
  };
}

/** The moment at which the clocks of a zone show a time; see `nextTimes` for those that they show never, or twice. */
function fromWall(wall: number, zone: (moment: Moment) => number): Moment {
  const [before, behind] = [zone(wall - DAY), zone(wall + DAY)];
  const [early, late] = [wall - before, wall - behind];
  const [isEarly, isLate] = [zone(early) === before, zone(late) === behind];
  if (isEarly && isLate) return Math.max(early, late);
  return isLate ? late : early;
}

/** The next time that clocks show after another one, both in milliseconds as if the clocks were in UTC. */
function wallTimes(expression: string, cron: Cron): (after: number) => number | undefined {
  const fires = dayTest(expression, cron);
  const hours = sorted(cron.hours, 24);
  const minutes = sorted(cron.minutes, 60);
  const seconds = sorted(secondsOf(expression), 60);
  return (after) => {
    const today = Math.floor(after / DAY) * DAY;
    for (let day = today; day < today + FARTHEST_DAYS * DAY; day += DAY) {
      if (!fires(new Date(day))) continue;
      for (const hour of hours) {
        if (day + (hour + 1) * HOUR <= after) continue;
        for (const minute of minutes) {
          for (const second of seconds) {
            const time = day + hour * HOUR + minute * MINUTE + second * SECOND;
            if (time > after) return time;
          }
        }
      }
    }
    return undefined;
  };
}

function sorted(values: ReadonlySet<number> | undefined, size: number): readonly number[] {
  return values === undefined ? Array.from({ length: size }, (_, index) => index) : [...values].sort((a, b) => a - b);
}

/** The sixth field, which croniter reads as the seconds; without one, the start of the minute. */
function secondsOf(expression: string): ReadonlySet<number> | undefined {
  const field = expression.trim().split(/\s+/)[5];
  if (field === undefined) return new Set([0]);
  const read = readCron(`${field} * * * *`);
  return 'message' in read ? new Set([0]) : read.minutes;
}

/** Does it fire on a day? A day of the month and a day of the week, where both are given, are two chances. */
function dayTest(expression: string, { months, days, weekdays }: Cron): (day: Date) => boolean {
  const [, , dayField = '*', , weekField = '*'] = expression.trim().split(/\s+/);
  const ofMonth = days === undefined ? undefined : dayOfMonthTest(dayField, days);
  const ofWeek = weekdays === undefined ? undefined : weekdayTest(weekField, weekdays);
  return (day) => {
    if (months !== undefined && !months.has(day.getUTCMonth() + 1)) return false;
    if (ofMonth !== undefined && ofWeek !== undefined) return ofMonth(day) || ofWeek(day);
    return (ofMonth ?? ofWeek)?.(day) ?? true;
  };
}

function dayOfMonthTest(field: string, days: ReadonlySet<number>): (day: Date) => boolean {
  const parts = field.toLowerCase().split(',');
  const nearest = parts.flatMap((part) => (/^\d+w$/.test(part) ? [Number.parseInt(part, 10)] : []));
  const isLast = parts.includes('l');
  const plain = new Set([...days].filter((day) => hasPlain(parts, day)));
  return (day) => {
    const date = day.getUTCDate();
    const length = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
    if (isLast && date === length) return true;
    return plain.has(date) || nearest.some((wanted) => date === nearestWeekday(day, Math.min(wanted, length), length));
  };
}

/** Does a part that is a number, a range or a step name the day? */
function hasPlain(parts: readonly string[], day: number): boolean {
  const plain = parts.filter((part) => !/[lw]/.test(part)).join(',');
  const read = plain === '' ? undefined : readCron(`* * ${plain} * *`);
  return read !== undefined && !('message' in read) && (read.days?.has(day) ?? true);
}

/** The day from Monday to Friday nearest to a day, in the same month. */
function nearestWeekday(month: Date, wanted: number, length: number): number {
  const weekday = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth(), wanted)).getUTCDay();
  if (weekday === 6) return wanted === 1 ? 3 : wanted - 1;
  if (weekday === 0) return wanted === length ? wanted - 2 : wanted + 1;
  return wanted;
}

function weekdayTest(field: string, weekdays: ReadonlySet<number>): (day: Date) => boolean {
  const parts = field.toLowerCase().split(',');
  const numbered = parts.flatMap((part) => {
    const match = /^(\w+)#([1-5])$|^l([0-7])$/.exec(part);
    const read = match === null ? undefined : readCron(`* * * * ${match[1] ?? match[3] ?? ''}`);
    if (match === null || read === undefined || 'message' in read) return [];
    return [...(read.weekdays ?? [])].map((weekday) => ({ weekday, nth: Number(match[2] ?? 0) }));
  });
  const others = parts.filter((part) => !/#|^l\d/.test(part)).join(',');
  const read = others === '' ? undefined : readCron(`* * * * ${others}`);
  const plain = read === undefined || 'message' in read ? new Set<number>() : (read.weekdays ?? weekdays);
  return (day) => {
    const [weekday, date] = [day.getUTCDay(), day.getUTCDate()];
    const isLast = new Date(day.getTime() + 7 * DAY).getUTCMonth() !== day.getUTCMonth();
    const isNumbered = numbered.some(
      (one) => one.weekday === weekday && (one.nth === 0 ? isLast : Math.ceil(date / 7) === one.nth),
    );
    return plain.has(weekday) || isNumbered;
  };
}
