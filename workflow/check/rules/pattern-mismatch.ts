import { RE2JS } from 're2js';
import { asText, type DocumentItem, itemName, sanitised, valueAt, type YamlMapping, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';
import { propertiesOf } from '../node-type';
import { rendered } from '../rendered';
import { rangeOf, writtenElsewhere } from '../suggest';

export const patternMismatch: WorkflowRule = {
  id: 'pattern-mismatch',
  category: 'correctness',
  silencedBy: ['wrong-parameter-type', 'unknown-parameter'],
  documentation: {
    summary:
      'A value does not have the form that the service behind the operator asks for, once its Jinja is rendered.',
    why: 'The service refuses it when the task runs. What Jinja makes of dates is known beforehand, so the rest can be checked now.',
    bad: `name: orders
operators:
- name: cluster
  type: dataproc_cluster_create
  properties: {cluster_name: "orders_{{ ds_nodash }}", project_id: acme, region: eu, num_workers: 2}
`,
    good: `name: orders
operators:
- name: cluster
  type: dataproc_cluster_create
  properties: {cluster_name: "orders-{{ ds_nodash }}", project_id: acme, region: eu, num_workers: 2}
`,
  },
  check: {
    *item({ item, settings, type }) {
      const properties = valueAt(item.map, 'properties');
      if (type === undefined || properties?.kind !== 'mapping') return;
      const parameters = propertiesOf(type, settings);
      for (const { key, value } of properties.pairs) {
        const pattern = parameters.get(key.text)?.pattern;
        const message = pattern === undefined ? undefined : mismatch(key.text, value, pattern, idOf(item, properties));
        if (message !== undefined) yield { message, range: rangeOf(value), ...writtenElsewhere(value) };
      }
    },
  },
};

/** The id of the task of an item, of a resource that of the task that creates it; nothing where it is written as Python. */
function idOf(item: DocumentItem, properties: YamlMapping): string | undefined {
  const own = asText(valueAt(properties, 'task_id'))?.text;
  if (own !== undefined) return /<<|\{\{/u.test(own) ? undefined : own;
  const name = itemName(item)?.text;
  if (name === undefined) return undefined;
  return item.section === 'resources' ? `${sanitised(name)}_create` : sanitised(name);
}

function mismatch(name: string, value: YamlNode, pattern: string, taskId: string | undefined): string | undefined {
  if (value.kind !== 'scalar' || value.type !== 'text') return undefined;
  const text = rendered(value.text, taskId);
  if (text === undefined) return undefined;
  if (text.kind === 'unfinished') return `"${name}" has a "${text.bracket}" that nothing closes.`;
  if (matchesWhole(pattern, text.text)) return undefined;
  const shown = text.text === value.text ? `"${value.text}"` : `"${value.text}", which becomes "${text.text}",`;
  return `"${name}" has to match ${pattern}, and ${shown} does not.`;
}

/** On a linear engine, as patterns of a workspace ask for; only dagport's own ones use what that lacks. */
function matchesWhole(pattern: string, text: string): boolean {
  try {
    return RE2JS.compile(pattern).matcher(text).matches();
  } catch {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  }
}
