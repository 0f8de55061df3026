import type { Diagnostic } from '../../text/diagnostic';
import { type LineIndex, positionAt, type Range, shifted } from '../../text/range';
import { knownCell, withCell } from './known-cells';
import { moved, withPlaces } from './moved';
import type { YamlMapping } from './node';
import { type ParsedCell, parseCell } from './parse';
import type { DocumentItem, WorkflowDocument, WorkflowFile } from './read';
import { checkCharacters } from './refusals';

/** A stretch of a text that became another one, between what stayed as it was. */
interface Change {
  readonly start: number;
  /** Offsets in the text before and in the one after. */
  readonly endBefore: number;
  readonly endAfter: number;
}

/** An item that was edited: all that is known of its text as it is now. */
interface EditedItem {
  readonly document: number;
  readonly item: number;
  readonly parsed: ParsedCell;
  readonly map: YamlMapping;
  /** How much longer the text has become. */
  readonly growth: number;
}

/**
 * The file after an edit inside one item, where that moves nothing but what stands behind it: all other items are taken
 * over. Nothing where the whole has to be read. The result is the same as that of reading the whole.
 */
export function readEditedItem(previous: WorkflowFile, text: string): WorkflowFile | undefined {
  if (!previous.separable || previous.problems.length > MANY_PROBLEMS) return undefined;
  const change = changeOf(previous.text, text);
  const edited = change === undefined ? undefined : editedItem(previous, text, change);
  if (edited === undefined) return undefined;
  const { document, item, parsed, map, growth } = edited;
  const before = previous.documents[document]?.items[item];
  if (before === undefined) return undefined;
  const cell = { start: before.offset, end: before.offset + before.cellText.length };
  const documents = previous.documents.map((one, index) =>
    index < document
      ? one
      : index > document
        ? movedDocument(one, growth)
        : {
            ...one,
            range: { start: one.range.start, end: one.range.end + growth },
            entries: movedEntries(one.entries, before.offset, growth),
            items: itemsAfter(one.items, item, { ...before, map, cellText: parsed.text }, growth),
          },
  );
  return {
    ...previous,
    text,
    lines: editedLines(previous.lines, cell, parsed.text, growth),
    documents,
    problems: problemsAfter(previous.problems, cell, parsed, growth),
    cells: withCell(previous.cells, parsed),
  };
}

function editedItem(previous: WorkflowFile, text: string, change: Change): EditedItem | undefined {
  const place = itemAt(previous.documents, change);
  const item = place === undefined ? undefined : previous.documents[place.document]?.items[place.item];
  if (place === undefined || item === undefined) return undefined;
  const known = knownCell(previous.cells, item.cellText);
  if (known === undefined || known.linked || onlyItem(known) === undefined) return undefined;
  // What is told of its last character might be told of the next item.
  if (known.problems.some(({ range }) => range.start >= item.cellText.length)) return undefined;
  const growth = text.length - previous.text.length;
  const end = item.offset + item.cellText.length;
  const cellText = text.slice(item.offset, end + growth);
  const isLast = end === previous.text.length;
  const indent = indentAlone(cellText, isLast);
  if (indent === undefined || indent !== indentAlone(item.cellText, isLast)) return undefined;
  if (checkCharacters(cellText).length > 0) return undefined;
  const parsed = knownCell(previous.cells, cellText) ?? parseCell(cellText);
  const map = parsed.linked || parsed.unfinished ? undefined : onlyItem(parsed);
  return map === undefined ? undefined : { ...place, parsed, map, growth };
}

/** The mapping of a cell that holds one item, as nearly all do. */
function onlyItem({ root }: ParsedCell): YamlMapping | undefined {
  if (root?.kind !== 'list' || root.items.length !== 1) return undefined;
  const [item] = root.items;
  return item?.kind === 'mapping' ? item : undefined;
}

/** The item whose cell holds a change, past the mark that it begins with. */
function itemAt(
  documents: readonly WorkflowDocument[],
  { start, endBefore }: Change,
): Pick<EditedItem, 'document' | 'item'> | undefined {
  const document = documents.findIndex(({ range }) => range.start <= start && endBefore <= range.end);
  const items = documents[document]?.items ?? [];
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.offset ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const item = items[low - 1];
  if (item === undefined || endBefore > item.offset + item.cellText.length) return undefined;
  // Of items of a list in brackets several share one cell.
  if (items[low - 2]?.offset === item.offset) return undefined;
  return { document, item: low - 1 };
}

const FIRST_LINE = /^( *)-[ \t\r\n]/;

/**
 * The indentation of an item, where its text is an item and nothing else to the cutting of a file (`cells.ts`): its first
 * line begins one, and all others are blank, comments, or indented further. A carriage return alone is no part of one.
 */
