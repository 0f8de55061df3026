import type { YamlScalar } from './node';
import { nextContent, type Reader, SPACE } from './plain-reader';

const BLOCK_HEADER = /([|>])(-?) *(?: #[^\n]*)?\n/y;

/**
 * Text on the lines below a `|` or `>`, with `-` or without. What begins or ends in blank lines of more than their
 * indentation, or folds around deeper lines, is left to the whole language.
 */
export function blockScalar(reader: Reader, indent: number): YamlScalar | undefined {
  const { text, at: start } = reader;
  BLOCK_HEADER.lastIndex = start;
  const header = BLOCK_HEADER.exec(text);
  if (header === null) return undefined;
  const lines: string[] = [];
  let own = -1;
  let end = BLOCK_HEADER.lastIndex;
  let pending = 0;
  for (let at = end; at < text.length; ) {
    let first = at;
    while (text.charCodeAt(first) === SPACE) first++;
    const newline = text.indexOf('\n', first);
    const lineEnd = newline < 0 ? text.length : newline;
    const next = newline < 0 ? text.length : newline + 1;
    if (first === lineEnd) {
      if (own < 0 || first - at > own) return undefined;
      pending++;
    } else {
      if (own < 0) own = first - at;
      if (own <= indent) return undefined;
      if (first - at < own) break;
      for (; pending > 0; pending--) lines.push('');
      lines.push(text.slice(at + own, lineEnd));
      end = next;
    }
    at = next;
  }
  const content = header[1] === '|' ? lines.join('\n') : folded(lines);
  if (own < 0 || content === undefined) return undefined;
  reader.at = end;
  reader.ended = end;
  const after = nextContent(reader);
  if (after !== undefined && after.indent > indent) return undefined;
  const value = header[2] === '-' ? content : `${content}\n`;
  return { kind: 'scalar', type: 'text', text: value, plain: false, value, start, end };
}

/** Lines as one, and empty lines as the ends of lines. */
function folded(lines: readonly string[]): string | undefined {
  let text = lines[0] ?? '';
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.startsWith(' ')) return undefined;
    text += line === '' ? '\n' : lines[index - 1] === '' ? line : ` ${line}`;
  }
  return text.startsWith(' ') ? undefined : text;
}
