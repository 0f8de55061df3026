import { expect, test } from 'vitest';
import { canFire, readCron } from '../../../workflow/check/cron';

test.each([
  '0 3 * * *',
  '*/5 8-18 * * MON-FRI',
  '0 0 L * *',
  '0 3 * * 1#1',
  '0 0 1,15 jan-mar ?',
  '0 22-2 * * fri-mon',
  '0 0 15W * *',
  '0 3 * * * 30',
])('%s is cron', (expression) => expect(readCron(expression)).not.toHaveProperty('message'));

test.each([
  ['61 3 * * *', '"61" is no minute: it goes from 0 to 59.'],
  ['0 24 * * *', '"24" is no hour: it goes from 0 to 23.'],
  ['0 3 0 * *', '"0" is no day of the month: it goes from 1 to 31.'],
  ['0 3 * foo *', '"foo" is no month: it goes from 1 to 12.'],
  ['0 3 * * mon#6', '"mon#6" is no day of the week: it goes from 0 to 7.'],
  ['*/0 * * * *', 'The step of "*/0" is 0: it would never fire.'],
  ['0 3 *', 'A cron expression has five fields (minute, hour, day, month, weekday), and this has 3.'],
])('%s is none', (expression, message) => expect(readCron(expression)).toMatchObject({ message }));

test.each([
  ['0 0 30 2 *', false],
  ['0 0 29 2 *', true],
  ['0 0 31 4,6 *', false],
  ['0 0 31 4,6 1', true],
  ['0 0 L 2 *', true],
])('%s fires: %s', (expression, fires) => {
  const cron = readCron(expression);
  expect('message' in cron ? undefined : canFire(cron)).toBe(fires);
});
