import type { AirflowTarget } from './template-names';

/** What stands behind a name of the context, by the names that can follow its dot. */
export interface ContextObject {
  readonly names: Readonly<Record<AirflowTarget, ReadonlySet<string>>>;
  /** Of a name that the target lacks: what to write for the whole of it. */
  readonly instead: ReadonlyMap<string, string>;
  /** Has it no other names, whatever is installed beside Airflow? */
  readonly closed: boolean;
}

/** `RuntimeTaskInstance` of the task SDK 1.3 and `TaskInstance` of 2.11. */
const TASK_INSTANCE = contextObject({
  both: `dag_id end_date get_previous_dagrun get_previous_ti get_relevant_upstream_map_indexes get_template_context
    hostname log_url map_index mark_success_url max_tries queue render_templates rendered_map_index run_id start_date
    state stats_tags task task_id try_number xcom_pull xcom_push`,
  only3: `axcom_pull axcom_push bundle_instance context_carrier dag_version_id get_dagrun_state get_dr_count
    get_first_reschedule_date get_task_breadcrumbs get_task_states get_ti_count id is_mapped`,
  only2: `are_dependencies_met are_dependents_done clear_xcom_data command_as_list current_state custom_operator_name
    dag_model dag_run duration error execution_date executor executor_config external_executor_id get_dagrun
    get_email_subject_content get_num_running_task_instances get_previous_execution_date get_previous_start_date
    get_rendered_k8s_spec get_rendered_template_fields get_task_instance is_eligible_to_retry is_premature job_id key log
    logical_date next_kwargs next_method next_retry_datetime next_try_number note operator operator_name pid pool
    pool_slots prev_attempted_tries previous_start_date_success previous_ti previous_ti_success priority_weight
    queued_by_job_id queued_dttm raw ready_for_retry refresh_from_db refresh_from_task rendered_task_instance_fields
    run_as_user set_duration set_state task_display_name task_instance_note test_mode trigger trigger_id
    trigger_timeout triggerer_job unixname updated_at`,
  instead: [
    ['execution_date', 'logical_date'],
    ['logical_date', 'logical_date'],
    ['dag_run', 'dag_run'],
    ['key', 'task_instance_key_str'],
  ],
});

/** `DagRun` of the execution API of 3.3 and of 2.11. */
const DAG_RUN = contextObject({
  both: `clear_number conf dag_id data_interval_end data_interval_start end_date logical_date note run_id run_type
    start_date state`,
  only3: 'consumed_asset_events partition_date partition_key run_after team_name triggering_user_name',
  only2: `active_runs_of_dags creating_job_id dag dag_hash dag_model dag_run_note execution_date external_trigger
    fetch_task_instance fetch_task_instances find find_duplicate generate_run_id get_dag get_log_template
    get_previous_dagrun get_previous_scheduled_dagrun get_run get_state get_task_instance get_task_instances id
    is_backfill last_scheduling_decision log log_template_id queued_at refresh_from_db set_state stats_tags
    task_instances update_state updated_at`,
  instead: [
    ['execution_date', 'dag_run.logical_date'],
    ['dag', 'dag'],
  ],
});

/** `BaseOperator` of the task SDK 1.3 and of 2.11, as far as templates ask for it. Each operator has more. */
const TASK = contextObject({
  both: `task_id dag dag_id owner email retries retry_delay depends_on_past trigger_rule queue pool pool_slots
    priority_weight weight_rule execution_timeout start_date end_date params doc_md task_type task_display_name
    upstream_task_ids downstream_task_ids upstream_list downstream_list template_fields label operator_name`,
  only3: '',
  only2: '',
  instead: [],
});

const VARIABLES = contextObject({ both: 'json value', only3: '', only2: '', instead: [], closed: true });

