import { stateOfTaskOnAirflow2 } from '../helpers';
import { none } from '../python/syntax';
import { neutralDefaults, standardOperators } from './common';
import type { AirflowTarget } from './target';

export const airflow211: AirflowTarget = {
  version: '2.11',
  dag: { module: 'airflow', name: 'DAG' },
  taskGroup: { module: 'airflow.utils.task_group', name: 'TaskGroup' },
  groupLabel: 'tooltip',
  asset: { module: 'airflow.datasets', name: 'Dataset' },
  variable: { module: 'airflow.models', name: 'Variable' },
  cronTimetable: { module: 'airflow.timetables.interval', name: 'CronDataIntervalTimetable' },
  failException: { module: 'airflow.exceptions', name: 'AirflowFailException' },
  ...standardOperators,
  stateOfTask: stateOfTaskOnAirflow2,
  dagArguments: new Map([
    ['schedule_interval', 'schedule'],
    ['concurrency', 'max_active_tasks'],
    ['fail_fast', 'fail_stop'],
    ['full_filepath', undefined],
  ]),
  withoutEffect: new Set(),
  needsStartDate: true,
  neutralDefaults: [...neutralDefaults, { name: 'sla', value: none }],
};
