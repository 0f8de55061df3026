import { type Catalogue, type Former, isView, type OperatorType, type Parameter, parametersOf } from '../../schemas';
import type { ParameterSpec, PluginProblem } from './plugin';

/** A class by the path that Airflow has for it now, and why there is none. */
export function currentClass(
  path: string,
  { providers }: Catalogue,
): { readonly path: string; readonly gone?: string } {
  if (providers === undefined || providers.find(path) !== undefined) return { path };
  const former = providers.formerClass(path);
  if (former?.use !== undefined) return { path: former.use };
  const className = path.slice(path.lastIndexOf('.') + 1);
  const isOld = /^airflow\.(?:contrib\.|model\.|(?:operators|sensors)\.\w+_(?:operator|sensor)\.)/.test(path);
  if (former === undefined && !isOld) return { path };
  const namesake =
    former === undefined ? (providers.find(className)?.classPath ?? providers.formerClass(className)?.use) : undefined;
  if (namesake !== undefined) return { path: namesake };
  const gone = `No Airflow that dagport builds for has the class ${path}. Name the class that does its work now.`;
  return { path, gone };
}

/**
 * The type that dagport brings for the class that a plugin describes anew, under whatever name: it knows what the class of
 * Airflow 1.10 took, and how that is given to the one of today.
 */
export function typeOfClass({ name, classPath }: ParameterSpec, catalogue: Catalogue): OperatorType | undefined {
  if (classPath === undefined) return undefined;
  const { path } = currentClass(classPath.text, catalogue);
  const className = classPath.text.slice(classPath.text.lastIndexOf('.') + 1);
  return [name.text, className, path].map((one) => catalogue.find(one)).find((type) => type?.classPath === path);
}

/** What the class of a plugin's type takes, by every name that it has or had; nothing where the class is not known. */
export function parameterOfClass(
  spec: ParameterSpec,
  { catalogue }: { readonly catalogue: Catalogue },
): (name: string) => Parameter | undefined {
  const type = spec.folder === 'operators' ? typeOfClass(spec, catalogue) : undefined;
  if (type === undefined) return () => undefined;
  const taken = parametersOf(catalogue, type);
  return (name) => {
    const known = taken.get(name);
    if (known !== undefined || OF_1_10.has(name))
      return known ?? { name, type: { kind: 'any' }, required: false, removed: true };
    const said = catalogue.providers?.formerParameter(type.classPath, name)?.use;
    const renamed = taken.get(said ?? RENAMED[name] ?? '');
    return renamed === undefined ? undefined : { ...renamed, aliases: [...(renamed.aliases ?? []), name] };
  };
}

/** What operators of Airflow 1.10 took for what is no matter of a task any more: types of the default plugin leave it out, too. */
const OF_1_10: ReadonlySet<string> = new Set(['delegate_to', 'provide_context']);

/** What parameters of Airflow 1.10 are called now, where no release of the provider says so, and the class takes that name. */
const RENAMED: Readonly<Record<string, string>> = {
  druid_broker_conn_id: 'conn_id',
  jdbc_conn_id: 'conn_id',
  mssql_conn_id: 'conn_id',
  mysql_conn_id: 'conn_id',
  oracle_conn_id: 'conn_id',
  postgres_conn_id: 'conn_id',
  presto_conn_id: 'conn_id',
  snowflake_conn_id: 'conn_id',
  sqlite_conn_id: 'conn_id',
  bigquery_conn_id: 'gcp_conn_id',
  google_cloud_storage_conn_id: 'gcp_conn_id',
  s3_conn_id: 'aws_conn_id',
  http_conn_id: 'slack_webhook_conn_id',
  project: 'project_id',
  object: 'object_name',
  bql: 'sql',
  max_retires: 'max_retries',
  use_task_execution_day: 'use_task_logical_date',
  visibleTo: 'visible_to',
};

/** What the arguments of a class are made of, where they are other ones than boundary-layer's. */
export function madeOf(type: OperatorType | undefined): readonly Parameter[] {
  return type === undefined || !isView(type) ? [] : type.parameters.map((one) => ({ ...one, required: false }));
}

/**
 * The names of what a plugin's type takes and its class no longer does. Each is told at its place in the file, and a workflow that gives it
 * is told so once more: dropped in silence it would change what the task does.
 */
export function untaken(
  spec: ParameterSpec,
  parameters: readonly Parameter[],
  catalogue: Catalogue,
  problems: PluginProblem[],
): ReadonlySet<string> {
  const type = typeOfClass(spec, catalogue);
  if (type === undefined || type.open === true) return new Set();
  const on211 = catalogue.on('2.11');
  const [taken, takenOn211] = [parametersOf(catalogue, type), parametersOf(on211, on211.find(type.name) ?? type)];
  const lost = parameters.filter(({ name, removed }) => removed !== true && !taken.has(name) && !takenOn211.has(name));
  for (const { name } of lost) {
    const property = spec.properties.find((one) => one.name === name);
    const { path, text } = spec.file;
    const range = property?.range ?? spec.name.range;
    const former = catalogue.providers?.formerParameter(type.classPath, name);
    problems.push({ path, text, message: lostMessage(type, name, former), range, severity: 'warning' });
  }
  return new Set(lost.map(({ name }) => name));
}

function lostMessage({ classPath }: OperatorType, name: string, former: Former | undefined): string {
  const until = former === undefined ? '' : `; the ${former.provider} provider had it until ${former.last}`;
  const instead = former?.use === undefined ? '' : ` Use "${former.use}".`;
  return `The class is now ${classPath}, which takes no "${name}"${until}. Workflows cannot give it.${instead}`;
}
