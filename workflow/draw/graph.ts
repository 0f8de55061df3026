import type { PlanEdgeKind, PlanNodeKind, SectionName } from '../plan/plan';

/**
 * A workflow as a graph: what `dagport graph --format json` prints, what the pictures are drawn from, and what the server
 * answers to `dagport/graph`. In the `authored` view the nodes are those that a person wrote; in the `expanded` view they
 * are the tasks that Airflow loads, with the same ids, edges and trigger rules.
 */
export interface GraphJson {
  readonly version: 1;
  readonly dagId: string;
  readonly view: GraphView;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export type GraphView = 'authored' | 'expanded';

export interface GraphNode {
  /** Expanded: Airflow's final task id. Authored: the node's path. */
  readonly id: string;
  /** The name in the YAML. */
  readonly name: string;
  readonly kind: PlanNodeKind;
  readonly type: string;
  /** The class that runs; empty where the type is unknown. */
  readonly classPath: string;
  readonly section: SectionName;
  /** The box that it stands in: the names of the boxes, outer ones first, separated by `/`. */
  readonly group?: string;
  readonly triggerRule: string;
  readonly retries?: number;
  /** Of a branch: the task ids that it returns, case by case, `otherwise` last. */
  readonly cases?: readonly { readonly then: readonly string[] }[];
  /** Of a router: whose state chooses, and the task ids chosen for each. */
  readonly chooses?: {
    readonly of: string;
    readonly success: readonly string[];
    readonly failed: readonly string[];
    readonly skipped: readonly string[];
  };
  /** The wave of a staged migration that it belongs to. */
  readonly wave?: string;
  /** A generator whose items are known only when Airflow parses the DAG file. */
  readonly dynamic?: true;
  readonly origin: GraphOrigin;
}

export interface GraphOrigin {
  readonly path: string;
  /** Names, not offsets: `operators/load`. */
  readonly pointer: string;
  readonly range: GraphRange;
}

/** Lines and columns are 1-based, columns count UTF-16 units, as in every JSON output. */
export interface GraphRange {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: PlanEdgeKind;
}
