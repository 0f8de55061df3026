import type { Finding } from '../../../text/rules';
import { entryOf, valueAt, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { rangeOf } from '../suggest';

export const numberOutOfRange: WorkflowRule = {
  id: 'number-out-of-range',
  category: 'correctness',
  silencedBy: ['wrong-parameter-type', 'wrong-key-type', 'unknown-parameter'],
  documentation: {
    summary:
      'A number that Airflow does not take: a negative number of retries, a pool of no slots, a priority beyond 32 bits.',
    why: 'Airflow refuses to load the DAG, or keeps the task waiting for ever. In a file without `format`, which boundary-layer takes, it is a warning.',
    bad: `name: orders
format: 1
operators:
- {name: load, type: bash, properties: {bash_command: load, pool_slots: 0}}
`,
    good: `name: orders
format: 1
operators:
- {name: load, type: bash, properties: {bash_command: load, pool_slots: 1}}
`,
  },
  check: {
    *document({ document, file }) {
      const weight = file.format === undefined ? LENIENT : {};
      for (const [key, limits] of [
        ['dag_args', OF_DAGS],
        ['default_task_args', OF_TASKS],
      ] as const) {
        const entry = entryOf(document, key);
        for (const finding of checkNumbers(entry?.value, limits))
          yield { ...moveFinding(finding, entry?.offset ?? 0), ...weight };
      }
    },
    *item({ item, settings, type }) {
      const weight = settings.format === undefined ? LENIENT : {};
      const limits = type?.kind === 'operator' && type.type.kind === 'sensor' ? OF_SENSORS : OF_TASKS;
      for (const finding of checkNumbers(valueAt(item.map, 'properties'), limits)) yield { ...finding, ...weight };
    },
  },
};

/** boundary-layer hands on whatever stands there; Airflow does not. */
const LENIENT: Pick<Finding, 'category'> = { category: 'suspicious' };

interface Limit {
  readonly least: number;
  readonly most?: number;
  readonly what: string;
}

const AT_LEAST_ONE: Limit = { least: 1, what: 'at least 1' };
const NOT_NEGATIVE: Limit = { least: 0, what: 'at least 0' };
const ABOVE_ZERO: Limit = { least: Number.MIN_VALUE, what: 'more than 0 seconds' };

const OF_DAGS: ReadonlyMap<string, Limit> = new Map([
  ['max_active_runs', AT_LEAST_ONE],
  ['max_active_tasks', AT_LEAST_ONE],
  ['concurrency', AT_LEAST_ONE],
  ['dagrun_timeout', ABOVE_ZERO],
]);

const PRIORITY: Limit = { least: -(2 ** 31), most: 2 ** 31 - 1, what: 'between -2147483648 and 2147483647' };

const OF_TASKS: ReadonlyMap<string, Limit> = new Map([
  ['retries', NOT_NEGATIVE],
  ['retry_delay', NOT_NEGATIVE],
  ['max_retry_delay', NOT_NEGATIVE],
  ['pool_slots', AT_LEAST_ONE],
  ['priority_weight', PRIORITY],
  ['execution_timeout', ABOVE_ZERO],
  ['poke_interval', NOT_NEGATIVE],
  ['max_active_tis_per_dag', AT_LEAST_ONE],
  ['task_concurrency', AT_LEAST_ONE],
  ['max_active_tis_per_dagrun', AT_LEAST_ONE],
]);

/** Other operators have times of their own by this name. */
const OF_SENSORS: ReadonlyMap<string, Limit> = new Map([...OF_TASKS, ['timeout', NOT_NEGATIVE]]);

function* checkNumbers(values: YamlNode | undefined, limits: ReadonlyMap<string, Limit>): Generator<Finding> {
  if (values?.kind !== 'mapping') return;
  for (const { key, value } of values.pairs) {
    const limit = limits.get(key.text);
    if (limit === undefined || value.kind !== 'scalar' || (value.type !== 'integer' && value.type !== 'number'))
      continue;
    const number = Number(value.value);
    const isCount = limit === AT_LEAST_ONE;
    const isWhole = !isCount || Number.isInteger(number);
    if (isWhole && number >= limit.least && number <= (limit.most ?? Number.POSITIVE_INFINITY)) continue;
    yield {
      message: `"${key.text}" is ${isWhole ? limit.what : 'a whole number'}, and this is ${value.text}.`,
      range: rangeOf(value),
    };
  }
}
