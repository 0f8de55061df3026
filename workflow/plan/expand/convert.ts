import type { Conversion } from '../../../schemas';
import type { Value } from '../value';
import { neatPythonText } from './literal';

type Mapping = Extract<Value, { readonly kind: 'mapping' }>;

const MODELS = 'kubernetes.client.models';

/** A value as the object that Airflow wants. What has another form is passed on as it is: it may be Python. */
export function converted(conversion: Conversion, value: Value): Value {
  switch (conversion) {
    case 'bytes_of_messages':
      return eachMapping(value, (message) => ({
        kind: 'mapping',
        entries: message.entries.map(({ key, value: part }) => ({ key, value: key === 'data' ? bytes(part) : part })),
      }));
    case 'kubernetes_volumes':
      return eachMapping(value, volume);
    case 'kubernetes_volume_mounts':
      return eachMapping(value, (mount) => construct(`${MODELS}.V1VolumeMount`, snakeEntries(mount)));
    case 'kubernetes_secrets':
      return eachMapping(value, (secret) =>
        construct('airflow.providers.cncf.kubernetes.secret.Secret', snakeEntries(secret)),
      );
    case 'kubernetes_resources':
      return value.kind === 'mapping' ? resources(value) : value;
    case 'kubernetes_pull_secrets':
      return pullSecrets(value);
    case 'docker_mounts':
      return dockerMounts(value);
    case 'docker_auto_remove':
      return value.kind === 'boolean' ? text(value.value ? 'success' : 'never') : value;
    case 'bigquery_table':
      return value.kind === 'text' ? bigqueryTable(value) : value;
    case 'texts_of_mapping':
      return value.kind === 'mapping' ? textsOfMapping(value) : value;
  }
}

function eachMapping(value: Value, change: (item: Mapping) => Value): Value {
  if (value.kind !== 'list') return value;
  return { kind: 'list', items: value.items.map((item) => (item.kind === 'mapping' ? change(item) : item)) };
}

function text(value: string): Value {
  return { kind: 'text', text: value };
}

type Entries = readonly { readonly key: string; readonly value: Value }[];

function construct(classPath: string, entries: Entries): Value {
  return { kind: 'construct', classPath, arguments: entries.map(({ key, value }) => ({ name: key, value })) };
}

/** The Kubernetes API writes `claimName`, its Python client `claim_name`. */
function snakeEntries({ entries }: Mapping): Entries {
  return entries.map(({ key, value }) => ({ key: snakeCase(key), value }));
}

