import { bash, type Demand, tasks, withProperty, workflow } from './demand';

/** What the language of dagport itself asks for, and what is asked of any workflow. */
export const OF_WORKFLOWS: readonly Demand[] = [
  { what: 'a node that waits for itself', rule: 'self-dependency' },
  { what: 'duplicate edges', rule: 'double-edge' },
  { what: 'duplicate dependencies', rule: 'duplicate-dependency' },
  { what: 'defaults that every task replaces', rule: 'shadowed-default' },
  { what: 'cron that never fires', rule: 'schedule-never-fires' },
  { what: 'a generator without items', rule: 'empty-generator' },
  { what: 'a case that is never chosen', rule: 'unreachable-case' },
  { what: 'handlers that lead back', rule: 'on-failure-loop' },
  {
    what: 'a path of a join that cannot arrive',
    rule: 'never-runs',
    text: tasks(
      bash('a', ', on_failure: [stop]'),
      '- {name: stop, type: fail, properties: {message: no}}',
      '- {name: all, type: join, paths: [[a], [stop]]}',
    ),
  },
  {
    what: 'trigger rules that cannot fire',
    rule: 'never-runs',
    text: tasks(
      '- {name: c, type: branch, cases: [{when: "{{ params.x }}", then: [a]}], otherwise: [b]}',
      bash('a'),
      bash('b'),
      bash('d', ', upstream_dependencies: [a, b]'),
    ).replace('format: 1', 'format: 1\ndag_args: {params: {x: 1}}'),
  },
  { what: 'trigger rules that mean nothing', rule: 'idle-trigger-rule' },
  { what: 'lengths: DAG', rule: 'too-long', text: `name: ${'x'.repeat(260)}\nformat: 1\noperators:\n${bash('a')}\n` },
  {
    what: 'lengths: tags',
    rule: 'too-long',
    text: workflow(`dag_args: {tags: [${'x'.repeat(101)}]}`, 'operators:', bash('a')),
  },
  { what: 'lengths: pools', rule: 'too-long', text: withProperty(`pool: ${'x'.repeat(257)}`) },
  { what: 'slots of pools', rule: 'number-out-of-range', text: withProperty('pool: db, pool_slots: 0') },
  {
    what: 'amounts of containers',
    rule: 'unsupported-container-property',
    text: tasks('- {name: a, type: container, image: "a/b:1", properties: {resources: {cpu: -1}}}'),
  },
  {
    what: '`latest` that is never pulled',
    rule: 'stale-image',
    text: workflow(
      'images: {a: {url: "r.example.com/a:latest", pull: never}}',
      'operators:',
      '- {name: a, type: container, image: a}',
    ),
  },
  { what: 'commands that end in .sh', rule: 'script-as-template' },
  { what: 'templated paths without quotes', rule: 'unquoted-template' },
  { what: 'scripts that go on after a failure', rule: 'unchecked-command' },
  { what: 'composites: unused parameters', rule: 'unused-composite-parameter' },
  { what: 'composites: undefined parameters', rule: 'unknown-placeholder' },
  { what: 'composites: wrong values', rule: 'invalid-composite-parameter' },
  { what: 'waves: a node in none', rule: 'node-without-wave' },
  { what: 'waves: a node in two', rule: 'wave-named-twice' },
  { what: 'waves: against the dependencies', rule: 'wave-order' },
  { what: 'branches and handlers: several ways', rule: 'branch-dependency' },
  { what: 'suppressions that silence nothing', rule: 'unused-suppression' },
  { what: 'suppressions without a reason', rule: 'unexplained-suppression' },
];
