import { boolean, type Keyword, none } from '../python/syntax';

/** Operators of the standard provider, which runs on every version that is a target. */
export const standardOperators = {
  branchOperator: { module: 'airflow.providers.standard.operators.python', name: 'BranchPythonOperator' },
  pythonOperator: { module: 'airflow.providers.standard.operators.python', name: 'PythonOperator' },
  emptyOperator: { module: 'airflow.providers.standard.operators.empty', name: 'EmptyOperator' },
} as const;

export const neutralDefaults: readonly Keyword[] = [
  { name: 'retries', value: { kind: 'constant', source: '0' } },
  { name: 'depends_on_past', value: boolean(false) },
  { name: 'wait_for_downstream', value: boolean(false) },
  { name: 'on_execute_callback', value: none },
  { name: 'on_failure_callback', value: none },
  { name: 'on_success_callback', value: none },
  { name: 'on_retry_callback', value: none },
  { name: 'on_skipped_callback', value: none },
];
