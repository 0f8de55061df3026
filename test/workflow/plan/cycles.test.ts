import { expect, test } from 'vitest';
import { positionAt } from '../../../text/range';
import { readComposites } from '../../../workflow/composites';
import { planWorkflow } from '../../../workflow/plan';
import { readWorkflow } from '../../../workflow/read';
import { readCatalogue } from '../../flows/flows';

const catalogue = readCatalogue();
const { composites } = readComposites(
  new Map([
    [
      'turning.yaml',
      `kind: composite
name: turning
version: 1
operators:
- {name: a, type: dummy, upstream_dependencies: [b]}
- {name: b, type: dummy, upstream_dependencies: [a]}
`,
    ],
  ]),
);

/** The circles of a workflow, each with its lines: that of the finding, then those of its related places. */
function checkCycles(sections: string, expected: readonly (readonly [string, ...number[]])[]): void {
  const file = readWorkflow('x.workflow.yaml', `name: x\nformat: 1\n${sections}`);
  const { plan, problems } = planWorkflow(file, { catalogue, composites });
  expect(plan === undefined).toBe(expected.length > 0);
  const lineOf = ({ start }: { readonly start: number }): number => positionAt(file.lines, start).line + 1;
  const found = problems.map(({ message, range, related = [] }) => [
    /(?:In "\w+" )?.*: (.*)\.$/.exec(message)?.[1],
    lineOf(range),
    ...related.map((place) => lineOf(place.range)),
  ]);
  expect(found).toEqual(expected);
}

test.each<[string, string, readonly (readonly [string, ...number[]])[]]>([
  ['none', 'operators:\n- {name: a, type: dummy}\n', []],
  [
    'two that have nothing to do with each other, each by its shortest way',
    `operators:
- {name: a, type: dummy, upstream_dependencies: [c, b]}
- {name: b, type: dummy, upstream_dependencies: [a]}
- {name: c, type: dummy, upstream_dependencies: [b]}
- {name: d, type: dummy, downstream_dependencies: [e]}
- {name: e, type: dummy, downstream_dependencies: [d]}
`,
    [
      ['"a" → "b" → "a"', 4, 5],
      ['"d" → "e" → "d"', 7, 8],
    ],
  ],
  [
    'by a case, a join and a handler',
    `operators:
- {name: a, type: branch, upstream_dependencies: [d], cases: [{when: "{{ true }}", then: [b]}], otherwise: []}
- {name: b, type: dummy, on_failure: [c]}
- {name: c, type: dummy}
- {name: d, type: join, paths: [[c]]}
`,
    [['"a" → "b" → "c" → "d" → "a"', 4, 5, 6, 7]],
  ],
  [
    'of resources',
    `resources:
- {name: r, type: scratch_directory, requires_resources: [s], properties: {path: r}}
- {name: s, type: scratch_directory, requires_resources: [r], properties: {path: s}}
operators:
- {name: a, type: dummy, requires_resources: [r]}
`,
    [['"r" → "s" → "r"', 4, 5]],
  ],
  [
    'in a section, and by a sub-DAG',
    `before:
- {name: a, type: dummy, upstream_dependencies: [b]}
- {name: b, type: dummy, upstream_dependencies: [a]}
operators:
- {name: c, type: dummy, upstream_dependencies: [part]}
sub_dags:
- {name: part, type: sub_dag, target: part, upstream_dependencies: [c]}
---
name: part
operators:
- {name: d, type: dummy}
`,
    [
      ['"a" → "b" → "a"', 4, 5],
      ['"c" → "part" → "c"', 7, 9],
    ],
  ],
  [
    'in a target that is used twice, told once',
    `sub_dags:
- {name: p, type: sub_dag, target: part}
generators:
- {name: q, type: list_generator, target: part, properties: {items: [x, y]}}
---
name: part
operators:
- {name: a, type: dummy, upstream_dependencies: [b]}
- {name: b, type: dummy, upstream_dependencies: [a]}
`,
    [['"a" → "b" → "a"', 10, 11]],
  ],
  ['in a composite, where it is used', 'operators:\n- {name: a, type: turning}\n', [['"a" → "b" → "a"', 4, 4]]],
])('circles: %s', (_, sections, expected) => checkCycles(sections, expected));
