import { changeOfGraph, type GraphJson, isSame } from '../workflow/draw';
import type { BesideGraph, GraphAnswer, GraphParams } from './protocol';

/** A graph that a client has. */
export interface SentGraph {
  readonly id: number;
  readonly graph: GraphJson;
  readonly legacy: BesideGraph | undefined;
}

/** What a graph is answered with. */
export interface NewGraph {
  readonly graph: GraphJson;
  readonly legacy: BesideGraph | undefined;
}

/**
 * A graph as it is sent: whole, or as what became of the one that the client has. At a thousand tasks a key changes some
 * hundred bytes of four hundred thousand.
 */
export function answerWith(
  sent: Map<string, SentGraph>,
  { textDocument: { uri }, known }: GraphParams,
  { graph, legacy }: NewGraph,
): Pick<GraphAnswer, 'id' | 'graph' | 'change' | 'legacy' | 'keepsLegacy'> {
  const before = sent.get(uri);
  const id = (before?.id ?? 0) + 1;
  sent.set(uri, { id, graph, legacy });
  const beside = legacy === undefined ? {} : { legacy };
  if (before === undefined || before.id !== known || before.graph.view !== graph.view) return { id, graph, ...beside };
  const same = legacy !== undefined && isSame(legacy, before.legacy);
  return { id, change: changeOfGraph(before.graph, graph), ...(same ? { keepsLegacy: true } : beside) };
}
