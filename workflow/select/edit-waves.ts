import type { Catalogue } from '../../schemas';
import type { TextEdit } from '../../text/diagnostic';
import { applyEdits } from '../../text/edit';
import { type DocumentItem, itemName, readWorkflow, type WorkflowFile } from '../read';
import { writeText } from '../write/scalar';
import { editListOf } from './edit-list';
import { termFor } from './parse';
import { type Staging, stagingOf } from './staging';

/** A node that pruning put in place of another one. */
export interface Standing {
  readonly name: string;
  readonly inPlaceOf: DocumentItem;
}

/**
 * The edits that keep the waves of a file true once `edits` have taken nodes out of it: each node that remains belongs to
 * the wave that it belonged to, and nothing is named that is gone. A selection that still says so keeps its text; a wave
 * of which nothing is left goes. Nothing where the waves cannot be changed.
 */
export function editWaves(
  file: WorkflowFile,
  edits: readonly TextEdit[],
  standing: readonly Standing[],
  catalogue: Catalogue,
): readonly TextEdit[] | undefined {
  const before = stagingOf(file, catalogue);
  const [first] = before.waves;
  if (first === undefined || edits.length === 0) return [];
  const after = stagingOf(readWorkflow(file.path, applyEdits(file.text, edits)), catalogue);
  const wanted = wantedWaves(before, after, standing);
  const { entry } = first;
  if (entry.value?.kind !== 'list') return [];
  const texts = before.waves.map((wave, index) => {
    const isTrue = after.problems.every((found) => found.wave.index !== wave.index) && selects(after, wanted, index);
    return isTrue ? wave.select : namesOf(after, wanted, index);
  });
  const changed = before.waves.map((wave, index) => texts[index] !== wave.select);
  if (changed.every((isChanged) => !isChanged)) return [];
  const at = { text: file.text, offset: entry.offset };
  const elements = entry.value.items.map((item, place): readonly string[] | undefined => {
    const index = before.waves.findIndex((wave) => wave.index === place);
    const wave = before.waves[index];
    const text = texts[index];
    if (wave === undefined || text === undefined || !changed[index]) return undefined;
    if (text === '') return [];
    const { start, end } = wave.selectScalar;
    const source = file.text.slice(entry.offset + item.start, entry.offset + item.end).trimEnd();
    return [source.slice(0, start - item.start) + writeText(text, 'flow') + source.slice(end - item.start)];
  });
  const pair = { key: entry.key, value: entry.value };
  const map = { kind: 'mapping', pairs: [pair], start: entry.key.start, end: entry.value.end } as const;
  return editListOf(at, map, pair, { elements, added: [], removable: true });
}

/** The wave of each node of the pruned file. */
function wantedWaves(
  before: Staging,
  after: Staging,
  standing: readonly Standing[],
): ReadonlyMap<DocumentItem, number> {
  const known = new Map<string, number>();
  for (const { item, addresses } of before.graph.nodes) {
    const wave = before.waveOf.get(item);
    if (wave !== undefined) known.set(addresses.at(-1) ?? '', wave);
  }
  const instead = new Map(standing.map(({ name, inPlaceOf }) => [name, before.waveOf.get(inPlaceOf)]));
  return new Map(
    after.graph.nodes.flatMap(({ item, addresses }) => {
      const wave = known.get(addresses.at(-1) ?? '') ?? instead.get(itemName(item)?.text ?? '');
      return wave === undefined ? [] : [[item, wave] as const];
    }),
  );
}

/** Does a wave of the pruned file add just the nodes that it should, if those before it do? */
function selects({ selected, graph }: Staging, wanted: ReadonlyMap<DocumentItem, number>, index: number): boolean {
  const found = selected(index);
  return graph.nodes.every(({ item }) => {
    const wave = wanted.get(item);
    const isSelected = found.has(item);
    return wave !== undefined && wave < index ? true : isSelected === (wave === index);
  });
}

/** The nodes of a wave by their names; those of a document go with what stands for it. */
function namesOf({ graph }: Staging, wanted: ReadonlyMap<DocumentItem, number>, index: number): string {
  const isIn = (number: number): boolean => {
    const item = graph.nodes[number]?.item;
    return item !== undefined && wanted.get(item) === index;
  };
  const names = graph.nodes.flatMap(({ addresses }, number) =>
    isIn(number) && !graph.referrers(number).some(isIn) ? (addresses[0] ?? []) : [],
  );
  return names.map(termFor).join(' ');
}
