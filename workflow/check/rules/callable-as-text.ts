import type { Parameter } from '../../../schemas';
import type { Finding } from '../../../text/rules';
import { contentRange, entryOf, valueAt, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';
import { propertiesOf } from '../node-type';
import { moveFinding } from '../place';
import { rangeOf, writtenElsewhere } from '../suggest';
import { isCallableAsText } from '../value-type';

export const callableAsText: WorkflowRule = {
  id: 'callable-as-text',
  category: 'suspicious',
  silencedBy: ['yaml-syntax', 'tab-indentation', 'unquoted-jinja'],
  documentation: {
    summary: 'A function is given as text.',
    why: 'Airflow gets the text and no function, and refuses the DAG. Python stands between `<<` and `>>`.',
    bad: `name: orders
imports: {modules: [loaders]}
operators:
- {name: load, type: python, properties: {python_callable: loaders.load}}
`,
    good: `name: orders
imports: {modules: [loaders]}
operators:
- {name: load, type: python, properties: {python_callable: <<loaders.load>>}}
`,
    fixSafety: 'Unsafe: whether the text names a function cannot be known.',
  },
  check: {
    *document({ document, catalogue }) {
      const entry = entryOf(document, 'default_task_args');
      if (entry?.value === undefined) return;
      for (const finding of checkMapping(entry.value, catalogue.baseParameters))
        yield moveFinding(finding, entry.offset);
    },
    *item({ item, settings, type }) {
      const properties = valueAt(item.map, 'properties');
      if (type === undefined || properties === undefined) return;
      yield* checkMapping(properties, propertiesOf(type, settings));
    },
  },
};

function* checkMapping(values: YamlNode, parameters: ReadonlyMap<string, Parameter>): Generator<Finding> {
  if (values.kind !== 'mapping') return;
  for (const { key, value } of values.pairs) {
    const parameter = parameters.get(key.text);
    if (parameter === undefined || !isCallableAsText(parameter.type, value) || value.text.includes('${{')) continue;
    const range = contentRange(value);
    yield {
      message: `"${key.text}" takes Python in << >>, and this is the text "${value.text}".`,
      range: rangeOf(value),
      ...writtenElsewhere(value),
      ...(range === undefined
        ? {}
        : {
            fix: {
              title: 'Make it a Python expression',
              safety: 'unsafe',
              edits: [{ range, text: `<<${value.text}>>` }],
            },
          }),
    };
  }
}
