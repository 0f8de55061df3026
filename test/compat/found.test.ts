import { expect, test } from 'vitest';
import type { Argument, Plan } from '../../workflow/plan/plan';
import type { Value } from '../../workflow/plan/value';
import { answerTo, type Case, difference } from './cases';

/** What random workflows showed, as small as it gets, with what boundary-layer 1.9.18 made of it. */
const CLUSTER = 'type: dataproc_cluster, properties: {cluster_name: c, region: u, num_workers: 1, project_id: p}';

interface Found {
  readonly name: string;
  readonly text: string;
  readonly tasks: string;
  readonly edges: string;
  readonly rules?: Readonly<Record<string, string>>;
}

const FOUND: readonly Found[] = [
  {
    name: 'a resource whose users stand in two sections is created before its first user, not before the section',
    text: `name: d
resources: [{name: r, ${CLUSTER}}]
before: [{name: a, type: dummy}, {name: b, type: dummy, upstream_dependencies: [a], requires_resources: [r]}]
operators: [{name: c, type: dummy, requires_resources: [r]}]
`,
    tasks: 'a b c r_create r_destroy',
    edges: 'a>r_create r_create>b b>c c>r_destroy',
  },
  {
    name: 'of two resources of a node the first is created first, whichever sections their users stand in',
    text: `name: d
resources: [{name: r, ${CLUSTER}}, {name: s, ${CLUSTER}}]
operators: [{name: x, type: dummy, requires_resources: [r, s], properties: {params: {}}}]
after: [{name: z, type: dummy, requires_resources: [s]}]
`,
    tasks: 'x z r_create r_destroy s_create s_destroy',
    edges: 'r_create>s_create s_create>x x>r_destroy x>z z>s_destroy',
  },
  {
    name: 'what stands behind a sub-DAG waits for what destroys its resources',
    text: `name: d
sub_dags: [{name: s, type: sub_dag, target: one}]
operators: [{name: z, type: dummy, upstream_dependencies: [s]}]
---
name: one
resources: [{name: r, ${CLUSTER}}]
operators: [{name: x, type: dummy, requires_resources: [r]}]
`,
    tasks: 's.x s.r_create s.r_destroy z',
    edges: 's.r_create>s.x s.x>s.r_destroy s.r_destroy>z',
  },
  {
    name: 'so does what creates a resource of the next task',
    text: `name: d
resources: [{name: q, ${CLUSTER}}]
sub_dags: [{name: s, type: sub_dag, target: one}]
operators: [{name: z, type: dummy, upstream_dependencies: [s], requires_resources: [q]}]
---
name: one
resources: [{name: r, ${CLUSTER}}]
before: [{name: x, type: dummy, requires_resources: [r]}]
operators: [{name: y, type: dummy}]
`,
    tasks: 's.x s.y s.r_create s.r_destroy q_create z q_destroy',
    edges: 's.r_create>s.x s.x>s.r_destroy s.x>s.y s.y>q_create s.r_destroy>q_create q_create>z z>q_destroy',
  },
  {
    name: 'of two resources the second one is created before what the first one waits for',
    text: `name: d
resources: [{name: r, ${CLUSTER}}, {name: s, ${CLUSTER}}]
operators:
- {name: x, type: dummy, requires_resources: [r, s]}
- {name: y, type: dummy, requires_resources: [s]}
- {name: z, type: dummy, upstream_dependencies: [y], requires_resources: [r, s]}
`,
    tasks: 'x y z r_create r_destroy s_create s_destroy',
    edges: 's_create>y y>r_create r_create>x r_create>z x>r_destroy z>r_destroy x>s_destroy z>s_destroy',
  },
  {
    name: 'a resource with a task id of its own',
    text: `name: d
sub_dags: [{name: s, type: sub_dag, target: one}]
---
name: one
resources: [{name: r, type: dataproc_cluster, properties: {task_id: mine, cluster_name: c, region: u, num_workers: 1, project_id: p}}]
operators: [{name: x, type: dummy, requires_resources: [r]}]
`,
    tasks: 's.mine s.x s.r_destroy',
    edges: 's.mine>s.x s.x>s.r_destroy',
  },
  {
    name: 'a task id of its own is one of its sub-DAG',
    text: `name: d
operators: [{name: a, type: dummy, properties: {task_id: mine}}]
sub_dags: [{name: s, type: sub_dag, target: one, upstream_dependencies: [a]}]
---
name: one
operators: [{name: x, type: dummy, properties: {task_id: mine}}]
`,
    tasks: 'mine s.mine',
    edges: 'mine>s.mine',
  },
  {
    name: 'a task that is called like its generator is there',
    text: `name: d
generators: [{name: g, type: list_generator, target: one, properties: {items: [a, b]}}]
---
name: one
operators: [{name: g, type: dummy}, {name: h, type: dummy, upstream_dependencies: [g]}]
`,
    tasks: 'g-a g-b h-a h-b',
    edges: 'g-a>h-a g-b>h-b',
  },
  {
    name: 'a task that is called like another generator is there',
    text: `name: d
generators:
- {name: g, type: list_generator, target: one, properties: {items: [a]}}
- {name: h, type: list_generator, target: two, properties: {items: [a]}}
---
name: one
operators: [{name: h, type: dummy}]
---
name: two
operators: [{name: k, type: dummy}]
`,
    tasks: 'h-a k-a',
    edges: '',
  },
  {
    name: 'the rule of default_task_args counts for what creates a resource, which else stays away where its user runs',
    text: `name: d
default_task_args: {trigger_rule: one_success}
resources: [{name: r, ${CLUSTER}}]
operators: [{name: a, type: dummy}, {name: b, type: dummy, upstream_dependencies: [a], requires_resources: [r]}, {name: c, type: dummy, upstream_dependencies: [b]}]
`,
    tasks: 'a b c r_create r_destroy',
    edges: 'a>r_create r_create>b b>c b>r_destroy',
    rules: { a: 'one_success', b: 'one_success', c: 'one_success', r_create: 'one_success', r_destroy: 'all_done' },
  },
  {
    name: 'a rule by its old name',
    text: `name: d
operators: [{name: a, type: dummy, properties: {trigger_rule: dummy}}]
`,
    tasks: 'a',
    edges: '',
    rules: { a: 'always' },
  },
  {
    name: 'a resource that requires one that is not there',
    text: `name: d
resources: [{name: r, requires_resources: [nothing], ${CLUSTER}}]
operators: [{name: a, type: dummy, requires_resources: [r]}]
`,
    tasks: 'r_create a r_destroy',
    edges: 'r_create>a a>r_destroy',
  },
];

