import { findType, parametersOf } from '../../../schemas';
import { asText, type DocumentItem, sanitised, valueAt, type YamlMapping } from '../../read';
import type { FlowNode, FlowTask } from '../flow';
import type { Argument } from '../plan';
import type { Value } from '../value';
import { argumentsFrom, withDefaults } from './arguments';
import { amountsOf, backendProperties, baseProperties, imageArguments } from './container';
import { type ContainerVolume, environmentOf, reportPython, volumesOf } from './container-parts';
import { type Expansion, type Placement, report } from './context';
import { describe, idsOf, type NodeIds, propertiesOf, requiredOf, rulingOf, type Upstreams } from './node';
import { toValue } from './values';

const OPERATORS = 'airflow.providers.amazon.aws.operators.ecs';

/** Is an item a container of an environment in which these run on ECS? */
export function isOnEcs({ options, format }: Expansion, { section, map }: DocumentItem): boolean {
  if (options.backend !== 'ecs' || !format || section === 'generators' || section === 'sub_dags') return false;
  return findType(options.catalogue, asText(valueAt(map, 'type'))?.text ?? '')?.kind === 'neutral';
}

/** The task that runs the container: what it returns is the output of the node. */
export function runOnEcs(id: string): string {
  return `${id}.run`;
}

/**
 * A container on ECS: a group of two tasks, because a run takes no image. One registers a task definition, the other runs it
 * (amazon provider, `EcsRegisterTaskDefinitionOperator` and `EcsRunTaskOperator`).
 */
export function expandEcsContainer(
  expansion: Expansion,
  item: DocumentItem,
  id: string,
  placement: Placement,
  ids: NodeIds,
  upstreams: Upstreams,
): FlowNode {
  const type = asText(valueAt(item.map, 'type'))?.text ?? '';
  const properties = withDefaults(placement.defaults, propertiesOf(expansion, item, type));
  const described = describe(expansion, item, type, placement);
  const specific = backendProperties(expansion, item, 'ecs');
  const base = argumentsFrom(expansion.options.catalogue.baseParameters, baseProperties(expansion, properties));
  reportPython(expansion, item, properties);
  const parts: EcsParts = { expansion, item, properties, specific, name: sanitised(described.name), base };
  const register = `${id}.register`;
  const run = runOnEcs(id);
  expansion.details.set(id, { ...described, kind: 'group', behaviour: { kind: 'empty' } });
  const add = (task: string, className: string, given: readonly Argument[]): void => {
    const behaviour = { kind: 'operator', classPath: `${OPERATORS}.${className}`, arguments: given } as const;
    expansion.details.set(task, { ...described, kind: 'task', behaviour });
  };
  add(register, 'EcsRegisterTaskDefinitionOperator', registerArguments(parts));
  add(run, 'EcsRunTaskOperator', runArguments(parts, register));
  const task = (taskId: string, upstream: readonly string[], skipsItself: boolean): FlowTask => ({
    ...{ kind: 'task', rule: 'all_success', requires: [], onFailure: [] },
    ...{ id: taskId, upstream, skipsItself },
  });
  const skips = valueAt(specific, 'skip_on_exit_code') !== undefined;
  return {
    kind: 'group',
    id,
    upstream: upstreams.get(id) ?? [],
    ...rulingOf(expansion, type, properties),
    requires: requiredOf(item),
    onFailure: idsOf(valueAt(item.map, 'on_failure'), ids),
    scope: { nodes: [task(register, [], false), task(run, [register], skips)], resources: [] },
  };
}

interface EcsParts {
  readonly expansion: Expansion;
  readonly item: DocumentItem;
  readonly properties: YamlMapping | undefined;
  /** `backends.ecs`: arguments of the task that runs, and of the definition what `OF_DEFINITION` names. */
  readonly specific: YamlMapping | undefined;
  /** What the definition and its container are called. */
  readonly name: string;
  readonly base: readonly Argument[];
}

const OF_DEFINITION: ReadonlySet<string> = new Set(['family', 'register_task_kwargs']);
const OF_BOTH: ReadonlySet<string> = new Set(['aws_conn_id', 'region_name', 'verify', 'botocore_config']);

function registerArguments(parts: EcsParts): readonly Argument[] {
  const { expansion, item, properties, specific, name, base } = parts;
  const volumes = volumesOf(expansion, item, valueAt(properties, 'volumes'), 'ecs');
  const written = specificArguments(parts, (key) => OF_DEFINITION.has(key) || OF_BOTH.has(key));
  const kwargs = written.find((argument) => argument.name === 'register_task_kwargs')?.value;
  const further = kwargs?.kind === 'mapping' ? kwargs.entries : [];
  const sources = volumes.flatMap((volume) => volumeSource(parts, volume));
  const taskKwargs = [...(sources.length === 0 ? [] : [entry('volumes', list(sources))]), ...further];
  const family = valueAt(specific, 'family') === undefined ? [argument('family', text(familyOf(expansion, name)))] : [];
  return [
    ...family,
    argument('container_definitions', list([containerDefinition(parts, volumes)])),
    ...(taskKwargs.length === 0 ? [] : [argument('register_task_kwargs', mapping(taskKwargs))]),
    ...written.filter((given) => given.name !== 'register_task_kwargs'),
    ...base,
  ];
}

function familyOf({ file }: Expansion, name: string): string {
  return `${sanitised(file.documents[0]?.name ?? '')}-${name}`;
}

