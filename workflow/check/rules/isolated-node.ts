import type { WorkflowRule } from '../context';
import { type DocumentOutline, type NodeOutline, partOf, placeOf, titleOf } from '../outline';

export const isolatedNode: WorkflowRule = {
  id: 'isolated-node',
  category: 'style',
  silencedBy: ['unknown-dependency', 'unknown-key', 'wrong-key-type', 'yaml-syntax', 'missing-name', 'duplicate-name'],
  documentation: {
    summary: 'One node depends on nothing and nothing depends on it, where the others are connected.',
    why: 'It runs at once, beside all others. Often a dependency was forgotten.',
    bad: `name: orders
operators:
- {name: fetch, type: bash, properties: {bash_command: fetch}}
- {name: load, type: bash, upstream_dependencies: [fetch], properties: {bash_command: load}}
- {name: report, type: bash, upstream_dependencies: [load], properties: {bash_command: report}}
- {name: clean, type: bash, properties: {bash_command: clean}}
`,
    good: `name: orders
operators:
- {name: fetch, type: bash, properties: {bash_command: fetch}}
- {name: load, type: bash, upstream_dependencies: [fetch], properties: {bash_command: load}}
- {name: report, type: bash, upstream_dependencies: [load], properties: {bash_command: report}}
- {name: clean, type: bash, upstream_dependencies: [report], properties: {bash_command: clean}}
`,
  },
  check: {
    *document({ outline }) {
      const node = loneNode(outline);
      if (node === undefined) return;
      yield {
        message: `${titleOf(node)} is connected with no other node, so it runs at once, beside all of them.`,
        range: placeOf(node),
        help: 'Add "upstream_dependencies", if something has to run before it.',
      };
    },
  },
};

/** Fewer nodes are no network in which one could be forgotten. */
const FEW = 4;

/** The one node beside connected ones that has no edge. Where several have none, that is how the workflow is. */
function loneNode({ nodes, edges, loose }: DocumentOutline): NodeOutline | undefined {
  const main = nodes.filter(({ section }) => partOf(section) === 'main');
  // What stands in "before" and "after", and resources, tie nodes without a dependency that is written.
  if (loose || main.length < FEW || main.length < nodes.length) return undefined;
  const connected = new Uint8Array(nodes.length);
  for (const { from, to } of edges) connected[from.index] = connected[to.index] = 1;
  const alone = main.filter((node) => connected[node.index] === 0);
  const [one] = alone;
  return alone.length === 1 && one?.references.length === 0 ? one : undefined;
}
