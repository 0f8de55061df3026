import { findType } from '../../../schemas';
import { pairOf, valueAt, type YamlPair } from '../../read';
import type { WorkflowRule } from '../context';
import { rangeOf } from '../suggest';

export const exclusiveParameters: WorkflowRule = {
  id: 'exclusive-parameters',
  category: 'correctness',
  silencedBy: ['unknown-parameter', 'yaml-syntax'],
  documentation: {
    summary: 'Two properties of which an operator takes only one.',
    why: 'Airflow refuses to load the DAG.',
    bad: `name: orders
operators:
- {name: wait, type: external_task_sensor, properties: {external_dag_id: upstream, external_task_id: load, external_task_ids: [load, check]}}
`,
    good: `name: orders
operators:
- {name: wait, type: external_task_sensor, properties: {external_dag_id: upstream, external_task_ids: [load, check]}}
`,
  },
  check: {
    *item({ item, node, settings }) {
      const type = findType(settings.catalogue, node.type?.text ?? '');
      if (type?.rules === undefined) return;
      const properties = valueAt(item.map, 'properties');
      const exclusive = type.rules.filter(({ kind }) => kind === 'exclusive' || kind === 'one');
      for (const { names } of exclusive) {
        const given = names.flatMap((name) => pairOf(properties, name) ?? []).filter(isGiven);
        const [first, second] = given.sort((a, b) => a.key.start - b.key.start);
        if (first === undefined || second === undefined) continue;
        yield {
          message: `"${node.type?.text}" takes only one of ${names.map((name) => `"${name}"`).join(', ')}; "${first.key.text}" is given, too.`,
          range: rangeOf(second.key),
          help: 'Remove one of them.',
          related: [{ range: rangeOf(first.key), message: `"${first.key.text}" stands here.` }],
        };
      }
    },
  },
};

function isGiven({ value }: YamlPair): boolean {
  return value.kind !== 'scalar' || value.type !== 'null';
}
