import type { SourceAccount, SourceConstruct } from '../../converters/contract';
import { indexLines, positionAt } from '../../text/range';
import type { GraphEdge, GraphJson, GraphNode } from '../../workflow/draw/graph';
import { oozieShape } from './oozie-shape';
import { stageShape } from './stage-shape';

/** A legacy job as a graph, and for each of its nodes the place of the construct that it is drawn from. */
export interface LegacyGraph {
  readonly graph: GraphJson;
  /** The place in the source (what follows `#` in a construct's id) → the node. */
  readonly nodeAt: ReadonlyMap<string, string>;
}

/** A node of a legacy job before it is a node of a picture. */
export interface ShapeNode extends Pick<GraphNode, 'name' | 'kind' | 'type'> {
  /** Its place in the source: it serves as its id. */
  readonly place: string;
  readonly group?: string;
  readonly construct: SourceConstruct;
}

export interface Shape {
  readonly nodes: readonly ShapeNode[];
  readonly edges: readonly GraphEdge[];
}

/** The constructs of a source by their places. */
export type Places = ReadonlyMap<string, SourceConstruct>;

/**
 * Draws a legacy job from the account of its constructs: the nodes of an Oozie workflow with their transitions, the stages
 * of a pipeline in their order. Nothing where the account holds neither.
 */
export function legacyGraph(account: SourceAccount, text: string): LegacyGraph | undefined {
  const places: Places = new Map(
    account.constructs.map((construct) => [construct.id.slice(account.path.length + 1), construct]),
  );
  const shape = account.kind.startsWith('jenkins') ? stageShape(places) : oozieShape(places, text);
  if (shape.nodes.length === 0) return undefined;
  const lines = indexLines(text);
  const placed = (offset: number): { readonly line: number; readonly column: number } => {
    const { line, character } = positionAt(lines, offset);
    return { line: line + 1, column: character + 1 };
  };
  const nodes = shape.nodes.map(
    ({ place, construct: { range }, ...node }): GraphNode => ({
      id: place,
      ...node,
      classPath: '',
      section: 'operators',
      triggerRule: 'all_success',
      origin: {
        path: account.path,
        pointer: place,
        range: { start: placed(range.start), end: placed(range.end) },
      },
    }),
  );
  const dagId = account.path.slice(account.path.lastIndexOf('/') + 1);
  const graph: GraphJson = { version: 1, dagId, view: 'authored', nodes, edges: shape.edges };
  return { graph, nodeAt: new Map(nodes.map(({ id }) => [id, id])) };
}

/** Where something in a workflow came from, as a sidecar says it. */
export interface CameFrom {
  /** The place in the workflow. */
  readonly pointer: string;
  /** The place in the source. */
  readonly construct: string;
}

/** Which nodes of a workflow came of which nodes of its legacy job. */
export function legacyPairs(
  nodes: readonly GraphNode[],
  origins: readonly CameFrom[],
  { nodeAt }: LegacyGraph,
): readonly (readonly [legacy: string, workflow: string])[] {
  const byPointer = new Map(nodes.map(({ id, origin }) => [origin.pointer, id]));
  const pairs = new Map<string, readonly [string, string]>();
  for (const { pointer, construct } of origins) {
    const workflow = byPointer.get(pointer);
    const legacy = nodeAround(construct, nodeAt);
    if (workflow !== undefined && legacy !== undefined)
      pairs.set(JSON.stringify([legacy, workflow]), [legacy, workflow]);
  }
  return [...pairs.values()];
}

/** The innermost node that a place belongs to. */
function nodeAround(place: string, nodeAt: ReadonlyMap<string, string>): string | undefined {
  for (let at = place; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const node = nodeAt.get(at);
    if (node !== undefined) return node;
  }
  return undefined;
}
