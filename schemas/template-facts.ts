import type { AirflowTarget } from './template-names';

/** What can follow a name of the context and a dot. */
export interface TemplateAttribute {
  readonly name: string;
  readonly summary: string;
  /** Is it called? */
  readonly callable?: true;
  /** The targets that have it; absent, all. */
  readonly targets?: readonly AirflowTarget[];
}

/** What the names of the context are, in a line of our own each. */
const CONTEXT: ReadonlyMap<string, string> = new Map([
  ['asset_state_store', 'What tasks keep of an asset from run to run.'],
  ['conf', "Airflow's configuration."],
  ['conn', 'Connections: `conn.<id>.host` and the like.'],
  ['dag', 'The DAG.'],
  ['dag_run', 'The run: its id, its type, the `conf` that it was triggered with.'],
  ['data_interval_end', 'The end of the period that the run is for.'],
  ['data_interval_start', 'The start of the period that the run is for.'],
  ['ds', 'The logical date as `2026-01-31`.'],
  ['ds_nodash', 'The logical date as `20260131`.'],
  ['exception', 'What a failed task ended with; in callbacks.'],
  ['execution_date', 'The logical date, as Airflow 1 called it.'],
  ['expanded_ti_count', 'How many instances a mapped task has.'],
  ['inlet_events', 'Past events of the assets that the task reads.'],
  ['inlets', 'The assets that the task reads.'],
  ['logical_date', 'The logical date, as a date with time zone.'],
  ['macros', 'Functions: `macros.ds_add` and others.'],
  ['map_index_template', 'How instances of a mapped task are labelled.'],
  ['next_ds', 'The next logical date as `2026-01-31`.'],
  ['next_ds_nodash', 'The next logical date as `20260131`.'],
  ['next_execution_date', 'The next logical date.'],
  ['outlet_events', 'Events of the assets that the task writes.'],
  ['outlets', 'The assets that the task writes.'],
  ['params', 'The parameters of the run.'],
  ['partition_date', 'The date of the partition that the run is for.'],
  ['partition_key', 'The partition that the run is for.'],
  ['prev_data_interval_end_success', 'The end of the period of the last run that succeeded.'],
  ['prev_data_interval_start_success', 'The start of the period of the last run that succeeded.'],
  ['prev_ds', 'The logical date before as `2026-01-31`.'],
  ['prev_ds_nodash', 'The logical date before as `20260131`.'],
  ['prev_end_date_success', 'When the last run that succeeded ended.'],
  ['prev_execution_date', 'The logical date before.'],
  ['prev_execution_date_success', 'The logical date of the last run that succeeded.'],
  ['prev_start_date_success', 'When the last run that succeeded started.'],
  ['reason', 'Why the run ended as it did; in callbacks.'],
  ['run_id', 'The id of the run.'],
  ['task', 'The task, as the DAG has it.'],
  ['task_instance', 'The same as `ti`.'],
  ['task_instance_key_str', 'DAG, task and date of the task instance in one text.'],
  ['task_reschedule_count', 'How often the sensor was rescheduled.'],
  ['task_state_store', 'What the task keeps from run to run.'],
  ['templates_dict', 'The argument of that name of Python tasks, rendered.'],
  ['test_mode', 'Does the task run in a test?'],
  ['ti', 'The task instance: `ti.xcom_pull`, `ti.try_number`.'],
  ['tomorrow_ds', 'The day after the logical date as `2026-01-31`.'],
  ['tomorrow_ds_nodash', 'The day after the logical date as `20260131`.'],
  ['triggering_asset_events', 'The events of assets that triggered the run.'],
  ['triggering_dataset_events', 'The events of datasets that triggered the run.'],
  ['try_number', 'Which try of the task it is, from 1.'],
  ['ts', 'The logical date as `2026-01-31T00:00:00+00:00`.'],
  ['ts_nodash', 'The logical date as `20260131T000000`.'],
  ['ts_nodash_with_tz', 'The logical date as `20260131T000000+0000`.'],
  ['var', "Airflow's variables: `var.value.<key>`, `var.json.<key>`."],
  ['yesterday_ds', 'The day before the logical date as `2026-01-31`.'],
  ['yesterday_ds_nodash', 'The day before the logical date as `20260131`.'],
]);