test('a date without zeros, as boundary-layer takes it', () => {
  const answer = answerTo(
    'found',
    "name: d\ndefault_task_args: {start_date: '2026-1-2'}\noperators: [{name: a, type: dummy}]\n",
  );
  const start = answer.accepted ? answer.plan.defaultArguments.find(({ name }) => name === 'start_date') : undefined;
  expect(start?.value).toEqual({ kind: 'moment', iso: '2026-01-02' });
});

test('a resource of the type of an operator is refused', () => {
  const answer = answerTo(
    'found',
    'name: d\nresources: [{name: r, type: ml_engine_version}]\noperators: [{name: a, type: dummy, requires_resources: [r]}]\n',
  );
  expect(answer.accepted ? [] : answer.errors.map(({ rule }) => rule)).toEqual(['unknown-type']);
});

/** Two places that give one task id, neither of which a rule of one document can see. */
const COLLISIONS: readonly (readonly [name: string, text: string, told: string])[] = [
  [
    'two generators of one target with an item in common',
    `name: d
generators:
- {name: g, type: list_generator, target: one, properties: {items: [a, b]}}
- {name: h, type: list_generator, target: one, properties: {items: [b, c]}}
---
name: one
operators: [{name: x, type: dummy}]
`,
    '"x" gets the task id "x-b" twice',
  ],
  [
    'two generators whose targets have a name in common',
    `name: d
generators:
- {name: g, type: list_generator, target: one, properties: {items: [a]}}
- {name: h, type: list_generator, target: two, properties: {items: [a]}}
---
name: one
operators: [{name: x.y, type: dummy}]
---
name: two
operators: [{name: x-y, type: dummy}]
`,
    '"x-y" gets the task id "x_y-a", which one/operators/x.y has',
  ],
  [
    'an id that a task of a sub-DAG has',
    `name: d
operators: [{name: a, type: dummy, properties: {task_id: s.x}}]
sub_dags: [{name: s, type: sub_dag, target: one}]
---
name: one
operators: [{name: x, type: dummy}]
`,
    '"x" gets the task id "s.x", which operators/a has',
  ],
  [
    'resources of two targets',
    `name: d
generators:
- {name: g, type: list_generator, target: one, properties: {items: [a]}}
- {name: h, type: list_generator, target: two, properties: {items: [a]}}
---
name: one
resources: [{name: r, ${CLUSTER}}]
operators: [{name: x, type: dummy, requires_resources: [r]}]
---
name: two
resources: [{name: r, ${CLUSTER}}]
operators: [{name: y, type: dummy, requires_resources: [r]}]
`,
    '"r" gets the task id "r_create-a", which one/resources/r has',
  ],
  [
    'items whose names are the same in ids',
    `name: d
generators: [{name: g, type: list_generator, target: one, properties: {items: [a/b, a_b]}}]
---
name: one
operators: [{name: x, type: dummy}]
`,
    'The items "a/b" and "a_b" are both "a_b" in task ids',
  ],
];

