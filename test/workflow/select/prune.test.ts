import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { positionAt } from '../../../text/range';
import { checkWorkflow } from '../../../workflow/check';
import { itemName, readWorkflow } from '../../../workflow/read';
import { originOf, pruneWorkflow, type SelectionTexts, selectNodes } from '../../../workflow/select';
import { CATALOGUE } from '../check/catalogue';

const FIXTURES = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');

/** What is left of a text, or why it cannot be pruned. */
function prune(text: string, texts: SelectionTexts): string {
  const file = readWorkflow('x.workflow.yaml', text);
  const { keep, problems } = selectNodes(file, texts, CATALOGUE);
  expect(problems).toEqual([]);
  const pruning = pruneWorkflow(file, keep, CATALOGUE);
  return pruning.ok ? pruning.text : pruning.problems.map(({ rule, message }) => `!${rule}: ${message}`).join('\n');
}

describe('what is left of the fixtures', () => {
  test.each<[string, string, SelectionTexts]>([
    ['orders', 'a-case-target-gives-its-place-to-a-join', { exclude: 'full' }],
    ['orders', 'a-handler-goes-with-its-source', { exclude: 'probe' }],
    ['orders', 'a-fail-goes-with-what-leads-to-it', { exclude: 'delta' }],
    ['orders', 'a-handler-in-a-join-leaves-a-dummy', { exclude: 'clean-up' }],
    ['orders', 'a-join-stays-while-an-item-remains', { exclude: 'gather' }],
    ['orders', 'a-branch-stays-while-a-target-remains', { select: 'full publish' }],
    ['orders', 'what-a-task-needs', { select: '+choose' }],
    ['orders', 'one-task-alone', { select: 'publish' }],
    ['shared', 'one-use-of-a-document', { exclude: 'asia' }],
    ['shared', 'all-uses-of-a-document', { exclude: 'asia europe' }],
    ['shared', 'a-node-inside', { exclude: 'region.sort' }],
    ['shared', 'sections-and-resources', { exclude: 'publish report split' }],
  ])('%s: %s', async (fixture, name, texts) => {
    const text = await readFile(path.join(FIXTURES, `${fixture}.workflow.yaml`), 'utf8');
    const left = prune(text, texts);
    await expect(left).toMatchFileSnapshot(path.join(FIXTURES, `${fixture}.${name}.yaml`));
    const found = checkWorkflow(readWorkflow('x.workflow.yaml', left), { catalogue: CATALOGUE });
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
    // Line breaks of Windows change nothing.
    expect(prune(text.replaceAll('\n', '\r\n'), texts)).toBe(left.replaceAll('\n', '\r\n'));
  });
});

const bash = 'type: bash, properties: {bash_command: x}';

describe('what is told of what does not run just as it did', () => {
  test.each([
    [
      'a',
      '3:9 "alert" goes too: what it waits for cannot happen any more.',
      `- {name: a, ${bash}}
- {name: alert, type: bash, upstream_dependencies: [a], properties: {bash_command: x, trigger_rule: one_failed}}
- {name: b, ${bash}}`,
    ],
    [
      'a',
      '4:9 "y" has the trigger rule "one_success" and no longer counts "a": its rule looks at what is left of its dependencies.',
      `- {name: a, ${bash}}
- {name: b, ${bash}}
- {name: y, type: bash, upstream_dependencies: [a, b], properties: {bash_command: x, trigger_rule: one_success}}`,
    ],
    [
      'a',
      '4:9 Of what led to "x", "a" is left out: it runs only by what is left.',
      `- {name: a, on_failure: [x], ${bash}}
- {name: b, on_failure: [x], ${bash}}
- {name: x, ${bash}}`,
    ],
    [
      'x',
      '2:9 All that handled a failure of "a" is left out: where it fails, the run fails.',
      `- {name: a, on_failure: [x], ${bash}}
- {name: x, ${bash}}`,
    ],
  ])('without %s: %s', (exclude, expected, operators) => {
    const file = readWorkflow(
      'x.workflow.yaml',
      `name: x\noperators:\n${operators}\n`.replace('name: x\n', 'format: 1\nname: x\n'),
    );
    const { keep } = selectNodes(file, { exclude }, CATALOGUE);
    const pruning = pruneWorkflow(file, keep, CATALOGUE);
    const notes = pruning.ok ? pruning.notes : [];
    expect(
      notes.map(({ message, range }) => {
        const { line, character } = positionAt(file.lines, range.start);
        return `${line - 1}:${character} ${message}`;
      }),
    ).toContain(expected);
  });
});