function snakeCase(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** A message of Pub/Sub: text, or data as JSON, both as bytes. */
function bytes(value: Value): Value {
  const written = value.kind === 'text' ? value.text : value.kind === 'mapping' ? json(value) : undefined;
  return written === undefined ? value : { kind: 'python', expression: `${neatPythonText(written)}.encode()` };
}

/** JSON with the separators that Python puts between its parts. */
function json(value: Value): string {
  switch (value.kind) {
    case 'mapping':
      return `{${value.entries.map(({ key, value: inner }) => `${JSON.stringify(key)}: ${json(inner)}`).join(', ')}}`;
    case 'list':
      return `[${value.items.map(json).join(', ')}]`;
    case 'text':
      return JSON.stringify(value.text);
    case 'number':
      return String(Number(value.source));
    case 'boolean':
      return String(value.value);
    default:
      return 'null';
  }
}

/** Values as text: nothing for empty text, mappings and lists as JSON (boundary-layer's `stringify_object`). */
function textsOfMapping({ entries }: Mapping): Value {
  const written = (value: Value): Value => {
    if (value.kind === 'text') return value.text === '' ? text('null') : value;
    if (value.kind === 'number') return text(value.source);
    if (value.kind === 'null') return text('None');
    const isData = value.kind === 'mapping' || value.kind === 'list' || value.kind === 'boolean';
    return isData ? text(json(value)) : value;
  };
  return { kind: 'mapping', entries: entries.map(({ key, value }) => ({ key, value: written(value) })) };
}

/** boundary-layer's `{name, configs: {persistentVolumeClaim: …}}`, or the fields of the client's model. */
function volume(given: Mapping): Value {
  const entries = given.entries.flatMap(({ key, value }) =>
    key === 'configs' && value.kind === 'mapping' ? snakeEntries(value) : [{ key: snakeCase(key), value }],
  );
  return construct(`${MODELS}.V1Volume`, entries);
}

const AMOUNTS: ReadonlyMap<string, readonly [part: 'requests' | 'limits', name: string]> = new Map([
  ['request_cpu', ['requests', 'cpu']],
  ['request_memory', ['requests', 'memory']],
  ['request_ephemeral_storage', ['requests', 'ephemeral-storage']],
  ['limit_cpu', ['limits', 'cpu']],
  ['limit_memory', ['limits', 'memory']],
  ['limit_gpu', ['limits', 'nvidia.com/gpu']],
  ['limit_ephemeral_storage', ['limits', 'ephemeral-storage']],
]);

/** Airflow 1.10's `{request_cpu, limit_memory, …}`, or `requests` and `limits` as Kubernetes has them. */
function resources(given: Mapping): Value {
  const parts: Record<'requests' | 'limits', { key: string; value: Value }[]> = { requests: [], limits: [] };
  const others: { key: string; value: Value }[] = [];
  for (const { key, value } of given.entries) {
    const amount = AMOUNTS.get(key);
    if (amount !== undefined) parts[amount[0]].push({ key: amount[1], value });
    else if ((key === 'requests' || key === 'limits') && value.kind === 'mapping') parts[key].push(...value.entries);
    else others.push({ key, value });
  }
  const filled = (['requests', 'limits'] as const).filter((part) => parts[part].length > 0);
  const entries = filled.map((key) => ({ key, value: { kind: 'mapping', entries: parts[key] } as const }));
  return construct(`${MODELS}.V1ResourceRequirements`, [...entries, ...others]);
}

/** Airflow 1.10's names with commas between, or a list of `{name}`. */
function pullSecrets(value: Value): Value {
  const secret = (entries: Entries): Value => construct(`${MODELS}.V1LocalObjectReference`, entries);
  if (value.kind !== 'text') return eachMapping(value, (item) => secret(item.entries));
  const names = value.text.split(',').map((name) => name.trim());
  return { kind: 'list', items: names.map((name) => secret([{ key: 'name', value: text(name) }])) };
}

/** Docker's own `source:target:ro`, or the arguments of a `Mount`. */
function dockerMounts(value: Value): Value {
  if (value.kind !== 'list') return value;
  const items = value.items.map((item): Value => {
    if (item.kind === 'mapping') return construct('docker.types.Mount', item.entries);
    const [source = '', target, mode] = item.kind === 'text' ? item.text.split(':') : [];
    if (item.kind !== 'text' || item.text.includes('<<')) return item;
    const isBind = target !== undefined && /^[/.~]/.test(source);
    const entries = [
      { key: 'target', value: text(target ?? source) },
      ...(target === undefined ? [] : [{ key: 'source', value: text(source) }]),
      { key: 'type', value: text(isBind ? 'bind' : 'volume') },
      ...(mode?.split(',').includes('ro') === true
        ? [{ key: 'read_only', value: { kind: 'boolean', value: true } as const }]
        : []),
    ];
    return construct('docker.types.Mount', entries);
  });
  return { kind: 'list', items };
}

/** `project.dataset.table`, the project by a colon or left out. Dots inside of Jinja are none of the name. */
function bigqueryTable(value: Extract<Value, { readonly kind: 'text' }>): Value {
  const parts = value.text.match(/(?:\{\{.*?\}\}|<<.*?>>|[^.:])+/gs) ?? [];
  const [table, dataset, project] = parts.reverse();
  if (table === undefined || dataset === undefined || parts.length > 3) return value;
  const entries = [
    ...(project === undefined ? [] : [{ key: 'projectId', value: text(project) }]),
    { key: 'datasetId', value: text(dataset) },
    { key: 'tableId', value: text(table) },
  ];
  return { kind: 'mapping', entries };
}
