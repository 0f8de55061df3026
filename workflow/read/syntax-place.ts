import { isReadable, LONGEST_REPAIRED, type SyntaxCause, tokensOf } from './syntax-repair';

const MAXIMUM_REPAIRS = 8;

/**
 * The cause of an error that the parser noticed at an offset: a bracket that is never closed, or a line that is indented
 * in another way than those around it. Nothing where it is neither, or the text is long.
 */
export function causeOf(text: string, noticed: number, isFlow: boolean): SyntaxCause | undefined {
  if (text.length > LONGEST_REPAIRED) return undefined;
  return isFlow ? openBracket(text, noticed) : misplacedLine(text, noticed);
}

/** The innermost bracket that is open where the parser gave up. */
function openBracket(text: string, noticed: number): SyntaxCause | undefined {
  const open: { readonly at: number; readonly mark: string }[] = [];
  let comment: number | undefined;
  for (const { source, start } of tokensOf(text)) {
    if (start >= noticed) break;
    if (source === '{' || source === '[') open.push({ at: start, mark: source });
    if (source === '}' || source === ']') open.pop();
    if (source.startsWith('#')) comment ??= start;
  }
  const last = open.at(-1);
  if (last === undefined) return undefined;
  const close = last.mark === '[' ? ']' : '}';
  const isCommented = comment !== undefined && !text.slice(last.at, comment).includes('\n');
  const why = isCommented ? ' What follows the "#" is a comment.' : '';
  return {
    range: { start: last.at, end: last.at + 1 },
    message: `The "${last.mark}" that opens here is never closed by "${close}".${why}`,
  };
}

interface Line {
  readonly start: number;
  readonly indent: number;
  readonly length: number;
}

/** The line near the error that, moved to where a neighbour begins, makes the text readable. */
function misplacedLine(text: string, noticed: number): SyntaxCause | undefined {
  const lines = linesOf(text);
  const at = lines.findLastIndex((line) => line.start <= noticed);
  const near = [at, at + 1, at - 1].flatMap((index) => (lines[index] === undefined ? [] : [index]));
  const columns = new Set(
    [at - 3, at - 2, at - 1, at, at + 1, at + 2].flatMap((index) => columnsOf(text, lines[index])),
  );
  const repairs = near
    .flatMap((index) => {
      const line = lines[index];
      if (line === undefined || (index === 0 && line.indent === 0)) return [];
      return [...columns].map((column) => ({ line, by: column - line.indent }));
    })
    .filter(({ line, by }) => by !== 0 && Math.abs(by) <= 4 && line.indent + by >= 0)
    .sort((one, other) => Math.abs(one.by) - Math.abs(other.by))
    .slice(0, MAXIMUM_REPAIRS);
  const best = repairs.find(({ line, by }) => isReadable(moved(text, line, by)));
  if (best === undefined) return undefined;
  const { line, by } = best;
  const word = `${Math.abs(by)} blank${Math.abs(by) === 1 ? '' : 's'}`;
  return {
    range: { start: line.start + line.indent, end: line.start + line.length },
    message: `This line is indented in another way than those that it belongs to: ${word} too ${by < 0 ? 'many' : 'few'}.`,
    repair: {
      title: 'Indent it like them',
      edits: [
        by > 0
          ? { range: { start: line.start, end: line.start }, text: ' '.repeat(by) }
          : { range: { start: line.start, end: line.start - by }, text: '' },
      ],
    },
  };
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const content of text.split('\n')) {
    const indent = /^ */.exec(content)?.[0].length ?? 0;
    const trimmed = content.trimEnd();
    if (trimmed.length > indent && content.charAt(indent) !== '#')
      lines.push({ start, indent, length: trimmed.length });
    start += content.length + 1;
  }
  return lines;
}

/** Where a line begins, the key behind its dash, and the dash before its key. */
function columnsOf(text: string, line: Line | undefined): readonly number[] {
  if (line === undefined) return [];
  const dash = /^-( +)/.exec(text.slice(line.start + line.indent, line.start + line.length));
  return dash === null ? [line.indent, line.indent + 2, line.indent - 2] : [line.indent, line.indent + dash[0].length];
}

function moved(text: string, { start, indent }: Line, by: number): string {
  return text.slice(0, start) + ' '.repeat(indent + by) + text.slice(start + indent);
}
