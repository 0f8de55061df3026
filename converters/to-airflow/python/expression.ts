import { stringLiteral } from './literal';
import type { DictEntry, Expression } from './syntax';
import { lineLength, width } from './width';

/** Where an expression is written: the indentation of its line, and the columns taken before and after it on that line. */
export interface Place {
  readonly indent: number;
  readonly before: number;
  readonly after: number;
}

/**
 * An expression as text, its further lines indented: on one line where it fits, else spread over lines as `ruff format`
 * spreads it, with trailing commas.
 */
export function expressionText(expression: Expression, place: Place): string {
  const room = lineLength - place.before - place.after;
  return oneLine(expression, room) ?? spread(expression, place);
}

/** The expression on one line, or undefined where it is wider than the room or never written on one. */
export function oneLine(expression: Expression, room: number): string | undefined {
  const text = unlimited(expression, room);
  return text !== undefined && width(text) <= room ? text : undefined;
}

/** One line that may be too wide by the brackets and commas, but is given up as soon as a part alone is. */
function unlimited(expression: Expression, room: number): string | undefined {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'constant':
      return expression.source;
    case 'string':
      return stringLiteral(expression.text);
    case 'verbatim':
      return /[\n#]/.test(expression.code) ? undefined : `(${expression.code.trim()})`;
    case 'list':
      return bracketed('[', joined(expression.items, ', ', room), ']');
    case 'dict':
      return bracketed('{', joinedEntries(expression.entries, room), '}');
    case 'call':
      return flatCall(expression, room);
    case 'chain': {
      const text = joined(expression.operands, ` ${expression.operator} `, room);
      return expression.parenthesised ? bracketed('(', text, ')') : text;
    }
  }
}

type Call = Extract<Expression, { readonly kind: 'call' }>;

function flatCall(call: Call, room: number): string | undefined {
  if (call.spread && call.positional.length + call.keywords.length > 0) return undefined;
  const parts: string[] = [];
  for (const argument of argumentLines(call)) {
    const text = oneLine(argument.value, room);
    if (text === undefined) return undefined;
    parts.push(argument.lead + text);
  }
  return `${call.callee}(${parts.join(', ')})`;
}

function bracketed(open: string, inside: string | undefined, close: string): string | undefined {
  return inside === undefined ? undefined : open + inside + close;
}

function joined(items: readonly Expression[], separator: string, room: number): string | undefined {
  const parts: string[] = [];
  let columns = 0;
  for (const item of items) {
    const text = oneLine(item, room - columns);
    if (text === undefined) return undefined;
    columns += width(text);
    parts.push(text);
  }
  return parts.join(separator);
}

function joinedEntries(entries: readonly DictEntry[], room: number): string | undefined {
  const parts: string[] = [];
  let columns = 0;
  for (const entry of entries) {
    const key = `${stringLiteral(entry.key)}: `;
    const text = oneLine(entry.value, room - columns);
    if (text === undefined) return undefined;
    columns += width(key) + width(text);
    parts.push(key + text);
  }
  return parts.join(', ');
}

function spread(expression: Expression, place: Place): string {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'constant':
      return expression.source;
    case 'string':
      return spreadString(expression.text, place);
    case 'verbatim':
      return spreadVerbatim(expression.code.trim(), place);
    case 'list':
      return block(
        '[',
        expression.items.map((value) => ({ lead: '', value })),
        ']',
        place,
      );
    case 'dict':
      return block(
        '{',
        expression.entries.map(({ key, value }) => ({ lead: `${stringLiteral(key)}: `, value })),
        '}',
        place,
      );
    case 'call':
      return expression.callee + block('(', argumentLines(expression), ')', place);
    case 'chain':
      return spreadChain(expression, place);
  }
}

interface Line {
  readonly lead: string;
  readonly value: Expression;
}

function block(open: string, lines: readonly Line[], close: string, place: Place): string {
  if (lines.length === 0) return open + close;
  const indent = place.indent + 4;
  const text = lines.map(({ lead, value }) => {
    const inner = expressionText(value, { indent, before: indent + width(lead), after: 1 });
    return `${spaces(indent)}${lead}${inner},\n`;
  });
  return `${open}\n${text.join('')}${spaces(place.indent)}${close}`;
}

/** A text of several lines is written as so many literals, which Python puts together again. */
function spreadString(text: string, place: Place): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  if (lines.length < 2) return stringLiteral(text);
  const inner = spaces(place.indent + 4);
  const joined = oneLine({ kind: 'string', text }, lineLength - inner.length);
  if (joined !== undefined) return `(\n${inner}${joined}\n${spaces(place.indent)})`;
  return `(\n${lines.map((line) => `${inner}${stringLiteral(line)}\n`).join('')}${spaces(place.indent)})`;
}

/** Code of several lines stays as it is; a comment in it must not swallow the parenthesis. */
function spreadVerbatim(code: string, place: Place): string {
  const margin = spaces(place.indent);
  if (code.includes('\n')) return code.includes('#') ? `(${code}\n${margin})` : `(${code})`;
  return `(\n${margin}    ${code}\n${margin})`;
}

type Chain = Extract<Expression, { readonly kind: 'chain' }>;

function spreadChain(chain: Chain, place: Place): string {
  const last = chain.operands.at(-1);
  if (!chain.parenthesised && last?.kind === 'list') return spreadLastOperand(chain, last, place);
  const indent = place.indent + 4;
  const inside = oneLine({ ...chain, parenthesised: false }, lineLength - indent);
  if (inside !== undefined) return `(\n${spaces(indent)}${inside}\n${spaces(place.indent)})`;
  const lead = `${chain.operator} `;
  const operands = chain.operands.map((operand, index) => {
    const before = index === 0 ? '' : lead;
    return spaces(indent) + before + expressionText(operand, { indent, before: indent + before.length, after: 0 });
  });
  return `(\n${operands.join('\n')}\n${spaces(place.indent)})`;
}

/** `a >> [` … `]` */
function spreadLastOperand(chain: Chain, last: Expression, place: Place): string {
  const others = chain.operands.slice(0, -1).map((operand) => oneLine(operand, Number.POSITIVE_INFINITY) ?? '');
  return `${others.join(` ${chain.operator} `)} ${chain.operator} ${spread(last, place)}`;
}

/**
 * The arguments of a call, one a line. Names that Python does not take as keywords (`from`, `a-b`) are passed in a
 * `**{…}` at the end.
 */
function argumentLines(call: Call): readonly Line[] {
  const lines: Line[] = call.positional.map((value) => ({ lead: '', value }));
  const others: DictEntry[] = [];
  for (const { name, value } of call.keywords) {
    if (isKeywordName(name)) lines.push({ lead: `${name}=`, value });
    else others.push({ key: name, value });
  }
  if (others.length > 0) lines.push({ lead: '**', value: { kind: 'dict', entries: others } });
  return lines;
}

function isKeywordName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !pythonKeywords.has(name);
}

/** Words that are no names in Python 3. */
export const pythonKeywords: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

export function spaces(count: number): string {
  return ' '.repeat(count);
}
