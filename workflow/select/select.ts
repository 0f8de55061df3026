import type { DirectedGraph } from 'graphology';
import { type Catalogue, findGenerator, findResource, findType } from '../../schemas';
import { didYouMean } from '../../text/nearest';
import { patternTest } from '../../text/pattern';
import { asText, type DocumentItem, entryOf, textsOf, valueAt, type WorkflowFile } from '../read';
import { type SelectableGraph, type SelectableNode, selectableGraph } from './nodes';
import { type Method, parseSelection, type Selection, type SelectionProblem, type Term } from './parse';

/** What to keep and what to leave out of that; where nothing says what to keep, all of it. */
export interface SelectionTexts {
  readonly select?: string;
  readonly exclude?: string;
}

/** A problem, and in which of the two texts it stands. */
export interface FoundProblem extends SelectionProblem {
  readonly of: keyof SelectionTexts;
}

export interface Selected {
  /** The nodes to keep; with the nodes that stand for their documents, or nothing of them would run. */
  readonly keep: ReadonlySet<DocumentItem>;
  readonly problems: readonly FoundProblem[];
}

/** Says which nodes of a file are meant. Never throws; terms that match nothing are problems and select nothing. */
export function selectNodes(file: WorkflowFile, texts: SelectionTexts, catalogue: Catalogue): Selected {
  const graph = selectableGraph(file);
  const evaluation: Evaluation = { graph, catalogue, waves: wavesOf(file), problems: [] };
  const problems: FoundProblem[] = [];
  const evaluate = (of: keyof SelectionTexts, whole: boolean): ReadonlySet<number> | undefined => {
    const text = texts[of];
    if (text === undefined) return undefined;
    const parsed = parseSelection(text);
    const found = union(evaluation, parsed.selection, whole);
    const all = [...parsed.problems, ...evaluation.problems.splice(0)];
    problems.push(...all.map((problem) => ({ ...problem, of })));
    return found;
  };
  const selected = evaluate('select', true) ?? new Set(graph.nodes.keys());
  const excluded = evaluate('exclude', false) ?? new Set();
  const kept = [...withReferrers(graph, selected)].filter((node) => !excluded.has(node));
  return { keep: new Set(kept.flatMap((node) => graph.nodes[node]?.item ?? [])), problems };
}

interface Wave {
  readonly name: string;
  readonly select: string;
}

interface Evaluation {
  readonly graph: SelectableGraph;
  readonly catalogue: Catalogue;
  readonly waves: readonly Wave[];
  readonly problems: SelectionProblem[];
}

function wavesOf(file: WorkflowFile): readonly Wave[] {
  const [primary] = file.documents;
  const waves = primary === undefined ? undefined : entryOf(primary, 'waves')?.value;
  if (waves?.kind !== 'list') return [];
  return waves.items.flatMap((wave) => {
    const name = asText(valueAt(wave, 'name'))?.text;
    const select = asText(valueAt(wave, 'select'))?.text;
    return name === undefined || select === undefined ? [] : [{ name, select }];
  });
}

/**
 * `whole`: with a node goes all that it stands for. Else only what nothing else stands for: leaving out one use of a
 * shared document does not leave out the document.
 */
function union(evaluation: Evaluation, selection: Selection, whole: boolean): ReadonlySet<number> {
  const found = new Set<number>();
  for (const terms of selection) {
    const sets = terms.map((term) => matches(evaluation, term, whole));
    const [first = new Set<number>(), ...others] = sets;
    for (const node of first) if (others.every((other) => other.has(node))) found.add(node);
  }
  return withInside(evaluation.graph, found, whole);
}

