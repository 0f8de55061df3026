import { type Catalogue, findGenerator, findResource, findType } from '../../schemas';
import { append } from '../../text/append';
import { didYouMean, indexNames, type NameIndex } from '../../text/nearest';
import { onceFor } from '../../text/once-for';
import { headOf, isPattern, patternTest } from '../../text/pattern';
import { lazy } from '../check/lazy';
import { asText, textsOf, valueAt } from '../read';
import type { Neighbours, SelectableGraph, SelectableNode } from './nodes';
import { type Method, parseSelection, type Selection, type SelectionProblem, type Term } from './parse';
import type { Wave } from './waves';

/**
 * Where walks to all ends have been, by their direction. A later walk that only asks which nodes are new stops there: so each
 * way is walked once, however many waves there are.
 */
export interface Passed {
  readonly behind: Set<number>;
  readonly before: Set<number>;
  /** What is behind a node of which all before it was asked for, too. */
  readonly closed: Set<number>;
}

/** What selections of one file are evaluated with. */
export interface Evaluation {
  readonly graph: SelectableGraph;
  readonly catalogue: Catalogue;
  readonly waves: readonly Pick<Wave, 'name' | 'select'>[];
  readonly problems: SelectionProblem[];
  /** The numbers of the nodes that are selected by a name. */
  readonly byAddress: () => ReadonlyMap<string, readonly number[]>;
  /** The nodes in the order of the names that patterns are held against. */
  readonly sorted: () => readonly Addressed[];
  /** Of how many names that match nothing it is still said which ones are near. */
  readonly suggestions: { left: number };
  /** What there is of a method, for what is none of it. */
  readonly near: (method: Term['method']) => NameIndex;
}

/** In a file where so many names match nothing, a slip in each of them is not what happened. */
const MOST_SUGGESTIONS = 200;

interface Addressed {
  readonly address: string;
  readonly number: number;
}

/** Each is worked out once for all selections. */
export function evaluationOf(graph: SelectableGraph, catalogue: Catalogue, waves: Evaluation['waves']): Evaluation {
  return {
    graph,
    catalogue,
    waves,
    problems: [],
    byAddress: lazy(() => numbersByAddress(graph)),
    sorted: lazy(() => sortedNodes(graph)),
    suggestions: { left: MOST_SUGGESTIONS },
    near: onceFor((method) => indexNames(knownOf(method, graph, waves))),
  };
}

function sortedNodes({ nodes }: SelectableGraph): readonly Addressed[] {
  // A pattern is not held against the name of the first document, which nobody thinks of.
  const all = nodes.map(({ addresses: [address = ''] }, number) => ({ address, number }));
  return all.sort((a, b) => (a.address < b.address ? -1 : 1));
}

function numbersByAddress({ nodes }: SelectableGraph): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map<string, number[]>();
  for (const [number, { addresses }] of nodes.entries())
    for (const address of new Set(addresses)) {
      const known = numbers.get(address);
      if (known === undefined) numbers.set(address, [number]);
      else known.push(number);
    }
  return numbers;
}

function knownOf(method: Term['method'], { nodes }: SelectableGraph, waves: Evaluation['waves']): readonly string[] {
  if (method === 'name') return nodes.flatMap(({ addresses }) => addresses);
  return method === 'wave' ? waves.map(({ name }) => name) : nodes.flatMap((node) => valuesOf(node, method));
}

/**
 * `whole`: with a node goes all that it stands for. Else only what nothing else stands for: leaving out one use of a
 * shared document does not leave out the document. `passed`: without what walks have found before, and may leave out.
 */
export function union(
  evaluation: Evaluation,
  selection: Selection,
  whole: boolean,
  passed?: Passed,
): ReadonlySet<number> {
  const found = new Set<number>();
  for (const terms of selection) {
    // What terms have in common is known only where all of each is.
    const sets = terms.map((term) => matches(evaluation, term, whole, terms.length === 1 ? passed : undefined));
    const [first = new Set<number>(), ...others] = sets;
    for (const node of first) if (others.every((other) => other.has(node))) found.add(node);
  }
  return withInside(evaluation.graph, found, whole);
}

function matches(evaluation: Evaluation, term: Term, whole: boolean, passed: Passed | undefined): ReadonlySet<number> {
  const { graph } = evaluation;
  const { closed } = term;
  const seeds = seedsOf(evaluation, term);
  const found = new Set(seeds);
  const behind = closed ? Number.POSITIVE_INFINITY : term.behind;
  const before = closed ? Number.POSITIVE_INFINITY : term.before;
  add(found, reach(seeds, graph.behind, behind, graph.nodes.length, closed ? passed?.closed : passed?.behind));
  const from = closed ? [...withInside(graph, found, true)] : seeds;
  add(found, reach(from, graph.before, before, graph.nodes.length, passed?.before));
  return withInside(graph, found, whole);
}

export function add(set: Set<number>, more: Iterable<number>): void {
  for (const item of more) set.add(item);
}

