import { parse } from 'yaml';
import { type DraftValue, mapping } from '../../../workflow/write/index';
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

/** The scope of an agent that is a pod: tasks run in its default container, or in the one that a step names. */
export function withPod(scope: Scope, agent: Agent): Scope | undefined {
  const { ledger } = scope.conversion;
  const pod = podOf(scope, agent);
  if (pod === undefined || pod.containers.size === 0) return undefined;
  const lost =
    pod.lost.length === 0 ? converted : approximated(`Parts of the pod that no task has: ${pod.lost.join(', ')}.`);
  for (const field of agent.fields) {
    const isPod = ['yaml', 'yamlFile', 'containerTemplate', 'containerTemplates', 'containers'].includes(field.name);
    const other = ofTheEnvironment.has(field.name)
      ? 'Where pods run is a matter of the environment.'
      : 'The task has no such field.';
    const verdict = isPod ? lost : field.name === 'defaultContainer' ? converted : approximated(other);
    settle(ledger, field.statement, verdict);
    for (const inner of innerFields(field)) settle(ledger, inner.statement, verdict);
  }
  const name = agentText(agent, 'defaultContainer');
  const first = [...pod.containers.keys()].find((key) => key !== 'jnlp') ?? 'jnlp';
  const plan = containerOfPod(pod, name !== undefined && pod.containers.has(name) ? name : first);
  return plan === undefined ? undefined : { ...scope, agent: plan };
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
  const { image, environment, resources } = container;
  return {
    kind: 'container',
    image,
    volumes: [],
    environment,
    pod: containers,
    kubernetes,
    ...(resources === undefined ? {} : { resources }),
  };
}

/** The plan of another container of the same pod. */
export function otherContainer(agent: AgentPlan, name: string): AgentPlan | undefined {
  if (agent.kind !== 'container' || agent.pod === undefined) return undefined;
  return containerOfPod({ containers: agent.pod, kubernetes: agent.kubernetes ?? new Map(), lost: [] }, name);
}

function podOf(scope: Scope, agent: Agent): Pod | undefined {
  const text = yamlOf(scope, agent);
  const templates = agent.fields
    .flatMap((field) => [field, ...innerFields(field), ...listedCalls(field)])
    .filter((field) => field.name === 'containerTemplate')
    .flatMap((field) => containerTemplate(scope, field));
  const pod = text === undefined ? undefined : readPod(scope, text);
  if (pod === undefined && templates.length === 0) return undefined;
  return {
    containers: new Map([...(pod?.containers ?? []), ...templates]),
    kubernetes: pod?.kubernetes ?? new Map(),
    lost: pod?.lost ?? [],
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

/** `containerTemplate { name 'x'; image 'y' }` */
function containerTemplate(scope: Scope, field: Directive): readonly (readonly [string, PodContainer])[] {
  const textOf = (name: string) => {
    const call = innerFields(field).find((candidate) => candidate.name === name);
    return literalText(call === undefined ? named(field.arguments, name) : firstValue(call));
  };
  const [name, image] = [textOf('name'), textOf('image')];
  if (name === undefined || image === undefined) return [];
  return [[name, { image: imageName(scope, image, false), environment: new Map() }]];
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a task can have of each part of a pod's specification. */
const taken = new Set(['containers', 'nodeSelector', 'serviceAccountName', 'restartPolicy']);

/** The containers of a pod's YAML; nothing where it cannot be read. */
function readPod(scope: Scope, text: string): Pod | undefined {
  const pod = parseYaml(text);
  const spec = isFields(pod) ? pod.spec : undefined;
  if (!isFields(spec) || !Array.isArray(spec.containers)) return undefined;
  const containers = new Map<string, PodContainer>();
  for (const container of spec.containers) {
    if (!isFields(container) || typeof container.name !== 'string' || typeof container.image !== 'string') continue;
    const resources = resourcesOf(container.resources);
    containers.set(container.name, {
      image: imageName(scope, container.image, container.imagePullPolicy === 'Always'),
      environment: environmentOf(container.env),
      ...(resources.size === 0 ? {} : { resources }),
    });
  }
  const kubernetes = new Map<string, DraftValue>();
  if (isFields(spec.nodeSelector)) {
    const entries = Object.entries(spec.nodeSelector).map(([key, value]) => [key, String(value)]);
    kubernetes.set('node_selector', mapping(Object.fromEntries(entries)));
  }
  if (typeof spec.serviceAccountName === 'string') kubernetes.set('service_account_name', spec.serviceAccountName);
  return { containers, kubernetes, lost: Object.keys(spec).filter((key) => !taken.has(key)) };
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent', maxAliasCount: 100 });
  } catch {
    // What is no YAML is no pod that could be read: the agent is left to a person.
    return undefined;
  }
}

function environmentOf(list: unknown): ReadonlyMap<string, Template> {
  const variables = new Map<string, Template>();
  for (const entry of Array.isArray(list) ? list : []) {
    if (!isFields(entry) || typeof entry.name !== 'string') continue;
    if (['string', 'number', 'boolean'].includes(typeof entry.value))
      variables.set(entry.name, literal(String(entry.value)));
  }
  return variables;
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
