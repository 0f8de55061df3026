import { type Composites, readComposites } from '../../../workflow/composites';

/** What the fixtures use; the pages of rules bring composites of their own. */
const FILES = new Map([
  [
    'load-table.yaml',
    `kind: composite
name: load_table
version: 2
parameters_jsonschema:
  properties:
    table: {type: string, pattern: '^[a-z_]+$'}
    rows: {type: integer, minimum: 1, default: 1000}
    regions:
      type: array
      items:
        type: object
        properties: {name: {enum: [eu, us]}, priority: {type: integer}}
        required: [name]
        additionalProperties: false
  required: [table]
  additionalProperties: false
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ table }} \${{ rows }}", env: {REGIONS: "\${{ regions }}"}}}
`,
  ],
]);

export const COMPOSITES = readComposites(FILES).composites;

/** The composite that the examples of a page use. */
export function compositesOf(text: string | undefined): Composites {
  return readComposites(new Map(text === undefined ? [] : [['composite.yaml', text]])).composites;
}
