import { type DraftValue, mapping } from '../../../workflow/write/index';
import { type Agent, agentText, type Directive, firstValue, literalText } from '../declarative/index';
import type { LabelRule } from '../profiles/profile';
import { approximated, converted, lineOf, manual, settle, settleAll, type Verdict } from './ledger';
import { uniqueName } from './names';
import { withPod } from './pod';
import type { AgentPlan, ContainerVolume, Conversion, Scope } from './scope';
import { ask } from './tables';
import { literal, needsShell, plainText, type Template, writeTemplate } from './template';
import { resolve } from './values';

/** How the files of an agent get to its tasks. */
function filesNote(scope: Scope): string {
  const { runFolder, properties, checksOut, profile } = scope.conversion;
  const checkout = !checksOut
    ? ''
    : properties.get('scm_url') === undefined
      ? 'Jenkins checks the repository out here; which one it is, -D scm_url=… says.'
      : 'Jenkins checks the repository out here: the first task of the agent clones it.';
  const place =
    typeof profile.runs === 'string'
      ? 'in the folder of the run (RUN_FOLDER), which all workers must share'
      : 'on a volume that lives as long as the run (RUN_FOLDER)';
  return runFolder.shared && runFolder.workspaces
    ? `${checkout}${checkout === '' ? '' : ' '}Stages on one agent share their files, here ${place}.`
    : `${checkout}${checkout === '' ? '' : ' '}A task begins in an empty folder.`;
}

/** The scope for what runs on an agent. */
export function withAgent(scope: Scope, agent: Agent | undefined): Scope {
  if (agent === undefined) return scope;
  const { ledger, profile } = scope.conversion;
  const rule = profile.agents[agent.type];
  const { agentBlocker: _, queue: __, ...outer } = scope;
  if (rule === undefined || rule.manual !== undefined) {
    const message = rule?.manual ?? `Agents of the type "${agent.type}" come from a plugin of Jenkins.`;
    ask(scope.conversion.asked, ledger, 'agents', agent.type, agent.directive.nameRange, false);
    return byHand(outer, agent, message);
  }
  const label = agent.type === 'label' || agent.type === 'node' ? agentText(agent, 'label') : undefined;
  const labelled = label === undefined ? undefined : profile.labels[label];
  if (agent.type !== 'none' && scope.conversion.checksOut && !scope.conversion.properties.has('scm_url'))
    ask(scope.conversion.asked, ledger, 'properties', 'scm_url', agent.directive.nameRange, false);
  settle(ledger, agent.directive.statement, agent.type === 'none' ? converted : approximated(filesNote(scope)));
  if (agent.typeDirective !== undefined) {
    settle(
      ledger,
      agent.typeDirective.statement,
      rule.approximates === undefined || labelled !== undefined ? converted : approximated(rule.approximates),
    );
  }
  const inherits = agent.fields.some((field) => field.name === 'reuseNode' && isTrue(field));
  const { workspace: _workspace, ...elsewhere } = outer;
  if (agent.type === 'none') return { ...elsewhere, agent: withoutAgent(scope.conversion) };
  const place = inherits ? outer : { ...elsewhere, workspace: workspaceName(outer) };
  if (agent.type === 'kubernetes')
    return (
      withPod(place, agent) ?? byHand(place, agent, 'The pod is not known before the run, or its file is missing.')
    );
  if (label !== undefined)
    ask(scope.conversion.asked, ledger, 'labels', label, agent.directive.nameRange, labelled !== undefined);
  if (labelled !== undefined) return onLabel(place, agent, labelled);
  if (rule.type === 'container' && agent.type !== 'docker') {
    for (const field of agent.fields) settle(ledger, field.statement, approximated('There are no agents to choose.'));
    const image = imageName(scope, rule.image ?? 'ubuntu:24.04', false);
    return { ...place, agent: { kind: 'container', image, volumes: [], environment: new Map() } };
  }
  if (rule.type === 'bash') {
    for (const field of agent.fields)
      settle(ledger, field.statement, approximated('There are no agents to choose and no workspaces.'));
    return { ...place, agent: { kind: 'bash' } };
  }
  const container = containerPlan(place, agent);
  if (typeof container === 'string') return byHand(place, agent, container);
  const { plan, open } = container;
  return { ...place, agent: plan, ...(open.length === 0 ? {} : { agentBlocker: open.join('; ') }) };
}

