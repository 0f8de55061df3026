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
const MARKER = /^(?:---|\.\.\.)(?:[ \t\r\n]|$)/;

interface Line {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
  readonly text: string;
}

/** Cuts a file at its document markers and each document into cells. */
export function cutFile(text: string): DocumentCut[] {
  const documents: DocumentCut[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let lines: Line[] = [];
  let seenMarker = false;
  const close = (end: number): void => {
    if (seenMarker || lines.some((line) => !isSilent(line)))
      documents.push({ start, end, cells: cutDocument(lines, end) });
    lines = [];
  };
  for (const line of linesOf(text, start)) {
    if (line.indent === 0 && MARKER.test(line.text)) {
      close(line.start);
      seenMarker = line.text.startsWith('---');
      start = line.start;
      const rest = line.text.slice(3).trim();
      if (seenMarker && rest !== '' && !rest.startsWith('#')) lines.push({ ...line, start: line.start + 3 });
    } else if (!(line.text.startsWith('%') && lines.length === 0)) {
      lines.push(line);
    }
  }
  close(text.length);
  return documents;
}

function linesOf(text: string, from: number): readonly Line[] {
  const lines: Line[] = [];
  let start = from;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    let indent = 0;
    while (text.charCodeAt(start + indent) === 32) indent++;
    lines.push({ start, end, indent, text: text.slice(start, newline < 0 ? end : newline) });
    start = end;
  }
  return lines;
}

const HASH = 35;
const FIRST_BEYOND_ASCII = 128;

/** Blank, or a comment: a line that starts nothing. */
function isSilent(line: Line): boolean {
  // Most lines go on with a letter or a dash: they are told without a copy of their text.
  const first = line.text.charCodeAt(line.indent);
  if (first > HASH && first < FIRST_BEYOND_ASCII) return false;
  const text = line.text.trim();
  return text === '' || text.startsWith('#');
}

function startsItem(line: Line): boolean {
  const next = line.text.charCodeAt(line.indent + 1);
  return line.text.charCodeAt(line.indent) === 45 && (Number.isNaN(next) || next === 32 || next === 9 || next === 13);
}

function cutDocument(lines: readonly Line[], end: number): CellCut[] {
  const first = lines.find((line) => !isSilent(line));
  if (first === undefined) return [];
  if (first.indent !== 0 || startsItem(first) || !/^[^\s[\]{},#&*!|>%@`].*:(?:[ \t\r]|$)/.test(first.text)) {
    return [{ start: first.start, end, kind: 'whole' }];
  }
  return cutEntries(lines, end);
}

interface OpenSection {
  readonly name: string;
  /** The indentation of its items, once the first one is seen. */
  readonly itemIndent: number | undefined;
}

function cutEntries(lines: readonly Line[], end: number): CellCut[] {
  const starts: { readonly start: number; readonly kind: CellKind; readonly section?: string }[] = [];
  let section: OpenSection | undefined;
  let interrupted: Interruption | undefined;
  let finished = false;
  for (const line of lines) {
    if (isSilent(line)) continue;
    const wasFinished = finished;
    finished = line.indent === 0 && FINISHED.test(line.text);
    const open = section ?? (interrupted?.isSure ? interrupted.section : undefined);
    if (open !== undefined && startsItem(line) && line.indent === (open.itemIndent ?? line.indent)) {
      section = { name: open.name, itemIndent: line.indent };
      starts.push({ start: line.start, kind: 'item', section: open.name });
    } else if (line.indent === 0 && isKeyLine(line)) {
      const name = SECTION_LINE.exec(line.text)?.[1];
      interrupted = interruption(line, section ?? interrupted?.section);
      section = name === undefined ? undefined : { name, itemIndent: undefined };
      starts.push({ start: line.start, kind: 'entry' });
    } else if (wasFinished && line.indent === 0 && startsItem(line) && section === undefined) {
      starts.push({ start: line.start, kind: 'stray' });
    } else if (section?.itemIndent === undefined) {
      section = undefined; // the value of the key is something else than a block list
      // A list at the margin that begins right below the key is its value: what follows there goes on with it.
      if (line.indent === 0 && startsItem(line)) interrupted = undefined;
      else if (interrupted?.section.itemIndent === 0 && line.indent > 0) interrupted = { ...interrupted, isSure: true };
    }
  }
  return starts.map((cell, index) => ({ ...cell, end: starts[index + 1]?.start ?? end }));
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
function interruption(line: Line, section: OpenSection | undefined): Interruption | undefined {
  if (section?.itemIndent === undefined) return undefined;
  const text = line.text.replace(QUOTED, '').replace(COMMENT, '');
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

/** Could the line begin a key? Closing brackets and list items at the margin belong to what stands before. */
function isKeyLine(line: Line): boolean {
  const first = line.text.charAt(0);
  return !startsItem(line) && first !== ']' && first !== '}' && first !== '\t';
}