test.each(COLLISIONS)('%s: no task is lost in silence', (_name, text, told) => {
  const answer = answerTo('found', text);
  expect(answer.accepted ? [] : answer.errors.map(({ message }) => message)[0]).toContain(told);
});

test('defaults by an old name, and what a type fills in, reach the tasks', () => {
  const answer = answerTo(
    'found',
    `name: d
default_task_args: {task_concurrency: 2, xcom_push: true}
resources: [{name: r, ${CLUSTER}}]
operators: [{name: x, type: dummy, requires_resources: [r]}]
`,
  );
  if (!answer.accepted) expect.fail(JSON.stringify(answer.errors));
  expect(answer.plan.defaultArguments.map(({ name }) => name)).toEqual(['max_active_tis_per_dag', 'do_xcom_push']);
  expect(givenTo(answer.plan, 'r_destroy')).toContainEqual({
    name: 'priority_weight',
    value: { kind: 'number', source: '50' },
  });
});

test.each([
  ['bigquery_conn_id: of_bigquery, gcp_conn_id: of_all'],
  ['gcp_conn_id: of_all, bigquery_conn_id: of_bigquery'],
  ['gcp_conn_id: of_all, google_cloud_storage_conn_id: of_storage, bigquery_conn_id: of_bigquery'],
])('a default by the name that the type had wins over what it is called today: %s', (defaults) => {
  const answer = answerTo(
    'found',
    `name: d
default_task_args: {${defaults}}
operators: [{name: x, type: bigquery_to_gcs, properties: {source_project_dataset_table: p.d.t, destination_cloud_storage_uris: [u]}}]
`,
  );
  if (!answer.accepted) expect.fail(JSON.stringify(answer.errors));
  const connection = { name: 'gcp_conn_id', value: { kind: 'text', text: 'of_bigquery' } };
  expect(givenTo(answer.plan, 'x')).toContainEqual(connection);
});

test('the number of an item is a number in Python, too', () => {
  const answer = answerTo(
    'found',
    `name: d
generators: [{name: g, type: list_generator, target: one, properties: {items: [a]}}]
---
name: one
operators: [{name: x, type: python, properties: {python_callable: <<print>>, op_kwargs: {whole: "<<index>>", text: "<<str(index)>>", within: "n<<str(index)>>"}}}]
`,
  );
  if (!answer.accepted) expect.fail(JSON.stringify(answer.errors));
  const given = givenTo(answer.plan, 'x-a').find(({ name }) => name === 'op_kwargs')?.value;
  const text = (value: string): Value => ({ kind: 'text', text: value });
  expect(given?.kind === 'mapping' ? given.entries.map(({ value }) => value) : []).toEqual([
    { kind: 'number', source: '0' },
    text('0'),
    text('n0'),
  ]);
});

function givenTo(plan: Plan, id: string): readonly Argument[] {
  const behaviour = plan.nodes.find((node) => node.id === id)?.behaviour;
  return behaviour !== undefined && 'arguments' in behaviour ? behaviour.arguments : [];
}

test.each(FOUND)('$name', ({ text, tasks, edges, rules }) => {
  const words = (list: string): readonly string[] => list.split(' ').filter((word) => word !== '');
  const pairs = words(edges).map((edge): readonly [string, string] => {
    const [from = '', to = ''] = edge.split('>');
    return [from, to];
  });
  const destroys = Object.fromEntries(
    words(tasks).flatMap((id) => (id.endsWith('_destroy') ? [[id, 'all_done'] as const] : [])),
  );
  const outcome: Case['outcome'] = {
    accepted: true,
    tasks: words(tasks),
    edges: pairs,
    rules: { ...destroys, ...rules },
  };
  const answer = answerTo('found', text);
  expect(answer.accepted ? [] : answer.errors.map(({ message }) => message)).toEqual([]);
  expect(difference({ name: 'found', text, outcome }, answer)).toEqual([]);
});
