import type { Catalogue } from '../../schemas';
import type { DocumentItem, WorkflowFile } from '../read';
import { stagingOf } from '../select/staging';
import { wavesOf } from '../select/waves';

/** The wave of a staged migration to which what stands at a place of a file belongs. */
export interface WavePlaces {
  /** By an offset in an item. */
  readonly at: (offset: number) => string | undefined;
  readonly of: (item: DocumentItem) => string | undefined;
}

/** Nothing where the file has no waves. */
export function wavePlaces(file: WorkflowFile, catalogue: Catalogue): WavePlaces | undefined {
  if (wavesOf(file).length === 0) return undefined;
  const { waves, waveOf } = stagingOf(file, catalogue);
  const names = waves.map(({ name }) => name);
  const of = (item: DocumentItem): string | undefined => names[waveOf.get(item) ?? -1];
  const items = file.documents
    .flatMap((document) => document.items)
    .map((item) => ({ item, start: item.offset + item.map.start, end: item.offset + item.map.end }))
    .sort((a, b) => a.start - b.start);
  const at = (offset: number): string | undefined => {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((items[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const found = items[low - 1];
    return found !== undefined && offset < found.end ? of(found.item) : undefined;
  };
  return { at, of };
}
