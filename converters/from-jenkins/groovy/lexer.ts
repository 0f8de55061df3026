import { beginsName, continuesName, isDigit, isHexDigit } from './characters';
import { lineBreakLength, lineEnd, type Scan } from './scan';
import { scanString } from './strings';
import type { Token, TokenList } from './tokens';

const signs = [
  ...['<=>', '===', '!==', '**=', '<<=', '..<', '...', '==~'],
  ...['==', '!=', '<=', '&&', '||', '++', '--', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '->', '?:', '?.'],
  ...['*.', '.&', '.@', '..', '=~', '<<', '**', '*:'],
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '.',
    ',',
    ';',
    ':',
    '?',
    '+',
    '-',
    '*',
    '/',
    '%',
    '=',
    '<',
    '>',
    '!',
    '~',
    '&',
    '|',
    '^',
    '@',
  ],
];

const signsByFirst = new Map<string, readonly string[]>();
for (const sign of signs) {
  const first = sign.charAt(0);
  signsByFirst.set(
    first,
    [...(signsByFirst.get(first) ?? []), sign].sort((a, b) => b.length - a.length),
  );
}

/** Splits Groovy source into tokens. Linear in the length of the text; what it does not understand becomes a problem. */
export function lex(text: string): TokenList {
  const scan: Scan = {
    text,
    offset: 0,
    comments: [],
    problems: [],
    unclosed: new Set(),
    depth: 0,
    line: { start: 0, end: -1, lastBrace: -1 },
    interpolation,
  };
  if (text.charCodeAt(0) === 0xfeff) scan.offset = 1;
  if (text.startsWith('#!', scan.offset)) scan.offset = lineEnd(text, scan.offset);
  const tokens = scanTokens(scan, 'end', text.length);
  return { tokens, comments: scan.comments, problems: scan.problems.sort((a, b) => a.range.start - b.range.start) };
}

function interpolation(scan: Scan, limit: number): Token[] {
  return scanTokens(scan, 'brace', limit);
}

/**
 * Tokens up to the end of the text, or up to the `}` that closes an interpolation, which is not consumed.
 * The list ends with an `end` token.
 */
function scanTokens(scan: Scan, until: 'end' | 'brace', limit: number): Token[] {
  const tokens: Token[] = [];
  const open: string[] = [];
  for (;;) {
    const newlineBefore = skipBlank(scan, limit);
    const start = scan.offset;
    if (start >= limit) break;
    const unit = scan.text.charCodeAt(start);
    if (until === 'brace' && unit === 125 && !open.includes('{')) break;
    const token = scanToken(scan, newlineBefore, limit, () =>
      opensSlashy(tokens.at(-1), newlineBefore && isBlockOrTop(open)),
    );
    if (token === undefined) continue;
    if (token.kind === 'sign') trackBrackets(open, token.text);
    tokens.push(token);
  }
  tokens.push({ kind: 'end', start: scan.offset, end: scan.offset, newlineBefore: true });
  return tokens;
}

function isBlockOrTop(open: readonly string[]): boolean {
  const innermost = open.at(-1);
  return innermost === undefined || innermost === '{';
}

function trackBrackets(open: string[], sign: string): void {
  if (sign === '(' || sign === '[' || sign === '{') open.push(sign);
  else if (sign === ')' || sign === ']' || sign === '}') {
    // A closing brace also closes parentheses that were left open inside the block.
    if (sign === '}') while (open.length > 0 && open.at(-1) !== '{') open.pop();
    open.pop();
  }
}

/** Groovy 2.4 reads `/` as a string exactly where the token before cannot end an expression. */
function opensSlashy(before: Token | undefined, newStatement: boolean): boolean {
  if (before === undefined || newStatement) return true;
  // Every word counts as the end of an expression, also `return` and `in`.
  if (before.kind === 'number' || before.kind === 'string' || before.kind === 'word') return false;
  if (before.kind === 'end') return true;
  return ![')', ']', '}', '++', '--'].includes(before.text);
}

