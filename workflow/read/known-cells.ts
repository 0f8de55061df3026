import type { ParsedCell } from './parse';

/**
 * Cells that were parsed, by their text: all of the last reading of the whole file, and those that were edited since. Of a
 * file with thousands of them an edit copies none but the latter.
 */
export interface KnownCells {
  readonly ofWhole: ReadonlyMap<string, ParsedCell>;
  readonly since: ReadonlyMap<string, ParsedCell>;
}

export const NO_CELLS: KnownCells = { ofWhole: new Map(), since: new Map() };

export function knownCell({ ofWhole, since }: KnownCells, text: string): ParsedCell | undefined {
  return since.get(text) ?? ofWhole.get(text);
}

/** So many edited cells are kept. Then those are forgotten whose texts are the oldest: they are parsed again when they come back. */
const MOST_SINCE = 100;

export function withCell({ ofWhole, since }: KnownCells, cell: ParsedCell): KnownCells {
  const newest = new Map([...since, [cell.text, cell] as const].slice(-MOST_SINCE));
  return { ofWhole, since: newest };
}