/** Where steps run that no agent runs. */
export function withoutAgent(conversion: Conversion): AgentPlan {
  const rule = conversion.profile.agents.none;
  if (rule === undefined || rule.manual !== undefined || rule.type === 'bash') return { kind: 'bash' };
  const image = imageName({ conversion }, rule.image ?? 'ubuntu:24.04', false);
  return { kind: 'container', image, volumes: [], environment: new Map() };
}

/** The place that a table gives to a label. */
function onLabel(scope: Scope, agent: Agent, { image, queue, node_selector }: LabelRule): Scope {
  const { ledger } = scope.conversion;
  for (const field of agent.fields) settle(ledger, field.statement, converted);
  const { queue: _, ...place } = scope;
  const queued = queue === undefined ? place : { ...place, queue };
  if (image === undefined) return { ...queued, agent: { kind: 'bash' } };
  const kubernetes =
    node_selector === undefined
      ? new Map<string, DraftValue>()
      : new Map([['node_selector', mapping({ ...node_selector })]]);
  const plan = { image: imageName(scope, image, false), volumes: [], environment: new Map(), kubernetes };
  return { ...queued, agent: { kind: 'container', ...plan } };
}

/** A folder for the stages of one agent. */
function workspaceName(scope: Scope): Template {
  const name = scope.path.length === 0 ? 'workspace' : uniqueName(`workspace ${scope.path.join(' ')}`, new Set());
  return scope.inCell === true ? [...literal(`${name}-`), { kind: 'item', name: 'name' }] : literal(name);
}

function byHand(scope: Scope, agent: Agent, message: string): Scope {
  const { ledger } = scope.conversion;
  settleAll(ledger, agent.directive.statement, manual(message));
  const blocker = `line ${lineOf(ledger, agent.directive.nameRange.start)}: agent ${agent.type}`;
  return { ...scope, agent: { kind: 'bash' }, agentBlocker: blocker };
}

interface Container {
  readonly plan: AgentPlan;
  /** What of it a person must decide. */
  readonly open: readonly string[];
}

/** The container of a Docker agent, or why there is none. */
function containerPlan(scope: Scope, agent: Agent): Container | string {
  const imageValue = fieldValue(agent, 'image');
  const image = imageValue === undefined ? undefined : resolve(scope, imageValue);
  if (image?.kind !== 'known') return `The image is not known before the run: ${image?.reason ?? 'it is missing'}.`;
  if (needsShell(image.value)) return 'The image is not known before the run: the shell of a task computes it.';
  const registry = agentText(agent, 'registryUrl');
  const host = agent.fields.length === 0 || registry === undefined ? '' : registryHost(registry);
  const always = agent.fields.some((field) => field.name === 'alwaysPull' && isTrue(field));
  const options: ContainerOptions = { volumes: [], environment: new Map(), docker: new Map() };
  const { ledger } = scope.conversion;
  const open: string[] = [];
  for (const field of agent.fields) {
    const verdict = fieldVerdict(field, options);
    settle(ledger, field.statement, verdict);
    if (verdict.status === 'manual')
      open.push(`line ${lineOf(ledger, field.nameRange.start)}: ${field.name}: ${verdict.message}`);
  }
  const url: Template = [...literal(host), ...image.value];
  const plain = plainText(url);
  const plan: AgentPlan = {
    kind: 'container',
    image: plain === undefined ? writeTemplate(url) : imageName(scope, plain, always),
    volumes: options.volumes,
    environment: options.environment,
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.docker.size === 0 ? {} : { docker: options.docker }),
  };
  return { plan, open };
}

/** Addresses of the registry that images without a host come from. */
const dockerHub = new Set([
  'index.docker.io',
  'registry.hub.docker.com',
  'hub.docker.com',
  'registry-1.docker.io',
  'docker.io',
]);

/** What stands before the name of an image of a registry. */
function registryHost(url: string): string {
  const host = url.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return host === '' || dockerHub.has(host) ? '' : `${host}/`;
}

