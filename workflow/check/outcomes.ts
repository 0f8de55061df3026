import { asText, valueAt } from '../read';
import type { DocumentOutline, Edge, NodeOutline } from './outline';

/** What has to come out of other nodes before a node can run: of a branch its case, of a task with handlers how it ended. */
export type Outcomes = ReadonlyMap<NodeOutline, ReadonlySet<string>>;

/** A node that can never run, and the two of its conditions that exclude each other. */
export interface Contradiction {
  readonly node: NodeOutline;
  readonly about: NodeOutline;
  /** The conditions, each as the nodes that it comes from. */
  readonly conditions: readonly [NodeOutline, NodeOutline];
}

interface Condition {
  readonly from: NodeOutline;
  readonly outcomes: Outcomes;
}

/**
 * The nodes of a document that can never run, because what they wait for cannot come about together
 * (`docs/format.md`, "How a workflow runs"). Linear in the edges times the choices that a node depends on.
 */
export function contradictions(outline: DocumentOutline): readonly Contradiction[] {
  // Without a branch and without a handler no outcome is asked for.
  if (!outline.edges.some(({ kind }) => kind === 'control')) return [];
  const incoming = edgesBy(outline.edges, 'to');
  const known = new Map<NodeOutline, Outcomes>();
  const found: Contradiction[] = [];
  for (const node of inOrder(outline, incoming)) {
    const conditions = conditionsOf(node, incoming.get(node) ?? [], known);
    const merged = mergeAll(conditions);
    if ('conflict' in merged) found.push({ node, ...merged.conflict });
    // After a contradiction nothing is known of it: what depends on it is not to blame.
    known.set(node, 'conflict' in merged ? new Map() : merged.outcomes);
  }
  return found;
}

function edgesBy(edges: readonly Edge[], end: 'from' | 'to'): ReadonlyMap<NodeOutline, readonly Edge[]> {
  const grouped = new Map<NodeOutline, Edge[]>();
  for (const edge of edges) {
    const known = grouped.get(edge[end]);
    if (known === undefined) grouped.set(edge[end], [edge]);
    else known.push(edge);
  }
  return grouped;
}

/** Nodes after all that lead to them; of a circle none. */
function inOrder(
  { nodes, edges }: DocumentOutline,
  incoming: ReadonlyMap<NodeOutline, readonly Edge[]>,
): readonly NodeOutline[] {
  const waiting = new Map(nodes.map((node) => [node, incoming.get(node)?.length ?? 0]));
  const leaving = edgesBy(edges, 'from');
  const order = nodes.filter((node) => waiting.get(node) === 0);
  for (const node of order) {
    for (const { to } of leaving.get(node) ?? []) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) order.push(to);
    }
  }
  return order;
}

function conditionsOf(
  node: NodeOutline,
  incoming: readonly Edge[],
  known: ReadonlyMap<NodeOutline, Outcomes>,
): readonly Condition[] {
  const control = incoming.filter((edge) => edge.kind === 'control');
  const dependencies = incoming.filter((edge) => edge.kind === 'dependency');
  const taken = control.length === 0 ? [] : [anyOf(control.map((edge) => throughControl(edge, known)))];
  // What leads straight to a join is an error of its own.
  if (node.type?.text === 'join') return pathsOf(node, dependencies, known);
  const rule = node.triggerRule?.text ?? 'all_success';
  return rule === 'all_success' ? [...taken, ...dependencies.map(({ from }) => afterSuccess(from, known))] : taken;
}

/** Each path of a join is a condition: one of its items succeeded. */
function pathsOf(
  node: NodeOutline,
  dependencies: readonly Edge[],
  known: ReadonlyMap<NodeOutline, Outcomes>,
): readonly Condition[] {
  const paths = valueAt(node.item.map, 'paths');
  const byName = new Map(dependencies.map(({ from }) => [from.name?.text, from]));
  return (paths?.kind === 'list' ? paths.items : []).flatMap((path) => {
    const items = path.kind === 'list' ? path.items.flatMap((item) => byName.get(asText(item)?.text) ?? []) : [];
    return path.kind !== 'list' || items.length < path.items.length || items.length === 0
      ? []
      : [anyOf(items.map((item) => afterSuccess(item, known)))];
  });
}

function throughControl({ from, to, role }: Edge, known: ReadonlyMap<NodeOutline, Outcomes>): Condition {
  const outcomes = new Map(known.get(from) ?? []);
  outcomes.set(from, new Set(role === 'on_failure' ? ['failed'] : casesOf(from, to)));
  return { from, outcomes };
}

/** The cases of a branch that lead to a node, as `case 1`, `otherwise`. */
function casesOf(branch: NodeOutline, target: NodeOutline): readonly string[] {
  const name = target.name?.text;
  const names = (list: ReturnType<typeof valueAt>): boolean =>
    list?.kind === 'list' && list.items.some((item) => asText(item)?.text === name);
  const cases = valueAt(branch.item.map, 'cases');
  const numbered = (cases?.kind === 'list' ? cases.items : []).flatMap((one, index) =>
    names(valueAt(one, 'then')) ? [`case ${index + 1}`] : [],
  );
  return names(valueAt(branch.item.map, 'otherwise')) ? [...numbered, 'otherwise'] : numbered;
}

function afterSuccess(from: NodeOutline, known: ReadonlyMap<NodeOutline, Outcomes>): Condition {
  const handlers = valueAt(from.item.map, 'on_failure');
  const isHandled = handlers?.kind === 'list' && handlers.items.length > 0;
  const outcomes = new Map(known.get(from) ?? []);
  if (isHandled) outcomes.set(from, new Set(['succeeded']));
  return { from, outcomes };
}

/** One of several ways: only what all of them ask for is certain. */
function anyOf(ways: readonly Condition[]): Condition {
  const [first] = ways;
  if (first === undefined || ways.length === 1) return first ?? { from: NOBODY, outcomes: new Map() };
  const outcomes = new Map<NodeOutline, ReadonlySet<string>>();
  for (const about of first.outcomes.keys()) {
    const sets = ways.map((way) => way.outcomes.get(about));
    if (sets.every((set) => set !== undefined)) outcomes.set(about, new Set(sets.flatMap((set) => [...set])));
  }
  return { from: first.from, outcomes };
}

function mergeAll(
  conditions: readonly Condition[],
): { readonly outcomes: Outcomes } | { readonly conflict: Omit<Contradiction, 'node'> } {
  const outcomes = new Map<NodeOutline, ReadonlySet<string>>();
  const firstAbout = new Map<NodeOutline, NodeOutline>();
  for (const condition of conditions) {
    for (const [about, wanted] of condition.outcomes) {
      const before = outcomes.get(about);
      const both = before === undefined ? wanted : new Set([...wanted].filter((one) => before.has(one)));
      if (both.size === 0)
        return { conflict: { about, conditions: [firstAbout.get(about) ?? condition.from, condition.from] } };
      outcomes.set(about, both);
      if (before === undefined) firstAbout.set(about, condition.from);
    }
  }
  return { outcomes };
}

/** Stands for no node where a condition has none. */
const NOBODY: NodeOutline = {
  item: {
    offset: 0,
    section: 'operators',
    index: 0,
    map: { kind: 'mapping', pairs: [], start: 0, end: 0 },
    cellText: '',
  },
  section: 'operators',
  index: -1,
  name: undefined,
  type: undefined,
  references: [],
  lost: undefined,
  triggerRule: undefined,
  pool: undefined,
  taskId: undefined,
  taskIds: [],
};
