import { didYouMean, indexNames, type NameIndex } from '../../../text/nearest';
import type { Finding } from '../../../text/rules';
import { isPath, PLACEHOLDER_KEYS, type Placeholder, placeholdersOf } from '../../composites';
import type { WorkflowRule } from '../context';
import { lazy } from '../lazy';
import { type DocumentOutline, isRepeated, isTarget } from '../outline';
import { moveFinding } from '../place';

export const unknownPlaceholder: WorkflowRule = {
  id: 'unknown-placeholder',
  category: 'correctness',
  documentation: {
    summary: 'A placeholder `${{ path }}` stands for nothing.',
    why: 'It stands for a parameter of a composite, the item of a generator or what a task returned; what else stands between the brackets cannot be replaced by a value.',
    bad: `kind: composite
name: load_table
parameters_jsonschema:
  properties: {table: {type: string}}
  additionalProperties: false
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ table }} in \${{ regoin }}"}}
`,
    good: `kind: composite
name: load_table
parameters_jsonschema:
  properties: {table: {type: string}, region: {type: string}}
  additionalProperties: false
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ table }} in \${{ region }}"}}
`,
  },
  mentions: ['${{'],
  check: {
    *document({ outline, file }) {
      const { composite } = file;
      if (composite === undefined || !composite.signature.closed) return;
      // Of a document that nothing stands for nobody knows what it is for.
      const isItem = isRepeated(outline, file) || !(outline.primary || isTarget(outline, file));
      const items = isItem ? ['item', 'item_name', 'index'] : [];
      const known: Known = {
        names: new Set([...composite.signature.parameters.keys(), ...items]),
        tasks: outline.byName,
        nearNames: lazy(() => indexNames([...known.names, 'tasks'])),
        nearTasks: lazy(() => indexNames(outline.byName.keys())),
      };
      for (const { item } of outline.nodes) {
        for (const { key, value } of item.map.pairs) {
          if (!PLACEHOLDER_KEYS.has(key.text)) continue;
          for (const placeholder of placeholdersOf(value)) {
            const finding = findingOf(placeholder, known);
            if (finding !== undefined) yield moveFinding(finding, item.offset);
          }
        }
      }
    },
  },
};

/** What placeholders of a document may stand for, and the same for names that are none of them. */
interface Known {
  readonly names: ReadonlySet<string>;
  readonly tasks: DocumentOutline['byName'];
  readonly nearNames: () => NameIndex;
  readonly nearTasks: () => NameIndex;
}

function findingOf({ path, written, range }: Placeholder, known: Known): Finding | undefined {
  const { names, tasks } = known;
  const [first = '', task = '', output, ...more] = path.split('.');
  if (!isPath(path)) {
    const message = `Between the brackets of "${written}" stands no path: names with dots between them.`;
    return { message, range, help: 'For what is to be computed, use << >> or {{ }} around it.' };
  }
  if (names.has(first)) return undefined;
  if (first !== 'tasks') {
    const meant = names.has(task)
      ? ` Did you mean "\${{ ${path.slice(first.length + 1)} }}"?`
      : tasks.has(first) && task === 'output'
        ? ` Did you mean "\${{ tasks.${path} }}"?`
        : didYouMean(first, known.nearNames());
    const message = `"${written}" stands for nothing: "${first}" is no parameter of this composite.${meant}`;
    return { message, range, help: 'Add it to "parameters_jsonschema".' };
  }
  if (tasks.has(task) && output === 'output' && more.length === 0) return undefined;
  const message = tasks.has(task)
    ? `"${written}" stands for nothing: what a task returned is "\${{ tasks.${task}.output }}".`
    : `"${written}" stands for nothing: this document has no task "${task}".${didYouMean(task, known.nearTasks())}`;
  return { message, range };
}
