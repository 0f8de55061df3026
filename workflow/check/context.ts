import type { Catalogue, OperatorType, Parameter } from '../../schemas';
import type { RuleLevels } from '../../text/levels';
import type { FindingCache, Rule } from '../../text/rules';
import type { Composites } from '../composites';
import type { ContainerBackend } from '../plan';
import type { DocumentItem, WorkflowDocument } from '../read';
import type { DocumentOutline, Edge, FileOutline, NodeOutline } from './outline';

/** What a check needs beside the file. */
export interface CheckContext {
  readonly catalogue: Catalogue;
  /** The composites of the project. */
  readonly composites?: Composites;
  /** Names of images that the project's configuration defines. */
  readonly projectImages?: ReadonlySet<string>;
  /** Where containers run, by the environment that is checked for; Docker where nothing is said. */
  readonly backend?: ContainerBackend;
  /** How severe rules are by the project's configuration. */
  readonly levels?: RuleLevels;
  /** What earlier checks found in items that did not change since: one for each catalogue and its composites, see `createFindingCache`. */
  readonly cache?: FindingCache;
}

/** What rules of each scope are given. */
export interface WorkflowInputs {
  readonly item: ItemInput;
  readonly document: DocumentInput;
  readonly file: FileInput;
}

export type WorkflowRule = Rule<WorkflowInputs>;

/** One item of a section. Ranges of what is found are relative to the item, as those of its nodes are. */
export interface ItemInput {
  readonly node: NodeOutline;
  readonly item: DocumentItem;
  readonly settings: ItemSettings;
}

/** All beside its text on which a finding about an item may depend. */
export interface ItemSettings {
  readonly catalogue: Catalogue;
  readonly composites: Composites;
  /** All that a task of a type takes, by each of its names. */
  readonly parametersOf: (type: OperatorType) => ReadonlyMap<string, Parameter>;
  /** The version of the language; nothing for a boundary-layer file. */
  readonly format: number | undefined;
  readonly images: ReadonlySet<string>;
  /** The arguments that `default_task_args` gives to every task. */
  readonly defaultArguments: ReadonlySet<string>;
  /** The arguments that `operator_defaults` gives, by the short name of the type. */
  readonly typeDefaults: ReadonlyMap<string, ReadonlySet<string>>;
  /** The arguments that a resource provides, by the name of the resource. */
  readonly provided: ReadonlyMap<string, ReadonlySet<string>>;
  /** The names of resources about whose type nothing is known: what they provide is not known either. */
  readonly unknownResources: ReadonlySet<string>;
}

/** One document. Ranges are those of the file. */
export interface DocumentInput {
  readonly outline: DocumentOutline;
  readonly document: WorkflowDocument;
  /** The circles in which nodes wait for each other. */
  readonly cycles: readonly (readonly Edge[])[];
  readonly file: FileOutline;
  readonly catalogue: Catalogue;
}

/** The file as a whole. */
export interface FileInput {
  readonly file: FileOutline;
  readonly catalogue: Catalogue;
  readonly composites: Composites;
}