describe('meanings that stay', () => {
  test.each([
    [
      'a task with a rule of its own gets a dummy, because a choice would decide over it',
      `- {name: c, type: branch, cases: [{when: "{{ x }}", then: [a]}], otherwise: [b]}
- {name: a, ${bash}}
- {name: b, ${bash}}
- {name: z, type: bash, upstream_dependencies: [a, b], properties: {bash_command: x, trigger_rule: none_failed}}`,
      'a',
      `- {name: c, type: branch, cases: [{when: "{{ x }}", then: [pruned-a]}], otherwise: [b]}
- {name: pruned-a, type: dummy}
- {name: b, ${bash}}
- {name: z, type: bash, upstream_dependencies: [pruned-a, b], properties: {bash_command: x, trigger_rule: none_failed}}`,
    ],
    [
      'a target gives its place to what follows it',
      `- {name: c, type: branch, cases: [{when: "{{ x }}", then: [a]}], otherwise: []}
- {name: a, ${bash}}
- {name: z, upstream_dependencies: [a], ${bash}}`,
      'a',
      `- {name: c, type: branch, cases: [{when: "{{ x }}", then: [z]}], otherwise: []}
- {name: z, ${bash}}`,
    ],
    [
      'two failures that are both needed stay both needed',
      `- {name: a, on_failure: [x], ${bash}}
- {name: b, on_failure: [y], ${bash}}
- {name: x, ${bash}}
- {name: y, ${bash}}
- {name: z, upstream_dependencies: [x, y], ${bash}}`,
      'x y',
      `- {name: a, on_failure: [pruned-x], ${bash}}
- {name: b, on_failure: [pruned-y], ${bash}}
- {name: pruned-x, type: dummy}
- {name: pruned-y, type: dummy}
- {name: z, upstream_dependencies: [pruned-x, pruned-y], ${bash}}`,
    ],
    [
      'what follows a handler alone goes with the task whose failure it handles',
      `- {name: a, on_failure: [x], ${bash}}
- {name: x, ${bash}}
- {name: y, upstream_dependencies: [x], ${bash}}
- {name: z, upstream_dependencies: [a], ${bash}}`,
      'a',
      `- {name: z, ${bash}}`,
    ],
    [
      'a handler of several keeps those that remain, and its order',
      `- {name: p, ${bash}}
- {name: a, upstream_dependencies: [p], on_failure: [x], ${bash}}
- {name: b, on_failure: [x], ${bash}}
- {name: x, ${bash}}`,
      'a',
      `- {name: p, ${bash}}
- {name: b, on_failure: [x], ${bash}}
- {name: x, type: bash, upstream_dependencies: [pruned-x], properties: {bash_command: x}}
- {name: pruned-x, type: dummy, upstream_dependencies: [p], properties: {trigger_rule: none_failed}}`,
    ],
    [
      'what follows a task that runs after a skip still does',
      `- {name: b, type: branch, cases: [{when: "{{ x }}", then: [maybe]}], otherwise: []}
- {name: maybe, ${bash}}
- {name: x, type: bash, upstream_dependencies: [maybe], properties: {bash_command: x, trigger_rule: none_failed}}
- {name: y, upstream_dependencies: [x], ${bash}}`,
      'x',
      `- {name: b, type: branch, cases: [{when: "{{ x }}", then: [maybe]}], otherwise: []}
- {name: maybe, ${bash}}
- {name: pruned-x, type: dummy, upstream_dependencies: [maybe], properties: {trigger_rule: none_failed}}
- {name: y, upstream_dependencies: [pruned-x], ${bash}}`,
    ],
    [
      'a rule that says the same of what was before leaves nothing',
      `- {name: a, ${bash}}
- {name: x, type: bash, upstream_dependencies: [a], properties: {bash_command: x, trigger_rule: none_failed}}
- {name: y, type: bash, upstream_dependencies: [x], properties: {bash_command: x, trigger_rule: none_failed}}`,
      'x',
      `- {name: a, ${bash}}
- {name: y, type: bash, upstream_dependencies: [a], properties: {bash_command: x, trigger_rule: none_failed}}`,
    ],
    [
      'what waits for a failure goes with all that could fail',
      `- {name: a, ${bash}}
- {name: alert, type: bash, upstream_dependencies: [a], properties: {bash_command: x, trigger_rule: one_failed}}
- {name: b, ${bash}}`,
      'a',
      `- {name: b, ${bash}}`,
    ],
    [
      'a rule that counts does not count what only one of several led to',
      `- {name: a, ${bash}}
- {name: b, ${bash}}
- {name: x, upstream_dependencies: [a, b], ${bash}}
- {name: y, type: bash, upstream_dependencies: [x], properties: {bash_command: x, trigger_rule: one_success}}`,
      'x',
      `- {name: a, ${bash}}
- {name: b, ${bash}}
- {name: pruned-x, type: dummy, upstream_dependencies: [a, b]}
- {name: y, type: bash, upstream_dependencies: [pruned-x], properties: {bash_command: x, trigger_rule: one_success}}`,
    ],
    [
      'a failure that only the removed task showed still fails the run',
      `- {name: a, ${bash}}
- {name: x, upstream_dependencies: [a], ${bash}}
- {name: y, type: bash, upstream_dependencies: [a], properties: {bash_command: x, trigger_rule: all_done}}`,
      'x',
      `- {name: a, ${bash}}
- {name: pruned-x, type: dummy, upstream_dependencies: [a]}
- {name: y, type: bash, upstream_dependencies: [a], properties: {bash_command: x, trigger_rule: all_done}}`,
    ],
    [
      'an item of a join that waited for two tasks stays one way to arrive',
      `- {name: a, ${bash}}
- {name: b, ${bash}}
- {name: c, upstream_dependencies: [a, b], ${bash}}
- {name: d, ${bash}}
- {name: j, type: join, paths: [[c, d]]}`,
      'c',
      `- {name: a, ${bash}}
- {name: b, ${bash}}
- {name: pruned-c, type: dummy, upstream_dependencies: [a, b]}
- {name: d, ${bash}}
- {name: j, type: join, paths: [[pruned-c, d]]}`,
    ],
    [
      'what follows a task or its handler stays without both',
      `- {name: a, on_failure: [x], ${bash}}
- {name: x, ${bash}}
- {name: j, type: join, paths: [[a, x]]}
- {name: z, upstream_dependencies: [j], ${bash}}`,
      'a',
      `- {name: z, ${bash}}`,
    ],
    [
      'what follows handlers alone goes with the tasks',
      `- {name: a, on_failure: [x], ${bash}}
- {name: x, ${bash}}
- {name: j, type: join, paths: [[x]]}
- {name: y, type: fail, upstream_dependencies: [j]}
- {name: z, upstream_dependencies: [a], ${bash}}`,
      'a',
      `- {name: z, ${bash}}`,
    ],
    [
      'a join of a task and a choice still arrives without the choice',
      `- {name: a, ${bash}}
- {name: b, on_failure: [x], ${bash}}
- {name: x, ${bash}}
- {name: j, type: join, paths: [[a, x]]}
- {name: z, upstream_dependencies: [j], ${bash}}`,
      'a',
      `- {name: pruned-a, type: dummy}
- {name: b, on_failure: [x], ${bash}}
- {name: x, ${bash}}
- {name: j, type: join, paths: [[pruned-a, x]]}
- {name: z, upstream_dependencies: [j], ${bash}}`,
    ],
  ])('%s', (_, operators, exclude, expected) => {
    const head = 'name: x\nformat: 1\noperators:\n';
    expect(prune(`${head}${operators}\n`, { exclude })).toBe(`${head}${expected}\n`);
  });
});

