import { append } from '../../text/append';
import type { TextEdit } from '../../text/diagnostic';
import {
  absolute,
  type DocumentEntry,
  type DocumentItem,
  entryOf,
  type SectionKey,
  type WorkflowDocument,
} from '../read';
import type { Dummy } from './contraction';
import { contentEnd, writeName } from './edit-list';
import { commentsIn, leadStart, lineBreakOf, lineEnd, lineStart, nextLine } from './lines';

/** Where an item of a block list stands: its lines, with the comments directly above it. */
export interface ItemLines {
  readonly start: number;
  readonly end: number;
  /** The line of its dash. */
  readonly line: number;
  readonly indent: number;
}

/** A dummy as it is written: with its rule only where tasks have another one by default. */
export type WrittenDummy = Omit<Dummy, 'rule'> & { readonly rule: string | undefined };

/**
 * The edits that take items out of a document and put dummy tasks in their places. A section of which nothing is left
 * goes with its key. Nothing where the text is laid out so that it cannot be told apart.
 */
export function editItems(
  text: string,
  document: WorkflowDocument,
  gone: ReadonlySet<DocumentItem>,
  dummies: readonly WrittenDummy[],
): readonly TextEdit[] | undefined {
  const places = placesOf(document, dummies);
  const edits: TextEdit[] = [];
  const newSection = places.homeless.map((dummy) => `- ${dummyText(dummy)}${lineBreakOf(text)}`).join('');
  let heading = newSection === '' ? '' : `operators:${lineBreakOf(text)}${newSection}`;
  for (const [section, items] of bySection(document.items)) {
    const before = heading !== '' && (section === 'generators' || section === 'sub_dags') ? heading : '';
    const found = editSection(text, document, section, items, gone, places.byItem, before);
    if (found === undefined) return undefined;
    if (before !== '') heading = '';
    append(edits, found);
  }
  return heading === '' ? edits : undefined;
}

interface Places {
  readonly byItem: ReadonlyMap<DocumentItem, readonly WrittenDummy[]>;
  /** Those for which there is no section of operators yet. */
  readonly homeless: readonly WrittenDummy[];
}

/** A dummy stands in the place of its node; for generators and sub-DAGs behind the last operator. */
function placesOf(document: WorkflowDocument, dummies: readonly WrittenDummy[]): Places {
  const byItem = new Map<DocumentItem, WrittenDummy[]>();
  const homeless: WrittenDummy[] = [];
  const lastOperator = document.items.findLast(({ section }) => section === 'operators');
  for (const dummy of dummies) {
    const { item, section } = dummy.inPlaceOf.outline;
    const home = section === 'generators' || section === 'sub_dags' ? lastOperator : item;
    if (home === undefined) homeless.push(dummy);
    else byItem.set(home, [...(byItem.get(home) ?? []), dummy]);
  }
  return { byItem, homeless };
}

function dummyText({ name, upstream, rule }: WrittenDummy): string {
  const waits = upstream.length === 0 ? '' : `, upstream_dependencies: [${upstream.map(writeName).join(', ')}]`;
  const ruled = rule === undefined ? '' : `, properties: {trigger_rule: ${rule}}`;
  return `{name: ${writeName(name)}, type: dummy${waits}${ruled}}`;
}

function bySection(items: readonly DocumentItem[]): ReadonlyMap<SectionKey, readonly DocumentItem[]> {
  const sections = new Map<SectionKey, DocumentItem[]>();
  for (const item of items) {
    const known = sections.get(item.section);
    if (known === undefined) sections.set(item.section, [item]);
    else known.push(item);
  }
  return sections;
}

function editSection(
  text: string,
  document: WorkflowDocument,
  section: SectionKey,
  items: readonly DocumentItem[],
  gone: ReadonlySet<DocumentItem>,
  dummies: ReadonlyMap<DocumentItem, readonly WrittenDummy[]>,
  before: string,
): readonly TextEdit[] | undefined {
  const isEmptied = items.every((item) => gone.has(item) && !dummies.has(item));
  const isChanged = items.some((item) => gone.has(item) || dummies.has(item));
  const entry = entryOf(document, section);
  if (entry === undefined) return undefined;
  const key = absolute(entry, entry.key);
  const keyLine = lineStart(text, key.start);
  if (!isChanged) return before === '' ? [] : insertedAt(text, keyLine, key.start, before);
  const lines = items.map((item) => linesOf(text, document, item));
  if (isEmptied) {
    const end = lines.every((one) => one !== undefined) ? lines.at(-1)?.end : flowEnd(text, entry);
    return end === undefined || keyLine !== key.start ? undefined : [removal(text, document, keyLine, end, before)];
  }
  const edits = before === '' ? [] : insertedAt(text, keyLine, key.start, before);
  if (edits === undefined) return undefined;
  if (lines.every((one) => one === undefined)) {
    const inFlow = editFlow(text, items, gone, dummies);
    return inFlow === undefined ? undefined : [...edits, ...inFlow];
  }
  const result = [...edits];
  for (const [index, item] of items.entries()) {
    const at = lines[index];
    const own = dummies.get(item) ?? [];
    if (at === undefined) return undefined;
    const margin = `${' '.repeat(at.indent)}- `;
    const added = own.map((dummy) => `${margin}${dummyText(dummy)}${lineBreakOf(text)}`).join('');
    if (gone.has(item)) {
      const end = added === '' ? withBlanks(text, at.start, at.end) : at.end;
      result.push({ range: { start: at.start, end }, text: added });
    } else if (added !== '') {
      const isOpen = at.end === text.length && !text.endsWith('\n');
      result.push({ range: { start: at.end, end: at.end }, text: isOpen ? `${lineBreakOf(text)}${added}` : added });
    }
  }
  return result;
}

