import { beginsName, continuesName, isDigit, isHexDigit } from './characters';
import { continuedLineEnd, lineBreakLength, restOfLine, type Scan } from './scan';
import type { Quote } from './syntax';
import type { Token, TokenPart } from './tokens';

/** Interpolations inside interpolations: deeper ones are read as text. */
const deepestInterpolation = 32;

const escapes = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['$', '$'],
]);

const names: Readonly<Record<Quote, string>> = {
  "'": "the string begun with '",
  '"': 'the string begun with "',
  "'''": "the string begun with '''",
  '"""': 'the string begun with """',
  '/': 'the string begun with /',
  '$/': 'the string begun with $/',
};

/** Reads the string that begins at the offset. One that is never closed ends with its line. */
export function scanString(scan: Scan, limit: number): { readonly quote: Quote; readonly parts: readonly TokenPart[] } {
  const start = scan.offset;
  const quote = quoteAt(scan.text, start);
  const oneLine = quote === "'" || quote === '"';
  const endOfLine = Math.min(restOfLine(scan, start).end, limit);
  if (!oneLine && !scan.unclosed.has(quote)) {
    const { length } = scan.problems;
    const comments = scan.comments.length;
    const parts = scanParts(scan, quote, limit);
    if (parts !== undefined) return { quote, parts };
    scan.unclosed.add(quote);
    scan.problems.length = length;
    scan.comments.length = comments;
    scan.offset = start;
  }
  const continues = oneLine && !scan.unclosed.has(quote);
  const parts = scanParts(scan, quote, continues ? continuedLineEnd(scan, start, limit) : endOfLine);
  if (parts !== undefined) return { quote, parts };
  if (continues && scan.offset > endOfLine) scan.unclosed.add(quote);
  const range = { start, end: endOfLine };
  scan.problems.push({ range, message: `The end of ${names[quote]} is missing.` });
  scan.offset = endOfLine;
  const from = start + quote.length;
  return {
    quote,
    parts: [{ kind: 'text', range: { start: from, end: endOfLine }, value: scan.text.slice(from, endOfLine) }],
  };
}

function quoteAt(text: string, offset: number): Quote {
  if (text.startsWith("'''", offset)) return "'''";
  if (text.startsWith('"""', offset)) return '"""';
  const first = text.charAt(offset);
  if (first === "'" || first === '"' || first === '/') return first;
  return '$/';
}

function closing(quote: Quote): string {
  return quote === '$/' ? '/$' : quote;
}

/** The parts of a string and its closing quote; nothing where that does not come before the limit. */
function scanParts(scan: Scan, quote: Quote, limit: number): readonly TokenPart[] | undefined {
  const { text } = scan;
  const end = closing(quote);
  const interpolates = quote !== "'" && quote !== "'''";
  const parts: TokenPart[] = [];
  scan.offset += quote.length;
  let from = scan.offset;
  let value = '';
  const endText = () => {
    if (scan.offset > from) parts.push({ kind: 'text', range: { start: from, end: scan.offset }, value });
    value = '';
  };
  while (scan.offset < limit) {
    if (text.startsWith(end, scan.offset) && scan.offset + end.length <= limit) {
      endText();
      scan.offset += end.length;
      return parts;
    }
    const unit = text.charCodeAt(scan.offset);
    const escaped = escapeAt(scan, quote);
    if (escaped !== undefined) {
      value += escaped;
    } else if (interpolates && unit === 36 && beginsInterpolation(scan)) {
      endText();
      const part = scanInterpolation(scan, limit);
      if (part === undefined) return undefined;
      parts.push(part);
      from = scan.offset;
    } else if (lineBreakLength(text, scan.offset) > 0) {
      // Groovy reads every line break of a string as LF.
      value += '\n';
      scan.offset += lineBreakLength(text, scan.offset);
    } else {
      if (unit === 36 && (quote === '"' || quote === '"""')) {
        const range = { start: scan.offset, end: scan.offset + 1 };
        scan.problems.push({
          range,
          message: 'A "$" in a double-quoted string must be followed by a name or "{": write "\\$".',
        });
      }
      const stop = plainEnd(text, scan.offset + 1, limit, end.charCodeAt(0));
      value += text.slice(scan.offset, stop);
      scan.offset = stop;
    }
  }
  return undefined;
}

