import { shifted } from '../../../text/range';
import type { WorkflowRule } from '../context';
import { lazy } from '../lazy';
import { type NodeOutline, partOf, placeOf, titleOf } from '../outline';
import { placeInText } from '../place-in-text';
import { neighboursOf, reachableFrom } from '../reach';
import { tasksById } from '../task-of-id';
import { pullsOf } from '../xcom';

export const xcomNotUpstream: WorkflowRule = {
  id: 'xcom-not-upstream',
  category: 'suspicious',
  silencedBy: [
    'yaml-syntax',
    'unknown-dependency',
    'duplicate-name',
    'dependency-cycle',
    'wrong-key-type',
    'unknown-key',
  ],
  documentation: {
    summary: 'A template asks for the result of a task that need not have run before.',
    why: 'Without a dependency the two may run in any order, and on a bad day the text gets the word None.',
    bad: `name: orders
operators:
- {name: count, type: bash, properties: {bash_command: count}}
- {name: report, type: bash, properties: {bash_command: "report {{ ti.xcom_pull('count') }}"}}
`,
    good: `name: orders
operators:
- {name: count, type: bash, properties: {bash_command: count}}
- {name: report, type: bash, upstream_dependencies: [count], properties: {bash_command: "report {{ ti.xcom_pull('count') }}"}}
`,
  },
  mentions: ['xcom_pull'],
  check: {
    *document(input) {
      const { outline, templatesOf, file } = input;
      if (outline.loose || file.composite !== undefined || !outline.primary) return;
      const asking = outline.nodes.filter((node) => node.item.cellText.includes('xcom_pull'));
      if (asking.length === 0) return;
      const { before } = neighboursOf(outline);
      const taskOfId = lazy(() => tasksById(input));
      const byId = new Map(outline.nodes.flatMap((node) => node.taskIds.map((id) => [id, node] as const)));
      for (const node of asking) {
        if (node.section === 'resources') continue;
        const upstream = reachableFrom(node, before);
        for (const { id, scalar, start, end } of pullsOf(templatesOf(node))) {
          const asked = byId.get(id) ?? taskOfId()(id);
          if (asked === undefined || asked === 'open' || upstream.has(asked) || runsBefore(asked, node)) continue;
          const range = placeInText(scalar, { start, end }, node.item.cellText);
          yield {
            message:
              asked === node
                ? `${titleOf(node)} asks for its own result, which is not there before it ran.`
                : `${titleOf(node)} asks for the result of "${id}" without waiting for it.`,
            range: shifted(range, node.item.offset),
            help: `Add "${asked.name?.text ?? id}" to its "upstream_dependencies".`,
            related: [
              {
                range: placeOf(asked),
                message: `"${id}" is ${asked.taskIds.includes(id) ? 'this task' : 'a task of this group'}.`,
              },
            ],
          };
        }
      }
    },
  },
};

/** By their sections, without any edge. */
function runsBefore(first: NodeOutline, second: NodeOutline): boolean {
  const [one, other] = [partOf(first.section), partOf(second.section)];
  if (one === 'resources')
    return second.references.some(({ role, scalar }) => role === 'resource' && scalar.text === first.name?.text);
  return (one === 'before' && other !== 'before') || (one === 'main' && other === 'after');
}