test.each([
  [
    'sections in brackets',
    'name: x\nbefore: [{name: c, type: dummy}] # of c\noperators: [{name: a, type: dummy}, {name: b, type: dummy}]\n',
    'c b',
    'name: x\noperators: [{name: a, type: dummy}]\n',
  ],
  [
    'items in brackets over several lines',
    'name: x\noperators: [\n  {name: c, type: dummy},\n  {name: a, type: dummy, upstream_dependencies: [c]},\n  {name: b, type: dummy}]\n',
    'c b',
    'name: x\noperators: [\n  {name: a, type: dummy}]\n',
  ],
  [
    'a document in braces',
    '{"name": "x", "operators": [{"name": "a", "type": "dummy"}, {"name": "b", "upstream_dependencies": ["a"], "type": "dummy"}]}\n',
    'a',
    '{"name": "x", "operators": [{"name": "b", "type": "dummy"}]}\n',
  ],
  [
    'the last line without an end',
    'name: x\noperators:\n- {name: a, type: dummy}\n- {name: b, type: dummy}',
    'b',
    'name: x\noperators:\n- {name: a, type: dummy}\n',
  ],
  [
    'lists over several lines with comments',
    'name: x\noperators:\n- {name: a, type: dummy}\n- {name: b, type: dummy}\n- name: d\n  upstream_dependencies: [\n    a, # one\n    b] # two\n  type: dummy\n',
    'a',
    'name: x\noperators:\n- {name: b, type: dummy}\n- name: d\n  # one\n  # two\n  upstream_dependencies: [b]\n  type: dummy\n',
  ],
])('%s are edited in place', (_, text, exclude, expected) => {
  expect(prune(text, { exclude })).toBe(expected);
});

