import { bash, type Demand, tasks, withProperty, workflow } from './demand';

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
