import type { TriggerRule } from './plan';

/**
 * The control flow that a workflow states, without what its tasks do: the form on which `docs/format.md` defines the
 * meaning. Sections, sub-DAGs and generators are groups here; ids are unique in the whole flow and become task ids.
 */
export interface FlowScope {
  readonly nodes: readonly FlowNode[];
  readonly resources: readonly FlowResource[];
}

/** A create task and a destroy task around the nodes of the scope that require the resource. */
export interface FlowResource {
  readonly name: string;
  /** Where it stands in the list of its document: of two resources of a node the earlier one is created first. */
  readonly place?: number;
  /**
   * Resources that are there as long as this one is, by name. Whoever requires a resource requires these as well; those
   * of a scope around are the affair of the group.
   */
  readonly requires: readonly string[];
  readonly create: string;
  /** Of a file without `format`, where the task that creates has a rule of its own. */
  readonly createRule?: TriggerRule;
  /** Absent where the type has nothing that destroys it. */
  readonly destroy: string | undefined;
  /** It is created as soon as its scope begins, because a later user may be due where none before it is. */
  readonly early?: boolean;
}

export type FlowNode = FlowTask | FlowBranch | FlowJoin | FlowFail | FlowGate | FlowGroup;

interface FlowNodeBase {
  readonly id: string;
  /** Dependencies of either direction, as ids of nodes of the same scope. */
  readonly upstream: readonly string[];
  readonly rule: TriggerRule;
  /** Is the rule written at the node, and not the one that tasks have where none is? */
  readonly ownRule?: boolean;
  /** Names of resources of the same scope, with all that those require. */
  readonly requires: readonly string[];
  readonly onFailure: readonly string[];
}

export interface FlowTask extends FlowNodeBase {
  readonly kind: 'task';
  /** Can the task end skipped by itself: a soft-failing sensor, a short circuit? */
  readonly skipsItself: boolean;
}

export interface FlowBranch extends FlowNodeBase {
  readonly kind: 'branch';
  /** The targets of each case, the last one is `otherwise`. */
  readonly cases: readonly (readonly string[])[];
}

export interface FlowJoin extends FlowNodeBase {
  readonly kind: 'join';
  /** An AND of ORs. */
  readonly paths: readonly (readonly string[])[];
}

export interface FlowFail extends FlowNodeBase {
  readonly kind: 'fail';
}

/** A point that nobody wrote where many edges meet; it does nothing, and succeeds. */
export interface FlowGate extends FlowNodeBase {
  readonly kind: 'gate';
  /** The group that begins here. */
  readonly of: string;
}

export interface FlowGroup extends FlowNodeBase {
  readonly kind: 'group';
  /** Does it stand for groups of which the number is known only when Airflow parses the DAG file? */
  readonly isLoop?: boolean;
  /** Is it a section? Where it needs no result, only those of its nodes that name a resource use it. */
  readonly isSection?: boolean;
  readonly scope: FlowScope;
}

/** Ends the ids of items: no task has such an id, whatever it is called and whatever item it is of. */
const ITEM_MARK = '#';

/** The id of the group that an item of a generator is. `end`: what the ids of its tasks end with. */
export function idOfItem(generator: string, end: string): string {
  return `${generator}${end}${ITEM_MARK}`;
}

/** What the ids of tasks that are added for a node begin with. */
export function idForTasks(id: string): string {
  return id.endsWith(ITEM_MARK) ? id.slice(0, -ITEM_MARK.length) : id;
}

/** A node that leads to another one by a choice: as the target of a case, of `on_failure`, or of both. */
export interface ControlSource {
  readonly source: FlowNode;
  /** The indexes of the cases that name the target. */
  readonly cases: readonly number[];
  readonly onFailure: boolean;
}

/** For each target of a control edge its sources, one entry for each node. */
export function controlSources(scope: FlowScope): ReadonlyMap<string, readonly ControlSource[]> {
  const sources = new Map<string, ControlSource[]>();
  const add = (target: string, source: FlowNode, change: (before: ControlSource) => ControlSource): void => {
    const known = sources.get(target) ?? [];
    sources.set(target, known);
    // All edges of a source come one behind the other.
    const last = known.at(-1);
    if (last?.source === source) known[known.length - 1] = change(last);
    else known.push(change({ source, cases: [], onFailure: false }));
  };
  for (const node of scope.nodes) {
    if (node.kind === 'branch') {
      node.cases.forEach((targets, index) => {
        for (const target of new Set(targets)) add(target, node, (old) => ({ ...old, cases: [...old.cases, index] }));
      });
    }
    for (const target of node.onFailure) add(target, node, (old) => ({ ...old, onFailure: true }));
  }
  return sources;
}

/** The ids that must have ended before a node can be looked at: dependencies, control sources, items of a join. */
export function predecessors(node: FlowNode, control: readonly ControlSource[] | undefined): readonly string[] {
  const paths = node.kind === 'join' ? node.paths.flat() : [];
  return [...new Set([...node.upstream, ...paths, ...(control ?? []).map(({ source }) => source.id)])];
}

/**
 * The nodes of a scope so that each stands behind all that it waits for, otherwise in the order of the source.
 * Nodes on a cycle are left out.
 */
export function inOrder(scope: FlowScope): readonly FlowNode[] {
  const control = controlSources(scope);
  const byId = new Map(scope.nodes.map((node) => [node.id, node]));
  const waiting = new Map<string, number>();
  const followers = new Map<string, FlowNode[]>();
  for (const node of scope.nodes) {
    const before = predecessors(node, control.get(node.id)).filter((id) => byId.has(id));
    waiting.set(node.id, before.length);
    for (const id of before) {
      const list = followers.get(id);
      if (list === undefined) followers.set(id, [node]);
      else list.push(node);
    }
  }
  const ordered = scope.nodes.filter((node) => waiting.get(node.id) === 0);
  for (let index = 0; index < ordered.length; index++) {
    for (const follower of followers.get(ordered[index]?.id ?? '') ?? []) {
      const left = (waiting.get(follower.id) ?? 0) - 1;
      waiting.set(follower.id, left);
      if (left === 0) ordered.push(follower);
    }
  }
  return ordered;
}
