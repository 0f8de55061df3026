import { call, type Expression, type Keyword, name, string } from './python/syntax';

/**
 * `datetime.datetime(…)` for an ISO 8601 text: a date, or a date and time, in UTC where it names no offset.
 * A text of another form is left to Python, which refuses it when the DAG is loaded.
 * @param datetime the name under which the module is imported.
 */
export function momentExpression(iso: string, datetime: string): Expression {
  const match = isoMoment.exec(iso.trim());
  if (match?.groups === undefined) return call(`${datetime}.datetime.fromisoformat`, [string(iso)]);
  const { year, month, day, hour, minute, second, fraction, offset } = match.groups;
  const microsecond = fraction === undefined ? undefined : fraction.slice(0, 6).padEnd(6, '0');
  const parts = [year, month, day, hour ?? '0', minute ?? '0', second ?? '0', microsecond ?? '0'].map(Number);
  while (parts.length > 3 && parts.at(-1) === 0) parts.pop();
  const numbers = parts.map((part): Expression => ({ kind: 'constant', source: String(part) }));
  return call(`${datetime}.datetime`, numbers, [{ name: 'tzinfo', value: zoneExpression(offset, datetime) }]);
}

const isoMoment =
  /^(?<year>\d{4})-(?<month>\d\d?)-(?<day>\d\d?)(?:(?:[Tt]|\s+)(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?\s*(?<offset>[Zz]|[-+]\d\d?(?::?\d\d)?)?)?$/;

function zoneExpression(offset: string | undefined, datetime: string): Expression {
  const match = /^([-+])(\d\d?):?(\d\d)?$/.exec(offset ?? '');
  const minutes = match === null ? 0 : Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (match === null || minutes === 0) return name(`${datetime}.timezone.utc`);
  const sign = match[1] === '-' ? '-' : '';
  const whole = minutes % 60 === 0;
  const amount: Expression = { kind: 'constant', source: `${sign}${whole ? minutes / 60 : minutes}` };
  const keyword: Keyword = { name: whole ? 'hours' : 'minutes', value: amount };
  return call(`${datetime}.timezone`, [call(`${datetime}.timedelta`, [], [keyword])]);
}
