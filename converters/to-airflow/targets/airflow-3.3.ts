import { stateOfTaskOnAirflow3 } from '../helpers';
import { neutralDefaults, standardOperators } from './common';
import type { AirflowTarget } from './target';

export const airflow33: AirflowTarget = {
  version: '3.3',
  dag: { module: 'airflow.sdk', name: 'DAG' },
  taskGroup: { module: 'airflow.sdk', name: 'TaskGroup' },
  groupLabel: 'group_display_name',
  asset: { module: 'airflow.sdk', name: 'Asset' },
  variable: { module: 'airflow.sdk', name: 'Variable' },
  cronTimetable: { module: 'airflow.sdk', name: 'CronDataIntervalTimetable' },
  failException: { module: 'airflow.sdk.exceptions', name: 'AirflowFailException' },
  ...standardOperators,
  stateOfTask: stateOfTaskOnAirflow3,
  dagArguments: new Map([
    ['schedule_interval', 'schedule'],
    ['concurrency', 'max_active_tasks'],
    ['fail_stop', 'fail_fast'],
    ['default_view', undefined],
    ['orientation', undefined],
    ['full_filepath', undefined],
    ['sla_miss_callback', undefined],
  ]),
  withoutEffect: new Set(['sla']),
  needsStartDate: false,
  neutralDefaults,
};
