import type { Catalogue } from '../../schemas';
import { isPattern } from '../../text/pattern';
import type { DocumentItem, WorkflowFile } from '../read';
import { type Evaluation, evaluationOf, type Passed, union } from './evaluate';
import { type SelectableGraph, selectableGraph } from './nodes';
import { parseSelection, type Selection, type SelectionProblem, type Term } from './parse';
import { type Wave, wavesOf } from './waves';

/** To which wave each node of a file belongs, and what is wrong with their selections. */
export interface Staging {
  readonly waves: readonly Wave[];
  readonly graph: SelectableGraph;
  /** By the item, the place of its wave in `waves`: the first one that selects it. */
  readonly waveOf: ReadonlyMap<DocumentItem, number>;
  /** All that a wave selects, what earlier ones have included. */
  readonly selected: (wave: number) => ReadonlySet<DocumentItem>;
  readonly problems: readonly { readonly wave: Wave; readonly problem: SelectionProblem }[];
  /** What each wave names outright, with the places of the names in its selection. */
  readonly outright: readonly ReadonlyMap<DocumentItem, Term>[];
}

export function stagingOf(file: WorkflowFile, catalogue: Catalogue): Staging {
  const graph = selectableGraph(file);
  const waves = wavesOf(file);
  const waveOf = new Map<DocumentItem, number>();
  const problems: { wave: Wave; problem: SelectionProblem }[] = [];
  const evaluation = evaluationOf(graph, catalogue, []);
  const itemsOf = (numbers: ReadonlySet<number>): readonly DocumentItem[] =>
    [...numbers].flatMap((number) => graph.nodes[number]?.item ?? []);
  const passed: Passed = { behind: new Set(), before: new Set(), closed: new Set() };
  const parsed = waves.map(({ select }) => parseSelection(select));
  const outright = waves.map((wave, index) => {
    const { selection = [], problems: unread = [] } = parsed[index] ?? {};
    for (const item of itemsOf(union(evaluation, selection, true, passed)))
      if (!waveOf.has(item)) waveOf.set(item, index);
    for (const problem of [...unread, ...evaluation.problems.splice(0)]) problems.push({ wave, problem });
    return namedOutright(evaluation, selection);
  });
  const selected = (wave: number): ReadonlySet<DocumentItem> =>
    new Set(itemsOf(union({ ...evaluation, problems: [] }, parsed[wave]?.selection ?? [], true)));
  return { waves, graph, waveOf, selected, problems, outright };
}

function isOneName({ method, pattern, before, behind, closed }: Term): boolean {
  return method === 'name' && before === 0 && behind === 0 && !closed && !isPattern(pattern);
}

/** The nodes that a selection names one by one. */
function namedOutright({ graph, byAddress }: Evaluation, selection: Selection): ReadonlyMap<DocumentItem, Term> {
  const named = new Map<DocumentItem, Term>();
  for (const [term, ...more] of selection) {
    if (term === undefined || more.length > 0 || !isOneName(term)) continue;
    for (const number of byAddress().get(term.pattern) ?? []) {
      const item = graph.nodes[number]?.item;
      if (item !== undefined) named.set(item, term);
    }
  }
  return named;
}
