import type { Parameter } from '../../../schemas';
import type { Finding } from '../../../text/rules';
import { entryOf, valueAt, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';
import { propertiesOf } from '../node-type';
import { moveFinding } from '../place';
import { rangeOf, writtenElsewhere } from '../suggest';

export const deprecatedParameter: WorkflowRule = {
  id: 'deprecated-parameter',
  category: 'migration',
  silencedBy: ['unknown-parameter'],
  documentation: {
    summary: 'A property that Airflow no longer takes, or takes without effect.',
    why: 'What it was for does not happen, and a later version refuses it.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, sla: 3600}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, execution_timeout: 3600}}
`,
    targets: 'As the message says; `sla` on Airflow 3.',
  },
  check: {
    *document({ document, catalogue, settings }) {
      const entry = entryOf(document, 'default_task_args');
      for (const finding of checkMapping(entry?.value, catalogue.baseParameters, settings.airflow))
        yield moveFinding(finding, entry?.offset ?? 0);
    },
    *item({ item, settings, type }) {
      if (type === undefined) return;
      yield* checkMapping(valueAt(item.map, 'properties'), propertiesOf(type, settings), settings.airflow);
    },
  },
};

function* checkMapping(
  values: YamlNode | undefined,
  parameters: ReadonlyMap<string, Parameter>,
  airflow: string,
): Generator<Finding> {
  if (values?.kind !== 'mapping') return;
  for (const { key } of values.pairs) {
    const parameter = parameters.get(key.text);
    if (parameter === undefined || (parameter.deprecated === undefined && parameter.removed !== true)) continue;
    if (parameter.name === 'sla' && airflow === '2.11') continue;
    const why = parameter.deprecated ?? 'Airflow no longer takes it, so it is left out.';
    yield { message: `"${key.text}" is of the past. ${why}`, range: rangeOf(key), ...writtenElsewhere(key) };
  }
}
