import { contentRange, pairOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { propertiesOf } from '../node-type';
import { rangeOf, writtenElsewhere } from '../suggest';

export const oldParameterName: WorkflowRule = {
  id: 'old-parameter-name',
  category: 'style',
  silencedBy: ['unknown-parameter', 'wrong-parameter-type'],
  documentation: {
    summary: 'A file with `format: 1` gives a property by the name that it had in Airflow 1.10.',
    why: 'It is understood, but nobody finds it in the documentation of Airflow.',
    bad: `name: orders
format: 1
operators:
- {name: load, type: bash, properties: {bash_command: load, xcom_push: true}}
`,
    good: `name: orders
format: 1
operators:
- {name: load, type: bash, properties: {bash_command: load, do_xcom_push: true}}
`,
    fixSafety: 'Safe: both names mean the same.',
  },
  check: {
    *item({ item, settings, type }) {
      const properties = valueAt(item.map, 'properties');
      if (settings.format === undefined || type === undefined || properties?.kind !== 'mapping') return;
      const known = propertiesOf(type, settings);
      for (const { key } of properties.pairs) {
        const parameter = known.get(key.text);
        if (parameter === undefined || parameter.name === key.text || parameter.aliases?.includes(key.text) !== true)
          continue;
        if (pairOf(properties, parameter.name) !== undefined) continue;
        const range = contentRange(key);
        yield {
          message: `"${key.text}" is called "${parameter.name}" today.`,
          range: rangeOf(key),
          ...writtenElsewhere(key),
          ...(range === undefined
            ? {}
            : {
                fix: {
                  title: `Change "${key.text}" to "${parameter.name}"`,
                  safety: 'safe',
                  edits: [{ range, text: parameter.name }],
                },
              }),
        };
      }
    },
  },
};
