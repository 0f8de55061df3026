import { bash, type Demand, target, tasks, withProperty, workflow } from './demand';

/** What boundary-layer 1.9.18 lets pass about YAML, names and values. */
export const GAPS_OF_VALUES: readonly Demand[] = [
  { what: 'duplicate keys', rule: 'duplicate-key' },
  { what: 'YAML 1.1: yes, no, on', rule: 'ambiguous-scalar', text: withProperty('params: {region: no}') },
  { what: 'YAML 1.1: octal', rule: 'ambiguous-scalar', text: withProperty('retries: 010') },
  { what: 'YAML 1.1: minutes and seconds', rule: 'ambiguous-scalar', text: withProperty('retry_delay: 1:30') },
  { what: 'YAML 1.1: 1e9 is a text', rule: 'wrong-parameter-type', text: withProperty('priority_weight: 1e9') },
  { what: 'YAML 1.1: dates', rule: 'wrong-parameter-type', text: withProperty('start_date: 2026-01-01') },
  { what: 'YAML 1.1: keys', rule: 'non-text-key', text: withProperty('params: {on: "1"}') },
  { what: 'suggestions for keys', rule: 'unknown-key', says: 'Did you mean "upstream_dependencies"?' },
  { what: 'suggestions for types', rule: 'unknown-type', says: 'Did you mean "bash"?' },
  { what: 'suggestions for references', rule: 'unknown-dependency', says: 'Did you mean "load"?' },
  {
    what: 'a reference that crosses parts',
    rule: 'unknown-dependency',
    text: workflow('before:', bash('check'), 'operators:', bash('load', ', upstream_dependencies: [check]')),
    says: 'stands in "before"',
  },
  { what: 'the path of a cycle', rule: 'dependency-cycle', says: '→' },
  { what: 'collisions: two nodes', rule: 'task-id-collision', text: tasks(bash('load-a'), bash('load_a')) },
  {
    what: 'collisions: a node and a task of a resource',
    rule: 'task-id-collision',
    text: workflow(
      'resources:',
      '- {name: scratch, type: scratch_directory, properties: {path: /x}}',
      'operators:',
      bash('scratch_create', ', requires_resources: [scratch]'),
    ),
  },
  {
    what: 'collisions: a node and a group',
    rule: 'task-id-collision',
    text: workflow(
      'operators:',
      bash('close-books'),
      'sub_dags:',
      '- {name: close_books, type: sub_dag, target: closing}',
    ).concat(target('closing', 'operators:', bash('accrue'))),
  },
  {
    what: 'collisions: documents and the functions that make them',
    why: 'A document becomes a group that is named by the node that stands for it; functions of loops get names of their own.',
  },
  {
    what: 'names that are keywords of Python or hide something',
    why: 'Variables of the DAG file get names that are free; ids of tasks may be any word.',
  },
  { what: 'names of the loops of generators, bound by imports', rule: 'duplicate-import' },
  { what: 'characters of ids', rule: 'invalid-task-id', text: withProperty('task_id: "a b"') },
  { what: 'length of ids', rule: 'too-long', text: tasks(bash('x'.repeat(260))) },
  {
    what: 'two explicit ids',
    rule: 'task-id-collision',
    text: tasks(
      '- {name: a, type: bash, properties: {bash_command: x, task_id: load}}',
      '- {name: b, type: bash, properties: {bash_command: x, task_id: load}}',
    ),
  },
  {
    what: 'items whose names become the same id',
    rule: 'duplicate-item',
    text: workflow(
      'generators:',
      '- {name: each, type: list_generator, target: one, properties: {items: [a/b, a_b]}}',
    ).concat(target('one', 'operators:', bash('load'))),
  },
  { what: 'names that lose letters', rule: 'lossy-name' },
  { what: 'schedules', rule: 'invalid-schedule' },
  {
    what: 'no runs at once',
    rule: 'number-out-of-range',
    text: workflow('dag_args: {max_active_runs: 0}', 'operators:', bash('a')),
  },
  {
    what: 'no tasks at once',
    rule: 'number-out-of-range',
    text: workflow('dag_args: {concurrency: 0}', 'operators:', bash('a')),
  },
  {
    what: 'no time for a run',
    rule: 'number-out-of-range',
    text: workflow('dag_args: {dagrun_timeout: 0}', 'operators:', bash('a')),
  },
  { what: 'verbatim: pairs', rule: 'unpaired-verbatim' },
  { what: 'verbatim: syntax', rule: 'invalid-python' },
  { what: 'verbatim: names', rule: 'unknown-python-name' },
  {
    what: 'verbatim in the place of something else than text',
    why: 'Python gives any value: which one is known when Airflow parses the DAG file.',
  },
  { what: 'verbatim by accident', rule: 'unpaired-verbatim', text: withProperty('cwd: "a << b"') },
  { what: 'callables that are text', rule: 'callable-as-text' },
  {
    what: 'callbacks that are text',
    rule: 'wrong-key-type',
    text: workflow('dag_args: {on_failure_callback: tell}', 'operators:', bash('a')),
  },
  { what: 'Jinja: syntax', rule: 'invalid-jinja' },
  { what: 'Jinja: macros', rule: 'unknown-jinja-name', text: withProperty('env: {A: "{{ macros.ds_ad(ds, 1) }}"}') },
  { what: 'Jinja: names that Airflow removed', rule: 'removed-context-name' },
  {
    what: 'texts that the old emitter would break',
    why: 'They are written as Python literals, whatever they hold; for boundary-layer itself nothing is written.',
  },
  {
    what: 'defaults: types',
    rule: 'wrong-parameter-type',
    text: workflow('default_task_args: {retries: two}', 'operators:', bash('a')),
  },
  { what: 'defaults: used by no task', rule: 'unused-default' },
  {
    what: 'defaults: task_id and dag',
    rule: 'unused-default',
    text: workflow('default_task_args: {task_id: x}', 'operators:', bash('a')),
  },
  { what: 'defaults: a trigger rule', rule: 'masking-default' },
  { what: 'a start date', rule: 'missing-start-date' },
  {
    what: 'catching up from a start date long ago',
    why: 'It depends on the day on which it is asked, and a linter that changes its mind overnight breaks builds.',
  },
  { what: 'time zones of dates', why: 'Dates are in UTC unless they name an offset, and are written that way.' },
  { what: 'max_retry_delay', rule: 'wrong-parameter-type', text: withProperty('max_retry_delay: 1h'), says: '3600' },
  {
    what: 'addresses of mail',
    rule: 'invalid-email',
    text: workflow('default_task_args: {email: [data]}', 'operators:', bash('a')),
  },
  {
    what: 'members of enums by version',
    rule: 'unknown-trigger-rule',
    text: tasks(
      bash('a'),
      '- {name: b, type: bash, upstream_dependencies: [a], properties: {bash_command: x, trigger_rule: all_done_min_one_success}}',
      bash('c', ', upstream_dependencies: [a]'),
    ),
    airflow: '2.11',
  },
];
