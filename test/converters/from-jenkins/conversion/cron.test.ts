import { expect, test } from 'vitest';
import { convertCron } from '../../../../converters/from-jenkins/conversion/cron';

/** What Jenkins itself resolves for these names: computed with Java's MD5 and Random. */
const hashed: readonly (readonly [job: string, spec: string, cron: string])[] = [
  ['nightly', 'H H * * *', '1 17 * * *'],
  ['nightly', 'H * * * *', '1 * * * *'],
  ['nightly', 'H/7 * H/3 * *', '1,8,15,22,29,36,43,50,57 * 3,6,9,12,15,18,21,24,27 * *'],
  ['team/etl/nightly', 'H H 1,15 1-11 *', '12 22 1,15 1-11 *'],
  ['team/etl/nightly', 'H H H H *', '12 22 5 12 *'],
  ['folder/My Job', 'H H(8-15)/2 * * 1-5', '32 8,10,12,14 * * 1-5'],
  ['folder/My Job', 'H H(0-2) * * *', '32 2 * * *'],
  ['a', 'H(0-29)/10 * * * *', '7,17,27 * * * *'],
  ['a', 'H H * * H', '37 5 * * 4'],
  ['data-platform/ingest', 'H/15 * * * *', '11,26,41,56 * * * *'],
  ['data-platform/ingest', 'H H H * *', '56 23 26 * *'],
  ['übung', 'H H * * *', '4 22 * * *'],
  ['übung', 'H * * * *', '4 * * * *'],
  ['übung', 'H/7 * H/3 * *', '5,12,19,26,33,40,47,54 * 2,5,8,11,14,17,20,23,26 * *'],
];

test.each(hashed)('%s: %s', (job, spec, cron) => {
  expect(convertCron(spec, job)).toMatchObject({ kind: 'cron', expression: cron, hashed: true });
});

const plain: readonly (readonly [string, string, string | undefined])[] = [
  ['0 3 * * 1-5', '0 3 * * 1-5', undefined],
  ['TZ=Europe/Paris\n# nightly\n*/15 8,20 * * *', '*/15 8,20 * * *', 'Europe/Paris'],
];

test.each(plain)('%s is taken as it is', (spec, cron, timezone) => {
  const zone = timezone === undefined ? {} : { timezone };
  expect(convertCron(spec, 'job')).toEqual({ kind: 'cron', expression: cron, ...zone, hashed: false });
});

test.each([
  ['both days', '0 3 1 * 1'],
  ['two lines', '0 3 * * *\n0 5 * * *'],
  ['nothing', '# off'],
  ['four fields', '0 3 * *'],
  ['a name', '0 3 * * MON'],
  ['a step wider than the range', 'H/90 * * * *'],
  ['a range that runs backwards', 'H(30-10) * * * *'],
])('%s is left to a person', (_, spec) => {
  expect(convertCron(spec, 'job').kind).toBe('by-hand');
});
