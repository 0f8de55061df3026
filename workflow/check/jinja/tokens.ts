/** A token of a Jinja template. Offsets are those of the template. */
export interface Token {
  /** `text` stands outside of brackets; `open` and `close` are the brackets, with their minus signs; `end` ends the template. */
  readonly kind: 'text' | 'open' | 'close' | 'name' | 'number' | 'string' | 'operator' | 'end';
  /** Of brackets without minus signs: `{{`, `{%`, `}}`, `%}`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Something that Jinja refuses, and where. */
export interface TemplateProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Thrown inside the reader of templates only; `readTemplate` gives it as a value. */
export class TemplateError extends Error {
  constructor(readonly problem: TemplateProblem) {
    super(problem.message);
  }
}

export function refuse(message: string, start: number, end: number): never {
  throw new TemplateError({ message, start, end: Math.max(end, start + 1) });
}

const NAME = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const NUMBER =
  /(?:0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|\d(?:_?\d)*(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d+)?)/y;
const STRING = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const OPERATOR = /\/\/|\*\*|==|!=|<=|>=|[-+*/%~<>=()[\]{}|.:,;]/y;
const BLANKS = /\s+/y;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * The tokens of a template, as Jinja 3's lexer reads it with its default brackets. Comments are left out, what stands
 * between `raw` and `endraw` is text. Linear.
 * @throws {TemplateError} where it cannot go on.
 */
export function tokensOf(template: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < template.length) {
    const open = nextBracket(template, at);
    if (open > at) tokens.push({ kind: 'text', text: template.slice(at, open), start: at, end: open });
    if (open === template.length) break;
    at = template.startsWith('{#', open) ? afterComment(template, open) : readBrackets(template, open, tokens);
  }
  tokens.push({ kind: 'end', text: '', start: template.length, end: template.length });
  return tokens;
}

function nextBracket(template: string, from: number): number {
  for (let at = template.indexOf('{', from); at >= 0; at = template.indexOf('{', at + 1)) {
    if (/[{%#]/.test(template.charAt(at + 1))) return at;
  }
  return template.length;
}

function afterComment(template: string, open: number): number {
  const close = template.indexOf('#}', open + 2);
  return close < 0 ? refuse('The comment that begins here is never closed by "#}".', open, open + 2) : close + 2;
}

const RAW = /\{%[-+]?\s*raw\s*[-+]?%\}/y;

/** Reads from an opening bracket on; gives the offset behind the closing one. */
function readBrackets(template: string, open: number, tokens: Token[]): number {
  const raw = matchAt(RAW, template, open);
  if (raw !== undefined) return afterRaw(template, open, open + raw.length);
  const bracket = template.slice(open, open + 2);
  const close = bracket === '{{' ? '}}' : '%}';
  const sign = /[-+]/.test(template.charAt(open + 2)) ? 1 : 0;
  tokens.push({ kind: 'open', text: bracket, start: open, end: open + 2 + sign });
  const awaited: Token[] = [];
  let at = open + 2 + sign;
  for (;;) {
    at += matchAt(BLANKS, template, at)?.length ?? 0;
    if (at >= template.length)
      refuse(`The "${bracket}" that begins here is never closed by "${close}".`, open, open + 2);
    const closing = awaited.length === 0 ? closingAt(template, at, close) : 0;
    if (closing > 0) {
      tokens.push({ kind: 'close', text: close, start: at, end: at + closing });
      return at + closing;
    }
    const token = tokenAt(template, at);
    balance(token, awaited);
    tokens.push(token);
    at = token.end;
  }
}

function afterRaw(template: string, open: number, from: number): number {
  const end = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
  end.lastIndex = from;
  return end.exec(template) === null ? refuse('"raw" is never ended by "endraw".', open, from) : end.lastIndex;
}

function closingAt(template: string, at: number, close: string): number {
  if (template.startsWith(close, at)) return 2;
  return /[-+]/.test(template.charAt(at)) && template.startsWith(close, at + 1) ? 3 : 0;
}

const KINDS = [
  ['name', NAME],
  ['number', NUMBER],
  ['string', STRING],
  ['operator', OPERATOR],
] as const;

function tokenAt(template: string, start: number): Token {
  for (const [kind, pattern] of KINDS) {
    const text = matchAt(pattern, template, start);
    if (text !== undefined) return { kind, text, start, end: start + text.length };
  }
  const character = String.fromCodePoint(template.codePointAt(start) ?? 0);
  return /['"]/.test(character)
    ? refuse('This string is never closed.', start, start + 1)
    : refuse(`Jinja has no use for "${character}" here.`, start, start + character.length);
}

function balance(token: Token, awaited: Token[]): void {
  if (token.kind !== 'operator') return;
  if (token.text in CLOSING) awaited.push(token);
  else if (/[)\]}]/.test(token.text)) {
    const open = awaited.pop();
    if (open === undefined) refuse(`Nothing is open that this "${token.text}" could close.`, token.start, token.end);
    const wanted = CLOSING[open.text] ?? '';
    if (wanted !== token.text)
      refuse(`"${token.text}" does not close "${open.text}": "${wanted}" is expected.`, token.start, token.end);
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
