/** A cron expression as read: for each field the values at which it fires; nothing for `*` and `?`. */
export interface Cron {
  readonly minutes: ReadonlySet<number> | undefined;
  readonly hours: ReadonlySet<number> | undefined;
  readonly days: ReadonlySet<number> | undefined;
  readonly months: ReadonlySet<number> | undefined;
  readonly weekdays: ReadonlySet<number> | undefined;
  /** `none` in an expression of five fields. */
  readonly seconds: ReadonlySet<number> | undefined | 'none';
  /** Does the day of the month name the last day? */
  readonly lastDay: boolean;
}

/** Why a field is none. Offsets are those of the expression. */
export interface CronProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly Field[] = [
  { name: 'minute', least: 0, most: 59, words: [] },
  { name: 'hour', least: 0, most: 23, words: [] },
  { name: 'day of the month', least: 1, most: 31, words: [] },
  { name: 'month', least: 1, most: 12, words: ['', ...MONTHS] },
  { name: 'day of the week', least: 0, most: 7, words: WEEKDAYS },
];

/** What croniter takes for a sixth field. */
const SECOND: Field = { name: 'second', least: 0, most: 59, words: [] };

/** Reads a cron expression of five fields, or six with seconds last, as croniter does, with which Airflow reads it. */
export function readCron(expression: string): Cron | CronProblem {
  if (expression.length > LONGEST)
    return { message: 'No cron expression is so long.', start: 0, end: expression.length };
  const fields = [...expression.matchAll(/\S+/g)].map((match) => ({ text: match[0], start: match.index }));
  if (fields.length !== FIELDS.length && fields.length !== FIELDS.length + 1) {
    const message = `A cron expression has five fields (minute, hour, day, month, weekday), and this has ${fields.length}.`;
    return { message, start: 0, end: expression.length };
  }
  const values: (ReadonlySet<number> | undefined)[] = [];
  for (const [index, written] of fields.entries()) {
    const field = FIELDS[index] ?? SECOND;
    const read = readField(written.text, field);
    if (typeof read === 'string')
      return { message: read, start: written.start, end: written.start + written.text.length };
    values.push(read);
  }
  const [minutes, hours, days, months, weekdays] = values;
  const seconds = values.length > FIELDS.length ? values[FIELDS.length] : 'none';
  return { minutes, hours, days, months, weekdays, seconds, lastDay: /^l$/i.test(fields[2]?.text ?? '') };
}

/** One that lists all minutes, hours, days, months and weekdays has 400 characters. */
const LONGEST = 1_000;

/** The values of a field, nothing for all of them, or why it is none. */
function readField(text: string, field: Field): ReadonlySet<number> | undefined | string {
  if (text === '*' || (text === '?' && /day/.test(field.name))) return undefined;
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const refusal = addPart(part, field, values);
    if (refusal !== undefined) return refusal;
  }
  return values;
}

function addPart(part: string, field: Field, values: Set<number>): string | undefined {
  const isWeekday = field.words === WEEKDAYS;
  if (/^l$/i.test(part) && field.name === 'day of the month') {
    values.add(31);
    return undefined;
  }
  const nearest = field.name === 'day of the month' ? /^(\d+)w$/i.exec(part) : null;
  if (nearest !== null) return addPart(nearest[1] ?? '', field, values);
  const nth = isWeekday ? /^(\w+)#([1-5])$|^l([0-7])$/i.exec(part) : null;
  if (nth !== null) {
    const day = numberOf(nth[1] ?? nth[3] ?? '', field);
    if (day === undefined) return refusal(part, field);
    values.add(day % 7);
    return undefined;
  }
  const match = /^(\*|[A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?(?:\/(\d+))?$/.exec(part);
  if (match === null) return refusal(part, field);
  const [, from = '', to, step] = match;
  if (from === '*' && to !== undefined) return refusal(part, field);
  const first = from === '*' ? field.least : numberOf(from, field);
  const last = from === '*' || (to === undefined && step !== undefined) ? field.most : numberOf(to ?? from, field);
  const by = step === undefined ? 1 : Number(step);
  if (first === undefined || last === undefined) return refusal(part, field);
  if (by < 1) return `The step of "${part}" is 0: it would never fire.`;
  const size = field.most - field.least + 1;
  const end = last < first ? last + size : last;
  for (let value = first; value <= end; value += by) {
    const inside = field.least + ((value - field.least) % size);
    values.add(isWeekday ? inside % 7 : inside);
  }
  return undefined;
}

function numberOf(text: string, { least, most, words }: Field): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) >= least && Number(text) <= most ? Number(text) : undefined;
  const word = words.indexOf(text.toLowerCase());
  return word < 0 || text === '' ? undefined : word;
}

function refusal(part: string, { name, least, most }: Field): string {
  return `"${part}" is no ${name}: it goes from ${least} to ${most}.`;
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Is there a day at which it fires? A day of the week beside a day of the month is one more day, and no condition. */
export function canFire({ days, months, weekdays, lastDay }: Cron): boolean {
  if (days === undefined || weekdays !== undefined || lastDay) return true;
  const earliest = Math.min(...days);
  return DAYS.some((length, index) => (months?.has(index + 1) ?? true) && earliest <= length);
}
