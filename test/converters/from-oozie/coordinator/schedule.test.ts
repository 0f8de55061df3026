import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromQuartz, parseCron, previousTick } from '../../../../converters/from-oozie/coordinator/cron';
import { draftSchedule, parseFrequency } from '../../../../converters/from-oozie/coordinator/schedule';
import {
  instantOfWallClock,
  parseInstant,
  wallClock,
  zoneName,
} from '../../../../converters/from-oozie/coordinator/time';
import { mapping, writeDraft } from '../../../../workflow/write';

/** The schedule as YAML, then where data intervals start: of the first run, and of the last one. */
function checkSchedule(
  frequency: string,
  start: string,
  end: string,
  timezone: string,
  expected: readonly string[],
): void {
  const how = parseFrequency(frequency);
  const first = parseInstant(start);
  const zone = zoneName(timezone);
  if (how === undefined || first === undefined || zone === undefined) throw new Error('not read');
  const schedule = draftSchedule(how, { start: first, end: parseInstant(end), zone });
  const text =
    schedule === undefined
      ? undefined
      : writeDraft({ header: [], documents: [mapping({ s: schedule.value })] }).text.trim();
  expect([text, schedule?.startDate, schedule?.endDate]).toEqual(expected);
}

describe('frequencies', () => {
  const january = ['2026-01-01T02:10Z', '2026-01-31T02:10Z'] as const;
  test.each([
    [
      '${coord:days(1)}',
      ...january,
      'UTC',
      ['s: {cron: 10 2 * * *, timezone: UTC}', '2025-12-31T02:10:00Z', '2026-01-29T02:10:00Z'],
    ],
    [
      '1440',
      ...january,
      'Europe/Paris',
      ['s: {cron: 10 2 * * *, timezone: UTC}', '2025-12-31T02:10:00Z', '2026-01-29T02:10:00Z'],
    ],
    [
      '${coord:days(7)}',
      ...january,
      'GMT',
      ['s: {cron: 10 2 * * 4, timezone: UTC}', '2025-12-25T02:10:00Z', '2026-01-22T02:10:00Z'],
    ],
    [
      '${coord:days(1)}',
      '2026-07-01T01:00Z',
      '',
      'Europe/Paris',
      ['s: {cron: 0 3 * * *, timezone: Europe/Paris}', '2026-06-30T01:00:00Z', undefined],
    ],
    ['${coord:days(3)}', ...january, 'UTC', ['s: {every: 259200}', '2025-12-29T02:10:00Z', '2026-01-25T02:10:00Z']],
    [
      '${coord:hours(6)}',
      ...january,
      'UTC',
      ['s: {cron: 10 2-23/6 * * *, timezone: UTC}', '2025-12-31T20:10:00Z', '2026-01-30T14:10:00Z'],
    ],
    [
      '${coord:minutes(15)}',
      '2026-01-01T00:05Z',
      '',
      'UTC',
      ['s: {cron: 5-59/15 * * * *, timezone: UTC}', '2025-12-31T23:50:00Z', undefined],
    ],
    ['7', '2026-01-01T00:00Z', '', 'UTC', ['s: {every: 420}', '2025-12-31T23:53:00Z', undefined]],
    [
      '${coord:months(1)}',
      '2026-03-05T00:00Z',
      '',
      'UTC',
      ['s: {cron: 0 0 5 * *, timezone: UTC}', '2026-02-05T00:00:00Z', undefined],
    ],
    ['${coord:months(1)}', '2026-01-31T00:00Z', '', 'UTC', [undefined, undefined, undefined]],
    [
      '${coord:endOfMonths(1)}',
      '2026-01-15T00:00Z',
      '',
      'UTC',
      ['s: {cron: 0 0 1 * *, timezone: UTC}', '2026-01-01T00:00:00Z', undefined],
    ],
    [
      '0 3 ? * 2-6',
      '2026-01-03T00:00Z',
      '',
      'Asia/Tokyo',
      ['s: {cron: 0 3 * * 1-5, timezone: UTC}', '2026-01-02T03:00:00Z', undefined],
    ],
    ['0 0 L * ?', '2026-01-03T00:00Z', '', 'UTC', [undefined, undefined, undefined]],
  ] as const)('%s from %s to %s in %s', (frequency, start, end, zone, expected) =>
    checkSchedule(frequency, start, end, zone, [...expected] as string[]),
  );

  test.each(['', '0', '-5', 'daily', '${x}', '${coord:days(0)}', '${coord:days(x)}', '${coord:days(1)} '.repeat(2)])(
    '%j is none',
    (text) => expect(parseFrequency(text)).toBeUndefined(),
  );
});

