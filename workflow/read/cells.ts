import type { Range } from '../../text/range';

/**
 * A file falls into documents, a document into cells: one for each item of a section, one for each other top-level key.
 * A cell is the unit that is parsed, so a keystroke costs one cell. Cells are found by indentation alone, which YAML
 * guarantees for block collections; text that does not follow (a document in flow style) becomes one cell.
 */
export interface DocumentCut {
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  readonly cells: readonly CellCut[];
}

export interface CellCut {
  readonly start: number;
  readonly end: number;
  readonly kind: CellKind;
  /** For an item: the key of its section. */
  readonly section?: string;
}

/**
 * `entry`: a key and its value. `item`: one item of a section's list. `stray`: items at the margin that no key is above.
 * `whole`: a document that is not cut.
 */
export type CellKind = 'entry' | 'item' | 'stray' | 'whole';

/** The keys whose lists are cut into items. */
export const SECTIONS = ['resources', 'before', 'operators', 'generators', 'sub_dags', 'after'] as const;

const SECTION_LINE = new RegExp(`^(${SECTIONS.join('|')})[ \\t]*:[ \\t]*(?:#.*)?\\r?$`);

/** A marker of documents, with the end of the line before it. */
const MARKER = /(?:^\uFEFF?|\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/g;

/** A line of a text, by offsets in it: that of its first character, that behind its end, and that of its first sign. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly content: number;
}

/** Cuts a file at its document markers and each document into cells. */
export function cutFile(text: string): DocumentCut[] {
  const documents: DocumentCut[] = [];
  let open = { start: text.startsWith('\uFEFF') ? 1 : 0, isMarked: false };
  const close = (end: number): void => {
    const cells = cutDocument(text, open.start, end, open.isMarked);
    if (open.isMarked || cells.length > 0) documents.push({ start: open.start, end, cells });
  };
  for (const { index, 0: marker } of text.matchAll(MARKER)) {
    const start = index + marker.length - 3;
    close(start);
    open = { start, isMarked: marker.endsWith('-') };
  }
  close(text.length);
  return documents;
}

/** The line that starts there. Lines are looked at one after the other and not kept: a file has many. */
function lineAt(text: string, start: number): Line {
  const newline = text.indexOf('\n', start);
  let content = start;
  while (text.charCodeAt(content) === SPACE) content++;
  return { start, end: newline < 0 ? text.length : newline + 1, content };
}

/** The line without its end. */
function lineText(text: string, { start, end }: Line): string {
  return text.slice(start, text.charCodeAt(end - 1) === NEWLINE ? end - 1 : end);
}

const NEWLINE = 10;
const SPACE = 32;
const PERCENT = 37;
const DASH = 45;
const HASH = 35;
const FIRST_BEYOND_ASCII = 128;

/** Blank, or a comment: a line that starts nothing. */
function isSilent(text: string, line: Line): boolean {
  // Most lines go on with a letter or a dash: they are told without a copy of their text.
  const first = text.charCodeAt(line.content);
  if (first > HASH && first < FIRST_BEYOND_ASCII) return false;
  const content = text.slice(line.content, line.end).trim();
  return content === '' || content.startsWith('#');
}

function startsItem(text: string, { content }: Line): boolean {
  const next = text.charCodeAt(content + 1);
  const isEnd = Number.isNaN(next) || next === NEWLINE || next === SPACE || next === 9 || next === 13;
  return text.charCodeAt(content) === DASH && isEnd;
}

function isAtMargin({ start, content }: Line): boolean {
  return start === content;
}

function cutDocument(text: string, start: number, end: number, isMarked: boolean): readonly CellCut[] {
  const body = bodyStart(text, start, end, isMarked);
  let first = lineAt(text, body);
  while (first.start < end && isSilent(text, first)) first = lineAt(text, first.end);
  if (first.start >= end) return [];
  // What stands behind the marker on its line belongs to the first cell.
  const from = isMarked && first.start === start ? start + 3 : first.start;
  if (!isAtMargin(first) || startsItem(text, first) || !FIRST_KEY.test(lineText(text, first))) {
    return [{ start: from, end, kind: 'whole' }];
  }
  return cutEntries(text, first, { start: from, end });
}

const FIRST_KEY = /^[^\s[\]{},#&*!|>%@`].*:(?:[ \t\r]|$)/;

/** The first line that is no marker and no directive. A marker may have content behind it. */
function bodyStart(text: string, start: number, end: number, isMarked: boolean): number {
  let line = lineAt(text, start);
  const isMarker = MARKER_LINE.test(lineText(text, line));
  if (isMarker) {
    const rest = lineText(text, line).slice(3).trim();
    if (isMarked && rest !== '' && !rest.startsWith('#')) return start;
    line = lineAt(text, line.end);
  }
  while (line.start < end && text.charCodeAt(line.start) === PERCENT) line = lineAt(text, line.end);
  return line.start;
}

const MARKER_LINE = /^(?:---|\.\.\.)(?:[ \t\r]|$)/;

interface OpenSection {
  readonly name: string;
  /** The indentation of its items, once the first one is seen. */
  readonly itemIndent: number | undefined;
}

/** The cells of a document whose content stands in the range; its first line is given. */
function cutEntries(text: string, first: Line, { start, end }: Range): readonly CellCut[] {
  const cells: { -readonly [Key in keyof CellCut]: CellCut[Key] }[] = [];
  const add = (line: Line, kind: CellKind, section?: string): void => {
    const last = cells.at(-1);
    if (last !== undefined) last.end = line.start;
    const from = last === undefined ? start : line.start;
    cells.push(section === undefined ? { start: from, end, kind } : { start: from, end, kind, section });
  };
  let section: OpenSection | undefined;
  let interrupted: Interruption | undefined;
  let finished = false;
  for (let line = first; line.start < end; line = lineAt(text, line.end)) {
    if (isSilent(text, line)) continue;
    const indent = line.content - line.start;
    const wasFinished = finished;
    finished = indent === 0 && FINISHED.test(lineText(text, line));
    const open = section ?? (interrupted?.isSure ? interrupted.section : undefined);
    const isItem = startsItem(text, line);
    if (open !== undefined && isItem && indent === (open.itemIndent ?? indent)) {
      if (open !== section || open.itemIndent !== indent) section = { name: open.name, itemIndent: indent };
      add(line, 'item', open.name);
    } else if (indent === 0 && !isItem && isKeyLine(text, line)) {
      const source = lineText(text, line);
      const name = SECTION_LINE.exec(source)?.[1];
      interrupted = interruption(source, section ?? interrupted?.section);
      section = name === undefined ? undefined : { name, itemIndent: undefined };
      add(line, 'entry');
    } else if (wasFinished && indent === 0 && isItem && section === undefined) {
      add(line, 'stray');
    } else if (section?.itemIndent === undefined) {
      section = undefined; // the value of the key is something else than a block list
      // A list at the margin that begins right below the key is its value: what follows there goes on with it.
      if (indent === 0 && isItem) interrupted = undefined;
      else if (interrupted?.section.itemIndent === 0 && indent > 0) interrupted = { ...interrupted, isSure: true };
    }
  }
  return cells;
}

/** A section whose items may go on below a line at the margin. */
interface Interruption {
  readonly section: OpenSection;
  /** Can no item below the line be its own? */
  readonly isSure: boolean;
}

/**
 * A line at the margin that cannot have the items below it was a slip, such as the rest of an item whose indentation is
 * being typed: they go on with their section. What is valid YAML is never taken for a slip.
 */
function interruption(line: string, section: OpenSection | undefined): Interruption | undefined {
  if (section?.itemIndent === undefined) return undefined;
  const text = line.replace(QUOTED, '').replace(COMMENT, '');
  const isSure = NO_KEY.test(text) || !KEY.test(text) || (section.itemIndent === 0 && WITH_VALUE.test(text));
  return { section, isSure };
}

const QUOTED = /^(?:"[^"]*"|'[^']*')/;
const COMMENT = /(?:^|[ \t])#.*$/;
const KEY = /:(?:[ \t\r]|$)/;

/** What begins no plain text (YAML 1.1, §5.3). */
const NO_KEY = /^[`@%,|>]/;

/** A key whose value ends on its line: a list at the margin below is none of its. */
const FINISHED =
  /^[A-Za-z_][\w-]*:[ \t]+(?:[A-Za-z0-9_./][^\r\n]*|"[^"\\]*"|'[^']*'|\{[^\r\n]*\}|\[[^\r\n]*\])[ \t]*(?:#.*)?\r?$/;

/** Anchors and tags are no value. */
const WITH_VALUE = /^(?:[^:]|:(?![ \t]))*:[ \t]+[^ \t\r&!]/;

/** Could the line at the margin begin a key? Closing brackets belong to what stands before, as list items do. */
function isKeyLine(text: string, { start }: Line): boolean {
  const first = text.charAt(start);
  return first !== ']' && first !== '}' && first !== '\t';
}