/** Where the stretch of characters without any meaning of their own ends. */
function plainEnd(text: string, offset: number, limit: number, close: number): number {
  let stop = offset;
  while (stop < limit) {
    const unit = text.charCodeAt(stop);
    if (unit === close || unit === 36 || unit === 92 || unit === 10 || unit === 13) break;
    stop++;
  }
  return stop;
}

/** The text that an escape at the offset stands for; consumes it. Nothing where there is none. */
function escapeAt(scan: Scan, quote: Quote): string | undefined {
  const { text, offset } = scan;
  const unit = text.charCodeAt(offset);
  const next = text.charAt(offset + 1);
  if (quote === '$/') {
    if (unit !== 36 || (next !== '$' && next !== '/')) return undefined;
    scan.offset += 2;
    return next;
  }
  if (unit !== 92) return undefined;
  if (quote === '/') {
    if (next !== '/') return undefined;
    scan.offset += 2;
    return '/';
  }
  return quotedEscape(scan, next);
}

function quotedEscape(scan: Scan, next: string): string {
  const { text, offset } = scan;
  const plain = escapes.get(next);
  const lineBreak = lineBreakLength(text, offset + 1);
  if (plain !== undefined || lineBreak > 0) {
    scan.offset += plain === undefined ? 1 + lineBreak : 2;
    return plain ?? '';
  }
  if (next === 'u') {
    let at = offset + 1;
    while (text.charAt(at) === 'u') at++;
    let end = at;
    while (end < at + 4 && isHexDigit(text.charCodeAt(end))) end++;
    if (end === at + 4) {
      scan.offset = end;
      return String.fromCharCode(Number.parseInt(text.slice(at, end), 16));
    }
  }
  const octal = /^[0-3]?[0-7]{1,2}/.exec(text.slice(offset + 1, offset + 4));
  if (octal !== null && isDigit(next.charCodeAt(0))) {
    scan.offset += 1 + octal[0].length;
    return String.fromCharCode(Number.parseInt(octal[0], 8));
  }
  const range = { start: offset, end: Math.min(offset + 2, text.length) };
  scan.problems.push({ range, message: `"\\${next}" is no escape of Groovy: write "\\\\${next}" for a backslash.` });
  scan.offset = Math.min(offset + 1, text.length);
  return '\\';
}

function beginsInterpolation(scan: Scan): boolean {
  const next = scan.text.charCodeAt(scan.offset + 1);
  if (next === 123) return scan.depth < deepestInterpolation;
  return next !== 36 && beginsName(next);
}

/** `$name.path` or `${…}`; nothing where the brace is never closed. */
function scanInterpolation(scan: Scan, limit: number): TokenPart | undefined {
  const start = scan.offset;
  if (scan.text.charCodeAt(start + 1) !== 123) return scanPath(scan, limit);
  if (scan.unclosed.has('${') && restOfLine(scan, start).lastBrace < start) return undefined;
  scan.offset += 2;
  scan.depth++;
  const tokens = scan.interpolation(scan, limit);
  scan.depth--;
  if (scan.offset >= limit) {
    scan.unclosed.add('${');
    return undefined;
  }
  scan.offset++;
  return { kind: 'code', range: { start, end: scan.offset }, tokens };
}

function scanPath(scan: Scan, limit: number): TokenPart {
  const { text } = scan;
  const start = scan.offset;
  const tokens: Token[] = [];
  scan.offset++;
  for (;;) {
    const from = scan.offset;
    while (scan.offset < limit && text.charCodeAt(scan.offset) !== 36 && continuesName(text.charCodeAt(scan.offset)))
      scan.offset++;
    tokens.push({
      kind: 'word',
      start: from,
      end: scan.offset,
      newlineBefore: false,
      text: text.slice(from, scan.offset),
    });
    const dot = scan.offset;
    const next = text.charCodeAt(dot + 1);
    if (text.charCodeAt(dot) !== 46 || next === 36 || !beginsName(next) || dot + 1 >= limit) break;
    tokens.push({ kind: 'sign', start: dot, end: dot + 1, newlineBefore: false, text: '.' });
    scan.offset = dot + 1;
  }
  tokens.push({ kind: 'end', start: scan.offset, end: scan.offset, newlineBefore: true });
  return { kind: 'code', range: { start, end: scan.offset }, tokens };
}
