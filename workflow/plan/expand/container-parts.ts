import { asText, type DocumentItem, valueAt, type YamlMapping, type YamlNode } from '../../read';
import type { Argument, Origin } from '../plan';
import type { Value } from '../value';
import { type ContainerBackend, type Expansion, report } from './context';
import { volumeOfRun } from './run-volumes';
import { toValue } from './values';
import { sharedPaths, volumeSlips } from './volume-slips';

/** What the plan translates part by part, so that it has to know the parts. */
const WRITTEN_OUT: readonly string[] = ['env', 'secrets', 'volumes', 'resources'];

/** Reports Python in the place of what is translated part by part. */
export function reportPython(expansion: Expansion, item: DocumentItem, properties: YamlMapping | undefined): void {
  for (const { key, value } of properties?.pairs ?? []) {
    if (!WRITTEN_OUT.includes(key.text) || value.kind !== 'scalar' || !value.text.includes('<<')) continue;
    const message = `"${key.text}" of a container has to be written out; as Python it can stand only under "backends", by the name that the backend has for it.`;
    report(expansion, item, value, 'unsupported-container-property', message);
  }
}

/** `env` and `secrets` of a container: variables, and where Kubernetes keeps their values itself, its secrets. */
export function environmentArguments(
  expansion: Expansion,
  item: DocumentItem,
  backend: 'docker' | 'kubernetes',
  properties: YamlMapping | undefined,
): readonly Argument[] {
  const { variables, kept } = environmentOf(expansion, item, backend, properties);
  const secrets = kept.map(({ variable, secret, key }) => kubernetesSecret(variable, secret, key));
  const name = backend === 'docker' ? 'environment' : 'env_vars';
  return [
    ...(variables.length > 0 ? [{ name, value: { kind: 'mapping', entries: variables } as const }] : []),
    ...(secrets.length > 0 ? [{ name: 'secrets', value: { kind: 'list', items: secrets } as const }] : []),
  ];
}

/** The variables of a container, and those whose values a backend keeps as secrets. */
export interface ContainerEnvironment {
  readonly variables: readonly { readonly key: string; readonly value: Value }[];
  readonly kept: readonly { readonly variable: string; readonly secret: string; readonly key: string }[];
}

export function environmentOf(
  expansion: Expansion,
  item: DocumentItem,
  backend: ContainerBackend,
  properties: YamlMapping | undefined,
): ContainerEnvironment {
  const variables: { key: string; value: Value }[] = [];
  const env = valueAt(properties, 'env');
  if (env?.kind === 'mapping') {
    for (const { key, value } of env.pairs) variables.push({ key: key.text, value: toValue(value, undefined) });
  }
  const kept: { variable: string; secret: string; key: string }[] = [];
  const secrets = valueAt(properties, 'secrets');
  for (const { key, value } of secrets?.kind === 'mapping' ? secrets.pairs : []) {
    const connection = asText(valueAt(value, 'connection'));
    const secret = asText(valueAt(value, 'secret'));
    const entry = asText(valueAt(value, 'key'));
    if (connection !== undefined) {
      const id = JSON.stringify(connection.text);
      variables.push({ key: key.text, value: text(`{{ conn.get(${id}).password }}`) });
    } else if (secret !== undefined && entry !== undefined && backend !== 'docker') {
      kept.push({ variable: key.text, secret: secret.text, key: entry.text });
    } else {
      const message = `The secret "${key.text}" is neither {connection: id} nor, on Kubernetes and ECS, {secret: name, key: key}; Docker has no secrets of its own.`;
      report(expansion, item, value, 'unsupported-container-property', message);
    }
  }
  return { variables, kept };
}

function kubernetesSecret(variable: string, secret: string, key: string): Value {
  return construct('airflow.providers.cncf.kubernetes.secret.Secret', [
    ['deploy_type', text('env')],
    ['deploy_target', text(variable)],
    ['secret', text(secret)],
    ['key', text(key)],
  ]);
}

/** A container that uses volumes. */
export interface VolumeUser {
  readonly id: string;
  readonly origin: Origin;
  /** What is said for its backend only: in which cluster or daemon it runs. */
  readonly specific: YamlMapping | undefined;
}

/** One of the `volumes` of a container. */
export interface ContainerVolume {
  readonly name: string;
  readonly path: string;
  readonly isReadOnly: boolean;
  readonly source: VolumeSource;
  readonly node: YamlNode;
}

/** The `volumes` of a container; what is wrong with them is reported. */
export function volumesOf(
  expansion: Expansion,
  item: DocumentItem,
  volumes: YamlNode | undefined,
  backend: ContainerBackend,
): readonly ContainerVolume[] {
  const nodes = volumes?.kind === 'list' ? volumes.items : [];
  const slips = [...nodes.flatMap((node) => volumeSlips(node, backend)), ...sharedPaths(nodes)];
  for (const { node, message } of slips) report(expansion, item, node, 'unsupported-container-property', message);
  return nodes.flatMap((node) => {
    const name = asText(valueAt(node, 'name'))?.text;
    const path = asText(valueAt(node, 'path'))?.text;
    const readOnly = valueAt(node, 'read_only');
    const source = sourceOf(valueAt(node, 'source'));
    if (name === undefined || path === undefined || source === undefined) return [];
    return [{ name, path, isReadOnly: readOnly?.kind === 'scalar' && readOnly.value === true, source, node }];
  });
}

