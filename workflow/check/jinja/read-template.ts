import {
  type Cursor,
  expectToken,
  isNext,
  peek,
  readExpression,
  readExpressions,
  readFilterChain,
  readPlainExpressions,
  readSuffixes,
  startsOperand,
  take,
  takeIf,
  unexpected,
} from './expressions';
import { refuse, TemplateError, type TemplateProblem, type Token, tokensOf } from './tokens';
import type { Expression, Template } from './tree';

/**
 * Reads a Jinja template as Airflow's environment does: Jinja 3 with the `do` statement. Linear; never throws.
 * A problem is what Jinja refuses first.
 */
export function readTemplate(
  template: string,
): { readonly template: Template } | { readonly problem: TemplateProblem } {
  try {
    return { template: read(tokensOf(template)) };
  } catch (error) {
    if (error instanceof TemplateError) return { problem: error.problem };
    throw error;
  }
}

interface Block {
  readonly name: string;
  readonly token: Token;
}

interface Reading {
  readonly cursor: Cursor;
  readonly expressions: Expression[];
  readonly bound: Set<string>;
  readonly open: Block[];
}

function read(tokens: readonly Token[]): Template {
  const reading: Reading = { cursor: { tokens, at: 0, depth: 0 }, expressions: [], bound: new Set(), open: [] };
  const { cursor } = reading;
  while (peek(cursor).kind !== 'end') {
    const token = take(cursor);
    if (token.kind !== 'open') continue;
    if (token.text === '{{') {
      reading.expressions.push(readExpressions(cursor));
      expectToken(cursor, 'close', '}}', 'an operator or "}}"');
    } else {
      readStatement(reading);
      expectToken(cursor, 'close', '%}', '"%}"');
    }
  }
  const last = reading.open.at(-1);
  if (last !== undefined)
    refuse(`"${last.name}" is never ended by "end${last.name}".`, last.token.start, last.token.end);
  return { expressions: reading.expressions, bound: reading.bound };
}

/** The statements that open a block, and those that may stand between their parts. */
const MIDDLES: Readonly<Record<string, readonly string[]>> = {
  for: ['else'],
  if: ['elif', 'else'],
  macro: [],
  call: [],
  filter: [],
  with: [],
  block: [],
  set: [],
  autoescape: [],
};
const STATEMENTS = [
  ...Object.keys(MIDDLES),
  ...Object.keys(MIDDLES).map((name) => `end${name}`),
  'elif',
  'else',
  'do',
  'include',
  'import',
  'from',
  'extends',
];

function readStatement(reading: Reading): void {
  const { cursor, open } = reading;
  const token = expectToken(cursor, 'name', undefined, 'the name of a statement');
  const { text } = token;
  if (!STATEMENTS.includes(text)) refuse(`"${text}" is no statement of Jinja.`, token.start, token.end);
  if (text.startsWith('end')) endBlock(reading, token);
  else if (text === 'else' || text === 'elif') readMiddle(reading, token);
  else {
    if (text in MIDDLES && !(text === 'set' && isAssignment(cursor))) open.push({ name: text, token });
    readHead(text, reading);
  }
}

function readMiddle({ cursor, open, expressions }: Reading, { text, start, end }: Token): void {
  const block = open.at(-1);
  if (block === undefined || MIDDLES[block.name]?.includes(text) !== true)
    refuse(`"${text}" stands in no block that could have it.`, start, end);
  if (text === 'elif') expressions.push(readPlainExpressions(cursor));
}

function endBlock({ cursor, open }: Reading, token: Token): void {
  const block = open.pop();
  const wanted = block === undefined ? undefined : `end${block.name}`;
  if (wanted !== token.text) {
    const why = wanted === undefined ? 'ends a block that was never begun' : `stands where "${wanted}" is expected`;
    refuse(`"${token.text}" ${why}.`, token.start, token.end);
  }
  if (block?.name === 'block' && peek(cursor).kind === 'name') cursor.at++;
}

/** `set a = …` rather than the block `set a`. */
function isAssignment({ tokens, at }: Cursor): boolean {
  for (let index = at; index < tokens.length; index++) {
    const { kind, text } = tokens[index] ?? { kind: 'end', text: '' };
    if (kind === 'close' || kind === 'end') return false;
    if (kind === 'operator' && text === '=') return true;
  }
  return false;
}