/** `DAG` of the task SDK 1.3 and of 2.11. */
const DAG = contextObject({
  both: `access_control add_task add_tasks auto_register catchup cli dag_display_name dag_id dagrun_timeout default_args
    description doc_md edge_info end_date fileloc folder get_edge_info get_serialized_fields get_task
    get_template_env has_on_failure_callback has_on_success_callback has_task has_task_group
    is_paused_upon_creation jinja_environment_kwargs last_loaded leaves max_active_runs max_active_tasks
    max_consecutive_failed_dag_runs on_failure_callback on_success_callback owner owner_links param params
    partial partial_subset relative_fileloc render_template_as_native_obj resolve_template_files roots
    set_dependency set_edge_info sla_miss_callback start_date tags task task_dict task_group task_group_dict
    task_ids tasks tasks_upstream_of_teardowns teardowns template_searchpath template_undefined test timetable
    timezone topological_sort user_defined_filters user_defined_macros validate validate_setup_teardown`,
  only3: `add_result allowed_run_types check_cycle deadline disable_bundle_versioning fail_fast rerun_with_latest_version
    schedule`,
  only2: `allow_future_exec_dates bulk_sync_to_db bulk_write_to_db clear clear_dags concurrency concurrency_reached
    create_dagrun date_range deactivate_stale_dags deactivate_unknown_dags default_view execute_callback
    fail_stop fetch_callback fetch_dagrun filepath following_schedule full_filepath get_active_runs
    get_concurrency_reached get_dagrun get_dagruns_between get_default_view get_doc_md get_is_active
    get_is_paused get_last_dagrun get_latest_execution_date get_next_data_interval get_num_active_runs
    get_num_task_instances get_run_data_interval get_run_dates get_task_instances get_task_instances_before
    get_tree_view handle_callback has_dag_runs infer_automated_data_interval is_fixed_time_schedule is_paused
    is_subdag iter_dagrun_infos_between iter_invalid_owner_links latest_execution_date log logger
    next_dagrun_after_date next_dagrun_info normalize_schedule normalized_schedule_interval orientation
    parent_dag pickle pickle_id pickle_info previous_schedule run safe_dag_id schedule_interval
    set_dag_runs_state set_task_group_state set_task_instance_state sub_dag subdags sync_to_db tree_view
    validate_executor_field validate_schedule_and_params`,
  instead: [
    ['concurrency', 'dag.max_active_tasks'],
    ['filepath', 'dag.relative_fileloc'],
    ['schedule_interval', 'dag.timetable'],
  ],
});

/** `DateTime` of pendulum 3. */
const MOMENT = contextObject({
  both: `EPOCH add age astimezone at average closest combine create ctime date day day_of_week day_of_year days_in_month
    diff diff_for_humans dst end_of farthest first_of float_timestamp fold for_json format fromisocalendar
    fromisoformat fromordinal fromtimestamp get_offset hour in_timezone in_tz instance int_timestamp
    is_anniversary is_birthday is_dst is_future is_leap_year is_local is_long_year is_past is_same_day is_utc
    isocalendar isoformat isoweekday last_of max microsecond min minute month naive next now nth_of offset
    offset_hours on previous quarter replace resolution second set start_of strftime strptime subtract time
    timestamp timetuple timetz timezone timezone_name to_atom_string to_cookie_string to_date_string
    to_datetime_string to_day_datetime_string to_formatted_date_string to_iso8601_string to_rfc1036_string
    to_rfc1123_string to_rfc2822_string to_rfc3339_string to_rfc822_string to_rfc850_string to_rss_string
    to_time_string to_w3c_string today toordinal tz tzinfo tzname utcfromtimestamp utcnow utcoffset utctimetuple
    week_of_month week_of_year weekday year`,
  only3: '',
  only2: '',
  instead: [],
});

const MOMENTS = [
  'logical_date',
  'execution_date',
  'data_interval_start',
  'data_interval_end',
  'prev_data_interval_start_success',
  'prev_data_interval_end_success',
  'prev_start_date_success',
  'prev_end_date_success',
];

const OBJECTS: ReadonlyMap<string, ContextObject> = new Map<string, ContextObject>([
  ...MOMENTS.map((name) => [name, MOMENT] as const),
  ['dag', DAG],
  ['task', TASK],
  ['ti', TASK_INSTANCE],
  ['task_instance', TASK_INSTANCE],
  ['dag_run', DAG_RUN],
  ['var', VARIABLES],
]);

/** What templates find behind a name of the context; nothing where that is not known, or anything may be. */
export function findContextObject(name: string): ContextObject | undefined {
  return OBJECTS.get(name);
}

function contextObject(facts: {
  readonly both: string;
  readonly only3: string;
  readonly only2: string;
  readonly instead: readonly (readonly [name: string, instead: string])[];
  readonly closed?: boolean;
}): ContextObject {
  const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
  const both = words(facts.both);
  return {
    names: { '3.3': new Set([...both, ...words(facts.only3)]), '2.11': new Set([...both, ...words(facts.only2)]) },
    instead: new Map(facts.instead),
    closed: facts.closed === true,
  };
}
