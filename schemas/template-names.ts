/** The generations of Airflow that workflows are checked and built for. */
export type AirflowTarget = '3.3' | '2.11';

/** A name that templates of one target have and those of another do not. */
interface ContextName {
  readonly name: string;
  /** The targets that have it; absent, all. */
  readonly targets?: readonly AirflowTarget[];
  /** Of a name that is gone from Airflow 3: what to write there, as an expression; nothing where nothing takes its place. */
  readonly insteadOf?: string;
}

const BOTH = [
  ...['conn', 'dag', 'dag_run', 'data_interval_end', 'data_interval_start', 'ds', 'ds_nodash', 'exception'],
  ...['expanded_ti_count', 'inlet_events', 'inlets', 'logical_date', 'macros', 'map_index_template', 'outlet_events'],
  ...['outlets', 'params', 'prev_data_interval_end_success', 'prev_data_interval_start_success'],
  ...['prev_end_date_success', 'prev_start_date_success', 'reason', 'run_id', 'task', 'task_instance'],
  ...['task_instance_key_str', 'templates_dict', 'test_mode', 'ti', 'try_number', 'ts', 'ts_nodash'],
  ...['ts_nodash_with_tz', 'var'],
];

const ONLY_3 = [
  ...['asset_state_store', 'partition_date', 'partition_key', 'task_reschedule_count', 'task_state_store'],
  'triggering_asset_events',
];

/** What takes their place, from Airflow's upgrade guide (3.0, "Removed context variables"). */
const ONLY_2: readonly (readonly [name: string, instead: string | undefined])[] = [
  ['conf', undefined],
  ['execution_date', 'logical_date'],
  ['next_ds', 'data_interval_end | ds'],
  ['next_ds_nodash', 'data_interval_end | ds_nodash'],
  ['next_execution_date', 'data_interval_end'],
  ['prev_ds', undefined],
  ['prev_ds_nodash', undefined],
  ['prev_execution_date', undefined],
  ['prev_execution_date_success', 'prev_data_interval_start_success'],
  ['tomorrow_ds', 'macros.ds_add(ds, 1)'],
  ['tomorrow_ds_nodash', "macros.ds_format(macros.ds_add(ds, 1), '%Y-%m-%d', '%Y%m%d')"],
  ['triggering_dataset_events', 'triggering_asset_events'],
  ['yesterday_ds', 'macros.ds_add(ds, -1)'],
  ['yesterday_ds_nodash', "macros.ds_format(macros.ds_add(ds, -1), '%Y-%m-%d', '%Y%m%d')"],
];

const CONTEXT_NAMES: readonly ContextName[] = [
  ...BOTH.map((name): ContextName => ({ name })),
  ...ONLY_3.map((name): ContextName => ({ name, targets: ['3.3'] })),
  ...ONLY_2.map(
    ([name, insteadOf]): ContextName => ({
      name,
      targets: ['2.11'],
      ...(insteadOf === undefined ? {} : { insteadOf }),
    }),
  ),
];

function namesOf(target: AirflowTarget): ReadonlySet<string> {
  return new Set(CONTEXT_NAMES.flatMap(({ name, targets }) => (targets?.includes(target) === false ? [] : [name])));
}

const NAMES: Readonly<Record<AirflowTarget, ReadonlySet<string>>> = { '3.3': namesOf('3.3'), '2.11': namesOf('2.11') };

/** The names that Airflow gives to every template (`Context` of the task SDK 1.3, `KNOWN_CONTEXT_KEYS` of 2.11). */
export function contextNames(target: AirflowTarget): ReadonlySet<string> {
  return NAMES[target];
}

/** Of a name that other targets have: what to write instead, if anything does. Nothing for a name that no target has. */
export function removedContextName(name: string): { readonly instead: string | undefined } | undefined {
  const found = CONTEXT_NAMES.find((one) => one.name === name && one.targets !== undefined);
  return found === undefined ? undefined : { instead: found.insteadOf };
}

/** What `macros` holds beside the macros of plugins. */
export const MACROS: ReadonlySet<string> = new Set([
  ...['datetime', 'datetime_diff_for_humans', 'dateutil', 'ds_add', 'ds_format', 'ds_format_locale', 'json'],
  ...['random', 'time', 'timedelta', 'uuid', 'yaml'],
]);

/** Jinja's own global names (3.1). */
export const JINJA_GLOBALS: ReadonlySet<string> = new Set([
  ...['cycler', 'dict', 'joiner', 'lipsum', 'namespace', 'range', 'self'],
]);

/** Jinja's filters (3.1) and Airflow's. */
export const JINJA_FILTERS: ReadonlySet<string> = new Set([
  ...['abs', 'attr', 'batch', 'capitalize', 'center', 'count', 'd', 'default', 'dictsort', 'e', 'escape'],
  ...['filesizeformat', 'first', 'float', 'forceescape', 'format', 'groupby', 'indent', 'int', 'items', 'join'],
  ...['last', 'length', 'list', 'lower', 'map', 'max', 'min', 'pprint', 'random', 'reject', 'rejectattr'],
  ...['replace', 'reverse', 'round', 'safe', 'select', 'selectattr', 'slice', 'sort', 'string', 'striptags'],
  ...['sum', 'title', 'tojson', 'trim', 'truncate', 'unique', 'upper', 'urlencode', 'urlize', 'wordcount'],
  ...['wordwrap', 'xmlattr', 'ds', 'ds_nodash', 'ts', 'ts_nodash', 'ts_nodash_with_tz'],
]);

/** Jinja's tests (3.1). */
export const JINJA_TESTS: ReadonlySet<string> = new Set([
  ...['boolean', 'callable', 'defined', 'divisibleby', 'eq', 'equalto', 'escaped', 'even', 'false', 'filter'],
  ...['float', 'ge', 'greaterthan', 'gt', 'in', 'integer', 'iterable', 'le', 'lessthan', 'lower', 'lt'],
  ...['mapping', 'ne', 'none', 'number', 'odd', 'sameas', 'sequence', 'string', 'test', 'true', 'undefined'],
  'upper',
]);

/** What the templates of one class have beside what all have: its operator renders them itself. */
export interface TemplateExtras {
  readonly names: readonly string[];
  /** The property by which one more name is chosen. */
  readonly namedBy?: string;
  readonly filters: readonly string[];
}

const EXTRAS: ReadonlyMap<string, TemplateExtras> = new Map([
  [
    'airflow.providers.slack.transfers.sql_to_slack_webhook.SqlToSlackWebhookOperator',
    { names: ['results_df'], namedBy: 'results_df_name', filters: ['tabulate'] },
  ],
  ['airflow.providers.microsoft.psrp.operators.psrp.PsrpOperator', { names: [], filters: ['securestring'] }],
]);

/** What templates of a class have beside what all have; nothing where that is nothing. */
export function templateExtras(classPath: string | undefined): TemplateExtras | undefined {
  return classPath === undefined ? undefined : EXTRAS.get(classPath);
}
