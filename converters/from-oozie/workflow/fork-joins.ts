import type { XmlAttribute } from '../xml/read-xml';
import { transitionsOf, type WorkflowNode } from './read-workflow';

/** Which join ends a fork, and by which transitions each path of the fork arrives there. */
export interface ForkJoin {
  readonly join: string | undefined;
  /** A path that leads from the fork straight to the join has none. */
  readonly arrivals: readonly (readonly XmlAttribute[])[];
}

/**
 * Pairs forks with joins (Oozie 5.2 workflow specification, §3.1.5): a path leaves its fork, may pass whole inner forks, and arrives
 * at the join by any of its transitions, failures included. `order`: the reachable nodes, each before what it leads to.
 */
export function pairForks(
  order: readonly WorkflowNode[],
  byName: ReadonlyMap<string, WorkflowNode>,
): ReadonlyMap<string, ForkJoin> {
  const pairs = new Map<string, ForkJoin>();
  for (let index = order.length - 1; index >= 0; index--) {
    const fork = order[index];
    if (fork?.kind !== 'fork') continue;
    const reached = fork.paths.map((path) => followPath(byName.get(path.to), path.source, byName, pairs));
    const join = reached.flatMap((arrivals) => [...arrivals.keys()])[0];
    const direct = new Set(fork.paths.map((path) => path.source));
    const arrivals = reached.map((byJoin) =>
      (join === undefined ? [] : (byJoin.get(join) ?? [])).filter((source) => !direct.has(source)),
    );
    pairs.set(fork.name, { join, arrivals });
  }
  return pairs;
}

/** The transitions by which a path arrives at joins, by join, the first one reached first. */
function followPath(
  start: WorkflowNode | undefined,
  entry: XmlAttribute,
  byName: ReadonlyMap<string, WorkflowNode>,
  inner: ReadonlyMap<string, ForkJoin>,
): Map<string, XmlAttribute[]> {
  const arrivals = new Map<string, XmlAttribute[]>();
  const seen = new Set<WorkflowNode>();
  const waiting = [{ node: start, source: entry }];
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const { node, source } = step;
    if (node === undefined) continue;
    if (node.kind === 'join') {
      arrivals.set(node.name, [...(arrivals.get(node.name) ?? []), source]);
      continue;
    }
    if (seen.has(node)) continue;
    seen.add(node);
    const innerJoin = node.kind === 'fork' ? byName.get(inner.get(node.name)?.join ?? '') : undefined;
    for (const next of transitionsOf(innerJoin ?? node))
      waiting.push({ node: byName.get(next.to), source: next.source });
  }
  return arrivals;
}
