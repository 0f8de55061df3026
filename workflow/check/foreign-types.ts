import type { SectionKey } from '../read';

/** What people call a type in other tools and in everyday words, by the type's name here. */
const OPERATORS: Readonly<Record<string, string>> = {
  bash: 'shell sh command cmd script exec shell_script bash_script batch',
  python: 'py function callable python_callable python_function',
  sql: 'postgres postgresql mysql mariadb mssql sqlserver sqlite oracle snowflake trino presto vertica jdbc query sql_query execute_sql database db',
  bigquery_insert_job: 'bigquery bq',
  trigger_dag_run: 'trigger trigger_dag dag dag_run run_dag start_dag',
  external_task_sensor: 'external_task wait_for_dag dag_sensor external_dag',
  file_sensor: 'file wait_for_file file_exists',
  s3_key_sensor: 's3 s3_sensor s3_file',
  branch: 'decision if switch choose choice condition conditional case',
  join: 'merge converge sync barrier',
  fail: 'kill error raise abort exit stop',
  dummy: 'noop no_op nothing pass start end placeholder',
  kubernetes: 'k8s pod kube kubernetes_pod k8s_pod',
  container: 'image oci',
  email: 'mail smtp send_email notification',
  http: 'rest rest_api http_request curl webhook api',
  ssh: 'remote remote_command ssh_command',
  slack_post: 'slack',
  spark_submit: 'spark',
};

const GENERATORS: Readonly<Record<string, string>> = {
  list_generator: 'list loop for foreach for_each each',
  list_object_generator: 'objects list_of_objects matrix mappings',
  dict_generator: 'dict map mapping object',
};

const BY_WORD = byWord(OPERATORS);
const GENERATORS_BY_WORD = byWord(GENERATORS);

function byWord(types: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(types).flatMap(([type, words]) => words.split(' ').map((word) => [word, type])));
}

/** The type that a word stands for which is none here: `shell` for `bash`, `postgres_operator` for `sql`. */
export function meantByForeignType(
  word: string,
  section: SectionKey,
  known: (type: string) => boolean,
): string | undefined {
  const plain = word
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[-\s]+/g, '_')
    .replace(/_(?:operator|task)$/, '');
  const words = section === 'generators' ? GENERATORS_BY_WORD : BY_WORD;
  if (section === 'resources' || section === 'sub_dags') return undefined;
  const meant = words.get(plain) ?? (plain !== word && known(plain) ? plain : undefined);
  return meant !== undefined && known(meant) ? meant : undefined;
}
