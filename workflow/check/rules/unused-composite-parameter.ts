import { nearest } from '../../../text/nearest';
import { PLACEHOLDER_KEYS, placeholdersOf } from '../../composites';
import { absolute, entryOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import type { FileOutline } from '../outline';

export const unusedCompositeParameter: WorkflowRule = {
  id: 'unused-composite-parameter',
  category: 'suspicious',
  silencedBy: ['unknown-placeholder'],
  documentation: {
    summary: 'No placeholder of a composite uses one of its parameters.',
    why: 'Whoever gives a value for it expects that something becomes of it.',
    bad: `kind: composite
name: load_table
parameters_jsonschema:
  properties: {table: {type: string}, region: {type: string}}
  additionalProperties: false
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ table }}"}}
`,
    good: `kind: composite
name: load_table
parameters_jsonschema:
  properties: {table: {type: string}, region: {type: string}}
  additionalProperties: false
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ table }} --region \${{ region }}"}}
`,
  },
  mentions: ['parameters_jsonschema'],
  check: {
    *file({ file }) {
      const { composite } = file;
      if (composite === undefined || file.documents.some(({ broken }) => broken)) return;
      const entry = entryOf(composite.document, 'parameters_jsonschema');
      const properties = valueAt(entry?.value, 'properties');
      if (entry === undefined || properties?.kind !== 'mapping') return;
      const used = usedIn(file);
      const names = properties.pairs.map(({ key }) => key.text);
      // A slip in a placeholder is told there.
      const meant = new Set([...used].flatMap((name) => (names.includes(name) ? [] : nearest(name, names))));
      const halves = new Set([...file.file.text.matchAll(HALF)].flatMap(([, ...words]) => words));
      for (const { key } of properties.pairs) {
        if (used.has(key.text) || meant.has(key.text) || halves.has(key.text)) continue;
        yield {
          message: `No "\${{ ${key.text} }}" uses the parameter "${key.text}".`,
          range: absolute(entry, key),
          help: 'Use it, or remove it from the signature.',
        };
      }
    },
  },
};

/** What looks like a placeholder and is none: `{{ pool }}`, `${ pool }`, `${{ pool }`, `${{ params.pool }}`. */
const HALF = /\{\s*([A-Za-z_][\w-]*)(?:\.([A-Za-z_][\w-]*))?\s*\}/g;

/** The names with which the placeholders of a file begin. */
function usedIn({ documents }: FileOutline): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { nodes } of documents) {
    for (const { item } of nodes) {
      for (const { key, value } of item.map.pairs) {
        if (!PLACEHOLDER_KEYS.has(key.text)) continue;
        for (const { path } of placeholdersOf(value)) used.add(path.split('.', 1)[0] ?? '');
      }
    }
  }
  return used;
}
