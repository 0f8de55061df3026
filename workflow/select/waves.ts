import type { Range } from '../../text/range';
import { absolute, asText, type DocumentEntry, entryOf, valueAt, type WorkflowFile, type YamlScalar } from '../read';

/** A wave of a staged migration, as it is written: the nodes that it adds to what the waves before it build. */
export interface Wave {
  readonly name: string;
  readonly select: string;
  /** The key `waves` that it belongs to; ranges of the scalars are relative to it. */
  readonly entry: DocumentEntry;
  readonly nameScalar: YamlScalar;
  readonly selectScalar: YamlScalar;
  /** Its place in the list. */
  readonly index: number;
}

/** The waves of a file, in order. What is no `{name, select}` is left out: a rule reports it. */
export function wavesOf(file: WorkflowFile): readonly Wave[] {
  const [primary] = file.documents;
  const entry = primary === undefined ? undefined : entryOf(primary, 'waves');
  if (entry?.value?.kind !== 'list') return [];
  return entry.value.items.flatMap((item, index) => {
    const nameScalar = asText(valueAt(item, 'name'));
    const selectScalar = asText(valueAt(item, 'select'));
    if (nameScalar === undefined || selectScalar === undefined) return [];
    return [{ name: nameScalar.text, select: selectScalar.text, entry, nameScalar, selectScalar, index }];
  });
}

/** The place in the file of a part of a wave's selection; of one with escapes or line breaks, all of it. */
export function placeInWave(file: WorkflowFile, { entry, select, selectScalar }: Wave, part: Range): Range {
  const whole = absolute(entry, selectScalar);
  const inner = file.text.slice(whole.start, whole.end).indexOf(select);
  if (inner < 0) return whole;
  return { start: whole.start + inner + part.start, end: whole.start + inner + part.end };
}
