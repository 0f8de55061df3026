import { absolute, asText, valueAt } from '../../read';
import type { WorkflowRule } from '../context';
import { placeOf, titleOf } from '../outline';
import { scalarsOf } from '../scalars';

export const unrequiredResource: WorkflowRule = {
  id: 'unrequired-resource',
  category: 'suspicious',
  silencedBy: ['unused-resource', 'unknown-resource', 'wrong-key-type', 'unknown-key', 'yaml-syntax'],
  documentation: {
    summary: 'A task names what a resource makes, its folder or cluster, without requiring the resource.',
    why: 'A resource is removed when the last task that requires it has ended: this task may come too late, or too early.',
    bad: `name: orders
resources:
- {name: scratch, type: scratch_directory, properties: {path: /scratch/orders}}
operators:
- {name: load, type: bash, requires_resources: [scratch], properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish /scratch/orders/all.csv}}
`,
    good: `name: orders
resources:
- {name: scratch, type: scratch_directory, properties: {path: /scratch/orders}}
operators:
- {name: load, type: bash, requires_resources: [scratch], properties: {bash_command: load}}
- {name: publish, type: bash, requires_resources: [scratch], upstream_dependencies: [load], properties: {bash_command: publish /scratch/orders/all.csv}}
`,
  },
  mentions: ['resources'],
  check: {
    *document({ outline }) {
      if (outline.loose) return;
      const made = outline.nodes.flatMap((node) => {
        if (node.section !== 'resources' || node.name === undefined) return [];
        const properties = valueAt(node.item.map, 'properties');
        const text = asText(valueAt(properties, 'path')) ?? asText(valueAt(properties, 'cluster_name'));
        return text === undefined || text.text.trim().length < 5
          ? []
          : [{ node, name: node.name.text, text: text.text.trim() }];
      });
      if (made.length === 0) return;
      for (const node of outline.nodes) {
        if (node.section === 'resources') continue;
        const required = new Set(
          node.references.flatMap(({ role, scalar }) => (role === 'resource' ? [scalar.text] : [])),
        );
        const properties = valueAt(node.item.map, 'properties');
        for (const resource of made) {
          if (required.has(resource.name) || properties === undefined || !node.item.cellText.includes(resource.text))
            continue;
          const scalar = scalarsOf(properties).find((one) => names(one.text, resource.text));
          if (scalar === undefined) continue;
          yield {
            message: `${titleOf(node)} uses "${resource.text}" without requiring "${resource.name}", which makes and removes it.`,
            range: absolute(node.item, scalar),
            help: `Add "${resource.name}" to its "requires_resources".`,
            related: [{ range: placeOf(resource.node), message: `"${resource.name}" stands here.` }],
          };
        }
      }
    },
  },
};

/** What stands before the name of a cluster: `--cluster `, `cluster_name=`, `clusters/`. */
const OF_CLUSTER = /cluster[\w-]*["']?[ \t]*[ \t=:/]["']?$/i;

/**
 * Does it stand there as a word of its own, or with a path behind it? A plain word may be anything, a table as well as a
 * cluster: that is the whole value, or stands behind the word "cluster".
 */
function names(text: string, word: string): boolean {
  const isPlain = !/[/.]/.test(word);
  if (isPlain && text.trim() === word) return true;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isWord = !/[\w.-]/.test(text.charAt(at - 1)) && !/[\w-]/.test(text.charAt(at + word.length));
    if (isWord && (!isPlain || OF_CLUSTER.test(text.slice(Math.max(0, at - 60), at)))) return true;
  }
  return false;
}
