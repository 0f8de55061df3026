import { indexNames, nearest } from '../../../text/nearest';
import type { WorkflowRule } from '../context';
import { placeOf } from '../outline';
import { visibleResources } from '../visible-resources';

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
    *document({ outline, file }) {
      if (outline.broken) return;
      const required = new Set<string>();
      const resources = outline.nodes.filter(({ section }) => section === 'resources');
      for (const { references, lost } of outline.nodes) {
        if (lost === 'dependencies') return; // what cannot be read may name any of them
        for (const { role, scalar } of references) if (role === 'resource') required.add(scalar.text);
      }
      const names = indexNames(resources.flatMap(({ name }) => name?.text ?? []));
      const known = visibleResources(outline, file);
      // A task where a resource belongs may stand for any of them; that is told.
      if ([...required].some((name) => !known.has(name) && outline.byName.has(name))) return;
      const meant = new Set([...required].flatMap((name) => (known.has(name) ? [] : nearest(name, names))));
      for (const node of resources) {
        const name = node.name?.text;
        if (name === undefined || required.has(name) || meant.has(name)) continue;
        yield {
          message: `No node requires the resource "${name}", so it is never created.`,
          range: placeOf(node),
          help: `Name it in "requires_resources" of the nodes that use it, or remove it.`,
        };
      }
    },
  },
};
