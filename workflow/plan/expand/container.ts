import { findType, parametersOf } from '../../../schemas';
import { didYouMean } from '../../../text/nearest';
import { asText, type DocumentItem, sanitised, valueAt, type YamlMapping, type YamlNode } from '../../read';
import type { Argument, Origin } from '../plan';
import type { Value } from '../value';
import { argumentsFrom, argumentsOf, withDefaults } from './arguments';
import { environmentArguments, reportPython, type VolumeUser, volumeArguments } from './container-parts';
import { type ContainerBackend, type Expansion, report } from './context';
import { defaultsOfType } from './defaults';
import { imageValue } from './images';
import { layered } from './layers';
import { podArguments } from './pod';
import { toValue } from './values';

/** A container task as the operator of the backend of its environment (format.md, "container"). */
export interface ContainerCall {
  readonly classPath: string;
  readonly arguments: readonly Argument[];
}

export function containerCall(
  expansion: Expansion,
  item: DocumentItem,
  id: string,
  origin: Origin,
  backend: 'docker' | 'kubernetes',
  properties: YamlMapping | undefined,
): ContainerCall {
  const { catalogue } = expansion.options;
  const type = findType(catalogue, backend);
  const specific = backendProperties(expansion, item, backend);
  const name = asText(valueAt(item.map, 'name'))?.text ?? id;
  const user = { id, origin, specific };
  const translated = [
    ...imageArguments(expansion, item, backend, properties),
    ...translate(expansion, item, backend, properties, user),
    ...(backend === 'kubernetes' ? podArguments(expansion, item, properties, specific) : []),
    ...environmentArguments(expansion, item, backend, properties),
    ...argumentsFrom(catalogue.baseParameters, baseProperties(expansion, properties)),
  ];
  reportPython(expansion, item, properties);
  const parameters = type === undefined ? catalogue.baseParameters : parametersOf(catalogue, type);
  const layers = [
    backend === 'kubernetes' ? [text('name', sanitised(name).toLowerCase().replaceAll('_', '-'))] : [],
    argumentsFrom(parameters, defaultsOfType(expansion.operatorDefaults, catalogue, backend)),
    translated,
    argumentsFrom(parameters, ownBackendProperties(item, backend)),
  ];
  const given = layered(layers, translated);
  const names = new Set(given.map((argument) => argument.name));
  const standard = argumentsOf(catalogue, type, undefined, { provided: [], taskDefaults: undefined });
  return {
    classPath: type?.classPath ?? '',
    arguments: [...given, ...standard.filter((argument) => !names.has(argument.name))],
  };
}

/** What is said for one backend only: `backends`, over the defaults of its type. */
export function backendProperties(
  expansion: Expansion,
  item: DocumentItem,
  backend: ContainerBackend,
): YamlMapping | undefined {
  const defaults = defaultsOfType(expansion.operatorDefaults, expansion.options.catalogue, backend);
  return withDefaults(defaults, ownBackendProperties(item, backend));
}

function ownBackendProperties(item: DocumentItem, backend: ContainerBackend): YamlMapping | undefined {
  const own = valueAt(valueAt(item.map, 'backends'), backend);
  return own?.kind === 'mapping' ? own : undefined;
}

/** `image`, and when it is pulled, as arguments of a Docker or Kubernetes operator. */
export function imageArguments(
  expansion: Expansion,
  item: DocumentItem,
  backend: ContainerBackend,
  properties: YamlMapping | undefined,
): readonly Argument[] {
  const given = valueAt(item.map, 'image') ?? valueAt(properties, 'image');
  if (given?.kind !== 'scalar') return [];
  const { value, entry, url } = imageValue(expansion, given.text);
  if (entry !== undefined && url === undefined && entry.fromEnvironment === undefined) {
    const message = `The image "${given.text}" has no "url" for what is built, and no "from_env" that could give one.`;
    report(expansion, item, given, 'image-without-url', message);
  }
  return [{ name: 'image', value }, ...pullArguments(expansion, item, given, backend, entry?.pull)];
}

