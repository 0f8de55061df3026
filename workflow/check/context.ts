import type { AirflowTarget, Catalogue, Parameter } from '../../schemas';
import type { RuleLevels } from '../../text/levels';
import type { NameIndex } from '../../text/nearest';
import type { FindingCache, Rule } from '../../text/rules';
import type { Composites } from '../composites';
import type { ContainerBackend } from '../plan';
import type { DocumentItem, SectionKey, WorkflowDocument, YamlScalar } from '../read';
import type { Staging } from '../select/staging';
import type { HeaderPython } from './header-python';
import type { NodeType } from './node-type';
import type { DocumentOutline, Edge, FileOutline, NodeOutline } from './outline';
import type { PythonText, TemplateText } from './texts';
import type { TypeNames } from './type-names';

/** What a check needs beside the file. */
export interface CheckContext {
  readonly catalogue: Catalogue;
  /** The composites of the project. */
  readonly composites?: Composites;
  /** Names of images that the project's configuration defines. */
  readonly projectImages?: ReadonlySet<string>;
  /** The environments that the project's configuration names; absent where it names none. */
  readonly projectEnvironments?: ReadonlySet<string>;
  /** Where containers run, by the environment that is checked for; Docker where nothing is said. */
  readonly backend?: ContainerBackend;
  /** Is something wrong with the project's configuration or types, which is told there, so that names may be missing here? */
  readonly isProjectBroken?: boolean;
  /** How severe rules are by the project's configuration. */
  readonly levels?: RuleLevels;
  /** The Airflow that is checked for; absent, 3.3. */
  readonly airflow?: AirflowTarget;
  /** Another workflow that becomes a DAG of the same id: its path. */
  readonly twin?: string;
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
  /** What its `type` means in its section; nothing where it has none, or it means nothing there. */
  readonly type: NodeType | undefined;
  readonly settings: ItemSettings;
  /** All its values that are scalars; worked out when first asked for. */
  readonly scalars: () => readonly YamlScalar[];
  /** Its texts that Airflow renders with Jinja; worked out when first asked for. */
  readonly templates: () => readonly TemplateText[];
  /** Its Python; worked out when first asked for. */
  readonly python: () => readonly PythonText[];
}

/** All beside its text on which a finding about an item may depend. */
export interface ItemSettings {
  readonly catalogue: Catalogue;
  readonly composites: Composites;
  /** All that a node of a type takes as `properties`, by each of their names. */
  readonly propertiesOf: (type: NodeType) => ReadonlyMap<string, Parameter>;
  /** Those of them that have to be given. */
  readonly requiredOf: (type: NodeType) => readonly Parameter[];
  /** The names that a `type` may have in a section. */
  readonly typeNamesIn: (section: SectionKey) => TypeNames;
  /** The version of the language; nothing for a boundary-layer file. */
  readonly format: number | undefined;
  /** Could something above the sections not be read, so that images and defaults may be missing here? */
  readonly headless: boolean;
  /** Is part of the document no valid YAML, so that a node may stand in another section than it seems? */
  readonly torn: boolean;
  readonly images: ReadonlySet<string>;
  /** The same, for names that are none of them. */
  readonly imageNames: () => NameIndex;
  /** Names of images that several nodes ask for, and by which name the workflow defines them: a slip that is told there. */
  readonly misnamedImages: ReadonlyMap<string, string>;
  /** Is something wrong with the project, so that names of it may be missing? */
  readonly isProjectBroken: boolean;
  /** The environments of the project; none where its configuration names none. */
  readonly environments: ReadonlySet<string>;
  /** The arguments that `default_task_args` gives to every task. */
  readonly defaultArguments: ReadonlySet<string>;
  /** The arguments that `operator_defaults` gives, by the short name of the type. */
  readonly typeDefaults: ReadonlyMap<string, ReadonlySet<string>>;
  /** The arguments that a resource provides, by the name of the resource. */
  readonly provided: ReadonlyMap<string, ReadonlySet<string>>;
  readonly airflow: AirflowTarget;
  readonly dag: DagFacts;
  /** The `params` of the workflow, for names that are none of them. */
  readonly paramNames: () => NameIndex;
  /** Is `${{ path }}` replaced when the DAG is built: in a composite, and where `repeated` holds? */
  readonly placeholders: boolean;
  /** The parameters of the composite that the file is; nothing for a workflow. */
  readonly parameters: ReadonlyMap<string, unknown> | undefined;
  /** Is the document repeated by a generator, so that `item`, `index` and `item_name` mean something? */
  readonly repeated: boolean;
  /** The names of resources about whose type nothing is known: what they provide is not known either. */
  readonly unknownResources: ReadonlySet<string>;
}

/** What `dag_args` and `imports` say that matters for the texts of all nodes. */
export interface DagFacts {
  /** The names of `user_defined_macros`; nothing where they are not known. */
  readonly macros: ReadonlySet<string> | undefined;
  /** The names of `user_defined_filters`; nothing where they are not known. */
  readonly filters: ReadonlySet<string> | undefined;
  /** The names of `params`; nothing where there are none, or they are not known. */
  readonly params: ReadonlySet<string> | undefined;
  /** The names that `imports` bind; nothing where a `*` binds names that are not known. */
  readonly imported: ReadonlySet<string> | undefined;
  /** Of which of the two `datetime` is the name in Python: the module or its class; nothing where that is not known. */
  readonly datetime: 'module' | 'class' | undefined;
  /** Is the DAG scheduled by assets alone, so that a run may have no logical date? */
  readonly byAssets: boolean;
}

/** One document. Ranges are those of the file. */
export interface DocumentInput {
  readonly outline: DocumentOutline;
  readonly document: WorkflowDocument;
  /** The circles in which nodes wait for each other. */
  readonly cycles: readonly (readonly Edge[])[];
  readonly file: FileOutline;
  readonly catalogue: Catalogue;
  readonly settings: ItemSettings;
  /** The texts of one of its nodes that Airflow renders; worked out when first asked for. */
  readonly templatesOf: (node: NodeOutline) => readonly TemplateText[];
  /** The Python in its header; worked out when first asked for. */
  readonly headerPython: () => readonly HeaderPython[];
}

/** The file as a whole. */
export interface FileInput {
  readonly file: FileOutline;
  /** The waves of the file, and which nodes each of them adds; worked out when first asked for. */
  readonly staging: () => Staging;
  readonly catalogue: Catalogue;
  readonly composites: Composites;
  readonly airflow: AirflowTarget;
  /** Another workflow that becomes a DAG of the same id: its path. */
  readonly twin: string | undefined;
}