function fieldValue(agent: Agent, name: string) {
  const field = agent.fields.find((candidate) => candidate.name === name);
  if (field !== undefined) return firstValue(field);
  return agent.fields.length === 0 ? agent.value : undefined;
}

function isTrue(field: Directive): boolean {
  const value = firstValue(field);
  return value?.kind === 'boolean' && value.value;
}

/** The entry of `images` for a URL; it is made where there is none. */
export function imageName({ conversion: { images } }: Pick<Scope, 'conversion'>, url: string, always: boolean): string {
  for (const [name, image] of images) if (image.url === url) return name;
  const name = uniqueName(url.replace(/^.*\//, '').replace(/@.*$/, ''), new Set(images.keys()));
  images.set(name, always ? { url, pull: 'always' } : { url });
  return name;
}

interface ContainerOptions {
  readonly volumes: ContainerVolume[];
  readonly environment: Map<string, Template>;
  /** What only Docker understands. */
  readonly docker: Map<string, DraftValue>;
  user?: string;
}

function fieldVerdict(field: Directive, options: ContainerOptions): Verdict {
  switch (field.name) {
    case 'image':
    case 'registryUrl':
    case 'alwaysPull':
      return converted;
    case 'args': {
      const text = literalText(firstValue(field));
      const unknown = text === undefined ? 'the arguments are not known before the run' : readArguments(text, options);
      if (unknown === undefined && options.docker.size > 0)
        return approximated(
          `Only Docker takes ${[...options.docker.keys()].join(' and ')}; on Kubernetes it does not hold.`,
        );
      return unknown === undefined
        ? converted
        : manual(`Options of "docker run" that the task does not have: ${unknown}.`);
    }
    case 'label':
      return approximated('The label chose a Jenkins agent; the container runs where Airflow puts it.');
    case 'reuseNode':
      return converted;
    case 'customWorkspace':
    case 'containerPerStageRoot':
      return approximated('A task begins in an empty folder.');
    default:
      return manual(
        `"${field.name}" has no counterpart: configure it in the connection of the registry or in the task.`,
      );
  }
}

/** Modes of a volume that say who may write, or that only tune the sharing. */
const mountModes = new Set(['', 'ro', 'rw', 'z', 'Z', 'cached', 'delegated', 'consistent']);

/** Flags that say nothing about a task: it has no terminal, and its container goes anyway. */
const idleFlags = new Set(['--rm', '-t', '-i', '-it', '-ti', '--tty', '--interactive', '--init']);

/** Reads options of `docker run`; gives those that it does not know. */
function readArguments(text: string, options: ContainerOptions): string | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '');
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (idleFlags.has(word)) continue;
    if (word === '--privileged') {
      options.docker.set('privileged', true);
      continue;
    }
    const short = /^(-[veum])(.+)$/.exec(word);
    const [flag = '', joined] = short === null ? splitOnce(word, '=') : [short[1], short[2]?.replace(/^=/, '')];
    const value = joined ?? words[index + 1] ?? '';
    const problem = readArgument(flag, value, options);
    if (problem !== undefined) return problem === '' ? words.slice(index).join(' ') : problem;
    if (joined === undefined) index++;
  }
  return undefined;
}

/** One option with its value; gives what of it has no counterpart, nothing more where all of it has none. */
function readArgument(flag: string, value: string, options: ContainerOptions): string | undefined {
  switch (flag) {
    case '-v':
    case '--volume': {
      const [host = '', path = '', mode = ''] = value.split(':');
      const modes = mode.split(',');
      if (!host.startsWith('/') || !modes.every((each) => mountModes.has(each))) return `${flag} ${value}`;
      options.volumes.push({ path, readOnly: modes.includes('ro'), source: { host } });
      return undefined;
    }
    case '-e':
    case '--env': {
      const [name = '', content] = splitOnce(value, '=');
      if (content === undefined) return `${flag} ${value}`;
      options.environment.set(name, literal(content));
      return undefined;
    }
    case '-u':
    case '--user':
      options.user = value;
      return undefined;
    case '--network':
    case '--net':
      options.docker.set('network_mode', value);
      return undefined;
    // The entrypoint is replaced by the shell that runs the steps anyway.
    case '--entrypoint':
      return undefined;
    default:
      return '';
  }
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