/** The container of a definition (ECS API, `ContainerDefinition`). */
function containerDefinition(parts: EcsParts, volumes: readonly ContainerVolume[]): Value {
  const { expansion, item, properties, name } = parts;
  const [image] = imageArguments(expansion, item, 'ecs', properties);
  const { kept } = environmentOf(expansion, item, 'ecs', properties);
  const { cpu, memory, gpu } = amountsOf(expansion, item, valueAt(properties, 'resources'));
  const plain = (key: string, property: string): readonly Entry[] => {
    const value = valueAt(properties, property);
    return value === undefined ? [] : [entry(key, toValue(value, { kind: 'text' }))];
  };
  const user = valueAt(properties, 'user');
  const mounts = volumes.map(({ name: source, path, isReadOnly }) =>
    mapping([
      entry('sourceVolume', text(source)),
      entry('containerPath', text(path)),
      ...(isReadOnly ? [entry('readOnly', { kind: 'boolean', value: true })] : []),
    ]),
  );
  const secrets = kept.map(({ variable, secret, key }) =>
    mapping([entry('name', text(variable)), entry('valueFrom', text(`${secret}:${key}::`))]),
  );
  const gpus = [mapping([entry('type', text('GPU')), entry('value', text(gpu ?? ''))])];
  return mapping([
    entry('name', text(name)),
    ...(image === undefined ? [] : [entry('image', image.value)]),
    entry('essential', { kind: 'boolean', value: true }),
    ...plain('entryPoint', 'entrypoint'),
    ...plain('workingDirectory', 'working_dir'),
    ...(user?.kind === 'scalar' ? [entry('user', text(user.text))] : []),
    ...(cpu === undefined ? [] : [entry('cpu', number(Math.round(Number(cpu) * 1024)))]),
    ...(memory === undefined ? [] : [entry('memory', number(mebibytes(memory)))]),
    ...(gpu === undefined ? [] : [entry('resourceRequirements', list(gpus))]),
    ...(secrets.length === 0 ? [] : [entry('secrets', list(secrets))]),
    ...(mounts.length === 0 ? [] : [entry('mountPoints', list(mounts))]),
    ...plain('dockerLabels', 'labels'),
  ]);
}

/** A volume of a definition (ECS API, `Volume`). */
function volumeSource({ expansion, item }: EcsParts, { name, source, node }: ContainerVolume): readonly Value[] {
  switch (source.kind) {
    case 'empty':
      return [mapping([entry('name', text(name))])];
    case 'host':
      return [mapping([entry('name', text(name)), entry('host', mapping([entry('sourcePath', text(source.path))]))])];
    case 'claim':
    case 'run': {
      const what = source.kind === 'run' ? 'volume that lasts for a run' : 'claim';
      const message = `ECS has no ${what}; write a file system under "backends: {ecs: {register_task_kwargs: {volumes: …}}}".`;
      report(expansion, item, node, 'unsupported-container-property', message);
      return [];
    }
  }
}

function runArguments(parts: EcsParts, register: string): readonly Argument[] {
  const { expansion, item, properties, specific, name, base } = parts;
  const { variables } = environmentOf(expansion, item, 'ecs', properties);
  const command = valueAt(properties, 'command');
  const environment = variables.map(({ key, value }) => mapping([entry('name', text(key)), entry('value', value)]));
  const override = mapping([
    entry('name', text(name)),
    ...(command === undefined ? [] : [entry('command', toValue(command, { kind: 'text' }))]),
    ...(environment.length === 0 ? [] : [entry('environment', list(environment))]),
  ]);
  const overrides = argument('overrides', mapping([entry('containerOverrides', list([override]))]));
  if (valueAt(specific, 'cluster') === undefined) {
    const message =
      'ECS runs a container in a cluster: write "backends: {ecs: {cluster: …}}", or give it in "operator_defaults".';
    report(expansion, item, valueAt(item.map, 'type') ?? item.map, 'missing-parameter', message);
  }
  const written = specificArguments(parts, (key) => !OF_DEFINITION.has(key));
  const hasOwn = written.some((given) => given.name === 'overrides');
  if (hasOwn && (command !== undefined || environment.length > 0)) {
    const message = '"command" and "env" go into "overrides" on ECS, which "backends" gives as well.';
    report(
      expansion,
      item,
      command ?? valueAt(properties, 'env') ?? item.map,
      'unsupported-container-property',
      message,
    );
  }
  return [
    argument('task_definition', text(`{{ ti.xcom_pull(task_ids='${register}') }}`)),
    ...(hasOwn ? [] : [overrides]),
    ...written,
    ...base,
  ];
}

function specificArguments({ expansion, specific }: EcsParts, takes: (key: string) => boolean): readonly Argument[] {
  const { catalogue } = expansion.options;
  const type = findType(catalogue, 'EcsRunTaskOperator');
  const parameters = type === undefined ? catalogue.baseParameters : parametersOf(catalogue, type);
  if (specific === undefined) return [];
  return argumentsFrom(parameters, { ...specific, pairs: specific.pairs.filter(({ key }) => takes(key.text)) });
}

/** ECS counts memory in MiB; a quantity as Kubernetes writes it. */
function mebibytes(quantity: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(Ki|Mi|Gi|k|M|G)?$/.exec(quantity) ?? [];
  const bytes = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, k: 1e3, M: 1e6, G: 1e9 }[unit] ?? 1;
  return Math.ceil((Number(amount) * bytes) / 2 ** 20);
}

interface Entry {
  readonly key: string;
  readonly value: Value;
}

function entry(key: string, value: Value): Entry {
  return { key, value };
}

function argument(name: string, value: Value): Argument {
  return { name, value };
}

function text(value: string): Value {
  return { kind: 'text', text: value };
}

function number(value: number): Value {
  return { kind: 'number', source: String(value) };
}

function list(items: readonly Value[]): Value {
  return { kind: 'list', items };
}

function mapping(entries: readonly Entry[]): Value {
  return { kind: 'mapping', entries };
}