const MACROS: readonly TemplateAttribute[] = [
  called('datetime', 'A date: `macros.datetime(2026, 1, 31)`.'),
  called('datetime_diff_for_humans', 'A span of time in words.'),
  { name: 'dateutil', summary: 'The Python package of that name.' },
  called('ds_add', 'A date as text, some days later: `macros.ds_add(ds, -1)`.'),
  called('ds_format', "A date as text in another form: `macros.ds_format(ds, '%Y-%m-%d', '%d.%m.%Y')`."),
  called('ds_format_locale', 'The same with the names of a language.'),
  { name: 'json', summary: 'The Python module of that name.' },
  called('random', 'A number from 0 to 1.'),
  { name: 'time', summary: 'The Python module of that name.' },
  called('timedelta', 'A span of time: `macros.timedelta(days=1)`.'),
  { name: 'uuid', summary: 'The Python module of that name.' },
  { name: 'yaml', summary: 'The Python package of that name.' },
];

/** `RuntimeTaskInstance` of the task SDK 1.3, `TaskInstance` of 2.11. */
const TASK_INSTANCE: readonly TemplateAttribute[] = [
  { name: 'dag_id', summary: 'The id of the DAG.' },
  { name: 'end_date', summary: 'When it ended.' },
  { name: 'hostname', summary: 'Where it runs.' },
  { name: 'log_url', summary: 'Its log in the user interface.' },
  { name: 'map_index', summary: 'Which instance of a mapped task it is; -1 of one that is not mapped.' },
  { name: 'mark_success_url', summary: 'Marks it as a success in the user interface.' },
  { name: 'max_tries', summary: 'How often it is tried again.' },
  { name: 'queue', summary: 'The queue that it was sent to.' },
  { name: 'run_id', summary: 'The id of the run.' },
  { name: 'start_date', summary: 'When it started.' },
  { name: 'state', summary: 'The state that it is in.' },
  { name: 'task', summary: 'The task, as the DAG has it.' },
  { name: 'task_id', summary: 'The id of the task.' },
  { name: 'try_number', summary: 'Which try it is, from 1.' },
  called('xcom_pull', "What another task returned: `ti.xcom_pull(task_ids='load')`."),
];

/** `DagRun` of the execution API of 3.3, and of 2.11. */
const DAG_RUN: readonly TemplateAttribute[] = [
  { name: 'clear_number', summary: 'How often it was cleared.' },
  { name: 'conf', summary: 'What it was triggered with.' },
  { name: 'dag_id', summary: 'The id of the DAG.' },
  { name: 'data_interval_end', summary: 'The end of its period.' },
  { name: 'data_interval_start', summary: 'The start of its period.' },
  { name: 'end_date', summary: 'When it ended.' },
  { name: 'logical_date', summary: 'Its logical date.' },
  { name: 'note', summary: 'What a person noted about it.' },
  { name: 'partition_key', summary: 'The partition that it is for.', targets: ['3.3'] },
  { name: 'run_after', summary: 'The earliest time that it may start at.', targets: ['3.3'] },
  { name: 'run_id', summary: 'Its id.' },
  { name: 'run_type', summary: 'Scheduled, manual, a backfill or triggered by assets.' },
  { name: 'start_date', summary: 'When it started.' },
  { name: 'state', summary: 'The state that it is in.' },
  { name: 'triggering_user_name', summary: 'Who triggered it.', targets: ['3.3'] },
];

/** pendulum's `DateTime` (3). */
const MOMENT: readonly TemplateAttribute[] = [
  called('add', 'Later: `.add(days=1)`.'),
  { name: 'day', summary: 'The day of the month.' },
  called('end_of', "The end of its day, week, month or year: `.end_of('month')`."),
  { name: 'hour', summary: 'The hour.' },
  called('in_timezone', "The same moment elsewhere: `.in_timezone('Europe/Paris')`."),
  { name: 'int_timestamp', summary: 'Seconds since 1970.' },
  called('isoformat', 'As ISO 8601 has it.'),
  { name: 'minute', summary: 'The minute.' },
  { name: 'month', summary: 'The month.' },
  called('start_of', "The start of its day, week, month or year: `.start_of('month')`."),
  called('strftime', "In a form of your own: `.strftime('%Y/%m/%d')`."),
  called('subtract', 'Earlier: `.subtract(days=1)`.'),
  called('to_date_string', 'As `2026-01-31`.'),
  { name: 'year', summary: 'The year.' },
];

