import { valueAt, type YamlNode, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { rangeOf } from '../suggest';

export const intervalBeyondTimeout: WorkflowRule = {
  id: 'interval-beyond-timeout',
  category: 'suspicious',
  silencedBy: ['yaml-syntax', 'unknown-type', 'wrong-parameter-type', 'number-out-of-range'],
  documentation: {
    summary: 'The `poke_interval` of a sensor is longer than its `timeout`.',
    why: 'The sensor looks once, and again only when its time is over: what comes in between is seen late, or not at all. Both are seconds; one of them was probably meant as minutes.',
    bad: `name: orders
format: 1
operators:
- {name: wait, type: file_sensor, properties: {filepath: /data/orders.csv, poke_interval: 600, timeout: 60}}
`,
    good: `name: orders
format: 1
operators:
- {name: wait, type: file_sensor, properties: {filepath: /data/orders.csv, poke_interval: 60, timeout: 3600}}
`,
  },
  mentions: ['poke_interval'],
  check: {
    *item({ item, type }) {
      if (type?.kind !== 'operator' || type.type.kind !== 'sensor') return;
      const properties = valueAt(item.map, 'properties');
      const interval = numberAt(properties, 'poke_interval');
      const timeout = numberAt(properties, 'timeout');
      if (interval === undefined || timeout === undefined || timeout.value <= 0 || interval.value <= timeout.value)
        return;
      // A trigger waits for such a sensor, by times of its own.
      if (valueAt(properties, 'deferrable') !== undefined) return;
      yield {
        message: `The sensor looks again after ${interval.value} seconds, when its timeout of ${timeout.value} seconds is over.`,
        range: rangeOf(interval.scalar),
        help: 'Both are seconds: make the interval the shorter one.',
      };
    },
  },
};

function numberAt(
  properties: YamlNode | undefined,
  name: string,
): { readonly scalar: YamlScalar; readonly value: number } | undefined {
  const scalar = valueAt(properties, name);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'number' ? { scalar, value: scalar.value } : undefined;
}
