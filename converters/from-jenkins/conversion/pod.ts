import { parse } from 'yaml';
import { type DraftValue, list, mapping } from '../../../workflow/write/index';
import {
  type Agent,
  agentText,
  asDirective,
  type Directive,
  firstValue,
  literalText,
  named,
} from '../declarative/index';
import { imageName } from './agent';
import { approximated, converted, settle } from './ledger';
import { fieldsIn, isFields, mountsOf, sourcesOf, volumesOfTemplate } from './pod-volumes';
import type { AgentPlan, PodContainer, Scope } from './scope';
import { literal, plainText, type Template } from './template';
import { resolve } from './values';

/** What a pod says that a task can have. */
interface Pod {
  readonly containers: ReadonlyMap<string, PodContainer>;
  readonly kubernetes: ReadonlyMap<string, DraftValue>;
  /** Parts of it that no task has. */
  readonly lost: readonly string[];
}

const ofTheEnvironment = new Set([
  'cloud',
  'namespace',
  'idleMinutes',
  'instanceCap',
  'podRetention',
  'label',
  'inheritFrom',
]);

/** The container that Jenkins itself runs in; steps run there that name no other. */
const ownName = 'jnlp';

/** The scope of an agent that is a pod: tasks run in its default container, or in the one that a step names. */
export function withPod(scope: Scope, agent: Agent): Scope | undefined {
  const { ledger } = scope.conversion;
  const pod = podOf(scope, agent);
  if (pod === undefined || pod.containers.size === 0) return undefined;
  const given = agentText(agent, 'defaultContainer') ?? agentText(agent, 'agentContainer') ?? ownName;
  const isKnown = pod.containers.has(given);
  const containers = isKnown ? pod.containers : new Map([...pod.containers, [ownName, ownContainerOf(scope)]]);
  const notes = [
    ...(pod.lost.length === 0 ? [] : [`Parts of the pod that no task has: ${pod.lost.join(', ')}.`]),
    ...(isKnown
      ? []
      : [`Steps that name no container run in that of Jenkins itself, here in the image ${ownImage(scope)}.`]),
  ];
  const verdictOfPod = notes.length === 0 ? converted : approximated(notes.join(' '));
  for (const field of agent.fields) {
    const verdict = ofThePod.has(field.name)
      ? verdictOfPod
      : ofTheContainer.has(field.name)
        ? converted
        : approximated(
            ofTheEnvironment.has(field.name)
              ? 'Where pods run is a matter of the environment.'
              : 'The task has no such field.',
          );
    settle(ledger, field.statement, verdict);
    for (const inner of innerFields(field)) settle(ledger, inner.statement, verdict);
  }
  const plan = containerOfPod({ ...pod, containers }, isKnown ? given : ownName);
  return plan === undefined ? undefined : { ...scope, agent: plan };
}

const ofThePod = new Set(['yaml', 'yamlFile', 'containerTemplate', 'containerTemplates', 'containers', 'volumes']);
const ofTheContainer = new Set(['defaultContainer', 'agentContainer', 'agentInjection']);

/** Its user, else a container could not write into the folder of a run. */
const ownUser = '0';

/** Jenkins adds its own container where the pod has none, and its image where that names none. */
function ownContainerOf(scope: Scope): PodContainer {
  return { image: imageName(scope, ownImage(scope), false), environment: new Map(), user: ownUser };
}

function ownImage({ conversion }: Scope): string {
  const rule = conversion.profile.agents.kubernetes;
  return (rule?.manual === undefined ? rule?.image : undefined) ?? 'jenkins/inbound-agent:3283.v92c105e0f819-7';
}

/** The calls in the block of a field, and in their blocks. */
function innerFields(field: Directive): readonly Directive[] {
  return (field.block?.body ?? []).flatMap((statement) => {
    const inner = asDirective(statement);
    return inner === undefined ? [] : [inner, ...innerFields(inner)];
  });
}

function containerOfPod({ containers, kubernetes }: Pod, name: string): AgentPlan | undefined {
  const container = containers.get(name);
  if (container === undefined) return undefined;
  const { image, environment, resources, volumes, user } = container;
  return {
    kind: 'container',
    image,
    volumes: volumes ?? [],
    environment,
    pod: containers,
    podKubernetes: kubernetes,
    kubernetes: new Map([...kubernetes, ...(container.kubernetes ?? [])]),
    ...(user === undefined ? {} : { user }),
    ...(resources === undefined ? {} : { resources }),
  };
}

