import type { Catalogue } from '../../../schemas';
import type { Diagnostic } from '../../../text/diagnostic';
import type { Range } from '../../../text/range';
import type { Composite, Composites } from '../../composites';
import { absolute, type DocumentItem, type WorkflowDocument, type WorkflowFile, type YamlMapping } from '../../read';
import type { PlanGroup, PlanImport, PlanLoop, PlanNode, PlannedImage } from '../plan';
import type { ExpandedResource } from './resources';
import type { RunVolume } from './run-volumes';
import type { Scope } from './scope';
import type { Substitution } from './substitute';

/** Where containers run: an environment of the project chooses it. */
export type ContainerBackend = 'docker' | 'kubernetes' | 'ecs';

/** What planning needs beside the file. */
export interface PlanOptions {
  readonly catalogue: Catalogue;
  /** The composites of the project. */
  readonly composites?: Composites;
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

/** An item that holds placeholders: as it is written, and as it is at one place of the expansion. */
export interface FilledItem {
  readonly written: DocumentItem;
  readonly filled: DocumentItem;
  /** Its id there. */
  readonly id: string;
  readonly document: WorkflowDocument;
  /** The composite in which it stands, and where the workflow uses that. */
  readonly inside: Expansion['inside'];
}

/** What one expansion collects. */
export interface Expansion {
  readonly file: WorkflowFile;
  readonly options: PlanOptions;
  /** The targets of sub_dags and generators, by name. */
  readonly targets: ReadonlyMap<string, WorkflowDocument>;
  readonly details: Map<string, NodeDetails>;
  readonly groups: Map<string, PlanGroup>;
  /** Generators whose items are known only when Airflow parses the DAG file. */
  readonly loops: Map<string, PlanLoop>;
  readonly images: ReadonlyMap<string, ImageEntry>;
  readonly usedImages: Map<string, PlannedImage>;
  /** Of `operator_defaults`, by the short name of the type. */
  readonly operatorDefaults: ReadonlyMap<string, YamlMapping>;
  /** `default_task_args`. */
  readonly taskDefaults: YamlMapping | undefined;
  /** What the Python of generator types imports. */
  readonly codeImports: Map<string, PlanImport>;
  readonly usedComposites: Set<Composite>;
  /** Volumes that live as long as a run, by name. */
  readonly runVolumes: Map<string, RunVolume>;
  readonly problems: Diagnostic[];
  /** What the checks look at once more, now that it is known what its placeholders stand for. */
  readonly filled: FilledItem[];
  /** What was reported, so that what is expanded several times is told once. */
  readonly reported: Set<string>;
  /** How much may still be put in place of placeholders. */
  readonly budget: { left: number };
  /** The composite whose documents are being expanded, and where the workflow uses it. */
  readonly inside: { readonly composite: Composite; readonly use: Range } | undefined;
  /** `false` for a boundary-layer file: Airflow's own rules then hold, timing and all. */
  readonly format: boolean;
}

/** Where in the expansion a document stands: what its ids begin and end with, and which box its tasks are in. */
export interface Placement {
  readonly prefix: string;
  readonly suffix: string;
  /** What ids of the items of a generator in it begin to end with: the items around, where ids would repeat without. */
  readonly carried: string;
  readonly group: string | undefined;
  /** Before the pointers of a target: `sub_dags/load/`. */
  readonly pointer: string;
  /** What placeholders stand for; nothing in the workflow's first document. */
  readonly scope: Scope | undefined;
  /** Base arguments of the groups around, for tasks that do not give them themselves. */
  readonly defaults: YamlMapping | undefined;
  /** The resources that the references around pass on: those that they require themselves. */
  readonly inherited: readonly ExpandedResource[];
  /** The documents that lead here: a target among them would never end. */
  readonly path: readonly WorkflowDocument[];
}

/** An item's name as the end of a task id. Airflow takes letters, digits, dashes, dots and underscores. */
export function sanitisedItem(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]/g, '_');
}

/** Reports a problem at a node of an item. `cause`: the file to which it belongs, where that is not this one. */
export function report(
  expansion: Expansion,
  owner: DocumentItem | { readonly offset: number },
  node: { readonly start: number; readonly end: number },
  rule: string,
  message: string,
  cause?: string,
): void {
  const { inside } = expansion;
  const where = inside === undefined ? '' : `In the composite "${inside.composite.name}": `;
  const range = placeIn(expansion, owner, node);
  // What no use of a composite can change is said at its first use.
  const isOfAllUses = rule === 'unusable-composite' || (inside !== undefined && rule === 'unknown-placeholder');
  const place = isOfAllUses ? '' : range.start;
  const key = `${rule} ${place} ${where}${message}`;
  if (expansion.reported.has(key)) return;
  expansion.reported.add(key);
  const file = cause ?? inside?.composite.file.path;
  const belongsTo = file === undefined ? {} : { belongsTo: file };
  expansion.problems.push({ rule, severity: 'error', message: `${where}${message}`, range, ...belongsTo });
}

/** The place of a node in the workflow: of one of a composite, where the workflow uses that. */
export function placeIn(expansion: Expansion, owner: { readonly offset: number }, node: Range): Range {
  return expansion.inside?.use ?? absolute(owner, node);
}

/** How the placeholders of an item are read. */
export function substitutionOf(
  expansion: Expansion,
  owner: { readonly offset: number },
  scope: Scope | undefined,
): Substitution {
  const { budget } = expansion;
  return { scope, budget, report: (place, rule, message) => report(expansion, owner, place, rule, message) };
}
