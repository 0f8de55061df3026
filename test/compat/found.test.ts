import { expect, test } from 'vitest';
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
