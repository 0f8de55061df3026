/**
 * A workflow as a converter drafts it: plain data in the order in which it is to be written, with comments, and with
 * the place in the legacy source that each part comes from. `write` turns it into YAML text and says where each part went.
 */
export interface DraftFile {
  /** Comment lines at the head of the file, without `#`. */
  readonly header: readonly string[];
  /** The primary document first, then the targets of sub_dags and generators. */
  readonly documents: readonly DraftMapping[];
}

export type DraftValue = string | number | boolean | null | DraftMapping | DraftList;

export interface DraftMapping {
  readonly kind: 'mapping';
  readonly entries: readonly DraftEntry[];
  readonly layout: DraftLayout;
}

export interface DraftList {
  readonly kind: 'list';
  readonly items: readonly DraftItem[];
  readonly layout: DraftLayout;
}

/** `block`: a line an entry. `flow`: `{…}` or `[…]` on one line, where that stays within 120 characters. */
export type DraftLayout = 'block' | 'flow';

export interface DraftEntry {
  readonly key: string;
  readonly value: DraftValue;
  /** Comment lines written above, without `#`. */
  readonly comment?: readonly string[];
  /** Ids of the source constructs that this entry comes from (see `SourceConstruct`). */
  readonly from?: readonly string[];
}

export interface DraftItem {
  readonly value: DraftValue;
  readonly comment?: readonly string[];
  readonly from?: readonly string[];
}

/** A mapping of the entries whose value is not `undefined`. */
export function mapping(
  entries: Readonly<Record<string, DraftValue | undefined>>,
  layout: DraftLayout = 'block',
): DraftMapping {
  const kept: DraftEntry[] = [];
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) kept.push({ key, value });
  return { kind: 'mapping', entries: kept, layout };
}

/** A list of values without comments of their own. */
export function list(values: readonly DraftValue[], layout: DraftLayout = 'block'): DraftList {
  return { kind: 'list', items: values.map((value) => ({ value })), layout };
}
