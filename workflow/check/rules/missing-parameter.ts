import { pairOf } from '../../read';
import type { WorkflowRule } from '../context';
import { givenTo, requiresUnknown } from '../given';
import { titleOf } from '../outline';
import { listed, rangeOf } from '../suggest';

export const missingParameter: WorkflowRule = {
  id: 'missing-parameter',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'tab-indentation', 'unknown-alias', 'unknown-parameter', 'wrong-key-type'],
  documentation: {
    summary: 'A property that the type of the node requires is not given.',
    why: 'Airflow refuses to load a DAG in which an operator lacks an argument it needs.',
    bad: `name: orders
operators:
- {name: load, type: bash}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *item({ item, node, settings, type }) {
      if (node.type === undefined || type === undefined || requiresUnknown(item.map, settings)) return;
      const given = givenTo(item.map, type, settings);
      const missing = new Set<string>();
      for (const { name, aliases = [] } of settings.requiredOf(type)) {
        if (!given.has(name) && !aliases.some((alias) => given.has(alias))) missing.add(name);
      }
      if (type.kind === 'keyword' && type.name === 'fail' && !given.has('message')) missing.add('message');
      if (missing.size === 0) return;
      const properties = pairOf(item.map, 'properties')?.key;
      yield {
        message: `"${node.type.text}" needs ${listed([...missing])}, which ${titleOf(node)} does not give.`,
        range: rangeOf(properties ?? node.type),
        help: `Add ${[...missing].map((name) => `"${name}: …"`).join(', ')} to its properties.`,
      };
    },
  },
};
