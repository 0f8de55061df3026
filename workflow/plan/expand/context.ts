import type { Catalogue } from '../../../schemas';
import type { Diagnostic } from '../../../text/diagnostic';
import {
  absolute,
  type DocumentItem,
  type WorkflowDocument,
  type WorkflowFile,
  type YamlMapping,
  type YamlNode,
} from '../../read';
import type { PlanGroup, PlanNode, PlannedImage } from '../plan';

/** Where containers run: an environment of the project chooses it. */
export type ContainerBackend = 'docker' | 'kubernetes';

/** What planning needs beside the file. */
export interface PlanOptions {
  readonly catalogue: Catalogue;
  /** Where `container` tasks run; Docker where nothing is said. */
  readonly backend?: ContainerBackend;
  /** The name of the environment that is built for: images may have a URL of their own in it. */
  readonly environment?: string;
  /** Images of the project; those of the workflow win. */
  readonly images?: ReadonlyMap<string, ImageEntry>;
}

export interface ImageEntry {
  readonly url?: string;
  readonly environments: ReadonlyMap<string, string>;
  readonly fromEnvironment?: string;
  readonly pull?: 'always' | 'missing' | 'never';
}

/** What is said of a node of the flow beside its control flow; by the id that it has in the flow. */
export type NodeDetails = Pick<PlanNode, 'name' | 'type' | 'section' | 'behaviour' | 'origin'> & {
  readonly group: string | undefined;
  readonly kind: 'task' | 'branch' | 'join' | 'fail' | 'group' | 'setup' | 'teardown';
};

/** What one expansion collects. */
export interface Expansion {
  readonly file: WorkflowFile;
  readonly options: PlanOptions;
  /** The targets of sub_dags and generators, by name. */
  readonly targets: ReadonlyMap<string, WorkflowDocument>;
  readonly details: Map<string, NodeDetails>;
  readonly groups: Map<string, PlanGroup>;
  readonly images: ReadonlyMap<string, ImageEntry>;
  readonly usedImages: Map<string, PlannedImage>;
  /** Of `operator_defaults`, by the short name of the type. */
  readonly operatorDefaults: ReadonlyMap<string, YamlMapping>;
  readonly defaultTriggerRule: string | undefined;
  readonly problems: Diagnostic[];
  /** `false` for a boundary-layer file: Airflow's own rules then hold, timing and all. */
  readonly format: boolean;
}

/** Where in the expansion a document stands: what its ids begin and end with, and which box its tasks are in. */
export interface Placement {
  readonly prefix: string;
  readonly suffix: string;
  readonly group: string | undefined;
  /** Before the pointers of a target: `sub_dags/load/`. */
  readonly pointer: string;
  /** The item of the generator whose target this is. */
  readonly item: GeneratorItem | undefined;
  /** Base arguments that a sub-DAG or generator gives to the tasks in it. */
  readonly defaults: YamlMapping | undefined;
  /** The documents that lead here: a target among them would never end. */
  readonly path: readonly string[];
}

export interface GeneratorItem {
  readonly node: YamlNode;
  readonly name: string;
  readonly index: number;
}

/** An item's name as the end of a task id. Airflow takes letters, digits, dashes, dots and underscores. */
export function sanitisedItem(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]/g, '_');
}

/** Reports a problem at a node of an item. */
export function report(
  expansion: Expansion,
  owner: DocumentItem | { readonly offset: number },
  node: { readonly start: number; readonly end: number },
  rule: string,
  message: string,
): void {
  expansion.problems.push({ rule, severity: 'error', message, range: absolute(owner, node) });
}