function indentAlone(cellText: string, isLast: boolean): number | undefined {
  const indent = FIRST_LINE.exec(cellText)?.[1]?.length;
  if (indent === undefined || LONE_RETURN.test(cellText) || !(isLast || cellText.endsWith('\n'))) return undefined;
  for (let line = cellText.indexOf('\n') + 1; line > 0 && line < cellText.length; ) {
    let start = line;
    while (cellText.charCodeAt(start) === 32) start++;
    if (start - line <= indent && !SILENT.test(cellText.slice(start, start + 2))) return undefined;
    line = cellText.indexOf('\n', start) + 1;
  }
  return indent;
}

const LONE_RETURN = /\r(?!\n)/;
/** The end of the line, or a comment. */
const SILENT = /^(?:[\r\n#]|$)/;

/** More of them are not listed one by one. */
const MANY_PROBLEMS = 50;

/** Compares by so many characters at once, which is much faster than one by one. */
const BLOCK = 4_096;

function changeOf(before: string, after: string): Change | undefined {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.slice(start, start + BLOCK) === after.slice(start, start + BLOCK)) start += BLOCK;
  start = Math.min(start, most);
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  const rest = most - start;
  const tail = (text: string): string => text.slice(text.length - same - BLOCK, text.length - same);
  while (same + BLOCK <= rest && tail(before) === tail(after)) same += BLOCK;
  while (same < rest && before.charCodeAt(before.length - same - 1) === after.charCodeAt(after.length - same - 1))
    same++;
  const change = { start, endBefore: before.length - same, endAfter: after.length - same };
  return change.endBefore === start && change.endAfter === start ? undefined : change;
}

function movedDocument(document: WorkflowDocument, by: number): WorkflowDocument {
  if (by === 0) return document;
  const entries = movedEntries(document.entries, -1, by);
  return {
    ...document,
    range: shifted(document.range, by),
    entries,
    items: document.items.map((item) => movedItem(item, by)),
  };
}

/** The items of a document, one of which was edited. */
function itemsAfter(
  items: readonly DocumentItem[],
  place: number,
  edited: DocumentItem,
  growth: number,
): readonly DocumentItem[] {
  const all = items.slice();
  all[place] = edited;
  if (growth === 0) return all;
  for (let index = place + 1; index < all.length; index++) all[index] = movedItem(items[index] ?? edited, growth);
  return all;
}

function movedItem(item: DocumentItem, by: number): DocumentItem {
  if (by === 0) return item;
  const { offset, section, index, map, cellText } = item;
  return { offset: offset + by, section, index, map, cellText };
}

function movedEntries(entries: WorkflowDocument['entries'], after: number, by: number): WorkflowDocument['entries'] {
  if (by === 0) return entries;
  return entries.map((entry) => (entry.offset > after ? { ...entry, offset: entry.offset + by } : entry));
}

/** The lines of the file, of which only those of a cell are looked at. */
function editedLines(lines: LineIndex, cell: Range, cellText: string, growth: number): LineIndex {
  const first = positionAt(lines, cell.start).line + 1;
  const next = positionAt(lines, cell.end).line + 1;
  const inside: number[] = [];
  for (let end = cellText.indexOf('\n'); end >= 0; end = cellText.indexOf('\n', end + 1)) {
    inside.push(cell.start + end + 1);
  }
  // Mostly an edit leaves as many lines as there were: then one copy is enough, of a file that may have a hundred thousand.
  const isAsMany = inside.length === next - first;
  const starts = isAsMany
    ? lines.starts.slice()
    : lines.starts.slice(0, first).concat(inside, lines.starts.slice(next));
  if (isAsMany) for (const [index, start] of inside.entries()) starts[first + index] = start;
  if (growth !== 0)
    for (let line = first + inside.length; line < starts.length; line++) starts[line] = (starts[line] ?? 0) + growth;
  return { starts, length: lines.length + growth };
}

/** What was wrong elsewhere, and what is wrong with the item now. */
function problemsAfter(
  problems: readonly Diagnostic[],
  cell: Range,
  parsed: ParsedCell,
  growth: number,
): readonly Diagnostic[] {
  const at = (offset: number): number => (offset >= cell.end ? offset + growth : offset);
  const place = ({ start, end }: Range): Range => ({ start: at(start), end: at(end) });
  const isOutside = ({ range }: Diagnostic): boolean => range.start < cell.start || range.start >= cell.end;
  const others = problems.filter(isOutside).map((one) => withPlaces(one, place));
  return [...others, ...parsed.problems.map((one) => moved(one, cell.start))];
}
