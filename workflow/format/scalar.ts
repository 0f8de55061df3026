import { isPrintable } from '../write';

/** `'a'` as `"a"`, where that needs no escapes; else as it is. */
export function requote(source: string): string {
  const inner = source.slice(1, -1);
  if (!isPrintable(inner) || /["\\]/.test(inner)) return source;
  return `"${inner.replaceAll("''", "'")}"`;
}

/** A scalar over several lines, the further ones indented by so many blanks: what stands before their text has no meaning. */
export function reindentLines(source: string, indent: number): string {
  if (!source.includes('\n')) return source;
  const [first = '', ...others] = source.split('\n');
  const margin = ' '.repeat(indent);
  const moved = others.map((line) => {
    const text = line.replace(/^[ \t]+/, '');
    return text === '' || text === '\r' ? text : margin + text;
  });
  return [first, ...moved].join('\n');
}

/** Where the content of a block stood, and where it will stand: numbers of blanks. */
interface BlockIndent {
  readonly before: number;
  readonly after: number;
}

/**
 * The content of a literal or folded block, moved to another indentation. Blanks that are part of its text stay, as do
 * those of lines that hold nothing else.
 */
export function reindentBlock(source: string, { before, after }: BlockIndent): string {
  const margin = ' '.repeat(after);
  const lines = source.split('\n').map((line) => {
    const rest = line.slice(Math.min(before, blanksOf(line)));
    return rest === '' || rest === '\r' ? rest : margin + rest;
  });
  return lines.join('\n');
}

/** How far the first line that holds text is indented; nothing where there is none. */
export function firstIndent(source: string): number | undefined {
  const first = source.split('\n').find((line) => line.trim() !== '');
  return first === undefined ? undefined : blanksOf(first);
}

function blanksOf(line: string): number {
  let count = 0;
  while (line.charCodeAt(count) === 32) count++;
  return count;
}
