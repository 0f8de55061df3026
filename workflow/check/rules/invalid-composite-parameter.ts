import { valueAt } from '../../read';
import type { WorkflowRule } from '../context';

export const invalidCompositeParameter: WorkflowRule = {
  id: 'invalid-composite-parameter',
  category: 'correctness',
  silencedBy: ['unknown-parameter', 'missing-parameter', 'yaml-syntax'],
  documentation: {
    summary: 'A value that a composite is given is not what its `parameters_jsonschema` asks for.',
    why: 'The tasks of the composite are written for such values only, and would fail or do something else with others.',
    composite: `kind: composite
name: load_table
parameters_jsonschema:
  properties:
    table: {type: string}
    rows: {type: integer, minimum: 1, default: 1000}
  required: [table]
  additionalProperties: false
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ table }} \${{ rows }}"}}
`,
    bad: `name: orders
format: 1
operators:
- {name: load, type: load_table, properties: {table: orders, rows: many}}
`,
    good: `name: orders
format: 1
operators:
- {name: load, type: load_table, properties: {table: orders, rows: 500}}
`,
  },
  check: {
    *item({ item, settings, type }) {
      const properties = valueAt(item.map, 'properties');
      if (type?.kind !== 'composite' || properties?.kind !== 'mapping') return;
      const { name, signature } = type.composite;
      const { baseParameters } = settings.catalogue;
      const pairs = properties.pairs.filter(
        ({ key: { text } }) => signature.parameters.has(text) || !baseParameters.has(text),
      );
      for (const { parameter, message, range } of signature.check({ ...properties, pairs })) {
        yield { message: `"${parameter}" of "${name}" ${message}.`, range };
      }
    },
  },
};