/** The plan of another container of the same pod. */
export function otherContainer(agent: AgentPlan, name: string): AgentPlan | undefined {
  if (agent.kind !== 'container' || agent.pod === undefined) return undefined;
  return containerOfPod({ containers: agent.pod, kubernetes: agent.podKubernetes ?? new Map(), lost: [] }, name);
}

function podOf(scope: Scope, agent: Agent): Pod | undefined {
  const text = yamlOf(scope, agent);
  const templates = agent.fields
    .flatMap((field) => [field, ...innerFields(field), ...listedCalls(field)])
    .filter((field) => field.name === 'containerTemplate')
    .flatMap((field) => containerTemplate(scope, field));
  const pod = text === undefined ? undefined : readPod(scope, text);
  if (pod === undefined && templates.length === 0) return undefined;
  const listed = agent.fields.flatMap((field) => (field.name === 'volumes' ? listedCalls(field) : []));
  const shared = volumesOfTemplate(listed, scope.path.join(' '));
  const containers = [
    ...(pod?.containers ?? []),
    ...templates.map(({ name, container }) => [name, container] as const),
  ];
  const withShared = (container: PodContainer): PodContainer =>
    shared.volumes.length === 0
      ? container
      : { ...container, volumes: [...(container.volumes ?? []), ...shared.volumes] };
  return {
    containers: new Map(containers.map(([name, container]) => [name, withShared(container)])),
    kubernetes: pod?.kubernetes ?? new Map(),
    lost: [...(pod?.lost ?? []), ...templates.flatMap(({ lost }) => lost), ...shared.lost],
  };
}

function yamlOf(scope: Scope, agent: Agent): string | undefined {
  const textOf = (name: string) => {
    const field = agent.fields.find((candidate) => candidate.name === name);
    const expression = field === undefined ? undefined : firstValue(field);
    const resolved = expression === undefined ? undefined : resolve(scope, expression);
    return resolved?.kind === 'known' ? plainText(resolved.value) : undefined;
  };
  const file = textOf('yamlFile');
  return textOf('yaml') ?? (file === undefined ? undefined : scope.conversion.readFile(file));
}

/** `containers: [containerTemplate(name: 'x', image: 'y')]` */
function listedCalls(field: Directive): readonly Directive[] {
  const value = firstValue(field);
  if (value?.kind !== 'list') return [];
  return value.items.flatMap(({ value: call }) =>
    call.kind === 'call' && call.callee.kind === 'name'
      ? [{ ...field, call, name: call.callee.name, nameRange: call.callee.range, arguments: call.arguments }]
      : [],
  );
}

/** What of a `containerTemplate` a task needs not: its own command takes its place, and it has its own folder. */
const idleInTemplate = new Set(
  'name image command args ttyEnabled workingDir alwaysPullImage livenessProbe'.split(' '),
);

/** `containerTemplate { name 'x'; image 'y' }`, `containerTemplate(name: 'x', image: 'y')` */
function containerTemplate(
  scope: Scope,
  field: Directive,
): readonly { readonly name: string; readonly container: PodContainer; readonly lost: readonly string[] }[] {
  const inner = innerFields(field);
  const textOf = (name: string) => {
    const call = inner.find((candidate) => candidate.name === name);
    return literalText(call === undefined ? named(field.arguments, name) : firstValue(call));
  };
  const [name, image] = [textOf('name'), textOf('image')];
  if (name === undefined || image === undefined) return [];
  const given = field.arguments.flatMap((argument) =>
    argument.kind === 'named' && argument.key.kind === 'text' ? [argument.key.value] : [],
  );
  const lost = [...given, ...inner.map((call) => call.name)].filter((each) => !idleInTemplate.has(each));
  const container = { image: imageName(scope, image, false), environment: new Map() };
  return [{ name, container, lost: lost.map((each) => `${name}: ${each}`) }];
}

/** What a task can have of each part of a pod's specification. */
const taken = new Set(['containers', 'nodeSelector', 'serviceAccountName', 'restartPolicy', 'volumes']);

/** Parts of a pod that the operator takes as they are, by its names. */
const asTheyAre: ReadonlyMap<string, string> = new Map([
  ['securityContext', 'security_context'],
  ['tolerations', 'tolerations'],
  ['affinity', 'affinity'],
  ['hostNetwork', 'hostnetwork'],
  ['priorityClassName', 'priority_class_name'],
]);