/** What stands behind the name of a statement. */
function readHead(statement: string, reading: Reading): void {
  const { cursor, expressions } = reading;
  switch (statement) {
    case 'for':
      readTargets(reading);
      expectToken(cursor, 'name', 'in', '"in"');
      expressions.push(readPlainExpressions(cursor));
      if (takeIf(cursor, 'name', 'if')) expressions.push(readExpression(cursor));
      takeIf(cursor, 'name', 'recursive');
      reading.bound.add('loop');
      break;
    case 'set':
      if (peek(cursor).kind !== 'name' && !isNext(cursor, 'operator', '(')) unexpected(peek(cursor), 'a name');
      readTargets(reading);
      if (takeIf(cursor, 'operator', '=')) expressions.push(readExpressions(cursor));
      else if (takeIf(cursor, 'operator', '|')) readFilterBlock(reading);
      break;
    case 'with':
      readAssignments(reading);
      break;
    case 'macro':
      reading.bound.add(expectToken(cursor, 'name', undefined, 'the name of a macro').text);
      readSignature(reading);
      for (const name of ['caller', 'varargs', 'kwargs']) reading.bound.add(name);
      break;
    case 'call':
      if (isNext(cursor, 'operator', '(')) readSignature(reading);
      expressions.push(readExpression(cursor));
      break;
    case 'filter':
      readFilterBlock(reading);
      break;
    case 'if':
      expressions.push(readPlainExpressions(cursor));
      break;
    case 'block':
      expectToken(cursor, 'name', undefined, 'the name of a block');
      for (const word of ['scoped', 'required']) takeIf(cursor, 'name', word);
      break;
    case 'import':
    case 'from':
      readImport(statement, reading);
      break;
    case 'include':
      expressions.push(readExpression(cursor));
      while (peek(cursor).kind === 'name') cursor.at++;
      break;
    default:
      expressions.push(readExpressions(cursor));
  }
}

function readTargets(reading: Reading): void {
  const { cursor } = reading;
  const inBrackets = takeIf(cursor, 'operator', '(');
  do {
    if (!startsOperand(peek(cursor))) break;
    if (isNext(cursor, 'operator', '(')) {
      readTargets(reading);
      continue;
    }
    const token = expectToken(cursor, 'name', undefined, 'a name');
    reading.bound.add(token.text);
    const name: Expression = { kind: 'name', name: token.text, start: token.start, end: token.end };
    if (isNext(cursor, 'operator', '.')) readSuffixes(name, cursor);
  } while (takeIf(cursor, 'operator', ','));
  if (inBrackets) expectToken(cursor, 'operator', ')', '")"');
}

function readAssignments(reading: Reading): void {
  const { cursor } = reading;
  while (peek(cursor).kind === 'name') {
    reading.bound.add(take(cursor).text);
    expectToken(cursor, 'operator', '=', '"="');
    reading.expressions.push(readExpression(cursor));
    if (!takeIf(cursor, 'operator', ',')) break;
  }
}

function readSignature(reading: Reading): void {
  const { cursor } = reading;
  expectToken(cursor, 'operator', '(', '"("');
  while (peek(cursor).kind === 'name') {
    reading.bound.add(take(cursor).text);
    if (takeIf(cursor, 'operator', '=')) reading.expressions.push(readExpression(cursor));
    if (!takeIf(cursor, 'operator', ',')) break;
  }
  expectToken(cursor, 'operator', ')', '")"');
}

function readFilterBlock({ cursor, expressions }: Reading): void {
  const { start } = peek(cursor);
  expressions.push(readFilterChain({ kind: 'literal', value: '', isText: true, start, end: start }, cursor));
}

function readImport(statement: string, reading: Reading): void {
  const { cursor, expressions, bound } = reading;
  expressions.push(readExpression(cursor));
  if (statement === 'from') expectToken(cursor, 'name', 'import', '"import"');
  while (peek(cursor).kind === 'name') {
    const { text } = take(cursor);
    if (text !== 'with' && text !== 'without' && text !== 'context' && text !== 'as') bound.add(text);
    takeIf(cursor, 'operator', ',');
  }
}
