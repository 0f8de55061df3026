import type { DraftMapping } from '../../../workflow/write/index';
import type { Comment } from '../groovy/index';
import type { Profile } from '../profiles/profile';
import type { Ledger } from './ledger';
import type { Template } from './template';

/** What holds for everything of one file. The lists and maps grow while it is converted. */
export interface Conversion {
  readonly ledger: Ledger;
  readonly profile: Profile;
  readonly comments: readonly Comment[];
  readonly properties: ReadonlyMap<string, string>;
  /** The entries of `images`, by name. */
  readonly images: Map<string, Image>;
  /** The documents of groups, in the order in which they are needed. */
  readonly documents: DraftMapping[];
  readonly names: Set<string>;
  readonly parameters: ReadonlyMap<string, PipelineParameter>;
  /** Parameters that no one declared but a condition needs (`BRANCH_NAME`). */
  readonly added: Map<string, PipelineParameter>;
}

export interface Image {
  readonly url: string;
  readonly pull?: 'always';
}

export interface PipelineParameter {
  readonly name: string;
  readonly kind: 'text' | 'boolean';
  readonly value: string | boolean;
}

/** What is visible at a place of the pipeline. A stage makes a new one for what stands inside it. */
export interface Scope {
  readonly conversion: Conversion;
  /** All variables in sight, inner ones over outer ones. */
  readonly environment: ReadonlyMap<string, EnvironmentValue>;
  /** Those that the tasks themselves must carry, because no `operator_defaults` has them. */
  readonly own: ReadonlyMap<string, Template>;
  readonly agent: AgentPlan;
  /** Why tasks on this agent fail until a person has decided; another agent lifts it. */
  readonly agentBlocker?: string;
  /** Why every task here fails until a person has decided; said by the task. */
  readonly blockers: readonly string[];
  /** Seconds; of an enclosing stage with a timeout. */
  readonly timeout?: number;
  /** How often a task is tried again; of a stage that is one task. */
  readonly retries?: number;
  /** Names of the enclosing stages, outermost first. */
  readonly path: readonly string[];
}

export type EnvironmentValue =
  | { readonly kind: 'known'; readonly value: Template }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Where the steps run. */
export type AgentPlan =
  | { readonly kind: 'bash' }
  | {
      readonly kind: 'container';
      /** A name of `images`, or the text of an image that is known only at run time. */
      readonly image: string;
      readonly volumes: readonly { readonly host: string; readonly path: string; readonly readOnly: boolean }[];
      readonly environment: ReadonlyMap<string, Template>;
      readonly user?: string;
    };
