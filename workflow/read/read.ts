import { DOCUMENT_KEYS } from '../../schemas';
import type { Diagnostic } from '../../text/diagnostic';
import { indexLines, type LineIndex, type Range, shifted } from '../../text/range';
import { type CellCut, cutFile, type DocumentCut, SECTIONS } from './cells';
import { withoutConflicts } from './conflicts';
import { readEditedItem } from './edited-item';
import { type KnownCells, knownCell, NO_CELLS } from './known-cells';
import { type LinkState, link, mostCopies } from './links';
import { moved } from './moved';
import type { YamlMapping, YamlNode, YamlScalar } from './node';
import { pairOf } from './node';
import { type ParsedCell, parseCell } from './parse';
import type { SharedScalars } from './plain-reader';
import { problem } from './problem';
import { checkCharacters } from './refusals';

export type SectionKey = (typeof SECTIONS)[number];

/** A workflow file as read: each of its documents, and what is wrong with its YAML. Nothing in it is interpreted yet. */
export interface WorkflowFile {
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  /** The primary document first. */
  readonly documents: readonly WorkflowDocument[];
  readonly problems: readonly Diagnostic[];
  /** What the next reading can take over. */
  readonly cells: KnownCells;
  /** Does each item begin and end where its indentation says, so that an edit inside one is read without the others? */
  readonly separable: boolean;
}

export interface WorkflowDocument {
  readonly range: Range;
  readonly name: string | undefined;
  /** All top-level keys in order, sections included. */
  readonly entries: readonly DocumentEntry[];
  /** The items of the sections that are lists of mappings. */
  readonly items: readonly DocumentItem[];
}

/** A top-level key with its value. Ranges of the nodes are relative to `offset`. */
export interface DocumentEntry {
  readonly offset: number;
  readonly key: YamlScalar;
  /** Nothing where the value is a section whose items were read on their own. */
  readonly value: YamlNode | undefined;
}

/** One item of a section. Ranges of its nodes are relative to `offset`; see `absolute`. */
export interface DocumentItem {
  readonly offset: number;
  readonly section: SectionKey;
  /** Its place in the section's list. */
  readonly index: number;
  readonly map: YamlMapping;
  /** The text of its cell: results that depend on nothing else can be kept by it. */
  readonly cellText: string;
}

/** The range in the file of a node of an item or entry. */
export function absolute(owner: { readonly offset: number }, node: Range): Range {
  return shifted({ start: node.start, end: node.end }, owner.offset);
}

/** The value of a top-level key, with its owner for `absolute`. */
export function entryOf(document: WorkflowDocument, key: string): DocumentEntry | undefined {
  return document.entries.findLast((entry) => entry.key.text === key);
}

/**
 * Reads a workflow file. Never throws: what cannot be read is reported and its neighbours are read all the same.
 * Cells that `previous` has already parsed are taken from it.
 */
export function readWorkflow(path: string, text: string, previous?: WorkflowFile): WorkflowFile {
  const edited = previous === undefined ? undefined : readEditedItem(previous, text);
  return edited === undefined ? readWhole(path, text, previous) : { ...edited, path };
}

function readWhole(path: string, text: string, previous: WorkflowFile | undefined): WorkflowFile {
  const settled = withoutConflicts(text.replace(LONE_RETURN, '\n'));
  const problems = [...settled.problems, ...checkCharacters(text)];
  const isPlain = problems.length === 0 && settled.text === text;
  const known = previous?.cells ?? NO_CELLS;
  const reading: Reading = { text: settled.text, known, cells: new Map(), problems, shared: [], entangled: false };
  const documents = cutFile(settled.text).map((cut) => readDocument(cut, reading));
  const listed = bounded(problems);
  const separable = isPlain && !reading.entangled && listed === problems;
  const cells: KnownCells = { ofWhole: reading.cells, since: new Map() };
  return { path, text, lines: indexLines(text), documents, problems: listed, cells, separable };
}

/** A carriage return alone ends a line, too (YAML 1.1, §4.1.4). */
const LONE_RETURN = /\r(?!\n)/g;

/** A person repairs the first few and looks again. */
const MAXIMUM_PROBLEMS = 100;

/** Where so much cannot be read, the file is something else, or one slip has torn it all. */
const MAXIMUM_UNREADABLE = 15;

const UNREADABLE: ReadonlySet<string> = new Set(['yaml-syntax', 'tab-indentation', 'no-mapping']);

function bounded(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const unreadable = problems.filter(({ rule }) => UNREADABLE.has(rule)).sort((a, b) => a.range.start - b.range.start);
  const cut = unreadable[MAXIMUM_UNREADABLE];
  const left = cut === undefined ? problems : problems.filter((one) => !UNREADABLE.has(one.rule) || isBefore(one, cut));
  const listed = left.slice(0, MAXIMUM_PROBLEMS);
  const next = cut ?? left[MAXIMUM_PROBLEMS];
  if (next === undefined) return problems;
  const count = cut === undefined ? MAXIMUM_PROBLEMS : MAXIMUM_UNREADABLE;
  const message = `More than ${count} places of this file are no valid YAML; the others are not listed.`;
  return [...listed, problem('yaml-syntax', next.range, message)];
}

