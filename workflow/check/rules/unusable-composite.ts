import { schemaSlips } from '../../composites';
import { absolute, asText, entryOf } from '../../read';
import type { WorkflowRule } from '../context';
import { moveFinding } from '../place';
import { listed, rangeOf } from '../suggest';

/** Names that mean something else in placeholders. */
const RESERVED: readonly string[] = ['tasks', 'item', 'item_name', 'index'];

export const unusableComposite: WorkflowRule = {
  id: 'unusable-composite',
  category: 'correctness',
  silencedBy: ['wrong-key-type', 'yaml-syntax'],
  documentation: {
    summary: 'The signature of a composite cannot be used, or says something that nobody reads.',
    why: 'Workflows that use the composite cannot be built, because what they give to it cannot be checked.',
    bad: `kind: composite
name: load_table
parameters_jsonschema:
  properties: {table: {type: txt}}
  additionalProperties: false
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ table }}"}}
`,
    good: `kind: composite
name: load_table
parameters_jsonschema:
  properties: {table: {type: string}}
  additionalProperties: false
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ table }}"}}
`,
  },
  check: {
    *file({ file: { composite } }) {
      if (composite === undefined) return;
      const { document, signature } = composite;
      const schema = entryOf(document, 'parameters_jsonschema');
      const slips = [...schemaSlips(schema?.value)];
      for (const slip of slips) if (schema !== undefined) yield moveFinding(slip, schema.offset);
      const problem = slips.length > 0 ? undefined : signature.schemaError();
      if (schema !== undefined && problem !== undefined) {
        yield {
          message: `"parameters_jsonschema" is no JSON Schema that can be used: ${problem}.`,
          range: absolute(schema, schema.key),
        };
      }
      const reserved = RESERVED.filter((name) => signature.parameters.has(name));
      if (schema !== undefined && reserved.length > 0) {
        const message = `${listed(reserved)} cannot be a parameter: in placeholders the name means something else.`;
        yield { message, range: absolute(schema, schema.key) };
      }
      const [first] = document.entries;
      const kind = entryOf(document, 'kind');
      if (first !== undefined && asText(kind?.value)?.text !== 'composite') {
        const place = kind ?? first;
        yield {
          message: 'A file with "parameters_jsonschema" and tasks is a composite, and has to say "kind: composite".',
          range: absolute(place, place.key),
          help: 'Write it as its first line.',
        };
      }
      const version = entryOf(document, 'version');
      if (version?.value?.kind === 'scalar' && version.value.type === 'text') {
        const { start, end } = version.value;
        yield moveFinding(
          { message: 'A version is a whole number, without quotes.', range: { start, end } },
          version.offset,
        );
      }
      if (version?.value?.kind !== 'scalar' || version.value.type !== 'integer' || Number(version.value.value) > 0)
        return;
      const range = rangeOf(version.value);
      yield moveFinding({ message: 'Versions are counted from 1.', range }, version.offset);
    },
  },
};
