import type { Range } from '../../text/range';
import type { DraftEntry, DraftFile, DraftItem, DraftList, DraftMapping, DraftValue } from './draft';
import { isPrintable, writeLiteral, writeNumber, writeText } from './scalar';

/** A stretch of the written text and the ids of the source constructs that it comes from. */
export interface WrittenOrigin {
  readonly pointer: string;
  readonly range: Range;
  readonly from: readonly string[];
}

export interface WrittenDraft {
  readonly text: string;
  /**
   * Where each entry and item stands, key included, by pointer: names, not offsets (`operators/load/properties/bash_command`);
   * an item without a name by its index; documents after the first below their name. `/` and `~` inside a name are
   * written `~1` and `~0`. Ranges are offsets into `text`.
   */
  readonly places: ReadonlyMap<string, Range>;
  readonly origins: readonly WrittenOrigin[];
}

/** No line of flow layout is longer than this many UTF-16 units. */
const lineWidth = 120;

/** The text of a draft: the same draft gives the same text. YAML 1.1 and 1.2 read the same values from it. */
export function writeDraft(draft: DraftFile): WrittenDraft {
  const writer = startWriter();
  for (const line of commentLines(draft.header)) emit(writer, `${line}\n`);
  draft.documents.forEach((document, index) => {
    if (index > 0) emit(writer, '---\n');
    const pointer = index === 0 ? '' : documentName(document, index);
    if (document.entries.length === 0) emit(writer, '{}\n');
    else writeEntries(writer, document, 0, pointer);
  });
  return { text: writer.parts.join(''), places: writer.places, origins: writer.origins };
}

interface Writer {
  readonly parts: string[];
  length: number;
  readonly places: Map<string, Range>;
  readonly origins: WrittenOrigin[];
}

function startWriter(): Writer {
  return { parts: [], length: 0, places: new Map(), origins: [] };
}

function emit(writer: Writer, text: string): void {
  writer.parts.push(text);
  writer.length += text.length;
}

function place(writer: Writer, pointer: string, range: Range, from: readonly string[] | undefined): void {
  writer.places.set(pointer, range);
  if (from !== undefined && from.length > 0) writer.origins.push({ pointer, range, from });
}

/** Writes the entries of a block mapping, each on lines of its own; the first one starts where the text stands if `open`. */
function writeEntries(writer: Writer, value: DraftMapping, indent: number, pointer: string, open = false): void {
  const margin = ' '.repeat(indent);
  value.entries.forEach((entry, index) => {
    if (!(open && index === 0)) {
      for (const line of commentLines(entry.comment)) emit(writer, `${margin}${line}\n`);
      emit(writer, margin);
    }
    const start = writer.length;
    const below = joinPointer(pointer, entry.key);
    emit(writer, `${writeText(entry.key, 'block')}:`);
    writeValue(writer, entry.value, { indent, pointer: below, afterKey: true });
    place(writer, below, { start, end: writer.length }, entry.from);
    emit(writer, '\n');
  });
}

function writeItems(writer: Writer, value: DraftList, indent: number, pointer: string, open = false): void {
  const margin = ' '.repeat(indent);
  const names = itemNames(value);
  value.items.forEach((item, index) => {
    if (!(open && index === 0)) {
      for (const line of commentLines(item.comment)) emit(writer, `${margin}${line}\n`);
      emit(writer, margin);
    }
    const start = writer.length;
    const below = joinPointer(pointer, names[index] ?? String(index));
    emit(writer, '-');
    writeValue(writer, item.value, { indent, pointer: below, afterKey: false });
    place(writer, below, { start, end: writer.length }, item.from);
    emit(writer, '\n');
  });
}

interface ValuePlace {
  /** The column of the key or dash that the value belongs to. */
  readonly indent: number;
  readonly pointer: string;
  readonly afterKey: boolean;
}

/** Writes a value behind its key or dash, without the line break that ends it. */
function writeValue(writer: Writer, value: DraftValue, at: ValuePlace): void {
  if (typeof value === 'string') writeString(writer, value, at.indent);
  else if (value === null || typeof value !== 'object') emit(writer, ` ${writeSimple(value)}`);
  else if (!writeFlow(writer, value, at)) writeBlock(writer, value, at);
}

function writeBlock(writer: Writer, value: DraftMapping | DraftList, at: ValuePlace): void {
  const first = value.kind === 'list' ? value.items[0] : value.entries[0];
  // `- - a` and `- key: a` start on the line of their dash, unless a comment has to come first.
  const open = !at.afterKey && !hasComment(first);
  emit(writer, open ? ' ' : '\n');
  // A list stands below its key in the same column, as the examples of the format have it.
  if (value.kind === 'list') writeItems(writer, value, at.afterKey ? at.indent : at.indent + 2, at.pointer, open);
  else writeEntries(writer, value, at.indent + 2, at.pointer, open);
  dropLineBreak(writer);
}

