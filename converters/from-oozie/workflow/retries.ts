import type { DraftEntry } from '../../../workflow/write/draft';
import { approximated, settle } from '../account';
import { attribute, type Conversion, idsOf } from '../conversion';
import type { XmlAttribute, XmlElement } from '../xml/read-xml';

const difference = approximated(
  'Oozie retries only errors of its list, three times at most by default; Airflow retries every failure.',
);

/** `retry-max`, `retry-interval` (minutes) and `retry-policy` of an action (Oozie 5.2 workflow specification, §18). */
export function draftRetries(conversion: Conversion, action: XmlElement): DraftEntry[] {
  const maximum = attribute(action, 'retry-max');
  const interval = attribute(action, 'retry-interval');
  const policy = attribute(action, 'retry-policy');
  return [
    ...numeric(conversion, maximum, 'retries', 1),
    ...numeric(conversion, interval, 'retry_delay', 60),
    ...exponential(conversion, policy),
  ];
}

function numeric(conversion: Conversion, source: XmlAttribute | undefined, key: string, factor: number): DraftEntry[] {
  if (source === undefined) return [];
  const value = resolve(conversion, source.value);
  if (!/^\d{1,6}$/.test(value)) {
    const message = `"${source.value}" is known only when the workflow runs; Airflow wants the number when it reads the DAG, so the task goes without.`;
    settle(conversion.ledger, source, approximated(message));
    return [];
  }
  settle(conversion.ledger, source, difference);
  return [{ key, value: Number(value) * factor, from: idsOf(conversion, [source]) }];
}

function exponential(conversion: Conversion, source: XmlAttribute | undefined): DraftEntry[] {
  if (source === undefined) return [];
  settle(conversion.ledger, source, difference);
  const value = resolve(conversion, source.value).toLowerCase();
  return value === 'exponential'
    ? [{ key: 'retry_exponential_backoff', value: true, from: idsOf(conversion, [source]) }]
    : [];
}

/** A number may be a property; what is not known now stays as it is written. */
function resolve(conversion: Conversion, text: string): string {
  const name = /^\s*\$\{\s*(\w+)\s*\}\s*$/.exec(text)?.[1];
  return (name === undefined ? text : (conversion.properties.values.get(name) ?? text)).trim();
}
