import { airflow211 } from './airflow-2.11';
import { airflow33 } from './airflow-3.3';
import type { AirflowTarget } from './target';

export type { AirflowTarget } from './target';

/** The versions of Airflow that DAG files can be written for. */
export const airflowTargets: Readonly<Record<AirflowTarget['version'], AirflowTarget>> = {
  '3.3': airflow33,
  '2.11': airflow211,
};
