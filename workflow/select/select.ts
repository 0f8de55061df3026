import { type Catalogue, findGenerator, findResource, findType } from '../../schemas';
import { append } from '../../text/append';
import { didYouMean } from '../../text/nearest';
import { patternTest } from '../../text/pattern';
import { asText, type DocumentItem, textsOf, valueAt, type WorkflowFile } from '../read';
import { type Neighbours, type SelectableGraph, type SelectableNode, selectableGraph } from './nodes';
import { type Method, parseSelection, type Selection, type SelectionProblem, type Term } from './parse';
import { type Wave, wavesOf } from './waves';

/**
 * What to keep and what to leave out of that; where nothing says what to keep, all of it. `wave`: the name of the last
 * wave to build, with all before it.
 */
export interface SelectionTexts {
  readonly select?: string;
  readonly exclude?: string;
  readonly wave?: string;
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
    append(
      problems,
      all.map((problem) => ({ ...problem, of })),
    );
    return found;
  };
  const selected = evaluate('select', true) ?? new Set(graph.nodes.keys());
  const excluded = evaluate('exclude', false) ?? new Set();
  const built = upToWave(evaluation, texts.wave, problems);
  const wanted = new Set([...selected].filter((node) => built?.has(node) ?? true));
  const kept = [...withReferrers(graph, wanted)].filter((node) => !excluded.has(node));
  return { keep: new Set(kept.flatMap((node) => graph.nodes[node]?.item ?? [])), problems };
}

/** The nodes of the waves up to a name; a file without waves is built whole. */
function upToWave(
  evaluation: Evaluation,
  name: string | undefined,
  problems: FoundProblem[],
): ReadonlySet<number> | undefined {
  if (name === undefined) return undefined;
  const names = evaluation.waves.map((wave) => wave.name);
  const last = names.indexOf(name);
  if (last < 0) {
    const message = `there is no wave "${name}".${didYouMean(name, new Set(names))}`;
    problems.push({ code: 'unknown-selection', message, range: { start: 0, end: name.length }, of: 'wave' });
    return names.length === 0 ? undefined : new Set();
  }
  const built = new Set(names.slice(0, last + 1));
  return new Set([...waveOfNodes(evaluation)].flatMap(([node, wave]) => (built.has(wave) ? [node] : [])));
}

function isOneName({ method, pattern, before, behind, closed }: Term): boolean {
  return method === 'name' && before === 0 && behind === 0 && !closed && !/[*?[]/u.test(pattern);
}

/** To which wave each node of a file belongs, and what is wrong with their selections. */
export interface Staging {
  readonly waves: readonly Wave[];
  readonly graph: SelectableGraph;
  /** By the item, the place of its wave in `waves`: the first one that selects it. */
  readonly waveOf: ReadonlyMap<DocumentItem, number>;
  /** All that each wave selects, what earlier ones have included. */
  readonly selected: readonly ReadonlySet<DocumentItem>[];
  readonly problems: readonly { readonly wave: Wave; readonly problem: SelectionProblem }[];
  /** What each wave names outright, with the places of the names in its selection. */
  readonly outright: readonly ReadonlyMap<DocumentItem, Term>[];
}

export function stagingOf(file: WorkflowFile, catalogue: Catalogue): Staging {
  const graph = selectableGraph(file);
  const waves = wavesOf(file);
  const waveOf = new Map<DocumentItem, number>();
  const selected: ReadonlySet<DocumentItem>[] = [];
  const problems: { wave: Wave; problem: SelectionProblem }[] = [];
  const outright = waves.map((wave, index) => {
    const evaluation: Evaluation = { graph, catalogue, waves: [], problems: [] };
    const parsed = parseSelection(wave.select);
    const items = [...union(evaluation, parsed.selection, true)].flatMap((number) => graph.nodes[number]?.item ?? []);
    for (const item of items) if (!waveOf.has(item)) waveOf.set(item, index);
    selected.push(new Set(items));
    for (const problem of [...parsed.problems, ...evaluation.problems]) problems.push({ wave, problem });
    return namedOutright(graph, parsed.selection);
  });
  return { waves, graph, waveOf, selected, problems, outright };
}

/** The nodes that a selection names one by one. */
function namedOutright(graph: SelectableGraph, selection: Selection): ReadonlyMap<DocumentItem, Term> {
  const named = new Map<DocumentItem, Term>();
  for (const [term, ...more] of selection) {
    if (term === undefined || more.length > 0 || !isOneName(term)) continue;
    for (const { item, addresses } of graph.nodes) if (addresses.includes(term.pattern)) named.set(item, term);
  }
  return named;
}

interface Evaluation {
  readonly graph: SelectableGraph;
  readonly catalogue: Catalogue;
  readonly waves: readonly Pick<Wave, 'name' | 'select'>[];
  readonly problems: SelectionProblem[];
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
function reach(from: readonly number[], following: Neighbours, steps: number, nodeCount: number): ReadonlySet<number> {
  const found = new Set<number>();
  const passed = new Set<number>();
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

/** With all nodes that stand for the documents of these, and for theirs, where none of them was selected itself. */
function withReferrers(graph: SelectableGraph, nodes: ReadonlySet<number>): ReadonlySet<number> {
  const found = new Set(nodes);
  for (const node of found) {
    const referrers = graph.referrers(node);
    if (!referrers.some((referrer) => nodes.has(referrer))) add(found, referrers);
  }
  return found;
}
