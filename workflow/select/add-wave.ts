import type { TextEdit } from '../../text/diagnostic';
import { absolute, entryOf, SECTIONS, type WorkflowDocument, type WorkflowFile } from '../read';
import { writeText } from '../write';
import { termFor } from './parse';
import { type Wave, wavesOf } from './waves';

/** A node by the document that it stands in and its name. */
export interface NamedNode {
  /** The name of the document; nothing for the first one. */
  readonly document: string | undefined;
  readonly name: string;
}

/**
 * The edit that adds a wave of some nodes behind the other ones: before a last one that takes all that is left, since a
 * node belongs to the first wave that selects it. Nothing where the file has no place for it.
 */
export function addWave(file: WorkflowFile, name: string, nodes: readonly NamedNode[]): TextEdit | undefined {
  const [primary] = file.documents;
  if (primary === undefined || nodes.length === 0) return undefined;
  const terms = nodes.map(({ document, name }) => termFor(document === undefined ? name : `${document}.${name}`));
  const item = `{ name: ${writeText(name, 'flow')}, select: ${JSON.stringify(terms.join(' '))} }`;
  const waves = wavesOf(file);
  const last = waves.at(-1);
  if (last !== undefined) return besideWave(file, last, item);
  const { text } = file;
  const empty = entryOf(primary, 'waves');
  if (empty !== undefined) return undefined;
  const start = lineAbove(text, firstSection(primary));
  return { range: { start, end: start }, text: `waves:\n- ${item}\n` };
}

function besideWave({ text }: WorkflowFile, last: Wave, item: string): TextEdit | undefined {
  const list = last.entry.value;
  if (list?.kind !== 'list') return undefined;
  const node = list.items[last.index];
  if (node === undefined) return undefined;
  const { start, end } = absolute(last.entry, node);
  const before = last.select.trim() === '*';
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const dash = /^[ \t]*-[ \t]+$/.exec(text.slice(lineStart, start))?.[0];
  if (dash === undefined) {
    const at = before ? start : end;
    return { range: { start: at, end: at }, text: before ? `${item}, ` : `, ${item}` };
  }
  if (before) return { range: { start: lineStart, end: lineStart }, text: `${dash}${item}\n` };
  const lineEnd = text.indexOf('\n', Math.max(start, end - 1));
  return lineEnd < 0
    ? { range: { start: text.length, end: text.length }, text: `\n${dash}${item}` }
    : { range: { start: lineEnd + 1, end: lineEnd + 1 }, text: `${dash}${item}\n` };
}

/** Where the first section begins; the end of the document where it has none. */
function firstSection({ entries, range }: WorkflowDocument): number {
  const sections: readonly string[] = SECTIONS;
  const starts = entries.flatMap((entry) =>
    sections.includes(entry.key.text) ? [absolute({ offset: entry.offset }, entry.key).start] : [],
  );
  return starts.length === 0 ? range.end : Math.min(...starts);
}

/** The start of the line of an offset, or of the comment above it. */
function lineAbove(text: string, offset: number): number {
  let start = text.lastIndexOf('\n', offset - 1) + 1;
  while (start > 0) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}
