import { parse } from 'yaml';
import type { DropReason } from '../../contract';
import airflowWorkers from './airflow-workers.yaml?raw';
import containers from './containers.yaml?raw';
import kubernetes from './kubernetes.yaml?raw';

/** How parts of a Jenkinsfile map, as data. What a profile does not name is converted by rule or is *manual*. */
export interface Profile {
  readonly profile: string;
  readonly source: 'jenkins';
  readonly summary: string;
  /**
   * What the folder of a run is for a container: a folder of the host, a claim that all pods mount, or a volume of a size that lives
   * as long as the run.
   */
  readonly runs: RunVolume;
  /** Where credentials are: connections of Airflow, or secrets of Kubernetes for what runs in a pod. */
  readonly secrets: 'connections' | 'kubernetes';
  /** The image with git that clones the repository of the Jenkinsfile; absent, a worker of Airflow does it. */
  readonly checkout?: { readonly image: string };
  readonly agents: Readonly<Record<string, AgentRule>>;
  readonly options: Readonly<Record<string, EntryRule>>;
  readonly triggers: Readonly<Record<string, EntryRule>>;
  readonly steps: Readonly<Record<string, StepRule>>;
  /** By type (`maven`): what becomes of a tool. */
  readonly tools: Readonly<Record<string, EntryRule>>;
  /** By label of an agent: where its tasks run. */
  readonly labels: Readonly<Record<string, LabelRule>>;
  /** By id of a credential: the Airflow connection that has its parts, or the Kubernetes secret. */
  readonly credentials: Readonly<Record<string, CredentialRule>>;
  /** By name of a job: the DAG that it became. */
  readonly jobs: Readonly<Record<string, { readonly dag: string }>>;
  /** What `-D` says else: `scm_url`, `timezone`. */
  readonly properties: Readonly<Record<string, string>>;
}

export type RunVolume = 'host' | 'claim' | { readonly run: string };

/** An image makes tasks containers; without one they are scripts on a worker. */
export interface LabelRule {
  readonly image?: string;
  /** The queue of the workers. */
  readonly queue?: string;
  /** Of the nodes of Kubernetes. */
  readonly node_selector?: Readonly<Record<string, string>>;
}

/** The keys of a secret are those of the parts: `password`, `username`, `file`, `private_key`, `passphrase`. */
export type CredentialRule =
  | { readonly connection: string; readonly secret?: never }
  | { readonly secret: string; readonly connection?: never };

/** The type of the tasks of an agent, or why a person must decide. */
export type AgentRule =
  | {
      readonly type: 'bash' | 'container';
      /** The image of agents that name none. */
      readonly image?: string;
      readonly approximates?: string;
      readonly manual?: never;
    }
  | { readonly manual: string };

export type EntryRule =
  | { readonly drop: DropReason; readonly message: string }
  | { readonly approximates: string }
  | { readonly manual: string };

/**
 * `unwrap`: the step itself means nothing here, its block is converted. `approximates`: the same, with a note on what is lost.
 * `drop`: the step means nothing. `script`: what the shell runs in its place.
 */
export type StepRule =
  | { readonly unwrap: DropReason; readonly message: string }
  | { readonly approximates: string }
  | { readonly drop: DropReason; readonly message: string }
  | ScriptRule
  | { readonly manual: string };

/**
 * What the shell runs in place of a step; where its value is asked for, what it prints. The arguments of the step are variables of
 * their names, those without a name `$1`, `$2` and so on, or called as `arguments` says.
 */
export interface ScriptRule {
  readonly script: string;
  readonly note?: string;
  /** The names of arguments without a name, in order; with `others` all that the script can do something with. */
  readonly arguments?: readonly string[];
  /** Named arguments that the script reads, too. Any further one is reported as lost; without the list, none is. */
  readonly others?: readonly string[];
  /** Named arguments that leave the step to a person. */
  readonly never?: readonly string[];
  /** Variables of the task, as Airflow renders them. */
  readonly env?: Readonly<Record<string, string>>;
}

const texts: ReadonlyMap<string, string> = new Map([
  ['airflow-workers', airflowWorkers],
  ['containers', containers],
  ['kubernetes', kubernetes],
]);

/** The names of the profiles for Jenkins; the first is the default. */
export const profileNames: readonly string[] = [...texts.keys()];

/** The sections of a profile that are tables of what only people know. */
export const tableNames = [
  'labels',
  'agents',
  'tools',
  'credentials',
  'steps',
  'jobs',
  'triggers',
  'options',
  'properties',
] as const;

/** A profile by its name; nothing where there is none. `own`: the text of one that a person wrote, whose entries win. */
export function loadProfile(name: string, own?: string): Profile | undefined {
  const text = own ?? texts.get(name);
  const written = text === undefined ? undefined : readEntries(text);
  if (written === undefined) return undefined;
  const [standard] = profileNames;
  const base = typeof written.extends === 'string' ? written.extends : own === undefined ? undefined : standard;
  // Those that come with dagport build on nothing but each other; one of a person builds on one of those.
  const known: Partial<Profile> | undefined = base === undefined ? {} : texts.has(base) ? loadProfile(base) : undefined;
  if (known === undefined) return undefined;
  const section = (name: string, before: object | undefined) => ({ ...before, ...rulesOf(written[name]) });
  const merged = {
    ...known,
    ...written,
    runs: runsOf(written.runs) ?? known.runs ?? 'host',
    secrets:
      written.secrets === 'kubernetes' || written.secrets === 'connections'
        ? written.secrets
        : (known.secrets ?? 'connections'),
    agents: section('agents', known.agents),
    options: section('options', known.options),
    triggers: section('triggers', known.triggers),
    steps: section('steps', known.steps),
    tools: section('tools', known.tools),
    labels: section('labels', known.labels),
    credentials: section('credentials', known.credentials),
    jobs: section('jobs', known.jobs),
    properties: { ...known.properties, ...textsOf(written.properties) },
  };
  return merged as unknown as Profile;
}

/** The rules of a section that are rules: mappings that say something. An entry that nobody has filled in says nothing. */
function rulesOf(section: unknown): Entries {
  if (!isEntries(section)) return {};
  const rules = Object.entries(section).map(([name, rule]) => [name, isEntries(rule) ? filled(rule) : {}] as const);
  return Object.fromEntries(rules.filter(([, rule]) => Object.keys(rule).length > 0));
}

function runsOf(value: unknown): RunVolume | undefined {
  if (value === 'host' || value === 'claim') return value;
  return isEntries(value) && typeof value.run === 'string' ? { run: value.run } : undefined;
}

function textsOf(section: unknown): Readonly<Record<string, string>> {
  const entries = isEntries(section) ? Object.entries(filled(section)) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function filled(rule: Entries): Entries {
  return Object.fromEntries(
    Object.entries(rule).filter(([, value]) => value !== '' && value !== null && value !== undefined),
  );
}

type Entries = Record<string, unknown>;

function isEntries(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The entries of a profile that a person wrote; nothing where it is no mapping. */
export function readEntries(text: string): Entries | undefined {
  try {
    const entries: unknown = parse(text, { version: '1.2', uniqueKeys: false, maxAliasCount: 100, logLevel: 'silent' });
    return isEntries(entries) ? entries : undefined;
  } catch {
    // What is no YAML is no profile; the caller says so.
    return undefined;
  }
}
