import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cronInWords, isTimeZone, nextTimes, scheduleInWords } from '../../../workflow/check';

/** What Airflow's own timetables answered: `cron/cron_times.py`. */
function rows(): readonly (readonly [expression: string, zone: string, start: string, times: readonly string[]])[] {
  const text = readFileSync(new URL('cron/cron-times.txt', import.meta.url), 'utf8');
  let expression = '';
  return text.split('\n').flatMap((line) => {
    const [, zone, start, times] = /^ {2}(\S+) (\S+): (.+)$/.exec(line) ?? [];
    if (zone === undefined || start === undefined || times === undefined) {
      expression = line;
      return [];
    }
    return [[expression, zone, start, times.split(' ')] as const];
  });
}

describe('the next times of a cron expression', () => {
  test('are those of Airflow, also where clocks change', () => {
    const all = rows();
    expect(all.length).toBeGreaterThan(200);
    for (const [expression, zone, start, times] of all) {
      const found = nextTimes(expression, zone, Date.parse(start), times.length);
      const shown = found.map((time) => new Date(time).toISOString().replace('.000', ''));
      expect([expression, zone, start, shown]).toEqual([expression, zone, start, times]);
    }
  });

  test('of a day that never comes there are none', () => {
    expect(nextTimes('0 0 30 2 *', 'UTC', 0, 3)).toEqual([]);
    expect(nextTimes('no cron', 'UTC', 0, 3)).toEqual([]);
  });

  test('of a weekday nearest to a day', () => {
    const times = nextTimes('0 0 15W * *', 'UTC', Date.parse('2026-08-01T00:00:00Z'), 3);
    expect(times.map((time) => new Date(time).toISOString().slice(0, 10))).toEqual([
      '2026-08-14',
      '2026-09-15',
      '2026-10-15',
    ]);
  });

  test('rise, whatever the expression, the zone and the moment', () => {
    const field = (most: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min: most === 6 ? 0 : 1, max: most }).map(String),
        fc.integer({ min: 1, max: most }).map((step) => `*/${step}`),
      );
    const expression = fc.tuple(field(59), field(23), field(28), field(12), field(6)).map((fields) => fields.join(' '));
    const zone = fc.constantFrom('UTC', 'Europe/Paris', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    const start = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(expression, zone, start, (cron, timeZone, after) => {
        const times = nextTimes(cron, timeZone, after, 3);
        expect(times).toHaveLength(3);
        for (const [index, time] of times.entries()) expect(time).toBeGreaterThan(times[index - 1] ?? after);
        expect(cronInWords(cron)).toMatch(/^(?:at|every) /);
      }),
    );
  });
});

test('time zones are those that the machine knows', () => {
  expect(isTimeZone('Europe/Paris')).toBe(true);
  expect(isTimeZone('Europe/Nowhere')).toBe(false);
});

describe('schedules in words', () => {
  test.each([
    ['* * * * *', 'every minute'],
    ['*/15 * * * *', 'every 15 minutes'],
    ['*/7 * * * *', 'at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour'],
    ['0 * * * *', 'every hour'],
    ['30 * * * *', 'at minute 30 of every hour'],
    ['0 3 * * *', 'at 03:00 every day'],
    ['0 2,14 * * *', 'at 02:00 and 14:00 every day'],
    ['15 */2 * * *', 'at minute 15, every 2 hours'],
    ['0 8-17 * * 1-5', 'in the hours 08 to 17 on Monday to Friday'],
    ['0 9 * * mon-fri', 'at 09:00 on Monday to Friday'],
    ['0 22 * * 5-1', 'at 22:00 on Monday and Friday to Sunday'],
    ['5 4 1,15 * 5', 'at 04:05 on days 1 and 15 of the month, and on Friday'],
    ['0 0 */2 * *', 'at 00:00 on every 2nd day of the month, from the 1st'],
    ['0 0 */1 * 1', 'at 00:00 on every day of the month, and on Monday'],
    ['0 0 L * *', 'at 00:00 on the last day of the month'],
    ['0 0 15W * *', 'at 00:00 on the weekday nearest to day 15'],
    ['0 12 * * 1#2', 'at 12:00 on the second Monday of the month'],
    ['0 12 * * L5', 'at 12:00 on the last Friday of the month'],
    ['0 0 1 */3 *', 'at 00:00 on day 1 of the month in January, April, July and October'],
    ['@daily', 'at 00:00 every day'],
    ['@once', 'one run, and no more'],
    ['@yearly', 'at 00:00 on day 1 of the month in January'],
  ])('%s: %s', (schedule, words) => {
    expect(scheduleInWords(schedule)).toBe(words);
  });

  test.each(['61 * * * *', '@never', '', '* * *'])('"%s" is none', (schedule) => {
    expect(scheduleInWords(schedule)).toBeUndefined();
  });
});