test('a wait for a user of a shared resource goes with that user, and what else is between them stays', () => {
  const cluster = 'type: dataproc_cluster, properties: {cluster_name: c, region: u, num_workers: 1, project_id: p}';
  const text = `name: w
resources:
- {name: r, ${cluster}}
operators:
- {name: a, type: dummy}
- {name: b, type: dummy, upstream_dependencies: [a], requires_resources: [r]}
- {name: c, type: dummy, requires_resources: [r]}
- {name: d, type: dummy, upstream_dependencies: [b], requires_resources: [r]}
`;
  const file = readWorkflow('w.workflow.yaml', text);
  const keep = new Set(file.documents.flatMap(({ items }) => items.filter((item) => itemName(item)?.text !== 'b')));
  const result = pruneWorkflow(file, keep, CATALOGUE);
  expect(result.ok ? result.text : result.problems).toContain(
    '- {name: d, type: dummy, upstream_dependencies: [a], requires_resources: [r]}',
  );
  expect(result.ok ? result.text : '').toContain('- {name: c, type: dummy, requires_resources: [r]}');
});

describe('refused', () => {
  const head = 'name: x\nformat: 1\noperators:\n';
  test.each([
    [
      'a cycle',
      `${head}- {name: a, type: dummy, upstream_dependencies: [b]}\n- {name: b, type: dummy, upstream_dependencies: [a]}\n- {name: c, type: dummy}\n`,
      '!cannot-prune: "a" is on a cycle of dependencies, or behind one.',
    ],
    [
      'a name that stands twice',
      `${head}- {name: c, type: dummy}\n- {name: d, type: dummy}\n- {name: d, type: dummy}\n`,
      'stands twice',
    ],
    [
      'dependencies through an alias',
      `${head}- {name: b, type: dummy}\n- {name: c, type: dummy}\n- {name: d, type: dummy, upstream_dependencies: &both [b, c]}\n- {name: e, type: dummy, upstream_dependencies: *both}\n`,
      '!cannot-prune: ',
    ],
    [
      'a definition that others use',
      `${head}- {name: c, type: dummy, properties: &p {retries: 1}}\n- {name: d, type: dummy, properties: *p}\n`,
      '!cannot-prune: ',
    ],
    ['all of it', `${head}- {name: c, type: dummy}\n`, '!nothing-left: Nothing of the workflow would be left.'],
  ])('%s', (_, text, expected) => {
    expect(prune(text, { exclude: 'c' })).toContain(expected);
  });
});

test('offsets of the pruned text lead back to where they were', () => {
  const origin = originOf([
    { range: { start: 2, end: 4 }, text: '' },
    { range: { start: 6, end: 6 }, text: 'xy' },
  ]);
  // "abcdefgh" becomes "abef" + "xy" + "gh".
  expect([0, 1, 2, 3, 4, 5, 6, 7].map(origin)).toEqual([0, 1, 4, 5, 6, 6, 6, 7]);
});

describe('rules that tasks have by default', () => {
  test.each([
    [
      'of their type count as their own',
      `operator_defaults: {dummy: {trigger_rule: none_failed}}
operators:
- {name: a, ${bash}}
- {name: m, type: dummy, upstream_dependencies: [a]}
- {name: z, ${bash}, upstream_dependencies: [m]}`,
      `operator_defaults: {dummy: {trigger_rule: none_failed}}
operators:
- {name: a, ${bash}}
- {name: pruned-m, type: dummy, upstream_dependencies: [a]}
- {name: z, ${bash}, upstream_dependencies: [pruned-m]}`,
    ],
    [
      'are not those of a dummy that stands for a task with a rule of its own',
      `default_task_args: {trigger_rule: none_failed}
operators:
- {name: a, ${bash}}
- {name: b, ${bash}}
- {name: m, type: bash, upstream_dependencies: [a, b], properties: {bash_command: x, trigger_rule: all_success}}
- {name: z, type: bash, upstream_dependencies: [m], properties: {bash_command: x, trigger_rule: one_success}}`,
      `default_task_args: {trigger_rule: none_failed}
operators:
- {name: a, ${bash}}
- {name: b, ${bash}}
- {name: pruned-m, type: dummy, upstream_dependencies: [a, b], properties: {trigger_rule: all_success}}
- {name: z, type: bash, upstream_dependencies: [pruned-m], properties: {bash_command: x, trigger_rule: one_success}}`,
    ],
    [
      'come with a type that has one',
      `operators:
- {name: a, ${bash}}
- {name: m, type: dataproc_cluster_delete, upstream_dependencies: [a], properties: {cluster_name: c, region: r}}
- {name: z, ${bash}, upstream_dependencies: [m]}`,
      `operators:
- {name: a, ${bash}}
- {name: pruned-m, type: dummy, upstream_dependencies: [a], properties: {trigger_rule: all_done}}
- {name: z, ${bash}, upstream_dependencies: [pruned-m]}`,
    ],
  ])('%s', (_, text, expected) => {
    const whole = (rest: string): string => `name: x\nformat: 1\n${rest}\n`;
    expect(prune(whole(text), { exclude: 'm' })).toBe(whole(expected));
  });
});