function matches(evaluation: Evaluation, term: Term, whole: boolean): ReadonlySet<number> {
  const { graph } = evaluation;
  const seeds = seedsOf(evaluation, term);
  const found = new Set(seeds);
  add(found, reach(seeds, graph.behind, term.closed ? Number.POSITIVE_INFINITY : term.behind, graph.nodes.length));
  const from = term.closed ? [...withInside(graph, found, true)] : seeds;
  add(found, reach(from, graph.before, term.closed ? Number.POSITIVE_INFINITY : term.before, graph.nodes.length));
  return withInside(graph, found, whole);
}

function add(set: Set<number>, more: Iterable<number>): void {
  for (const item of more) set.add(item);
}

function seedsOf(evaluation: Evaluation, term: Term): readonly number[] {
  const { graph } = evaluation;
  const isMeant = testOf(evaluation, term);
  const seeds = [...graph.nodes.entries()].flatMap(([number, node]) => (isMeant(node, number) ? [number] : []));
  if (seeds.length === 0 && !isEmptyWave(evaluation, term)) evaluation.problems.push(unknown(evaluation, term));
  return seeds;
}

/** A wave may have nothing that earlier waves have not. */
function isEmptyWave(evaluation: Evaluation, term: Term): boolean {
  return term.method === 'wave' && evaluation.waves.some(({ name }) => patternTest(term.pattern)(name));
}

function testOf(evaluation: Evaluation, term: Term): (node: SelectableNode, number: number) => boolean {
  const test = patternTest(term.pattern);
  if (term.method === 'name') {
    // A pattern is not held against the name of the first document, which nobody thinks of.
    return ({ addresses: [short = '', ...others] }) => test(short) || others.includes(term.pattern);
  }
  if (term.method === 'wave') {
    const waves = waveOfNodes(evaluation);
    return (_, number) => test(waves.get(number) ?? '');
  }
  if (term.method === 'type') {
    const meant = typeName(evaluation.catalogue, term.pattern);
    return ({ type }) => type !== '' && (test(type) || typeName(evaluation.catalogue, type) === meant);
  }
  if (term.method === 'group') {
    const below = patternTest(`${term.pattern}/*`);
    return (node) => valuesOf(node, 'group').some((value) => test(value) || below(value));
  }
  const { method } = term;
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
function waveOfNodes(evaluation: Evaluation): ReadonlyMap<number, string> {
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
  const { nodes } = evaluation.graph;
  const known =
    method === 'name'
      ? nodes.flatMap(({ addresses }) => addresses)
      : method === 'wave'
        ? evaluation.waves.map(({ name }) => name)
        : nodes.flatMap((node) => valuesOf(node, method));
  const what = method === 'name' ? 'no node is called' : `no node has the ${method}`;
  const message = `${method === 'wave' ? 'there is no wave' : what} "${pattern}".${didYouMean(pattern, new Set(known))}`;
  return { code: 'unknown-selection', message, range };
}

/** The nodes that so many steps lead to; gates, numbered behind the nodes, take no step. */
function reach(from: readonly number[], ways: DirectedGraph, steps: number, nodeCount: number): ReadonlySet<number> {
  const found = new Set<number>();
  const passed = new Set<number>();
  let front = from;
  for (let step = 0; step < steps && front.length > 0; step++) {
    const next: number[] = [];
    const waiting = front.flatMap((node) => following(ways, node));
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (passed.has(node)) continue;
      passed.add(node);
      if (node >= nodeCount) waiting.push(...following(ways, node));
      else {
        found.add(node);
        next.push(node);
      }
    }
    front = next;
  }
  return found;
}

function following(ways: DirectedGraph, node: number): readonly number[] {
  return ways.mapOutNeighbors(node, Number);
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

/** With all nodes that stand for the documents of these, and for theirs, where none of them was selected itself. */
function withReferrers(graph: SelectableGraph, nodes: ReadonlySet<number>): ReadonlySet<number> {
  const found = new Set(nodes);
  for (const node of found) {
    const referrers = graph.referrers(node);
    if (!referrers.some((referrer) => nodes.has(referrer))) add(found, referrers);
  }
  return found;
}
