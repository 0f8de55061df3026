import type { Catalogue } from '../../schemas';
import { append } from '../../text/append';
import { didYouMean } from '../../text/nearest';
import type { DocumentItem, WorkflowFile } from '../read';
import { add, type Evaluation, evaluationOf, union, waveOfNodes } from './evaluate';
import { type SelectableGraph, selectableGraph } from './nodes';
import { parseSelection, type SelectionProblem } from './parse';
import { wavesOf } from './waves';

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
  const evaluation = evaluationOf(graph, catalogue, wavesOf(file));
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

/** With all nodes that stand for the documents of these, and for theirs, where none of them was selected itself. */
function withReferrers(graph: SelectableGraph, nodes: ReadonlySet<number>): ReadonlySet<number> {
  const found = new Set(nodes);
  for (const node of found) {
    const referrers = graph.referrers(node);
    if (!referrers.some((referrer) => nodes.has(referrer))) add(found, referrers);
  }
  return found;
}
