/** What a linter of Airflow workflows is asked for, and the rule that answers; where none does, why. */
export type Demand = Answered | Declined;

interface Answered {
  readonly what: string;
  readonly rule: string;
  /** A file in which the rule finds it; absent, the one on the page of the rule. */
  readonly text?: string;
  /** What the finding has to say. */
  readonly says?: string;
  readonly airflow?: '2.11';
}

interface Declined {
  readonly what: string;
  readonly why: string;
}

const bash = (name: string, more = ''): string => `- {name: ${name}, type: bash${more}, properties: {bash_command: x}}`;
const workflow = (...lines: readonly string[]): string => ['name: orders', 'format: 1', ...lines, ''].join('\n');
const tasks = (...lines: readonly string[]): string => workflow('operators:', ...lines);
const withProperty = (property: string): string =>
  tasks(`- {name: load, type: bash, properties: {bash_command: x, ${property}}}`);
const target = (name: string, ...lines: readonly string[]): string => ['---', `name: ${name}`, ...lines, ''].join('\n');

/** What boundary-layer 1.9.18 lets pass. */
export const GAPS: readonly Demand[] = [
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
  { what: 'resources: used without being required', rule: 'unrequired-resource' },
  {
    what: 'resources: order, several on one node, and in several documents',
    why: 'Each resource is made before its first user and removed after its last one, however they stand; all that require it are seen.',
  },
  { what: 'resources: what several provide', rule: 'ambiguous-argument' },
  {
    what: 'resources: dependencies of their own',
    rule: 'unknown-dependency',
    text: workflow(
      'resources:',
      '- {name: scratch, type: scratch_directory, upstream_dependencies: [a], properties: {path: /x}}',
      'operators:',
      bash('a', ', requires_resources: [scratch]'),
    ),
  },
  {
    what: 'resources: what they require',
    rule: 'unknown-resource',
    text: workflow(
      'resources:',
      '- {name: scratch, type: scratch_directory, requires_resources: [disc], properties: {path: /x}}',
      'operators:',
      bash('a', ', requires_resources: [scratch]'),
    ),
  },
  {
    what: 'resources: used by the same name in another document only',
    rule: 'unused-resource',
    text: workflow(
      'resources:',
      '- {name: scratch, type: scratch_directory, properties: {path: /x}}',
      'sub_dags:',
      '- {name: s, type: sub_dag, target: t}',
    ).concat(
      target(
        't',
        'resources:',
        '- {name: scratch, type: scratch_directory, properties: {path: /y}}',
        'operators:',
        bash('a', ', requires_resources: [scratch]'),
      ),
    ),
  },
  {
    what: '"before" and "after" without a main part',
    why: 'The one waits for the other also where nothing stands between them.',
  },
  { what: 'isolated nodes', rule: 'isolated-node' },
  { what: 'redundant dependencies', rule: 'redundant-dependency' },
  {
    what: 'redundant resources',
    rule: 'duplicate-dependency',
    text: workflow(
      'resources:',
      '- {name: scratch, type: scratch_directory, properties: {path: /x}}',
      'operators:',
      bash('a', ', requires_resources: [scratch, scratch]'),
    ),
  },
  { what: 'generators: no items', rule: 'empty-generator' },
  { what: 'generators: an item twice', rule: 'duplicate-item' },
  {
    what: 'generators: the same items for one target in two generators',
    rule: 'task-id-collision',
    text: workflow(
      'generators:',
      '- {name: one, type: list_generator, target: t, properties: {items: [a]}}',
      '- {name: two, type: list_generator, target: t, properties: {items: [a]}}',
    ).concat(target('t', 'operators:', bash('load'))),
  },
  {
    what: 'generators: calls when the file is parsed',
    why: 'Types that ask a bucket or a service are there for nothing else; their pages and the reference say when they ask.',
  },
  { what: 'generators: patterns', rule: 'invalid-pattern' },
  {
    what: 'generators: a blocklist that leaves nothing',
    rule: 'empty-generator',
    text: workflow(
      'generators:',
      '- {name: one, type: list_generator, target: t, regex_blocklist: [".*"], properties: {items: [a]}}',
    ).concat(target('t', 'operators:', bash('load'))),
  },
  {
    what: 'generators: patterns are matched from the start of a name',
    rule: 'idle-pattern',
    text: workflow(
      'generators:',
      '- {name: one, type: list_generator, target: t, regex_blocklist: [old], properties: {items: [eu, us-old]}}',
    ).concat(target('t', 'operators:', bash('load'))),
  },
  { what: 'generators: items without a name', rule: 'missing-item-name' },
  {
    what: 'generators: parameters that may be left out, nesting, ids of what is added',
    why: 'Absent parameters take their defaults, variables of nested loops have names of their own, and what the plan adds is named by its node.',
  },
  { what: 'sub-DAGs: a target that a generator has, too', rule: 'shared-target' },
  { what: 'sub-DAGs: explicit ids', rule: 'fixed-task-id' },
  { what: 'sub-DAGs: SubDagOperator', why: 'Sub-DAGs are built as groups of tasks.' },
  { what: 'documents that stand for themselves', rule: 'reference-cycle' },
  { what: 'documents that nothing uses', rule: 'unused-document' },
  {
    what: 'documents that only use each other',
    rule: 'unused-document',
    text: workflow('operators:', bash('a')).concat(
      target('one', 'sub_dags:', '- {name: s, type: sub_dag, target: two}'),
      target('two', 'sub_dags:', '- {name: s, type: sub_dag, target: one}'),
    ),
  },
  { what: 'more than 25 dependencies', why: 'There is no such limit.' },
  { what: 'imports of further documents', why: 'The imports of every document are read and written.' },
  { what: 'imports: twice', rule: 'duplicate-import' },
  { what: 'imports: used by nothing', rule: 'unused-import' },
  { what: 'imports: missing', rule: 'unknown-python-name' },
  { what: 'types that do not work', rule: 'unusable-type' },
  {
    what: 'types that are abstract',
    rule: 'unusable-type',
    text: tasks('- {name: a, type: base, properties: {}}'),
  },
  { what: 'types that will go', rule: 'deprecated-type' },
  { what: 'secrets in plain text', rule: 'hard-coded-secret' },
  {
    what: 'items over http',
    rule: 'insecure-url',
    text: workflow(
      'generators:',
      '- {name: one, type: requests_json_generator, target: t, properties: {url: "http://api.example.com/x", list_json_key: items}}',
    ).concat(target('t', 'operators:', bash('load'))),
  },
  {
    what: 'code that is run',
    why: 'Nothing of a workflow is run by dagport; what a DAG file runs is for Airflow to say.',
  },
];

