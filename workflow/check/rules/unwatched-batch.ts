import { findType } from '../../../schemas';
import { pairOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { titleOf } from '../outline';
import { rangeOf } from '../suggest';

export const unwatchedBatch: WorkflowRule = {
  id: 'unwatched-batch',
  category: 'suspicious',
  silencedBy: ['wrong-parameter-type', 'unknown-type'],
  documentation: {
    summary: 'A `livy` task that does not wait for its batch.',
    why: 'Without `polling_interval` the task succeeds as soon as the batch is submitted: what follows starts too early, and a batch that fails fails no run.',
    bad: `name: orders
operators:
- {name: load, type: livy, properties: {file: "hdfs:///jobs/load.jar"}}
`,
    good: `name: orders
operators:
- {name: load, type: livy, properties: {file: "hdfs:///jobs/load.jar", polling_interval: 30}}
`,
  },
  check: {
    *item({ item, node, settings }) {
      const isOperator = node.section !== 'generators' && node.section !== 'sub_dags' && node.section !== 'resources';
      if (!isOperator || node.type === undefined || findType(settings.catalogue, node.type.text)?.name !== 'livy')
        return;
      const properties = valueAt(item.map, 'properties');
      const given = settings.typeDefaults.get('livy');
      const interval = pairOf(properties, 'polling_interval');
      const isDeferred = pairOf(properties, 'deferrable') !== undefined || given?.has('deferrable') === true;
      const waits = interval === undefined ? given?.has('polling_interval') === true : !isZero(interval.value);
      if (waits || isDeferred) return;
      yield {
        message: `${titleOf(node)} succeeds when its batch is submitted, whatever becomes of it.`,
        range: rangeOf(interval?.value ?? node.type),
        help: 'Add "polling_interval: 30" to its properties.',
      };
    },
  },
};

function isZero(value: ReturnType<typeof valueAt>): boolean {
  return value?.kind === 'scalar' && Number(value.value) === 0;
}
