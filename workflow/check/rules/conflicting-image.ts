import { pairOf, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { rangeOf } from '../suggest';

export const conflictingImage: WorkflowRule = {
  id: 'conflicting-image',
  category: 'correctness',
  documentation: {
    summary: 'A node has both `image` and an image among its properties.',
    why: 'Which of the two runs cannot be told from the text.',
    bad: `name: orders
format: 1
operators:
- {name: load, type: docker, image: "example.com/loader:2", properties: {image: "example.com/loader:1", command: load}}
`,
    good: `name: orders
format: 1
operators:
- {name: load, type: docker, image: "example.com/loader:2", properties: {command: load}}
`,
  },
  mentions: ['image'],
  check: {
    *item({ item }) {
      const outer = pairOf(item.map, 'image');
      const inner = pairOf(valueAt(item.map, 'properties'), 'image');
      if (outer === undefined || inner === undefined) return;
      yield {
        message: '"image" stands here among the properties and beside them; only one of the two can run.',
        range: rangeOf(inner.key),
        help: 'Remove it from the properties.',
        related: [{ range: rangeOf(outer.key), message: 'The other one stands here.' }],
      };
    },
  },
};
