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

const VARIABLES = contextObject({ both: 'json value', only3: '', only2: '', instead: [], closed: true });

const OBJECTS: ReadonlyMap<string, ContextObject> = new Map([
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
