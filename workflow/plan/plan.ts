import type { Range } from '../../text/range';
import type { Value } from './value';

/**
 * What Airflow is to run: the tasks, their trigger rules and edges, with everything expanded — sections, resources,
 * sub-DAGs, generators, and the nodes that make branches, handled failures, joins and groups behave as
 * `docs/format.md` says. An emitter turns it into text without a decision of its own.
 */
export interface Plan {
  readonly dagId: string;
  /** Arguments of `DAG(…)`, in order of emission. `dag_id` and `default_args` are not among them. */
  readonly dagArguments: readonly Argument[];
  readonly defaultArguments: readonly Argument[];
  readonly imports: readonly PlanImport[];
  readonly images: readonly PlannedImage[];
  /** Boxes of tasks, outer ones before inner ones. */
  readonly groups: readonly PlanGroup[];
  /** Generators whose items are known only when Airflow parses the DAG file, outer ones before inner ones. */
  readonly loops: readonly PlanLoop[];
  /** In the order of the source; the nodes that the plan adds stand with the node that needs them. */
  readonly nodes: readonly PlanNode[];
  readonly edges: readonly PlanEdge[];
}

export interface Argument {
  readonly name: string;
  readonly value: Value;
}

/** `import M`, or `from M import a, b`. */
export interface PlanImport {
  readonly module: string;
  readonly objects?: readonly string[];
}

/** An image whose URL the environment may replace when the DAG file is parsed; emitted as a module constant. */
export interface PlannedImage {
  readonly name: string;
  /** The Python name, `IMAGE_YOSHI`. */
  readonly constant: string;
  readonly url?: string;
  readonly fromEnvironment?: string;
}

export interface PlanGroup {
  readonly id: string;
  readonly label: string;
  readonly parent?: string;
}

/**
 * A generator that the DAG file repeats itself. In ids of nodes and groups inside it, `<id>` stands for the part of an
 * item; Python there knows `index`, `item` and `item_name`.
 */
export interface PlanLoop {
  readonly id: string;
  readonly label: string;
  /** The generator's own id. */
  readonly node: string;
  /** The box that its tasks stand in. */
  readonly group: string;
  /** What Python calls the item, its number, its name and its part of ids; no inner loop hides them. */
  readonly variables: {
    readonly item: string;
    readonly index: string;
    readonly itemName: string;
    readonly part: string;
  };
  /** The part of an item in ids: its name, or its number. */
  readonly part: 'item_name' | 'index';
  readonly items: LoopItems;
  readonly origin: Origin;
  /** Patterns of names that are left out. */
  readonly blocked: readonly string[];
}

export type LoopItems =
  /** Python that gives a list of texts, of mappings with a `name`, or a mapping. */
  | { readonly kind: 'value'; readonly value: Value; readonly named: 'item' | 'name' | 'key' }
  | {
      readonly kind: 'code';
      readonly iterator: string;
      readonly itemName: string;
      readonly parameters: readonly string[];
      readonly arguments: readonly Argument[];
    };

export type TriggerRule =
  | 'all_success'
  | 'all_failed'
  | 'all_done'
  | 'all_done_min_one_success'
  | 'all_skipped'
  | 'one_success'
  | 'one_failed'
  | 'one_done'
  | 'none_failed'
  | 'none_failed_min_one_success'
  | 'none_skipped'
  | 'always';

export type PlanNodeKind =
  | 'task'
  | 'generator'
  | 'sub_dag'
  | 'composite'
  | 'resource'
  | 'gate'
  | 'router'
  | 'veto'
  | 'collector'
  | 'guard'
  | 'result'
  | 'join'
  | 'branch'
  | 'fail'
  | 'setup'
  | 'teardown'
  | 'sentinel';

export type SectionName = 'before' | 'operators' | 'after' | 'generators' | 'sub_dags' | 'resources';

export interface PlanNode {
  /** Airflow's task id. */
  readonly id: string;
  /** The name in the YAML; of a node that the plan adds, the name of the node that needs it. */
  readonly name: string;
  readonly kind: PlanNodeKind;
  /** The type in the YAML; `dagport` for a node that the plan adds. */
  readonly type: string;
  readonly section: SectionName;
  readonly group?: string;
  readonly triggerRule: TriggerRule;
  readonly behaviour: Behaviour;
  readonly origin: Origin;
  /** The wave of a staged migration that builds it first. */
  readonly wave?: string;
}

/** Where in the source a node comes from. */
export interface Origin {
  /** Names, not offsets: `operators/load`. */
  readonly pointer: string;
  readonly range: Range;
}

/** What a node does when Airflow runs it. */
export type Behaviour =
  | { readonly kind: 'operator'; readonly classPath: string; readonly arguments: readonly Argument[] }
  /** Nothing: a point where edges meet. */
  | { readonly kind: 'empty' }
  /** Chooses the task ids of the first case whose rendered text is true. */
  | {
      readonly kind: 'branch';
      readonly cases: readonly { readonly when: string; readonly then: readonly string[] }[];
      readonly otherwise: readonly string[];
      readonly arguments: readonly Argument[];
    }
  /** Chooses task ids by the state in which another task ended; fails where that task is upstream_failed. */
  | {
      readonly kind: 'route';
      readonly of: string;
      readonly success: readonly string[];
      readonly failed: readonly string[];
      readonly skipped: readonly string[];
    }
  /** Makes or removes a Docker volume, by its name: Jinja. */
  | {
      readonly kind: 'volume';
      readonly action: 'create' | 'remove';
      readonly name: string;
      readonly arguments: readonly Argument[];
    }
  /** Fails, at once and without retries, with a message. */
  | { readonly kind: 'raise'; readonly message: string; readonly arguments: readonly Argument[] };

export type PlanEdgeKind = 'authored' | 'section' | 'resource' | 'branch' | 'failure' | 'generated';

export interface PlanEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: PlanEdgeKind;
}
