import type { WorkflowRule } from '../context';
import { placeOf } from '../outline';

export const unusedResource: WorkflowRule = {
  id: 'unused-resource',
  category: 'correctness',
  documentation: {
    summary: 'No node requires a resource.',
    why: 'A resource is created when its first user is due, so this one never is; boundary-layer refuses the file. A task that needs it without saying so runs without it.',
    bad: `name: orders
resources:
- {name: scratch, type: scratch_directory, properties: {path: /scratch/orders}}
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    good: `name: orders
resources:
- {name: scratch, type: scratch_directory, properties: {path: /scratch/orders}}
operators:
- {name: load, type: bash, requires_resources: [scratch], properties: {bash_command: load}}
`,
  },
  mentions: ['resources'],
  check: {
    *document({ outline }) {
      if (outline.broken) return;
      const required = new Set<string>();
      for (const { references } of outline.nodes) {
        for (const { role, scalar } of references) if (role === 'resource') required.add(scalar.text);
      }
      for (const node of outline.nodes) {
        if (node.section !== 'resources' || node.name === undefined || required.has(node.name.text)) continue;
        yield {
          message: `No node requires the resource "${node.name.text}", so it is never created.`,
          range: placeOf(node),
          help: `Name it in "requires_resources" of the nodes that use it, or remove it.`,
        };
      }
    },
  },
};
