import { expect, test } from 'vitest';
import { checkWorkflow } from '../../../workflow/check';
import { readComposites } from '../../../workflow/composites';
import { readWorkflow } from '../../../workflow/read';
import { CATALOGUE } from './catalogue';

const LOAD = `kind: composite
name: load_table
parameters_jsonschema:
  properties: {command: {}, env: {}, retries: {}, image: {}, rule: {}}
  additionalProperties: false
operators:
- name: load
  type: bash
  properties:
    bash_command: "\${{ command }}"
    env: {LOADED: "\${{ env }}"}
    retries: "\${{ retries }}"
    trigger_rule: "\${{ rule }}"
- {name: pack, type: container, image: "\${{ image }}", upstream_dependencies: [load]}
generators:
- {name: each, type: list_generator, target: one, properties: {items: [a, b]}}
---
name: one
operators:
- {name: count, type: bash, properties: {bash_command: "count \${{ item }} {{ \${{ command }} }}"}}
`;

/** What the checks say of a workflow that repeats tasks or uses the composite: rule, the text at its place, message. */
function checkFilled(text: string, expected: readonly (readonly [string, string, string])[]): void {
  const { composites } = readComposites(new Map([['load.yaml', LOAD]]));
  const found = checkWorkflow(readWorkflow('a.workflow.yaml', text), { catalogue: CATALOGUE, composites });
  const told = found.map(({ rule, range, message }) => [rule, text.slice(range.start, range.end), message]);
  expect(told).toEqual(expected);
}

const HEAD = `name: orders
format: 1
default_task_args: {owner: data, start_date: '2026-01-01'}
`;

function repeated(items: string, properties: string): string {
  return `${HEAD}generators:
- {name: each, type: list_object_generator, target: one, properties: {items: ${items}}}
---
name: one
operators:
- {name: load, type: bash, properties: {${properties}}}
`;
}

function using(properties: string): string {
  return `${HEAD}images: {loader: {url: "registry.acme.io/loader:1"}}
operators:
- {name: use, type: load_table, properties: {${properties}}}
`;
}

const GIVEN = 'command: ds, env: eu, retries: 1, image: loader, rule: all_done';

test('what is put in place of placeholders fits: nothing is found', () => {
  checkFilled(
    repeated(
      '[{name: a, n: "1", r: 1}, {name: b, n: x, r: 2}]',
      'bash_command: x, env: {N: "${{ item.n }}", M: "n${{ item.r }}"}, retries: "${{ item.r }}"',
    ),
    [],
  );
  checkFilled(using(GIVEN), []);
});

test('a value of another kind is told where its placeholder stands, for the first task that has it', () => {
  checkFilled(
    repeated(
      '[{name: a, n: "1", r: 1}, {name: b, n: 2, r: "2"}, {name: c, n: 3, r: 1}]',
      'bash_command: x, env: {N: "${{ item.n }}"}, retries: "${{ item.r }}"',
    ),
    [
      [
        'wrong-parameter-type',
        '"${{ item.n }}"',
        '"env" takes text, and this is the integer "2". In "load-b" ${{ item.n }} stands for that.',
      ],
      [
        'wrong-parameter-type',
        '"${{ item.r }}"',
        '"retries" takes an integer, and this is the text "2". In "load-b" ${{ item.r }} stands for that.',
      ],
    ],
  );
});

test('a number that is written inside of text is text', () => {
  checkFilled(repeated('[{name: a, r: 1}]', 'bash_command: x, retries: "${{ item.r }}0"'), [
    [
      'wrong-parameter-type',
      '"${{ item.r }}0"',
      '"retries" takes an integer, and this is the text "10". So it is in "load-a" when its placeholders are filled.',
    ],
  ]);
});

test('a trigger rule that is none does not become another one in silence', () => {
  checkFilled(repeated('[{name: a, rule: all_succes}]', 'bash_command: x, trigger_rule: "${{ item.rule }}"'), [
    [
      'unknown-trigger-rule',
      '"${{ item.rule }}"',
      '"all_succes" is no trigger rule of Airflow. Did you mean "all_success"? In "load-a" ${{ item.rule }} stands for that.',
    ],
  ]);
});

test('Jinja that a value brings is read where it is rendered', () => {
  const load = 'bash_command: "load ${{ item.day }}"';
  checkFilled(repeated('[{name: a, day: "{{ ds }}"}, {name: b, day: "{{ ds"}]', load), [
    [
      'invalid-jinja',
      '"load ${{ item.day }}"',
      'Jinja cannot read this template. The "{{" that begins here is never closed by "}}". So it is in "load-b" when its placeholders are filled.',
    ],
  ]);
  checkFilled(repeated('[{name: a, day: "{{ dss }}"}]', load), [
    [
      'unknown-jinja-name',
      '"load ${{ item.day }}"',
      expect.stringMatching(/"dss".*So it is in "load-a" when its placeholders are filled/) as unknown as string,
    ],
  ]);
});

test('of a composite it is told where the workflow uses it', () => {
  checkFilled(using(GIVEN.replace('env: eu', 'env: {A: 1}').replace('image: loader', 'image: loadr')), [
    [
      'unknown-image',
      'load_table',
      'In the composite "load_table": "loadr" is no name of "images", and would be pulled from a public registry. Did you mean "loader"? In "use.pack" ${{ image }} stands for that.',
    ],
    [
      'wrong-parameter-type',
      'load_table',
      'In the composite "load_table": "env" takes text, and this is a mapping. In "use.load" ${{ env }} stands for that.',
    ],
  ]);
});

test('a property that its type needs is told where its parameter is not given', () => {
  checkFilled(using('env: eu, retries: 1, image: loader, rule: all_done'), [
    [
      'missing-parameter',
      'load_table',
      'In the composite "load_table": "bash" needs "bash_command", and in "use.load" nothing is given for ${{ command }}.',
    ],
  ]);
});
