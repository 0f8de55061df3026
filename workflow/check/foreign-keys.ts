import type { YamlNode } from '../read';

/** Keys that people bring with them from other tools, by the key of this language that they stand for. */
type ForeignKeys = ReadonlyMap<string, string>;

function foreignKeys(words: Readonly<Record<string, string>>): ForeignKeys {
  return new Map(Object.entries(words).flatMap(([key, foreign]) => foreign.split(' ').map((word) => [word, key])));
}

/** For keys of a node: those of Airflow, dag-factory, Argo, GitHub, GitLab, Jenkins and Oozie. */
export const FOREIGN_NODE_KEYS: ForeignKeys = foreignKeys({
  name: 'id task task_id taskId title label job job_name task_name node',
  type: 'operator operator_class operator_type task_type class kind uses action',
  properties: 'property params parameters args arguments props with kwargs options config configuration attributes',
  upstream_dependencies:
    'depends_on dependsOn depends depend needs dependencies upstream upstreams upstream_tasks after wait_for waits_for parents predecessors previous runs_after',
  downstream_dependencies: 'downstream downstreams downstream_tasks next successors children then before',
  requires_resources: 'resources uses_resources required_resources resource_requirements',
  on_failure: 'on_error onError on_fail onFail onFailure error_handler error_handlers catch rescue failure handlers',
  group: 'task_group taskgroup task_group_name box',
  cases: 'when case choices conditions branches switch if',
  otherwise: 'default else fallback default_case',
  paths: 'joins inputs join_paths',
  target: 'document sub_dag subdag dag workflow template body use',
  image: 'container container_image docker_image',
});

/** For keys of a document. */
export const FOREIGN_DOCUMENT_KEYS: ForeignKeys = foreignKeys({
  name: 'dag_id dagId id title dag_name workflow_name workflow',
  format: 'version format_version schema_version apiVersion',
  dag_args: 'dag dag_arguments dag_config dag_params dag_kwargs dag_properties',
  default_task_args: 'default_args defaults task_args task_defaults default_task_arguments default_arguments',
  operators: 'tasks task steps jobs nodes stages actions',
  sub_dags: 'sub_workflows subworkflows task_groups groups',
  generators: 'loops loop foreach for_each matrix',
  before: 'pre first',
  after: 'post finally last',
});

/** For keys of a case of a branch. */
export const FOREIGN_CASE_KEYS: ForeignKeys = foreignKeys({
  when: 'if condition case test expression',
  then: 'do goto to run tasks next target targets',
});

/** For keys of a schedule. */
export const FOREIGN_SCHEDULE_KEYS: ForeignKeys = foreignKeys({
  cron: 'cron_expression cron_schedule expression crontab schedule',
  timezone: 'tz time_zone timeZone zone',
  every: 'interval seconds delta period frequency',
  assets: 'dataset datasets triggers',
});

/** Of which shape a value is under each key; keys that take several shapes are left out. */
const SHAPES: ReadonlyMap<string, readonly YamlNode['kind'][]> = new Map<string, readonly YamlNode['kind'][]>([
  ...['name', 'type', 'target', 'group', 'image', 'format'].map((key) => [key, ['scalar']] as const),
  ...['properties', 'dag_args', 'default_task_args'].map((key) => [key, ['mapping']] as const),
  ...['operators', 'sub_dags', 'generators', 'before', 'after', 'cases', 'paths'].map(
    (key) => [key, ['list']] as const,
  ),
  ...['upstream_dependencies', 'downstream_dependencies', 'requires_resources'].map(
    (key) => [key, ['list', 'scalar']] as const,
  ),
  ...['on_failure', 'otherwise', 'then'].map((key) => [key, ['list', 'scalar']] as const),
]);

/**
 * The key that a foreign word stands for, where its value has the shape for that and `isGiven` says that the key is not
 * there itself.
 */
export function meantByForeignKey(
  word: string,
  value: YamlNode | undefined,
  words: ForeignKeys,
  isGiven: (key: string) => boolean,
): string | undefined {
  const key = words.get(word);
  if (key === undefined || isGiven(key)) return undefined;
  if (value === undefined) return key;
  return value.kind === 'alias' || SHAPES.get(key)?.includes(value.kind) !== false ? key : undefined;
}