export function volumeArguments(
  expansion: Expansion,
  item: DocumentItem,
  backend: 'docker' | 'kubernetes',
  volumes: YamlNode,
  user: VolumeUser,
): readonly Argument[] {
  const mounts: Value[] = [];
  const sources: Value[] = [];
  for (const { name, path, isReadOnly, source: written, node } of volumesOf(expansion, item, volumes, backend)) {
    const source: Placed = written.kind === 'run' ? { kind: 'claim', name: volumeOfRun(name) } : written;
    if (written.kind === 'run') useRunVolume(expansion, item, backend, { name, size: written.size, node }, user);
    if (backend === 'docker') mounts.push(dockerMount(path, source, isReadOnly));
    else {
      mounts.push(kubernetesMount(name, path, isReadOnly));
      sources.push(kubernetesVolume(name, source));
    }
  }
  if (mounts.length === 0) return [];
  const items = { kind: 'list', items: mounts } as const;
  if (backend === 'docker') return [{ name: 'mounts', value: items }];
  return [
    { name: 'volumes', value: { kind: 'list', items: sources } },
    { name: 'volume_mounts', value: items },
  ];
}

/** Which cluster or daemon holds a volume: the arguments that the tasks that make it share with its users. */
const PLACES: Readonly<Record<'docker' | 'kubernetes', readonly string[]>> = {
  docker: ['docker_url', 'docker_conn_id'],
  kubernetes: ['namespace', 'kubernetes_conn_id', 'config_file'],
};

function useRunVolume(
  expansion: Expansion,
  item: DocumentItem,
  backend: 'docker' | 'kubernetes',
  { name, size, node }: { readonly name: string; readonly size: string; readonly node: YamlNode },
  { id, origin, specific }: VolumeUser,
): void {
  const known = expansion.runVolumes.get(name);
  if (known !== undefined && known.size !== size) {
    const message = `The volume "${name}" of the run is ${known.size} large elsewhere, and ${size} here.`;
    report(expansion, item, node, 'unsupported-container-property', message);
  }
  if (known !== undefined) {
    known.users.add(id);
    return;
  }
  const place = PLACES[backend].flatMap((argument): readonly Argument[] => {
    const value = valueAt(specific, argument);
    return value === undefined ? [] : [{ name: argument, value: toValue(value, undefined) }];
  });
  expansion.runVolumes.set(name, { name, backend, size, origin, place, users: new Set([id]) });
}

export type VolumeSource =
  | { readonly kind: 'run'; readonly size: string }
  | { readonly kind: 'host'; readonly path: string }
  | { readonly kind: 'claim'; readonly name: string }
  | { readonly kind: 'empty' };

/** A source that the backend has by a name or path of its own. */
type Placed = Exclude<VolumeSource, { readonly kind: 'run' }>;

function sourceOf(node: YamlNode | undefined): VolumeSource | undefined {
  const host = asText(valueAt(node, 'host'));
  const claim = asText(valueAt(node, 'claim'));
  const empty = valueAt(node, 'empty');
  const run = valueAt(node, 'run');
  if (run?.kind === 'scalar' && run.type !== 'null') return { kind: 'run', size: run.text };
  if (host !== undefined) return { kind: 'host', path: host.text };
  if (claim !== undefined) return { kind: 'claim', name: claim.text };
  return empty?.kind === 'scalar' && empty.value === true ? { kind: 'empty' } : undefined;
}

function dockerMount(path: string, source: Placed, readOnly: boolean): Value {
  // Docker's class asks for a source also where there is none.
  const from: Value =
    source.kind === 'empty' ? { kind: 'null' } : text(source.kind === 'host' ? source.path : source.name);
  const type = source.kind === 'host' ? 'bind' : source.kind === 'claim' ? 'volume' : 'tmpfs';
  return construct('docker.types.Mount', [
    ['target', text(path)],
    ['source', from],
    ['type', text(type)],
    ...(readOnly ? [['read_only', { kind: 'boolean', value: true }] as const] : []),
  ]);
}

const MODELS = 'kubernetes.client.models';

function kubernetesMount(name: string, path: string, readOnly: boolean): Value {
  return construct(`${MODELS}.V1VolumeMount`, [
    ['name', text(name)],
    ['mount_path', text(path)],
    ...(readOnly ? [['read_only', { kind: 'boolean', value: true }] as const] : []),
  ]);
}

function kubernetesVolume(name: string, source: Placed): Value {
  return construct(`${MODELS}.V1Volume`, [['name', text(name)], kubernetesSource(source)]);
}

function kubernetesSource(source: Placed): readonly [string, Value] {
  switch (source.kind) {
    case 'host':
      return ['host_path', construct(`${MODELS}.V1HostPathVolumeSource`, [['path', text(source.path)]])];
    case 'claim': {
      const claim = construct(`${MODELS}.V1PersistentVolumeClaimVolumeSource`, [['claim_name', text(source.name)]]);
      return ['persistent_volume_claim', claim];
    }
    case 'empty':
      return ['empty_dir', construct(`${MODELS}.V1EmptyDirVolumeSource`, [])];
  }
}

function construct(classPath: string, given: readonly (readonly [string, Value])[]): Value {
  return { kind: 'construct', classPath, arguments: given.map(([name, value]) => ({ name, value })) };
}

function text(value: string): Value {
  return { kind: 'text', text: value };
}