/** The end of the lines of a section in brackets. */
function flowEnd(text: string, entry: DocumentEntry): number | undefined {
  if (entry.value === undefined) return undefined;
  const { start, end } = absolute(entry, entry.value);
  const isAlone = /^[ \t]*(?:#.*)?$/u.test(text.slice(end, lineEnd(text, end)));
  return text.charAt(start) === '[' && isAlone ? nextLine(text, end) : undefined;
}

/** Takes out a whole section with the comments directly above it, unless they head the document. */
function removal(text: string, document: WorkflowDocument, keyLine: number, end: number, instead: string): TextEdit {
  const lead = leadStart(text, keyLine, document.range.start);
  const above = text.slice(document.range.start, lead).replace(/^(?:\uFEFF|---[^\n]*\n)/u, '');
  const start = above.trim() === '' ? keyLine : lead;
  return { range: { start, end: withBlanks(text, start, end) }, text: instead };
}

function insertedAt(text: string, line: number, key: number, added: string): readonly TextEdit[] | undefined {
  return line === key && text.charAt(key) !== '{' ? [{ range: { start: line, end: line }, text: added }] : undefined;
}

/** The lines of an item of a block list; nothing for one in flow layout. */
export function linesOf(text: string, document: WorkflowDocument, item: DocumentItem): ItemLines | undefined {
  const { start } = absolute(item, item.map);
  const line = lineStart(text, start);
  const [, blanks] = /^( *)-[ \t]+(?:&\S+[ \t]+)?$/u.exec(text.slice(line, start)) ?? [];
  if (blanks === undefined) return undefined;
  const content = contentEnd({ text, offset: item.offset }, item.map);
  if (!/^[ \t]*:?[ \t]*(?:#.*)?$/u.test(text.slice(content, lineEnd(text, content)))) return undefined;
  let after = nextLine(text, content);
  // Comments further in than the dash belong to the item above them.
  for (let next = after; next < text.length; next = nextLine(text, next)) {
    const [, inner] = /^( *)#/u.exec(text.slice(next, lineEnd(text, next))) ?? [];
    if (inner === undefined || inner.length <= blanks.length) break;
    after = nextLine(text, next);
  }
  return { start: leadStart(text, line, document.range.start), end: after, line, indent: blanks.length };
}

/** Where a blank line stands before what is removed, those behind it go too. */
function withBlanks(text: string, start: number, end: number): number {
  const above = start === 0 ? '' : text.slice(lineStart(text, start - 1), start);
  if (above.trim() !== '') return end;
  let after = end;
  while (after < text.length && text.slice(after, lineEnd(text, after)).trim() === '') after = nextLine(text, after);
  return after;
}

/** Takes items out of a list in flow layout. */
function editFlow(
  text: string,
  items: readonly DocumentItem[],
  gone: ReadonlySet<DocumentItem>,
  dummies: ReadonlyMap<DocumentItem, readonly WrittenDummy[]>,
): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  let hasKept = false;
  for (const [index, item] of items.entries()) {
    const { start, end } = absolute(item, item.map);
    const previous = items[index - 1];
    const next = items[index + 1];
    const added = (dummies.get(item) ?? []).map(dummyText).join(', ');
    const isGone = gone.has(item);
    const from = previous === undefined ? start : absolute(previous, previous.map).end;
    const to = next === undefined ? end : absolute(next, next.map).start;
    if (isGone && commentsIn(text.slice(from, start) + text.slice(end, to)).length > 0) return undefined;
    if (isGone && added !== '') edits.push({ range: { start, end }, text: added });
    else if (isGone && hasKept) edits.push({ range: { start: from, end }, text: '' });
    else if (isGone) edits.push({ range: { start, end: to }, text: '' });
    else if (added !== '') edits.push({ range: { start: end, end }, text: `, ${added}` });
    hasKept ||= !isGone || added !== '';
  }
  return edits;
}
