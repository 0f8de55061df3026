import type { Finding } from '../../../text/rules';
import { asText, pairOf, valueAt, type YamlNode } from '../../read';
import type { WorkflowRule } from '../context';
import { meantKeys } from '../meant-keys';
import { titleOf } from '../outline';
import { rangeOf } from '../suggest';

export const invalidJoin: WorkflowRule = {
  id: 'invalid-join',
  category: 'correctness',
  silencedBy: ['yaml-syntax', 'tab-indentation', 'unknown-key'],
  documentation: {
    summary: 'A `join` without `paths`, or with dependencies from elsewhere.',
    why: 'The paths of a join are its dependencies, and say when it runs: each path needs one success. Another way in would contradict them.',
    bad: `name: orders
format: 1
operators:
- {name: load, type: bash, downstream_dependencies: [gather], properties: {bash_command: load}}
- {name: fetch, type: bash, properties: {bash_command: fetch}}
- {name: gather, type: join, paths: [[fetch]]}
`,
    good: `name: orders
format: 1
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: fetch, type: bash, properties: {bash_command: fetch}}
- {name: gather, type: join, paths: [[fetch], [load]]}
`,
  },
  mentions: ['join'],
  check: {
    *document({ outline }) {
      for (const { from, to, role, range } of outline.edges) {
        if (role !== 'downstream' || to.type?.text !== 'join') continue;
        yield {
          message: `${titleOf(from)} names the join ${titleOf(to)} in "downstream_dependencies"; what a join waits for stands in its "paths" alone.`,
          range,
          help: `Remove it here and add ${titleOf(from)} to "paths".`,
        };
      }
    },
    *item({ item, node }) {
      if (node.type?.text !== 'join') return;
      const paths = pairOf(item.map, 'paths');
      if (paths === undefined) {
        // Dependencies in their place are told as such, and with what to use instead.
        const isTold = pairOf(item.map, 'upstream_dependencies') !== undefined || meantKeys(item.map).has('paths');
        if (!isTold)
          yield {
            message: 'A join needs "paths": lists of alternatives, of each of which one has to succeed.',
            range: rangeOf(node.type),
            help: 'Write "paths: [[a, b], [c]]" for: c, and a or b.',
          };
      } else if (paths.value.kind !== 'list') {
        // A value of another kind is told as such.
        if (paths.value.kind === 'scalar' && paths.value.type === 'null')
          yield { message: NO_PATHS, range: rangeOf(paths.key) };
      } else if (paths.value.items.length === 0) {
        yield { message: NO_PATHS, range: rangeOf(paths.key) };
      } else {
        yield* checkPaths(paths.value.items);
      }
      const rule = pairOf(valueAt(item.map, 'properties'), 'trigger_rule');
      if (rule !== undefined) {
        yield {
          message: 'A join takes no "trigger_rule": its "paths" say when it runs.',
          range: rangeOf(rule.key),
          help: 'Remove it.',
        };
      }
    },
  },
};

const NO_PATHS = '"paths" is a list of lists of names, with at least one of them.';

/** Names without lists around them are one slip, however many they are. */
function* checkPaths(paths: readonly YamlNode[]): Generator<Finding> {
  const wrong = paths.filter((path) => !isPath(path));
  const [first] = wrong;
  const last = wrong.at(-1);
  if (first === undefined || last === undefined) return;
  const help = 'Write "paths: [[a, b], [c]]" for: c, and a or b.';
  const message = 'Each path of a join is a list of names, with at least one of them.';
  if (paths.every((path) => asText(path) !== undefined)) {
    yield { message, range: { start: first.start, end: last.end }, help };
  } else for (const path of wrong) yield { message, range: rangeOf(path), help };
}

function isPath(path: YamlNode): boolean {
  return path.kind === 'list' && path.items.length > 0 && path.items.every((item) => asText(item) !== undefined);
}
