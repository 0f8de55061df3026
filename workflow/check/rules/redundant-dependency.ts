import { append } from '../../../text/append';
import { absolute, textsOf, valueAt, type YamlScalar } from '../../read';
import type { WorkflowRule } from '../context';
import { lazy } from '../lazy';
import { removeFromList } from '../list-edits';
import { type NodeOutline, titleOf } from '../outline';
import { type Neighbours, neighboursOf } from '../reach';

export const redundantDependency: WorkflowRule = {
  id: 'redundant-dependency',
  category: 'style',
  silencedBy: ['wrong-key-type', 'dependency-cycle', 'duplicate-dependency', 'self-dependency', 'duplicate-name'],
  documentation: {
    summary: 'A node names a dependency that another of its dependencies waits for already.',
    why: 'It changes nothing as long as the other one is there, and makes the graph harder to read.',
    bad: `name: orders
operators:
- {name: fetch, type: bash, properties: {bash_command: fetch}}
- {name: load, type: bash, upstream_dependencies: [fetch], properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [fetch, load], properties: {bash_command: publish}}
`,
    good: `name: orders
operators:
- {name: fetch, type: bash, properties: {bash_command: fetch}}
- {name: load, type: bash, upstream_dependencies: [fetch], properties: {bash_command: load}}
- {name: publish, type: bash, upstream_dependencies: [load], properties: {bash_command: publish}}
`,
    fixSafety:
      'Unsafe: the order stays the same, but the edge is gone from the graph, and whoever takes the other dependency away later loses both.',
  },
  mentions: ['upstream_dependencies'],
  check: {
    *document({ outline }) {
      if (outline.loose) return;
      const neighbours = lazy(() => neighboursOf({ edges: outline.edges.filter(({ kind }) => kind === 'dependency') }));
      const hasDownstream = lazy(() => outline.edges.some(({ role }) => role === 'downstream'));
      const budget = { left: MAXIMUM_STEPS };
      for (const node of outline.nodes) {
        // One alone has no way round it, unless others name the node as what comes after them.
        if (node.references.length < 2 && !hasDownstream()) continue;
        const list = valueAt(node.item.map, 'upstream_dependencies');
        // What leads to a `fail` decides whether it stays when a part of the workflow is built.
        if (list?.kind !== 'list' || !isPlain(node) || node.type?.text === 'fail') continue;
        const before = [...new Set(neighbours().before.get(node) ?? [])];
        if (before.length < 2 || before.length > MAXIMUM_DEPENDENCIES) continue;
        for (const scalar of textsOf(list)) {
          const target = before.find((other) => other.name?.text === scalar.text);
          const through = before.find(
            (other) => other !== target && target !== undefined && waitsFor(other, target, neighbours(), budget),
          );
          if (through === undefined) continue;
          yield describe(node, scalar, through, list);
        }
      }
    },
  },
};

/** What is longer is no list that a person reads, and would cost more than it is worth. */
const MAXIMUM_DEPENDENCIES = 50;
const MAXIMUM_STEPS = 100_000;

/** Only where all run under the rule that all before succeeded is the way through another one the same. */
function isPlain({ triggerRule: rule, type, section }: NodeOutline): boolean {
  return (rule === undefined || rule.text === 'all_success') && type?.text !== 'join' && section !== 'resources';
}

function waitsFor(node: NodeOutline, target: NodeOutline, { before }: Neighbours, budget: { left: number }): boolean {
  if (!isPlain(node) || valueAt(node.item.map, 'on_failure') !== undefined) return false;
  const seen = new Set<NodeOutline>();
  const queue = [...(before.get(node) ?? [])];
  for (const next of queue) {
    if (next === target) return true;
    if (seen.has(next) || budget.left-- <= 0 || !isPlain(next)) continue;
    seen.add(next);
    append(queue, before.get(next) ?? []);
  }
  return false;
}

function describe(
  node: NodeOutline,
  scalar: YamlScalar,
  through: NodeOutline,
  list: Parameters<typeof removeFromList>[0],
) {
  const fix = removeFromList(list, scalar, node.item.cellText, 'Remove it');
  const move = (edit: { readonly range: { readonly start: number; readonly end: number }; readonly text: string }) => ({
    ...edit,
    range: absolute(node.item, edit.range),
  });
  return {
    message: `${titleOf(node)} waits for "${scalar.text}" by way of ${titleOf(through)} already.`,
    range: absolute(node.item, scalar),
    ...(fix === undefined ? {} : { fix: { ...fix, safety: 'unsafe' as const, edits: fix.edits.map(move) } }),
  };
}