/** What of a container a task needs not: the shell takes the place of its command, and it works in the folder of the stage. */
const idleInContainer = new Set(
  'name image imagePullPolicy command args tty stdin workingDir resources env volumeMounts securityContext'.split(' '),
);

/** The containers of a pod's YAML; nothing where it cannot be read. */
function readPod(scope: Scope, text: string): Pod | undefined {
  const pod = parseYaml(text);
  const spec = isFields(pod) ? pod.spec : undefined;
  if (!isFields(spec) || !Array.isArray(spec.containers)) return undefined;
  const containers = new Map<string, PodContainer>();
  const lost: string[] = [];
  const sources = sourcesOf(spec.volumes);
  for (const container of fieldsIn(spec.containers)) {
    const { name } = container;
    const image = name === ownName ? (container.image ?? ownImage(scope)) : container.image;
    if (typeof name !== 'string' || typeof image !== 'string') continue;
    const resources = resourcesOf(container.resources);
    const environment = environmentOf(container.env);
    const mounts = mountsOf(container.volumeMounts, sources, scope.path.join(' '));
    const others = Object.keys(container).filter((key) => !idleInContainer.has(key));
    lost.push(...[...environment.lost, ...mounts.lost, ...others].map((each) => `${name}: ${each}`));
    containers.set(name, {
      image: imageName(scope, image, container.imagePullPolicy === 'Always'),
      ...(container.image === undefined ? { user: ownUser } : {}),
      environment: environment.variables,
      volumes: mounts.volumes,
      ...(resources.size === 0 ? {} : { resources }),
      ...(isFields(container.securityContext)
        ? { kubernetes: new Map([['container_security_context', draftOf(container.securityContext)]]) }
        : {}),
    });
  }
  const kubernetes = new Map<string, DraftValue>();
  if (isFields(spec.nodeSelector)) {
    const entries = Object.entries(spec.nodeSelector).map(([key, value]) => [key, String(value)]);
    kubernetes.set('node_selector', mapping(Object.fromEntries(entries)));
  }
  if (typeof spec.serviceAccountName === 'string') kubernetes.set('service_account_name', spec.serviceAccountName);
  for (const [key, name] of asTheyAre) if (spec[key] !== undefined) kubernetes.set(name, draftOf(spec[key]));
  lost.push(...Object.keys(spec).filter((key) => !taken.has(key) && !asTheyAre.has(key)));
  return { containers, kubernetes, lost };
}

/** A value of YAML as one of a workflow. */
function draftOf(value: unknown): DraftValue {
  if (Array.isArray(value)) return list(value.map(draftOf), 'flow');
  if (isFields(value)) {
    return mapping(Object.fromEntries(Object.entries(value).map(([key, each]) => [key, draftOf(each)])), 'flow');
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent', maxAliasCount: 100 });
  } catch {
    // What is no YAML is no pod that could be read: the agent is left to a person.
    return undefined;
  }
}

function environmentOf(entries: unknown): {
  readonly variables: ReadonlyMap<string, Template>;
  readonly lost: readonly string[];
} {
  const variables = new Map<string, Template>();
  const lost: string[] = [];
  for (const entry of fieldsIn(entries)) {
    if (typeof entry.name !== 'string') continue;
    if (['string', 'number', 'boolean'].includes(typeof entry.value))
      variables.set(entry.name, literal(String(entry.value)));
    else if (entry.valueFrom !== undefined) lost.push(`the variable ${entry.name}`);
  }
  return { variables, lost };
}

/** Cores and memory: the limit, else what is asked for. */
function resourcesOf(resources: unknown): ReadonlyMap<string, string | number> {
  const found = new Map<string, string | number>();
  if (!isFields(resources)) return found;
  const amount = (name: string) =>
    [resources.limits, resources.requests].flatMap((each) =>
      isFields(each) && each[name] !== undefined ? [String(each[name])] : [],
    )[0];
  const cpu = amount('cpu');
  const cores = cpu === undefined ? Number.NaN : cpu.endsWith('m') ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu);
  if (cores > 0) found.set('cpu', cores);
  const memory = amount('memory');
  if (memory !== undefined && /^\d+[KMGT]i?$/.test(memory)) found.set('memory', memory);
  return found;
}
