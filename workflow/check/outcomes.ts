import { intersectionOf, type SharedMap, unionOf, valueUnder, withValue } from '../../text/shared-map';
import { asText, valueAt } from '../read';
import type { DocumentOutline, Edge, NodeOutline } from './outline';

/**
 * What has to come out of other nodes, by their index, before a node can run: of a branch its case, of a task with handlers how
 * it ended. Nodes behind each other share what they know: else a chain would cost its square.
 */
type Outcomes = SharedMap<ReadonlySet<string>>;

const FAILED: ReadonlySet<string> = new Set(['failed']);
const SUCCEEDED: ReadonlySet<string> = new Set(['succeeded']);

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

interface Known {
  readonly outcomes: Map<NodeOutline, Outcomes>;
  /** Of a branch the cases that lead to a name. */
  readonly cases: Map<NodeOutline, ReadonlyMap<string, ReadonlySet<string>>>;
}

/**
 * The nodes of a document that can never run, because what they wait for cannot come about together
 * (`docs/format.md`, "How a workflow runs"). Costs what the edges do, and where ways come together what they do not share.
 */
export function contradictions(outline: DocumentOutline): readonly Contradiction[] {
  // Without a branch and without a handler no outcome is asked for.
  if (!outline.edges.some(({ kind }) => kind === 'control')) return [];
  const incoming = edgesBy(outline.edges, 'to');
  const known: Known = { outcomes: new Map(), cases: new Map() };
  const found: Contradiction[] = [];
  for (const node of inOrder(outline, incoming)) {
    const conditions = conditionsOf(node, incoming.get(node) ?? [], known);
    const merged = mergeAll(conditions, outline.nodes);
    if ('conflict' in merged) found.push({ node, ...merged.conflict });
    // After a contradiction nothing is known of it: what depends on it is not to blame.
    known.outcomes.set(node, 'conflict' in merged ? undefined : merged.outcomes);
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

function conditionsOf(node: NodeOutline, incoming: readonly Edge[], known: Known): readonly Condition[] {
  const control = incoming.filter((edge) => edge.kind === 'control');
  const dependencies = incoming.filter((edge) => edge.kind === 'dependency');
  const taken = control.length === 0 ? [] : [anyOf(control.map((edge) => throughControl(edge, known)))];
  // What leads straight to a join is an error of its own.
  if (node.type?.text === 'join') return pathsOf(node, dependencies, known);
  const rule = node.triggerRule?.text ?? 'all_success';
  return rule === 'all_success' ? [...taken, ...dependencies.map(({ from }) => afterSuccess(from, known))] : taken;
}

/** Each path of a join is a condition: one of its items succeeded. */
function pathsOf(node: NodeOutline, dependencies: readonly Edge[], known: Known): readonly Condition[] {
  const paths = valueAt(node.item.map, 'paths');
  const byName = new Map(dependencies.map(({ from }) => [from.name?.text, from]));
  return (paths?.kind === 'list' ? paths.items : []).flatMap((path) => {
    const items = path.kind === 'list' ? path.items.flatMap((item) => byName.get(asText(item)?.text) ?? []) : [];
    return path.kind !== 'list' || items.length < path.items.length || items.length === 0
      ? []
      : [anyOf(items.map((item) => afterSuccess(item, known)))];
  });
}

function throughControl({ from, to, role }: Edge, known: Known): Condition {
  const outcome = role === 'on_failure' ? FAILED : casesOf(from, to, known);
  return { from, outcomes: withValue(known.outcomes.get(from), from.index, outcome) };
}

const NO_CASES: ReadonlySet<string> = new Set();

/** The cases of a branch that lead to a node, as `case 1`, `otherwise`. */
function casesOf(branch: NodeOutline, target: NodeOutline, { cases }: Known): ReadonlySet<string> {
  const byName = cases.get(branch) ?? casesByName(branch);
  cases.set(branch, byName);
  return byName.get(target.name?.text ?? '') ?? NO_CASES;
}

function casesByName(branch: NodeOutline): ReadonlyMap<string, ReadonlySet<string>> {
  const byName = new Map<string, Set<string>>();
  const note = (list: ReturnType<typeof valueAt>, title: string): void => {
    for (const item of list?.kind === 'list' ? list.items : []) {
      const name = asText(item)?.text;
      if (name !== undefined) byName.set(name, (byName.get(name) ?? new Set()).add(title));
    }
  };
  const cases = valueAt(branch.item.map, 'cases');
  for (const [index, one] of (cases?.kind === 'list' ? cases.items : []).entries())
    note(valueAt(one, 'then'), `case ${index + 1}`);
  note(valueAt(branch.item.map, 'otherwise'), 'otherwise');
  return byName;
}

function afterSuccess(from: NodeOutline, known: Known): Condition {
  const handlers = valueAt(from.item.map, 'on_failure');
  const isHandled = handlers?.kind === 'list' && handlers.items.length > 0;
  const before = known.outcomes.get(from);
  return { from, outcomes: isHandled ? withValue(before, from.index, SUCCEEDED) : before };
}

/** One of several ways: only what all of them ask for is certain. */
function anyOf(ways: readonly Condition[]): Condition {
  const [first] = ways;
  if (first === undefined || ways.length === 1) return first ?? { from: NOBODY, outcomes: undefined };
  // In halves, so that what many ways ask for is not copied for each of them.
  const half = Math.ceil(ways.length / 2);
  const [one, other] = [anyOf(ways.slice(0, half)), anyOf(ways.slice(half))];
  return { from: first.from, outcomes: intersectionOf(one.outcomes, other.outcomes, either) };
}

function either(first: ReadonlySet<string>, second: ReadonlySet<string>): ReadonlySet<string> {
  return [...second].every((one) => first.has(one)) ? first : new Set([...first, ...second]);
}

function mergeAll(
  conditions: readonly Condition[],
  nodes: readonly NodeOutline[],
): { readonly outcomes: Outcomes } | { readonly conflict: Omit<Contradiction, 'node'> } {
  let outcomes: Outcomes;
  for (const condition of conditions) {
    let conflict: number | undefined;
    outcomes = unionOf(outcomes, condition.outcomes, (before, wanted, index) => {
      const both = [...before].filter((one) => wanted.has(one));
      if (both.length === 0) conflict ??= index;
      return both.length === before.size ? before : new Set(both);
    });
    const about = nodes[conflict ?? -1];
    if (conflict === undefined || about === undefined) continue;
    const index = conflict;
    const first = conditions.find((one) => valueUnder(one.outcomes, index) !== undefined);
    return { conflict: { about, conditions: [first?.from ?? condition.from, condition.from] } };
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