/** What Airflow asks for, 2.11 and 3.3. */
export const OF_AIRFLOW: readonly Demand[] = [
  { what: 'names of the context that are gone', rule: 'removed-context-name' },
  { what: 'schedule_interval', rule: 'old-schedule-key' },
  {
    what: 'no schedule means none since Airflow 3',
    why: 'What is built says the schedule, whatever the default of its Airflow.',
  },
  {
    what: 'cron means another interval since Airflow 3',
    why: 'What is built names the timetable of data intervals, so that nothing shifts.',
  },
  { what: 'trigger rules that are gone', rule: 'unknown-trigger-rule' },
  { what: 'sla', rule: 'deprecated-parameter', text: withProperty('sla: 300') },
  { what: 'arguments of DAGs that are gone', rule: 'removed-dag-argument' },
  { what: 'sub-DAGs', why: 'They are built as groups of tasks.' },
  {
    what: 'operators that moved',
    why: 'Short names, class names and former paths mean the class of today; what is built imports it from where it is.',
  },
  {
    what: 'operators that are gone',
    rule: 'unusable-type',
    text: tasks('- {name: a, type: MLEngineManageModelOperator, properties: {project_id: p, model: {}}}'),
  },
  { what: 'renamed parameters', rule: 'old-parameter-name' },
  { what: 'unknown parameters', rule: 'unknown-parameter' },
  { what: 'wrong kinds', rule: 'wrong-parameter-type' },
  { what: 'missing parameters', rule: 'missing-parameter' },
  { what: 'parameters that exclude each other', rule: 'exclusive-parameters' },
  {
    what: 'setup and teardown',
    why: 'The language has resources instead, which are built as plain tasks; nothing can be marked as setup or teardown.',
  },
  {
    what: 'fail_fast and trigger rules',
    rule: 'unknown-key',
    text: workflow('dag_args: {fail_fast: true}', 'operators:', bash('a')),
  },
  { what: 'two tasks of one id', rule: 'task-id-collision' },
  { what: 'cycles', rule: 'dependency-cycle' },
  { what: 'unknown dependencies', rule: 'unknown-dependency' },
  {
    what: 'what pruning cannot reach',
    why: 'Pruning and building a wave say it when they are asked; a file alone has no selection.',
  },
  { what: 'work when the file is parsed', rule: 'work-at-parse-time' },
  { what: 'start dates that move', rule: 'dynamic-start-date' },
  { what: 'images without a tag', rule: 'untagged-image' },
  {
    what: 'containers without limits',
    why: 'Clusters have defaults for them, and most tasks need none: it would be found everywhere.',
  },
  { what: 'Livy batches that nobody watches', rule: 'unwatched-batch' },
  { what: 'XCom of a task that is not there', rule: 'unknown-xcom-task' },
  { what: 'XCom of a task that is not upstream', rule: 'xcom-not-upstream' },
  {
    what: 'what declarative YAML of other tools cannot say',
    why: 'No such YAML is written: DAG files are Python.',
  },
];

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