/** The last entry or item of a block has ended its line; the caller ends it too. */
function dropLineBreak(writer: Writer): void {
  writer.parts.pop();
  writer.length -= 1;
}

function writeString(writer: Writer, text: string, indent: number): void {
  const literal = writeLiteral(text);
  if (literal === undefined) {
    emit(writer, ` ${writeText(text, 'block')}`);
    return;
  }
  const margin = ' '.repeat(indent + 2);
  const lines = literal.lines.map((line) => (line === '' ? '' : margin + line));
  emit(writer, ` ${literal.header}\n${lines.join('\n')}`);
}

function writeSimple(value: number | boolean | null): string {
  return typeof value === 'number' ? writeNumber(value) : String(value);
}

interface FlowText {
  text: string;
  readonly marks: { readonly pointer: string; readonly range: Range; readonly from: readonly string[] | undefined }[];
}

/** Writes `{…}` or `[…]` where the layout asks for it and the line has room. An empty value has no other form. */
function writeFlow(writer: Writer, value: DraftMapping | DraftList, at: ValuePlace): boolean {
  const empty = (value.kind === 'list' ? value.items : value.entries).length === 0;
  if (value.layout === 'block' && !empty) return false;
  const column = writer.length - lineStart(writer);
  const flow: FlowText = { text: ' ', marks: [] };
  if (!appendFlow(flow, value, at.pointer, lineWidth - column)) return false;
  const offset = writer.length;
  for (const mark of flow.marks) {
    place(writer, mark.pointer, { start: mark.range.start + offset, end: mark.range.end + offset }, mark.from);
  }
  emit(writer, flow.text);
  return true;
}

function lineStart(writer: Writer): number {
  let offset = writer.length;
  for (let index = writer.parts.length - 1; index >= 0; index--) {
    const part = writer.parts[index] ?? '';
    const lineBreak = part.lastIndexOf('\n');
    if (lineBreak >= 0) return offset - part.length + lineBreak + 1;
    offset -= part.length;
  }
  return 0;
}

/** Appends the value in flow layout; gives up, false, as soon as the text is longer than `room`. */
function appendFlow(flow: FlowText, value: DraftValue, pointer: string, room: number): boolean {
  if (typeof value === 'string') flow.text += writeText(value, 'flow');
  else if (value === null || typeof value !== 'object') flow.text += writeSimple(value);
  else if (value.kind === 'list') {
    const names = itemNames(value);
    flow.text += '[';
    for (const [index, item] of value.items.entries()) {
      if (hasComment(item)) return false;
      if (index > 0) flow.text += ', ';
      const below = joinPointer(pointer, names[index] ?? String(index));
      const start = flow.text.length;
      if (!appendFlow(flow, item.value, below, room)) return false;
      flow.marks.push({ pointer: below, range: { start, end: flow.text.length }, from: item.from });
    }
    flow.text += ']';
  } else {
    flow.text += '{';
    for (const [index, entry] of value.entries.entries()) {
      if (hasComment(entry)) return false;
      if (index > 0) flow.text += ', ';
      const below = joinPointer(pointer, entry.key);
      const start = flow.text.length;
      flow.text += `${writeText(entry.key, 'flow')}: `;
      if (!appendFlow(flow, entry.value, below, room)) return false;
      flow.marks.push({ pointer: below, range: { start, end: flow.text.length }, from: entry.from });
    }
    flow.text += '}';
  }
  return flow.text.length <= room;
}

function hasComment(part: DraftEntry | DraftItem | undefined): boolean {
  return part?.comment !== undefined && part.comment.length > 0;
}

function commentLines(comment: readonly string[] | undefined): string[] {
  const lines = (comment ?? []).flatMap((line) => line.split(/\r\n|[\n\r\u0085\u2028\u2029]/));
  return lines.map((line) => (line.trim() === '' ? '#' : `# ${[...line].map(visible).join('').trimEnd()}`));
}

function visible(character: string): string {
  return isPrintable(character) ? character : '\ufffd';
}

/** The name of each item of a list, where it is a mapping with a name that no item before it has; else its index. */
function itemNames(value: DraftList): string[] {
  const taken = new Set<string>();
  return value.items.map((item, index) => {
    const name = nameOf(item.value);
    if (name === undefined || taken.has(name)) return String(index);
    taken.add(name);
    return name;
  });
}

function nameOf(value: DraftValue): string | undefined {
  if (value === null || typeof value !== 'object' || value.kind !== 'mapping') return undefined;
  const name = value.entries.find((entry) => entry.key === 'name')?.value;
  return typeof name === 'string' ? name : undefined;
}

function documentName(document: DraftMapping, index: number): string {
  return escapePointer(nameOf(document) ?? String(index));
}

function joinPointer(pointer: string, name: string): string {
  return pointer === '' ? escapePointer(name) : `${pointer}/${escapePointer(name)}`;
}

function escapePointer(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}