test.each([
  ['0 3 * * *', '0 3 * * *'],
  ['0/10 * ? * *', '0/10 * * * *'],
  ['0 0 ? JAN MON-FRI', '0 0 * JAN MON-FRI'],
  ['0 0 ? * 1', '0 0 * * 0'],
  ['0 0 ? * 2/2', '0 0 * * 1-6/2'],
  ['0 0 1W * ?', undefined],
  ['0 0 ? * 6#3', undefined],
  ['61 * * * *', undefined],
  ['* * * *', undefined],
])('Quartz %s is %s', (text, expected) => expect(fromQuartz(text)).toBe(expected));

test('the previous tick is the last minute before that fires', () => {
  const field = (low: number, high: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: low, max: high }).map(String),
      fc.integer({ min: 2, max: 9 }).map((step) => `*/${step}`),
    );
  const cron = fc
    .tuple(field(0, 59), field(0, 23), field(1, 28), fc.constant('*'), field(0, 6))
    .map((fields) => fields.join(' '));
  fc.assert(
    fc.property(cron, fc.integer({ min: 0, max: 500_000 }), (text, minutes) => {
      const fields = parseCron(text);
      if (fields === undefined) throw new Error(text);
      const before = Date.UTC(2026, 0, 1) + minutes * 60_000;
      const found = previousTick(fields, before);
      if (found === undefined) throw new Error('no tick');
      const fires = (time: number) => {
        const date = new Date(time);
        const day = fields.days.has(date.getUTCDate());
        const week = fields.weekdays.has(date.getUTCDay());
        const either = fields.eitherDay ? day || week : day && week;
        return either && fields.hours.has(date.getUTCHours()) && fields.minutes.has(date.getUTCMinutes());
      };
      expect(fires(found)).toBe(true);
      for (let time = before - 60_000; time > found && time > before - 3 * 86_400_000; time -= 60_000)
        expect(fires(time)).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('clocks of zones are read both ways, the hours of a change aside', () => {
  const instant = fc
    .integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 })
    .map((minutes) => minutes * 60_000);
  fc.assert(
    fc.property(instant, fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata'), (time, zone) => {
      const back = instantOfWallClock(wallClock(time, zone), zone);
      expect(Math.abs(back - time)).toBeLessThanOrEqual(3_600_000);
      const day = 86_400_000;
      const steady = wallClock(time + day, zone) - wallClock(time - day, zone) === 2 * day;
      if (steady) expect(back).toBe(time);
    }),
  );
});

test.each([
  ['2026-01-01T24:00Z', Date.UTC(2026, 0, 2)],
  ['2026-01-01T00:00+0530', Date.UTC(2025, 11, 31, 18, 30)],
  ['2026-13-01T00:00Z', undefined],
  ['${start}', undefined],
])('%s', (text, expected) => expect(parseInstant(text)).toBe(expected));

test.each([
  ['Universal', 'UTC'],
  ['America/Los_Angeles', 'America/Los_Angeles'],
  ['Mars/Olympus', undefined],
  ['', undefined],
])('zone %j is %s', (text, expected) => expect(zoneName(text)).toBe(expected));
