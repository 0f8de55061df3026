import type { ParameterType } from '../../../schemas';
import { valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { propertiesOf } from '../node-type';
import { scalarsOf } from '../scalars';
import { rangeOf } from '../suggest';

export const unrenderedTemplate: WorkflowRule = {
  id: 'unrendered-template',
  category: 'suspicious',
  silencedBy: ['wrong-parameter-type', 'unknown-parameter', 'yaml-syntax', 'unquoted-jinja'],
  documentation: {
    summary: 'A template in a property that Airflow does not render.',
    why: 'An operator renders only some of its properties. The others get the text as it stands, braces and all.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, pool: "pool-{{ params.size }}"}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, pool: pool-large}}
`,
  },
  mentions: ['{{', '{%'],
  check: {
    *item({ node, item, type, settings }) {
      const properties = valueAt(item.map, 'properties');
      if (node.type === undefined || properties?.kind !== 'mapping' || !item.cellText.includes('{{')) return;
      if (type?.kind !== 'operator') return;
      const parameters = propertiesOf(type, settings);
      for (const { key, value } of properties.pairs) {
        const parameter = parameters.get(key.text);
        if (parameter === undefined || parameter.templated === true || RENDERED_ELSEWHERE.has(parameter.name)) continue;
        if (!isText(parameter.type)) continue;
        for (const scalar of scalarsOf(value)) {
          if (scalar.type !== 'text' || !/(?<!\$)\{\{|\{%/.test(scalar.text) || scalar.text.includes('<<')) continue;
          yield {
            message: `Airflow does not render "${key.text}" of "${node.type.text}": the braces stay as they stand.`,
            range: rangeOf(scalar),
            help: 'Write the value itself, or use a property that is rendered.',
          };
        }
      }
    },
  },
};

/** Rendered in another way, or shown to people as they stand. */
const RENDERED_ELSEWHERE: ReadonlySet<string> = new Set([
  'map_index_template',
  'doc',
  'doc_md',
  'doc_json',
  'doc_yaml',
  'doc_rst',
  'params',
]);

/** What is text in the end; where Python is taken, or anything, a template may be meant for somebody else. */
function isText(type: ParameterType): boolean {
  switch (type.kind) {
    case 'text':
    case 'enum':
      return true;
    case 'list':
      return isText(type.items);
    case 'mapping':
      return isText(type.values);
    case 'union':
      return type.members.every((member) => isText(member) || member.kind === 'integer' || member.kind === 'number');
    default:
      return false;
  }
}
