import { absolute } from '../../read';
import type { ItemSettings, WorkflowRule } from '../context';
import { resolveType } from '../node-type';
import { contradictions } from '../outcomes';
import { type DocumentOutline, type NodeOutline, placeOf, titleOf } from '../outline';

export const neverRuns: WorkflowRule = {
  id: 'never-runs',
  category: 'correctness',
  silencedBy: [
    'dependency-cycle',
    'double-edge',
    'branch-dependency',
    'duplicate-name',
    'wrong-key-type',
    'on-failure-loop',
    'invalid-join',
  ],
  documentation: {
    summary:
      'A node waits for things that exclude each other: two cases of a branch, a success and the handler of its failure, the success of a `fail`.',
    why: 'It can never run, and all that waits for it neither. Alternatives come together in a `join`.',
    bad: `name: orders
format: 1
operators:
- {name: choose, type: branch, cases: [{when: "{{ var.value.full }}", then: [full]}], otherwise: [delta]}
- {name: full, type: bash, properties: {bash_command: load --full}}
- {name: delta, type: bash, properties: {bash_command: load --delta}}
- {name: publish, type: bash, upstream_dependencies: [full, delta], properties: {bash_command: publish}}
`,
    good: `name: orders
format: 1
operators:
- {name: choose, type: branch, cases: [{when: "{{ var.value.full }}", then: [full]}], otherwise: [delta]}
- {name: full, type: bash, properties: {bash_command: load --full}}
- {name: delta, type: bash, properties: {bash_command: load --delta}}
- {name: loaded, type: join, paths: [[full, delta]]}
- {name: publish, type: bash, upstream_dependencies: [loaded], properties: {bash_command: publish}}
`,
  },
  mentions: ['branch', 'fail'],
  check: {
    *document({ outline, file, settings }) {
      if (file.format === undefined || outline.loose || outline.nodes.some((node) => isOfNoType(node, settings)))
        return;
      const hopeless = behindFails(outline);
      for (const { node, about, conditions } of contradictions(outline)) {
        const [one, other] = conditions;
        if (one === other) continue; // double-edge
        if (hopeless.has(node)) continue;
        const isBranch = about.type?.text === 'branch';
        yield {
          message: `${titleOf(node)} never runs: it waits for ${titleOf(one)} and for ${titleOf(other)}, and ${isBranch ? `${titleOf(about)} never chooses both` : `of the two only one follows ${titleOf(about)}`}.`,
          range: placeOf(node),
          help: 'Alternatives come together in a join: {type: join, paths: [[a, b]]}.',
          related: [{ range: placeOf(about), message: `${titleOf(about)} decides.` }],
        };
      }
      for (const edge of outline.edges) {
        if (edge.kind !== 'dependency' || edge.role === 'path' || edge.from.type?.text !== 'fail') continue;
        if ((edge.to.triggerRule?.text ?? 'all_success') !== 'all_success') continue;
        yield {
          message: `${titleOf(edge.to)} never runs: it waits for the success of ${titleOf(edge.from)}, which always fails.`,
          range: edge.range,
          related: [{ range: absolute(edge.from.item, edge.from.type), message: 'A "fail" never succeeds.' }],
        };
      }
    },
  },
};

/** All that waits for the success of a `fail`, itself or by way of others: of these one finding is enough. */
function behindFails({ edges }: DocumentOutline): ReadonlySet<NodeOutline> {
  const leaving = new Map<NodeOutline, NodeOutline[]>();
  for (const { from, to, kind, role } of edges) {
    // Of a join another way may arrive.
    if (kind !== 'dependency' || role === 'path') continue;
    const known = leaving.get(from);
    if (known === undefined) leaving.set(from, [to]);
    else known.push(to);
  }
  const fails = edges.flatMap(({ from }) => (from.type?.text === 'fail' ? [from] : []));
  const behind = new Set<NodeOutline>();
  // A set goes on to what is added while it is walked through.
  for (const fail of fails) for (const node of leaving.get(fail) ?? []) behind.add(node);
  for (const node of behind) for (const next of leaving.get(node) ?? []) behind.add(next);
  return behind;
}

/** It may be meant as a join, which waits in another way. */
function isOfNoType({ type, section }: NodeOutline, settings: ItemSettings): boolean {
  return type !== undefined && resolveType(type.text, section, settings) === undefined;
}
