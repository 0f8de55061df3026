import { parse } from 'yaml';
import type { DropReason } from '../../contract';
import airflowWorkers from './airflow-workers.yaml?raw';
import containers from './containers.yaml?raw';

/** How parts of a Jenkinsfile map, as data. What a profile does not name is converted by rule or is *manual*. */
export interface Profile {
  readonly profile: string;
  readonly source: 'jenkins';
  readonly summary: string;
  /** What the folder of a run is for a container: a folder of the host, or a claim that all pods mount. */
  readonly runs: 'host' | 'claim';
  /** The image with git that clones the repository of the Jenkinsfile; absent, a worker of Airflow does it. */
  readonly checkout?: { readonly image: string };
  readonly agents: Readonly<Record<string, AgentRule>>;
  readonly options: Readonly<Record<string, EntryRule>>;
  readonly triggers: Readonly<Record<string, EntryRule>>;
  readonly steps: Readonly<Record<string, StepRule>>;
  /** By type (`maven`): what becomes of a tool. */
  readonly tools: Readonly<Record<string, EntryRule>>;
  /** By label of an agent: the image of its tasks. */
  readonly labels: Readonly<Record<string, { readonly image: string }>>;
}

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
  | { readonly script: string; readonly note?: string }
  | { readonly manual: string };

const texts: ReadonlyMap<string, string> = new Map([
  ['airflow-workers', airflowWorkers],
  ['containers', containers],
]);

/** The names of the profiles for Jenkins; the first is the default. */
export const profileNames: readonly string[] = [...texts.keys()];

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
    runs: written.runs === 'claim' || written.runs === 'host' ? written.runs : (known.runs ?? 'host'),
    agents: section('agents', known.agents),
    options: section('options', known.options),
    triggers: section('triggers', known.triggers),
    steps: section('steps', known.steps),
    tools: section('tools', known.tools),
    labels: section('labels', known.labels),
  };
  return merged as unknown as Profile;
}

/** The rules of a section that are rules: mappings of texts. */
function rulesOf(section: unknown): Entries {
  if (!isEntries(section)) return {};
  const isRule = (value: unknown) => isEntries(value) && Object.values(value).every((text) => typeof text === 'string');
  return Object.fromEntries(Object.entries(section).filter(([, rule]) => isRule(rule)));
}

type Entries = Record<string, unknown>;

function isEntries(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The entries of a profile that a person wrote; nothing where it is no mapping. */
function readEntries(text: string): Entries | undefined {
  try {
    const entries: unknown = parse(text, { version: '1.2', uniqueKeys: false, maxAliasCount: 100, logLevel: 'silent' });
    return isEntries(entries) ? entries : undefined;
  } catch {
    // What is no YAML is no profile; the caller says so.
    return undefined;
  }
}