const KUBERNETES_PULL = { always: 'Always', missing: 'IfNotPresent', never: 'Never' } as const;

function pullArguments(
  expansion: Expansion,
  item: DocumentItem,
  place: YamlNode,
  backend: ContainerBackend,
  pull: 'always' | 'missing' | 'never' | undefined,
): readonly Argument[] {
  if (pull === undefined) return [];
  if (backend === 'kubernetes') return [text('image_pull_policy', KUBERNETES_PULL[pull])];
  if (backend === 'ecs') {
    // The agent decides; by default it pulls each time, and AWS Fargate knows nothing else.
    const message = `ECS has no "pull: ${pull}": the agent of a cluster decides when it pulls, by default always.`;
    if (pull !== 'always') report(expansion, item, place, 'unsupported-pull', message);
    return [];
  }
  if (pull === 'always') return [{ name: 'force_pull', value: { kind: 'boolean', value: true } }];
  if (pull === 'never') {
    const message =
      'Docker has no "pull: never": Airflow pulls an image that the host lacks. Pull it beforehand, or say "missing".';
    report(expansion, item, place, 'unsupported-pull', message);
  }
  return [];
}

export function baseProperties(expansion: Expansion, properties: YamlMapping | undefined): YamlMapping | undefined {
  if (properties === undefined) return undefined;
  const { baseParameters } = expansion.options.catalogue;
  return {
    ...properties,
    pairs: properties.pairs.filter(({ key }) => !VOCABULARY.has(key.text) && baseParameters.has(key.text)),
  };
}

const VOCABULARY: ReadonlySet<string> = new Set([
  'entrypoint',
  'command',
  'env',
  'secrets',
  'volumes',
  'working_dir',
  'user',
  'resources',
  'labels',
  'image',
]);

const HANDLED_APART: ReadonlySet<string> = new Set(['image', 'env', 'secrets', 'working_dir', 'user']);

/** What can be said to both backends by another name only. */
const PLAIN: Readonly<Record<'docker' | 'kubernetes', ReadonlyMap<string, string>>> = {
  docker: new Map([
    ['entrypoint', 'entrypoint'],
    ['command', 'command'],
    ['working_dir', 'working_dir'],
    ['user', 'user'],
    ['labels', 'labels'],
  ]),
  kubernetes: new Map([
    ['entrypoint', 'cmds'],
    ['command', 'arguments'],
    ['labels', 'labels'],
  ]),
};

function translate(
  expansion: Expansion,
  item: DocumentItem,
  backend: 'docker' | 'kubernetes',
  properties: YamlMapping | undefined,
  user: VolumeUser,
): readonly Argument[] {
  const translated: Argument[] = [];
  for (const { key, value } of properties?.pairs ?? []) {
    const name = PLAIN[backend].get(key.text);
    if (!VOCABULARY.has(key.text) || (HANDLED_APART.has(key.text) && name === undefined)) continue;
    if (name !== undefined) translated.push({ name, value: toValue(value, undefined) });
    else if (key.text === 'volumes') translated.push(...volumeArguments(expansion, item, backend, value, user));
    else if (key.text === 'resources') {
      const given = amountsOf(expansion, item, value);
      translated.push(...(backend === 'docker' ? dockerResources(given) : kubernetesResources(given)));
    }
  }
  return translated;
}

const AMOUNTS: ReadonlySet<string> = new Set(['cpu', 'memory', 'gpu']);