function isBefore(one: Diagnostic, other: Diagnostic): boolean {
  return one.range.start < other.range.start;
}

interface Reading {
  readonly text: string;
  readonly known: KnownCells;
  readonly cells: Map<string, ParsedCell>;
  readonly problems: Diagnostic[];
  readonly shared: SharedScalars;
  /** Does a cell hold aliases, or did one end inside quotes or brackets, so that it means something to the others? */
  entangled: boolean;
}

interface PlacedCell {
  readonly cut: CellCut;
  readonly parsed: ParsedCell;
}

function readDocument(cut: DocumentCut, reading: Reading): WorkflowDocument {
  const entries: DocumentEntry[] = [];
  const items: DocumentItem[] = [];
  const misspeltMarks: number[] = [];
  const state: LinkState = {
    anchors: new Map(),
    problems: [],
    copies: 0,
    most: mostCopies(cut.end - cut.start),
    lost: 0,
    offset: 0,
  };
  for (const { cut: cell, parsed } of parseCells(cut.cells, reading)) {
    if (cell.kind === 'stray') {
      reading.problems.push(strayItems(cell, reading.text));
      continue;
    }
    for (const problem of parsed.problems) reading.problems.push(moved(problem, cell.start));
    if (parsed.root === undefined) continue;
    state.offset = cell.start;
    const root = parsed.linked ? link(parsed.root, state) : parsed.root;
    for (const problem of state.problems.splice(0)) reading.problems.push(moved(problem, cell.start));
    if (cell.kind === 'item') addItems(cell.section, cell.start, itemOf(root, parsed), parsed.text, items, reading);
    else addEntries(cell.start, root, parsed.text, { entries, items, misspeltMarks }, reading);
  }
  const [end = cut.end] = misspeltMarks;
  reportRepeatedKeys(
    entries.filter(({ offset }) => offset < end),
    reading,
  );
  const name = entries.findLast((entry) => entry.key.text === 'name')?.value;
  const isText = name?.kind === 'scalar' && name.type === 'text';
  return { range: { start: cut.start, end: cut.end }, name: isText ? name.text : undefined, entries, items };
}

/** Items that no section holds: one finding, whatever their lines would be to YAML. */
function strayItems({ start, end }: CellCut, text: string): Diagnostic {
  const [line = ''] = text.slice(start, end).split(/\r?\n/, 1);
  const message = 'This item belongs to no section: above it a line such as "operators:" is missing.';
  return problem('no-mapping', { start, end: start + line.trimEnd().length }, message);
}

/** The cell of an item holds one; what a slip makes another of them is a part of it. */
function itemOf(root: YamlNode, { problems }: ParsedCell): YamlNode {
  return root.kind === 'list' && problems.length > 0 ? { ...root, items: root.items.slice(0, 1) } : root;
}

/** How many cells a text that ends inside quotes or brackets may go on for. */
const MAXIMUM_JOINED = 8;

/** In a document where so many were left open by mistake, further ones are not followed. */
const MAXIMUM_LEFT_OPEN = 20;

function* parseCells(cuts: readonly CellCut[], reading: Reading): Generator<PlacedCell> {
  let leftOpen = 0;
  for (let index = 0; index < cuts.length; index++) {
    const cut = cuts[index];
    if (cut === undefined) break;
    const parsed = parseOnce(cut, reading);
    if (parsed.unfinished || parsed.linked) reading.entangled = true;
    if (cut.kind !== 'stray' && parsed.unfinished && leftOpen < MAXIMUM_LEFT_OPEN) {
      const joined = joinCells(cut, cuts.slice(index + 1, index + 1 + MAXIMUM_JOINED), reading);
      yield joined?.cell ?? { cut, parsed };
      index += joined?.count ?? 0;
      if (joined === undefined) leftOpen++;
    } else yield { cut, parsed };
  }
}

/** PyYAML lets quotes and brackets go on at any indentation: then what looked like several cells is one. */
function joinCells(
  first: CellCut,
  others: readonly CellCut[],
  reading: Reading,
): { readonly cell: PlacedCell; readonly count: number } | undefined {
  for (const [index, next] of others.entries()) {
    const cut = { ...first, end: next.end };
    const parsed = parseCell(reading.text.slice(cut.start, cut.end), reading.shared);
    if (parsed.problems.length === 0) return { cell: { cut, parsed }, count: index + 1 };
  }
  return undefined;
}

