import { parse } from 'yaml';
import type { DropReason } from '../../contract';
import airflowWorkers from './airflow-workers.yaml?raw';

/** How parts of a Jenkinsfile map, as data. What a profile does not name is converted by rule or is *manual*. */
export interface Profile {
  readonly profile: string;
  readonly source: 'jenkins';
  readonly summary: string;
  /** What the folder of a run is for a container: a folder of the host, or a claim that all pods mount. */
  readonly runs: 'host' | 'claim';
  readonly agents: Readonly<Record<string, AgentRule>>;
  readonly options: Readonly<Record<string, EntryRule>>;
  readonly triggers: Readonly<Record<string, EntryRule>>;
  readonly steps: Readonly<Record<string, StepRule>>;
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

const texts: ReadonlyMap<string, string> = new Map([['airflow-workers', airflowWorkers]]);

/** The names of the profiles for Jenkins; the first is the default. */
export const profileNames: readonly string[] = [...texts.keys()];

/** A profile by its name; nothing where there is none. */
export function loadProfile(name: string): Profile | undefined {
  const text = texts.get(name);
  return text === undefined ? undefined : (parse(text, { version: '1.2', uniqueKeys: false }) as Profile);
}
