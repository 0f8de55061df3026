import type { Finding } from '../../../text/rules';
import { asText, textsOf, type YamlPair } from '../../read';
import type { WorkflowRule } from '../context';
import { removeFromList } from '../list-edits';
import { rangeOf, withFix } from '../suggest';

export const duplicateDependency: WorkflowRule = {
  id: 'duplicate-dependency',
  category: 'style',
  silencedBy: ['wrong-key-type', 'unknown-dependency', 'unknown-resource'],
  documentation: {
    summary: 'A list of nodes, or of resources, names one of them twice.',
    why: 'The second one changes nothing; perhaps another one was meant.',
    bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load, load], properties: {bash_command: publish}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
    fixSafety: 'Safe: the DAG stays the same.',
  },
  mentions: ['_dependencies', 'requires_resources', 'otherwise', 'on_failure', 'paths'],
  check: {
    *item({ item }) {
      for (const pair of item.map.pairs) {
        if (LISTS.has(pair.key.text)) yield* checkList(pair, item.cellText);
        if (pair.key.text !== 'paths' || pair.value.kind !== 'list') continue;
        for (const path of pair.value.items) yield* checkList({ key: pair.key, value: path }, item.cellText);
      }
    },
  },
};

const LISTS: ReadonlySet<string> = new Set([
  'upstream_dependencies',
  'downstream_dependencies',
  'requires_resources',
  'otherwise',
  'on_failure',
]);

function* checkList({ key, value }: YamlPair, source: string): Generator<Finding> {
  if (value.kind !== 'list') return;
  const seen = new Set<string>();
  for (const scalar of textsOf(value)) {
    if (asText(scalar) !== undefined && seen.has(scalar.text)) {
      yield {
        message: `"${key.text}" names "${scalar.text}" twice.`,
        range: rangeOf(scalar),
        ...withFix(removeFromList(value, scalar, source, 'Remove it')),
      };
    }
    seen.add(scalar.text);
  }
}