function parseOnce(cut: CellCut, reading: Reading): ParsedCell {
  const text = reading.text.slice(cut.start, cut.end);
  const parsed = reading.cells.get(text) ?? knownCell(reading.known, text) ?? parseCell(text, reading.shared);
  reading.cells.set(text, parsed);
  return parsed;
}

interface Sinks {
  readonly entries: DocumentEntry[];
  readonly items: DocumentItem[];
  /** Where a line was meant to begin another document and does not. */
  readonly misspeltMarks: number[];
}

function addEntries(offset: number, root: YamlNode, cellText: string, sinks: Sinks, reading: Reading): void {
  if (root.kind !== 'mapping') {
    const range = shifted({ start: root.start, end: Math.min(root.end, root.start + 40) }, offset);
    const isMark = /^-+\s*$/.test(cellText);
    const colon = missingColon(root);
    if (colon !== undefined) {
      reading.problems.push(moved(colon, offset));
      return;
    }
    const message = isMark
      ? 'Documents are separated by a line of three dashes, "---".'
      : 'A workflow is a mapping with a "name" and sections such as "operators"; this is something else.';
    if (isMark) sinks.misspeltMarks.push(range.start);
    reading.problems.push({ rule: 'no-mapping', severity: 'error', message, range });
    return;
  }
  for (const { key, value } of root.pairs) {
    const section = SECTIONS.find((name) => name === key.text);
    const emptySection = section !== undefined && value.kind === 'scalar' && value.type === 'null' && value.plain;
    sinks.entries.push({ offset, key, value: emptySection && value.text === '' ? undefined : value });
    if (section !== undefined && value.kind === 'list')
      addItems(section, offset, value, cellText, sinks.items, reading);
  }
}

/** `format 1`, on a line of its own among the keys of a document. */
function missingColon(root: YamlNode): Diagnostic | undefined {
  const word = root.kind === 'scalar' && root.plain ? /^([A-Za-z_]\w*)(?=[ \t]|$)/.exec(root.text)?.[0] : undefined;
  if (word === undefined || !DOCUMENT_KEYS.some(({ name }) => name === word)) return undefined;
  const at = root.start + word.length;
  const edits = [{ range: { start: at, end: at }, text: ':' }];
  return {
    ...problem('yaml-syntax', { start: root.start, end: root.end }, `A ":" is missing behind "${word}".`),
    fix: { title: 'Add ":"', safety: 'unsafe', edits },
  };
}

function addItems(
  section: string | undefined,
  offset: number,
  root: YamlNode,
  cellText: string,
  items: DocumentItem[],
  reading: Reading,
): void {
  const key = SECTIONS.find((name) => name === section);
  if (key === undefined || root.kind !== 'list') return;
  for (const node of root.items) {
    if (node.kind === 'mapping') {
      const last = items.at(-1);
      items.push({ offset, section: key, index: last?.section === key ? last.index + 1 : 0, map: node, cellText });
    } else {
      const message = `Each item of "${key}" is a mapping with "name" and "type".`;
      reading.problems.push({ rule: 'no-mapping', severity: 'error', message, range: shifted(node, offset) });
    }
  }
}

function reportRepeatedKeys(entries: readonly DocumentEntry[], reading: Reading): void {
  const first = new Map<string, DocumentEntry>();
  for (const entry of entries) {
    const before = first.get(entry.key.text);
    if (before === undefined) {
      first.set(entry.key.text, entry);
      continue;
    }
    if (entry.key.text === 'name') {
      reading.problems.push(missingMark(entry, before, reading.text.includes('\r\n') ? '\r\n' : '\n'));
      return; // what follows belongs to another document
    }
    reading.problems.push({
      rule: 'duplicate-key',
      severity: 'error',
      message: `The key "${entry.key.text}" stands twice in this document; only the last one counts for other readers.`,
      range: absolute(entry, entry.key),
      help: 'Merge the two.',
      related: [{ range: absolute(before, before.key), message: `"${entry.key.text}" first stands here.` }],
    });
  }
}

function missingMark(entry: DocumentEntry, before: DocumentEntry, newline: string): Diagnostic {
  const range = absolute(entry, entry.key);
  return {
    ...problem(
      'duplicate-key',
      range,
      'The key "name" stands twice in this document; only the last one counts for other readers.',
    ),
    help: 'Put a line "---" above it where another document begins, else merge the two.',
    related: [{ range: absolute(before, before.key), message: '"name" first stands here.' }],
    fix: {
      title: 'Begin a document here',
      safety: 'unsafe',
      edits: [{ range: { start: range.start, end: range.start }, text: `---${newline}` }],
    },
  };
}

/** The name of an item, where it has one that is text. */
export function itemName(item: DocumentItem): YamlScalar | undefined {
  const value = pairOf(item.map, 'name')?.value;
  return value?.kind === 'scalar' && value.type === 'text' ? value : undefined;
}
