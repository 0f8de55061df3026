import type { WorkflowRule } from '../context';
import { meantKeys } from '../meant-keys';

export const missingType: WorkflowRule = {
  id: 'missing-type',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'tab-indentation', 'unknown-alias'],
  documentation: {
    summary: 'A node has no type.',
    why: 'The type says what the node does; without it nothing can be built.',
    bad: `name: orders
operators:
- {name: load, properties: {bash_command: load}}
`,
    good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
  },
  check: {
    *item({ item, node }) {
      const { map } = item;
      if (map.pairs.some((pair) => pair.key.text === 'type') || meantKeys(map).has('type')) return;
      const place = node.name ?? map.pairs[0]?.key ?? { start: map.start, end: Math.min(map.end, map.start + 2) };
      const name = node.name === undefined ? 'This node' : `"${node.name.text}"`;
      yield {
        message: `${name} has no "type", which says what it does.`,
        range: { start: place.start, end: place.end },
        help: 'Add "type: …", for example "type: bash".',
      };
    },
  },
};