const VARIABLES: readonly TemplateAttribute[] = [
  { name: 'json', summary: 'Variables that hold JSON: `var.json.<key>`.' },
  { name: 'value', summary: 'Variables as text: `var.value.<key>`.' },
];

const TASK: readonly TemplateAttribute[] = [
  { name: 'owner', summary: 'Its owner.' },
  { name: 'params', summary: 'Its parameters.' },
  { name: 'retries', summary: 'How often it is tried again.' },
  { name: 'task_id', summary: 'Its id.' },
];

const DAG: readonly TemplateAttribute[] = [
  { name: 'dag_id', summary: 'Its id.' },
  { name: 'description', summary: 'What it is for.' },
  { name: 'params', summary: 'Its parameters.' },
  { name: 'tags', summary: 'Its tags.' },
];

function called(name: string, summary: string): TemplateAttribute {
  return { name, summary, callable: true };
}

const ATTRIBUTES: ReadonlyMap<string, readonly TemplateAttribute[]> = new Map([
  ['macros', MACROS],
  ['ti', TASK_INSTANCE],
  ['task_instance', TASK_INSTANCE],
  ['dag_run', DAG_RUN],
  ['var', VARIABLES],
  ['task', TASK],
  ['dag', DAG],
  ...['data_interval_end', 'data_interval_start', 'logical_date'].map((name) => [name, MOMENT] as const),
]);

/** What Airflow gives under a name of its context, as far as templates have use for it; nothing of other names. */
export function templateAttributes(name: string, target: AirflowTarget): readonly TemplateAttribute[] {
  return (ATTRIBUTES.get(name) ?? []).filter(({ targets }) => targets?.includes(target) !== false);
}

/** What a name of Airflow's context is. */
export function describeContextName(name: string): string | undefined {
  return CONTEXT.get(name);
}

/** What Airflow's own filters and those of Jinja that people use most make of a value. */
const FILTERS: ReadonlyMap<string, string> = new Map([
  ['abs', 'Without its sign.'],
  ['capitalize', 'The first letter large, the others small.'],
  ['default', 'Something else where it is undefined: `| default("x")`.'],
  ['d', 'The same as `default`.'],
  ['ds', 'A date as `2026-01-31`.'],
  ['ds_nodash', 'A date as `20260131`.'],
  ['first', 'The first item.'],
  ['float', 'As a number with decimals.'],
  ['int', 'As a whole number.'],
  ['items', 'Pairs of key and value.'],
  ['join', 'One text of all items: `| join(",")`.'],
  ['last', 'The last item.'],
  ['length', 'How many items.'],
  ['list', 'As a list.'],
  ['lower', 'In small letters.'],
  ['map', 'Of each item an attribute, or what a filter makes of it.'],
  ['max', 'The largest item.'],
  ['min', 'The smallest item.'],
  ['replace', 'With another text in place of one: `| replace("a", "b")`.'],
  ['round', 'Rounded.'],
  ['select', 'The items that pass a test.'],
  ['sort', 'Sorted.'],
  ['string', 'As text.'],
  ['sum', 'All items added up.'],
  ['title', 'Each word with a large first letter.'],
  ['tojson', 'As JSON.'],
  ['trim', 'Without blanks around.'],
  ['ts', 'A date with its time as `2026-01-31T00:00:00+00:00`.'],
  ['ts_nodash', 'A date with its time as `20260131T000000`.'],
  ['ts_nodash_with_tz', 'A date with its time as `20260131T000000+0000`.'],
  ['unique', 'Each item once.'],
  ['upper', 'In large letters.'],
  ['urlencode', 'As it stands in a URL.'],
]);

/** What a filter makes of a value. */
export function describeFilter(name: string): string | undefined {
  return FILTERS.get(name);
}
