import { DirectedGraph } from 'graphology';
import { append } from '../../text/append';
import { onceFor } from '../../text/once-for';
import { type FileOutline, type NodeOutline, outlineFile, partOf } from '../check/outline';
import { asText, type DocumentItem, valueAt, type WorkflowFile } from '../read';

/** A node that a person wrote, as selections see it. */
export interface SelectableNode {
  readonly item: DocumentItem;
  readonly name: string;
  /** The names by which it is selected; the first is the shortest that is certain: `load`, `target.load`. */
  readonly addresses: readonly string[];
  readonly type: string;
  /** The document that a sub-DAG or generator stands for. */
  readonly target: string | undefined;
  readonly document: number;
}

/**
 * The nodes of a file and the ways between them: graphs over the numbers of nodes. A number behind the last node is a
 * gate, which is passed without a step: between sections, and out of a document to where it is used.
 */
export interface SelectableGraph {
  readonly outline: FileOutline;
  readonly nodes: readonly SelectableNode[];
  /** What runs directly behind and before each node. */
  readonly behind: Neighbours;
  readonly before: Neighbours;
  /** For each node the nodes that it stands for: those of its target, and of the targets in there. */
  readonly inside: (node: number) => readonly number[];
  /** The nodes that stand for the document of a node, one for each use. */
  readonly referrers: (node: number) => readonly number[];
}

export type Neighbours = (node: number) => readonly number[];

/** The graph of a file. Cases, handlers, items of joins, sections and resources are dependencies in it. Linear. */
export function selectableGraph(file: WorkflowFile): SelectableGraph {
  const outline = outlineFile(file);
  const nodes: SelectableNode[] = [];
  const numbers = new Map<NodeOutline, number>();
  outline.documents.forEach(({ document, primary, byName }, index) => {
    for (const node of [...byName.values()].flatMap((same) => same.slice(0, 1))) {
      const name = node.name?.text ?? '';
      numbers.set(node, nodes.length);
      const full = `${document.name ?? index}.${name}`;
      const target = asText(valueAt(node.item.map, 'target'))?.text;
      const addresses = primary ? [name, full] : [full];
      nodes.push({ item: node.item, name, addresses, type: node.type?.text ?? '', target, document: index });
    }
  });
  const ways = waysOf(outline, nodes, numbers);
  const inDocument: number[][] = outline.documents.map(() => []);
  for (const [number, node] of nodes.entries()) inDocument[node.document]?.push(number);
  const documentOf = new Map(outline.documents.map(({ document }, index) => [document.name, index]));
  const users = usersOf(nodes, documentOf);
  return {
    outline,
    nodes,
    ...ways,
    inside: (node) => insideOf(node, nodes, documentOf, inDocument),
    referrers: (node) => users.get(nodes[node]?.document ?? 0) ?? [],
  };
}

function usersOf(
  nodes: readonly SelectableNode[],
  documentOf: ReadonlyMap<string | undefined, number>,
): ReadonlyMap<number, readonly number[]> {
  const users = new Map<number, number[]>();
  nodes.forEach(({ target }, number) => {
    const document = target === undefined ? undefined : documentOf.get(target);
    if (document === undefined) return;
    const known = users.get(document);
    if (known === undefined) users.set(document, [number]);
    else known.push(number);
  });
  return users;
}

function insideOf(
  node: number,
  nodes: readonly SelectableNode[],
  documentOf: ReadonlyMap<string | undefined, number>,
  inDocument: readonly (readonly number[])[],
): readonly number[] {
  const seen = new Set<number>();
  const found: number[] = [];
  const waiting = [node];
  for (const next of waiting) {
    const target = nodes[next]?.target;
    const document = target === undefined ? undefined : documentOf.get(target);
    if (document === undefined || seen.has(document)) continue;
    seen.add(document);
    for (const inner of inDocument[document] ?? []) {
      found.push(inner);
      waiting.push(inner);
    }
  }
  return found;
}

function waysOf(
  outline: FileOutline,
  nodes: readonly SelectableNode[],
  numbers: ReadonlyMap<NodeOutline, number>,
): Pick<SelectableGraph, 'behind' | 'before'> {
  const behind: number[][] = nodes.map(() => []);
  const before: number[][] = nodes.map(() => []);
  const gate = (): number => {
    before.push([]);
    return behind.push([]) - 1;
  };
  const link = (from: number | undefined, to: number | undefined): void => {
    if (from === undefined || to === undefined) return;
    behind[from]?.push(to);
    before[to]?.push(from);
  };
  const ends = outline.documents.map(({ edges, nodes: own, byName }) => {
    for (const { from, to } of edges) link(numbers.get(from), numbers.get(to));
    const inFlow = own.filter((node) => numbers.has(node) && node.section !== 'resources');
    const parts = (['before', 'main', 'after'] as const)
      .map((part) => inFlow.filter((node) => partOf(node.section) === part).map((node) => numbers.get(node) ?? -1))
      .filter((part) => part.length > 0);
    const first = parts.map((part) => part.filter((node) => before[node]?.length === 0));
    const last = parts.map((part) => part.filter((node) => behind[node]?.length === 0));
    parts.slice(1).forEach((_, index) => {
      const between = gate();
      for (const node of last[index] ?? []) link(node, between);
      for (const node of first[index + 1] ?? []) link(between, node);
    });
    for (const node of own) {
      for (const { role, scalar } of node.references) {
        const resource = role === 'resource' ? byName.get(scalar.text)?.[0] : undefined;
        if (resource !== undefined) link(numbers.get(resource), numbers.get(node));
      }
    }
    const entry = gate();
    const exit = gate();
    for (const node of first[0] ?? []) before[node]?.push(entry);
    for (const node of last.at(-1) ?? []) behind[node]?.push(exit);
    return { entry, exit };
  });
  // Out of a document the ways are those of each node that stands for it; into one there is none: who takes the node
  // takes all that it stands for.
  const byName = new Map(outline.documents.map(({ document }, index) => [document.name, ends[index]]));
  nodes.forEach(({ target }, number) => {
    const end = target === undefined ? undefined : byName.get(target);
    if (end === undefined) return;
    append(before[end.entry] ?? [], before[number] ?? []);
    append(behind[end.exit] ?? [], behind[number] ?? []);
  });
  return { behind: neighboursIn(graphOf(behind)), before: neighboursIn(graphOf(before)) };
}

/** Into a document there is no way, so what is before is not simply what is behind turned round. */
function graphOf(ways: readonly (readonly number[])[]): DirectedGraph {
  const graph = new DirectedGraph();
  for (const number of ways.keys()) graph.addNode(number);
  for (const [from, targets] of ways.entries()) for (const to of targets) graph.mergeEdge(from, to);
  return graph;
}

/** Each node is asked once: hundreds of waves walk the same ways, and the graph makes a new list at every question. */
function neighboursIn(graph: DirectedGraph): Neighbours {
  return onceFor((node) => graph.mapOutNeighbors(node, Number));
}
