import { expect, test } from 'vitest';
import { momentExpression } from '../../../converters/to-airflow/moments';
import { expressionText } from '../../../converters/to-airflow/python/expression';

const utc = 'datetime.timezone.utc';

test.each([
  ['2026-01-02', `datetime.datetime(2026, 1, 2, tzinfo=${utc})`],
  ['2026-1-2', `datetime.datetime(2026, 1, 2, tzinfo=${utc})`],
  ['2026-01-02T03:04', `datetime.datetime(2026, 1, 2, 3, 4, tzinfo=${utc})`],
  ['2026-01-02 03:00:00Z', `datetime.datetime(2026, 1, 2, 3, tzinfo=${utc})`],
  ['2026-01-02T03:04:05.25+00:00', `datetime.datetime(2026, 1, 2, 3, 4, 5, 250000, tzinfo=${utc})`],
  ['2026-01-02T00:00+02:00', 'datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))'],
  [
    '2026-01-02T00:00-0330',
    'datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(minutes=-210)))',
  ],
  ['today', 'datetime.datetime.fromisoformat("today")'],
])('%s', (iso, python) => {
  const wide = { indent: 0, before: -100, after: 0 };
  expect(expressionText(momentExpression(iso, 'datetime'), wide)).toBe(python);
});
