import { asText, type DocumentItem, valueAt, type YamlMapping, type YamlNode } from '../../read';
import type { Argument } from '../plan';
import type { Value } from '../value';
import { type ContainerBackend, type Expansion, report } from './context';
import { toValue } from './values';

/** `env` and `secrets` of a container: variables, and where Kubernetes keeps their values itself, its secrets. */
export function environmentArguments(
  expansion: Expansion,
  item: DocumentItem,
  backend: ContainerBackend,
  properties: YamlMapping | undefined,
): readonly Argument[] {
  const variables: { key: string; value: Value }[] = [];
  const env = valueAt(properties, 'env');
  if (env?.kind === 'mapping') {
    for (const { key, value } of env.pairs) variables.push({ key: key.text, value: toValue(value, undefined) });
  }
  const kept: Value[] = [];
  const secrets = valueAt(properties, 'secrets');
  for (const { key, value } of secrets?.kind === 'mapping' ? secrets.pairs : []) {
    const connection = asText(valueAt(value, 'connection'));
    const secret = asText(valueAt(value, 'secret'));
    const entry = asText(valueAt(value, 'key'));
    if (connection !== undefined) {
      const id = JSON.stringify(connection.text);
      variables.push({ key: key.text, value: text(`{{ conn.get(${id}).password }}`) });
    } else if (secret !== undefined && entry !== undefined && backend === 'kubernetes') {
      kept.push(kubernetesSecret(key.text, secret.text, entry.text));
    } else {
      const message = `The secret "${key.text}" is neither {connection: id} nor, on Kubernetes, {secret: name, key: key}; Docker has no secrets of its own.`;
      report(expansion, item, value, 'unsupported-container-property', message);
    }
  }
  const name = backend === 'docker' ? 'environment' : 'env_vars';
  return [
    ...(variables.length > 0 ? [{ name, value: { kind: 'mapping', entries: variables } as const }] : []),
    ...(kept.length > 0 ? [{ name: 'secrets', value: { kind: 'list', items: kept } as const }] : []),
  ];
}

function kubernetesSecret(variable: string, secret: string, key: string): Value {
  return construct('airflow.providers.cncf.kubernetes.secret.Secret', [
    ['deploy_type', text('env')],
    ['deploy_target', text(variable)],
    ['secret', text(secret)],
    ['key', text(key)],
  ]);
}

/** `volumes` of a container. A volume of the run needs somebody who makes and removes it, which is not built. */
export function volumeArguments(
  expansion: Expansion,
  item: DocumentItem,
  backend: ContainerBackend,
  volumes: YamlNode,
): readonly Argument[] {
  const mounts: Value[] = [];
  const sources: Value[] = [];
  for (const volume of volumes.kind === 'list' ? volumes.items : []) {
    const name = asText(valueAt(volume, 'name'))?.text;
    const path = asText(valueAt(volume, 'path'))?.text;
    const readOnly = valueAt(volume, 'read_only');
    const source = sourceOf(valueAt(volume, 'source'));
    if (name === undefined || path === undefined || source === undefined) {
      const message =
        'A volume is {name, path, source} with a source {host: path}, {claim: name} or {empty: true}; {run: size} is not built yet.';
      report(expansion, item, volume, 'unsupported-container-property', message);
      continue;
    }
    const isReadOnly = readOnly?.kind === 'scalar' && readOnly.value === true;
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

type VolumeSource =
  | { readonly kind: 'host'; readonly path: string }
  | { readonly kind: 'claim'; readonly name: string }
  | { readonly kind: 'empty' };

function sourceOf(node: YamlNode | undefined): VolumeSource | undefined {
  const host = asText(valueAt(node, 'host'));
  const claim = asText(valueAt(node, 'claim'));
  const empty = valueAt(node, 'empty');
  if (host !== undefined) return { kind: 'host', path: host.text };
  if (claim !== undefined) return { kind: 'claim', name: claim.text };
  return empty?.kind === 'scalar' && empty.value === true ? { kind: 'empty' } : undefined;
}

function dockerMount(path: string, source: VolumeSource, readOnly: boolean): Value {
  const from: readonly (readonly [string, Value])[] =
    source.kind === 'empty' ? [] : [['source', text(source.kind === 'host' ? source.path : source.name)]];
  const type = source.kind === 'host' ? 'bind' : source.kind === 'claim' ? 'volume' : 'tmpfs';
  return construct('docker.types.Mount', [
    ['target', text(path)],
    ...from,
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

function kubernetesVolume(name: string, source: VolumeSource): Value {
  return construct(`${MODELS}.V1Volume`, [['name', text(name)], kubernetesSource(source)]);
}

function kubernetesSource(source: VolumeSource): readonly [string, Value] {
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
