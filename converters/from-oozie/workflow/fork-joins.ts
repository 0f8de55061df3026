import type { Diagnostic } from '../../../text/diagnostic';
import type { XmlAttribute } from '../xml/read-xml';
import { transitionsOf, type WorkflowNode } from './read-workflow';

/** Which join ends a fork, and how each path of the fork arrives there. */
export interface ForkJoin {
  readonly join: string | undefined;
  /** Further joins that its paths reach: more than Oozie allows. */
  readonly others: readonly string[];
  readonly paths: readonly ForkPath[];
}

export type ForkPath =
  /** From the fork straight to the join. */
  | { readonly kind: 'direct' }
  | { readonly kind: 'arrives'; readonly by: readonly XmlAttribute[] }
  /** By none of its ways: all lead to a kill, so the join waits in vain and nothing behind it ever runs. */
  | { readonly kind: 'never' };

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
    const followed = fork.paths.map((path) => followPath(byName.get(path.to), path.source, byName, pairs));
    const [join, ...others] = new Set(followed.flatMap((joins) => [...joins.keys()]));
    const paths = fork.paths.map((path, number): ForkPath => {
      if (path.to === join) return { kind: 'direct' };
      const by = join === undefined ? undefined : followed[number]?.get(join);
      return by === undefined ? { kind: 'never' } : { kind: 'arrives', by };
    });
    pairs.set(fork.name, { join, others, paths });
  }
  return pairs;
}

/** Does the join behind a fork wait in vain? */
export function waitsInVain({ paths }: ForkJoin): boolean {
  return paths.some((path) => path.kind === 'never');
}

/** The transitions by which a path arrives at joins, by join, the one reached first before the others. */
function followPath(
  start: WorkflowNode | undefined,
  entry: XmlAttribute,
  byName: ReadonlyMap<string, WorkflowNode>,
  inner: ReadonlyMap<string, ForkJoin>,
): ReadonlyMap<string, readonly XmlAttribute[]> {
  const joins = new Map<string, XmlAttribute[]>();
  const seen = new Set<WorkflowNode>();
  const waiting = [{ node: start, source: entry }];
  for (let index = 0; index < waiting.length; index++) {
    const { node, source } = waiting[index] ?? { node: undefined, source: entry };
    if (node?.kind === 'join') {
      const known = joins.get(node.name);
      if (known === undefined) joins.set(node.name, [source]);
      else known.push(source);
    }
    if (node === undefined || node.kind === 'join' || seen.has(node)) continue;
    seen.add(node);
    const pair = node.kind === 'fork' ? inner.get(node.name) : undefined;
    if (pair?.join !== undefined && waitsInVain(pair)) continue;
    const innerJoin = byName.get(pair?.join ?? '');
    for (const next of transitionsOf(innerJoin ?? node)) {
      waiting.push({ node: byName.get(next.to), source: next.source });
    }
  }
  return joins;
}

/**
 * What Oozie's check of forks and joins says (E0742, E0757, E0758). The check can be switched off
 * (`oozie.wf.validate.ForkJoin`), so such a workflow may have run.
 */
export function checkForks(order: readonly WorkflowNode[], pairs: ReadonlyMap<string, ForkJoin>): Diagnostic[] {
  const forksOf = new Map<string, string[]>();
  for (const [fork, { join, others }] of pairs) {
    for (const name of [join, ...others]) {
      if (name !== undefined) forksOf.set(name, [...(forksOf.get(name) ?? []), fork]);
    }
  }
  return order.flatMap((node): Diagnostic[] => {
    const joins = node.kind === 'fork' ? (pairs.get(node.name)?.others.length ?? 0) + 1 : 1;
    const forks = node.kind === 'join' ? (forksOf.get(node.name)?.length ?? 0) : 1;
    if (joins > 1) return [mismatch(node, `The paths of the fork "${node.name}" reach several joins (E0757).`)];
    if (forks === 0) return [mismatch(node, `No fork leads to the join "${node.name}" (E0742).`)];
    return forks === 1 ? [] : [mismatch(node, `Several forks lead to the join "${node.name}" (E0758).`)];
  });
}

function mismatch(node: WorkflowNode, what: string): Diagnostic {
  const message = `${what} Oozie refuses it unless that check is off; what runs after it may differ here.`;
  return { rule: 'oozie-fork-join', severity: 'warning', message, range: node.element.openingTag };
}
