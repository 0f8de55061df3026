import type { PlanEdge, PlanLoop, PlanNode } from './plan';

/** In an id the part of an item of a loop: `copy-<tables>`. No name that a person gives holds such brackets. */
const PART = /(?<!<)<([^<>]+)>(?!>)/g;

/** The id of an item's part in ids. */
export function partOfItem(loop: string): string {
  return `<${loop}>`;
}

/** The loops that an id stands in, the outermost first. */
export function loopsOf(id: string): readonly string[] {
  return Array.from(id.matchAll(PART), ([, loop = '']) => loop);
}

/** An id as its literal pieces and the loops whose parts stand between them. */
export interface IdPiece {
  readonly kind: 'text' | 'loop';
  readonly text: string;
}

export function piecesOf(id: string): readonly IdPiece[] {
  return id.split(PART).flatMap((text, index): readonly IdPiece[] => {
    if (index % 2 === 1) return [{ kind: 'loop', text }];
    return text === '' ? [] : [{ kind: 'text', text }];
  });
}

/** The innermost loop that two ids both stand in; nothing where that is the DAG itself. */
export function sharedLoop(a: string, b: string): string | undefined {
  const others = loopsOf(b);
  return loopsOf(a).findLast((loop, index) => others[index] === loop);
}

export interface LoopedGraph {
  readonly nodes: readonly PlanNode[];
  readonly edges: readonly PlanEdge[];
}

/**
 * Between two loops of which neither stands in the other a task that does nothing: else the order would be lost where one
 * has no items. boundary-layer has its flow control there.
 */
export function separateLoops({ nodes, edges }: LoopedGraph, loops: readonly PlanLoop[]): LoopedGraph {
  if (loops.length < 2) return { nodes, edges };
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const gates = new Map<string, PlanNode>();
  const kept: PlanEdge[] = [];
  const known = new Set<string>();
  const add = (from: string, to: string): void => {
    if (known.has(`${from} ${to}`)) return;
    known.add(`${from} ${to}`);
    kept.push({ from, to, kind: 'generated' });
  };
  for (const edge of edges) {
    const target = byId.get(edge.to);
    const gate = target === undefined ? undefined : gateBetween(edge, target);
    if (gate === undefined) kept.push(edge);
    else {
      if (!gates.has(gate.id)) gates.set(gate.id, gate);
      add(edge.from, gate.id);
      add(gate.id, edge.to);
    }
  }
  return { nodes: [...nodes, ...gates.values()], edges: kept };
}

function gateBetween({ from, to }: PlanEdge, target: PlanNode): PlanNode | undefined {
  const shared = sharedLoop(from, to);
  const before = loopsOf(from);
  const behind = loopsOf(to);
  const depth = shared === undefined ? 0 : before.lastIndexOf(shared) + 1;
  const [left, right] = [before[depth], behind[depth]];
  if (left === undefined || right === undefined || left === right) return undefined;
  const suffix = before.slice(0, depth).map(partOfItem).join('-');
  return {
    ...target,
    id: `${right}__start${suffix === '' ? '' : `-${suffix}`}`,
    name: right,
    kind: 'gate',
    type: 'dagport',
    triggerRule: 'all_success',
    behaviour: { kind: 'empty' },
  };
}