function seedsOf(evaluation: Evaluation, term: Term): readonly number[] {
  const { graph } = evaluation;
  const { method, pattern } = term;
  const seeds =
    method === 'name' ? numbersNamed(evaluation, pattern) : numbersOf(graph, testOf(evaluation, method, pattern));
  if (seeds.length === 0 && !isEmptyWave(evaluation, term)) evaluation.problems.push(unknown(evaluation, term));
  return seeds;
}

function numbersNamed({ byAddress, sorted }: Evaluation, pattern: string): readonly number[] {
  const exact = byAddress().get(pattern) ?? [];
  if (!isPattern(pattern)) return exact;
  const test = patternTest(pattern);
  const head = headOf(pattern);
  const all = sorted();
  const numbers = new Set(exact);
  for (let index = firstFrom(all, head); index < all.length; index++) {
    const { address = '', number = -1 } = all[index] ?? {};
    if (!address.startsWith(head)) break;
    if (test(address)) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
}

/** The place of the first name that does not come before a text. */
function firstFrom(sorted: readonly Addressed[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.address ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function numbersOf({ nodes }: SelectableGraph, isMeant: ReturnType<typeof testOf>): readonly number[] {
  const numbers: number[] = [];
  for (const [number, node] of nodes.entries()) if (isMeant(node, number)) numbers.push(number);
  return numbers;
}

/** A wave may have nothing that earlier waves have not. */
function isEmptyWave(evaluation: Evaluation, term: Term): boolean {
  return term.method === 'wave' && evaluation.waves.some(({ name }) => patternTest(term.pattern)(name));
}

function testOf(
  evaluation: Evaluation,
  method: Method,
  pattern: string,
): (node: SelectableNode, number: number) => boolean {
  const test = patternTest(pattern);
  if (method === 'wave') {
    const waves = waveOfNodes(evaluation);
    return (_, number) => test(waves.get(number) ?? '');
  }
  if (method === 'type') {
    const meant = typeName(evaluation.catalogue, pattern);
    return ({ type }) => type !== '' && (test(type) || typeName(evaluation.catalogue, type) === meant);
  }
  if (method === 'group') {
    const below = patternTest(`${pattern}/*`);
    return (node) => valuesOf(node, 'group').some((value) => test(value) || below(value));
  }
  return (node) => valuesOf(node, method).some(test);
}

/** One name for all names of a type. */
function typeName(catalogue: Catalogue, name: string): string {
  const type = findType(catalogue, name) ?? findGenerator(catalogue, name) ?? findResource(catalogue, name);
  return type?.name ?? name;
}

function valuesOf(node: SelectableNode, method: Method): readonly string[] {
  const { map, section } = node.item;
  switch (method) {
    case 'type':
      return [node.type];
    case 'section':
      return [section];
    case 'resource':
      return [...textsOf(valueAt(map, 'requires_resources')).map(({ text }) => text)];
    case 'image':
      return [asText(valueAt(map, 'image'))?.text ?? []].flat();
    case 'group':
      return [asText(valueAt(map, 'group'))?.text ?? []].flat();
    case 'wave':
      return [];
  }
}

/** A node belongs to the first wave that selects it. Within the selection of a wave no wave can be named. */
export function waveOfNodes(evaluation: Evaluation): ReadonlyMap<number, string> {
  const waves = new Map<number, string>();
  for (const { name, select } of evaluation.waves) {
    const within: Evaluation = { ...evaluation, waves: [], problems: [] };
    for (const node of union(within, parseSelection(select).selection, true)) {
      if (!waves.has(node)) waves.set(node, name);
    }
  }
  return waves;
}

function unknown(evaluation: Evaluation, { method, pattern, range }: Term): SelectionProblem {
  const what = method === 'name' ? 'no node is called' : `no node has the ${method}`;
  const hint = evaluation.suggestions.left-- > 0 ? didYouMean(pattern, evaluation.near(method)) : '';
  const message = `${method === 'wave' ? 'there is no wave' : what} "${pattern}".${hint}`;
  return { code: 'unknown-selection', message, range };
}

/**
 * The nodes that so many steps lead to; gates, numbered behind the nodes, take no step. `known`: where earlier walks without an
 * end have been, which one without an end goes on with.
 */
function reach(
  from: readonly number[],
  following: Neighbours,
  steps: number,
  nodeCount: number,
  known: Set<number> | undefined,
): ReadonlySet<number> {
  const found = new Set<number>();
  const passed = (steps === Number.POSITIVE_INFINITY ? known : undefined) ?? new Set<number>();
  let front = from;
  for (let step = 0; step < steps && front.length > 0; step++) {
    const next: number[] = [];
    const waiting = front.flatMap(following);
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (passed.has(node)) continue;
      passed.add(node);
      if (node >= nodeCount) append(waiting, following(node));
      else {
        found.add(node);
        next.push(node);
      }
    }
    front = next;
  }
  return found;
}

function withInside(graph: SelectableGraph, nodes: ReadonlySet<number>, whole: boolean): ReadonlySet<number> {
  const found = new Set(nodes);
  for (const node of nodes) {
    for (const inner of graph.inside(node)) {
      if (whole || graph.referrers(inner).every((referrer) => found.has(referrer))) found.add(inner);
    }
  }
  return found;
}