/** `resources` of a container. */
export function amountsOf(expansion: Expansion, item: DocumentItem, node: YamlNode | undefined): Amounts {
  for (const { key, value } of node?.kind === 'mapping' ? node.pairs : []) {
    const isNumber =
      value.kind === 'scalar' && (value.type === 'integer' || value.type === 'number') && Number(value.value) > 0;
    const isAmount =
      key.text === 'memory' ? isMemory(value) : isNumber && (key.text !== 'gpu' || value.type === 'integer');
    if (AMOUNTS.has(key.text) && isAmount) continue;
    const message = !AMOUNTS.has(key.text)
      ? `"${key.text}" is no resource of a container; it has cpu, memory and gpu.${didYouMean(key.text, AMOUNTS)}`
      : key.text === 'memory'
        ? '"memory" of a container is an amount as Kubernetes writes it: 512Mi or 2Gi, not 512 (bytes), "512m" or "512MB".'
        : key.text === 'gpu'
          ? '"gpu" of a container is a whole number above 0: a part of one cannot be asked for.'
          : `"${key.text}" of a container is a number above 0: 0.5, not "500m".`;
    report(expansion, item, key, 'unsupported-container-property', message);
  }
  const amount = (name: string): string | undefined => {
    const value = valueAt(node, name);
    return value?.kind === 'scalar' && value.type !== 'null' ? value.text : undefined;
  };
  return { cpu: amount('cpu'), memory: amount('memory'), gpu: amount('gpu') };
}

/** A quantity of Kubernetes that is a number of bytes, or what is known only later. */
function isMemory(value: YamlNode): boolean {
  if (value.kind !== 'scalar') return false;
  if (/^\d+$/.test(value.text)) return Number(value.text) >= FEWEST_BYTES;
  return /^\d+(?:\.\d+)?(?:[KMGTP]i|[kMGTP])?$/.test(value.text) || /<<|\{\{/.test(value.text);
}

/** No container runs in less: a number below it lacks its unit. */
const FEWEST_BYTES = 2 ** 20;

export interface Amounts {
  readonly cpu: string | undefined;
  readonly memory: string | undefined;
  readonly gpu: string | undefined;
}

function dockerResources({ cpu, memory, gpu }: Amounts): readonly Argument[] {
  const request: Value = {
    kind: 'construct',
    classPath: 'docker.types.DeviceRequest',
    arguments: [
      { name: 'count', value: { kind: 'number', source: gpu ?? '0' } },
      {
        name: 'capabilities',
        value: { kind: 'list', items: [{ kind: 'list', items: [{ kind: 'text', text: 'gpu' }] }] },
      },
    ],
  };
  return [
    ...(cpu === undefined ? [] : [{ name: 'cpus', value: { kind: 'number', source: cpu } as const }]),
    ...(memory === undefined ? [] : [text('mem_limit', dockerMemory(memory))]),
    ...(gpu === undefined ? [] : [{ name: 'device_requests', value: { kind: 'list', items: [request] } as const }]),
  ];
}

function kubernetesResources({ cpu, memory, gpu }: Amounts): readonly Argument[] {
  const requests = [
    ...(cpu === undefined ? [] : [entry('cpu', cpu)]),
    ...(memory === undefined ? [] : [entry('memory', memory)]),
  ];
  const limits = [...requests, ...(gpu === undefined ? [] : [entry('nvidia.com/gpu', gpu)])];
  const construct: Value = {
    kind: 'construct',
    classPath: 'kubernetes.client.models.V1ResourceRequirements',
    arguments: [
      { name: 'requests', value: { kind: 'mapping', entries: requests } },
      { name: 'limits', value: { kind: 'mapping', entries: limits } },
    ],
  };
  return [{ name: 'container_resources', value: construct }];
}

/** Kubernetes counts in `Mi` and `M`; Docker's `m` is a mebibyte, so decimal units become bytes. */
function dockerMemory(quantity: string): string {
  const match = /^(\d+(?:\.\d+)?)\s*(Ki|Mi|Gi|k|M|G)?$/.exec(quantity);
  const [, amount = '', unit] = match ?? [];
  if (match === null) return quantity;
  if (unit === 'Ki' || unit === 'Mi' || unit === 'Gi') return `${amount}${unit.charAt(0).toLowerCase()}`;
  const factor = unit === 'k' ? 1e3 : unit === 'M' ? 1e6 : unit === 'G' ? 1e9 : 1;
  return `${Math.round(Number(amount) * factor)}b`;
}

function text(name: string, value: string): Argument {
  return { name, value: { kind: 'text', text: value } };
}

function entry(key: string, value: string): { readonly key: string; readonly value: Value } {
  return { key, value: { kind: 'text', text: value } };
}