/** Skips blanks and comments; says whether a line ended. */
function skipBlank(scan: Scan, limit: number): boolean {
  const { text } = scan;
  let newline = false;
  while (scan.offset < limit) {
    const unit = text.charCodeAt(scan.offset);
    if (unit === 10 || unit === 13) {
      newline = true;
      scan.offset++;
    } else if (unit === 32 || unit === 9 || unit === 12 || unit === 0xa0 || unit === 0xfeff) scan.offset++;
    else if (unit === 92 && lineBreakLength(text, scan.offset + 1) > 0) {
      scan.offset += 1 + lineBreakLength(text, scan.offset + 1);
    } else if (unit === 47 && text.charCodeAt(scan.offset + 1) === 47) {
      const start = scan.offset;
      scan.offset = Math.min(lineEnd(text, start), limit);
      scan.comments.push({ range: { start, end: scan.offset }, text: text.slice(start + 2, scan.offset) });
    } else if (unit === 47 && text.charCodeAt(scan.offset + 1) === 42) {
      newline = skipBlockComment(scan) || newline;
    } else break;
  }
  return newline;
}

function skipBlockComment(scan: Scan): boolean {
  const { text } = scan;
  const start = scan.offset;
  const close = text.indexOf('*/', start + 2);
  if (close < 0)
    scan.problems.push({ range: { start, end: start + 2 }, message: 'This comment is never closed: `*/` is missing.' });
  scan.offset = close < 0 ? text.length : close + 2;
  const inner = text.slice(start + 2, close < 0 ? text.length : close);
  scan.comments.push({ range: { start, end: scan.offset }, text: inner });
  return /[\r\n]/.test(inner);
}

function scanToken(scan: Scan, newlineBefore: boolean, limit: number, slashy: () => boolean): Token | undefined {
  const { text } = scan;
  const start = scan.offset;
  const unit = text.charCodeAt(start);
  if (unit === 39 || unit === 34 || (unit === 36 && text.charCodeAt(start + 1) === 47) || (unit === 47 && slashy())) {
    const { quote, parts } = scanString(scan, limit);
    return { kind: 'string', start, end: scan.offset, newlineBefore, quote, parts };
  }
  if (beginsName(unit)) {
    while (scan.offset < limit && continuesName(text.charCodeAt(scan.offset))) scan.offset++;
    return { kind: 'word', start, end: scan.offset, newlineBefore, text: text.slice(start, scan.offset) };
  }
  if (isDigit(unit)) {
    scanNumber(scan);
    return { kind: 'number', start, end: scan.offset, newlineBefore, text: text.slice(start, scan.offset) };
  }
  for (const sign of signsByFirst.get(text.charAt(start)) ?? []) {
    if (!text.startsWith(sign, start)) continue;
    scan.offset += sign.length;
    return { kind: 'sign', start, end: scan.offset, newlineBefore, text: sign };
  }
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  scan.offset += character.length;
  scan.problems.push({ range: { start, end: scan.offset }, message: `"${character}" has no meaning here in Groovy.` });
  return undefined;
}

/** Digits with `_`, hexadecimal and binary numbers, fractions, exponents, and the suffixes of Groovy's number types. */
function scanNumber(scan: Scan): void {
  const { text, offset: start } = scan;
  const at = (ahead: number) => text.charCodeAt(scan.offset + ahead);
  const skipWhile = (test: (unit: number) => boolean) => {
    while (test(at(0)) || at(0) === 95) scan.offset++;
  };
  const prefix = text.slice(scan.offset, scan.offset + 2).toLowerCase();
  if (prefix === '0x' || prefix === '0b') {
    scan.offset += 2;
    skipWhile(isHexDigit);
  } else {
    skipWhile(isDigit);
    if (at(0) === 46 && isDigit(at(1))) {
      scan.offset++;
      skipWhile(isDigit);
    }
    const sign = at(1) === 43 || at(1) === 45 ? 1 : 0;
    if ((at(0) | 32) === 101 && isDigit(at(1 + sign))) {
      scan.offset += 1 + sign;
      skipWhile(isDigit);
    }
  }
  if (scan.offset > start && text.charAt(scan.offset - 1) === '_') {
    const range = { start, end: scan.offset };
    scan.problems.push({ range, message: `"${text.slice(start, scan.offset)}" is no number: it ends with "_".` });
  }
  if ('gGlLiIdDfF'.includes(text.charAt(scan.offset)) && scan.offset < text.length) scan.offset++;
}
