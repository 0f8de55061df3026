import type { Range } from '../../text/range';

export interface Property {
  readonly key: string;
  readonly value: string;
  /** Key to value; offsets into the file. */
  readonly range: Range;
}

/**
 * The entries of a `.properties` file in their order, a repeated key included, by the grammar of `java.util.Properties`
 * (Java SE API, `Properties.load(Reader)`): `#` and `!` start comments, `=`, `:` or white space ends the key, a backslash
 * at the end of a line joins the next one, `\uXXXX` is a character.
 */
export function readProperties(text: string): Property[] {
  const properties: Property[] = [];
  let offset = text.startsWith('\ufeff') ? 1 : 0;
  while (offset < text.length) {
    const line = readLogicalLine(text, offset);
    if (line.text !== '') properties.push({ ...split(line.text), range: { start: line.start, end: line.end } });
    offset = line.next;
  }
  return properties;
}

interface LogicalLine {
  /** The natural lines joined, escapes still in; empty for blank lines and comments. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

function readLogicalLine(text: string, from: number): LogicalLine {
  const parts: string[] = [];
  let offset = from;
  let start = from;
  for (;;) {
    const line = naturalLine(text, offset);
    const content = text.slice(offset, line.end).replace(/^[ \t\f]+/, '');
    if (parts.length === 0) {
      start = line.end - content.length;
      if (content === '' || content[0] === '#' || content[0] === '!') {
        return { text: '', start, end: line.end, next: line.next };
      }
    }
    const continued = (/\\+$/.exec(content)?.[0].length ?? 0) % 2 === 1;
    parts.push(continued ? content.slice(0, -1) : content);
    offset = line.next;
    if (!continued || offset >= text.length) return { text: parts.join(''), start, end: line.end, next: line.next };
  }
}

function naturalLine(text: string, from: number): { readonly end: number; readonly next: number } {
  let end = from;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  return { end, next: text.startsWith('\r\n', end) ? end + 2 : end + 1 };
}

function split(line: string): { readonly key: string; readonly value: string } {
  let end = 0;
  while (end < line.length && !/[=: \t\f]/.test(line[end] ?? '')) end += line[end] === '\\' ? 2 : 1;
  const separator = /^[ \t\f]*[=:]?[ \t\f]*/.exec(line.slice(end))?.[0] ?? '';
  return { key: resolveEscapes(line.slice(0, end)), value: resolveEscapes(line.slice(end + separator.length)) };
}

const escaped: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
]);

function resolveEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]?))/g, (_, hexadecimal, character) =>
    hexadecimal === undefined
      ? (escaped.get(character) ?? character)
      : String.fromCharCode(Number.parseInt(hexadecimal, 16)),
  );
}
