import { beginsWithArrow, parseBlock, parseParameter } from './closures';
import {
  advance,
  type Cursor,
  deeper,
  describe,
  expectSign,
  isSign,
  isWord,
  missing,
  peek,
  rangeFrom,
  report,
  signAt,
  startPath,
  takeSign,
  takeWord,
  withNewlines,
  wordAt,
} from './cursor';
import { parseDeclaration } from './declarations';
import { parseCommand, parseExpression } from './expressions';
import type { BlockStatement, CatchClause, Expression, Statement, SwitchCase, TypeName } from './syntax';
import { isTypeName, keywords, notAType, parseType } from './types';

/**
 * Statements up to a closing brace or the end, which is not consumed. After a problem reading goes on at the next line;
 * blocks on the way there are read, so that one bad line does not hide what stands inside it.
 */
export function parseStatements(cursor: Cursor): readonly Statement[] {
  return parseList(cursor, undefined, () => false);
}

/** The members of a class. */
export function parseMembers(cursor: Cursor, className: string): readonly Statement[] {
  return parseList(cursor, className, () => false);
}

function parseList(cursor: Cursor, className: string | undefined, ends: () => boolean): readonly Statement[] {
  const list: Statement[] = [];
  for (;;) {
    while (takeSign(cursor, ';'));
    cursor.recovering = false;
    const token = peek(cursor);
    if (token.kind === 'end' || signAt(token) === '}' || ends()) return list;
    const before = cursor.index;
    const statement = parseStatement(cursor, className);
    list.push(statement);
    const alone = className === undefined && statement.kind === 'block' && signAt(token) === '{';
    if (alone) isolatedBlock(cursor, token.start);
    if (className !== undefined && !memberKinds.has(statement.kind)) {
      report(cursor, 'A class holds only fields, methods and classes.', statement.range);
    }
    if (endsStatement(cursor) && cursor.index > before) continue;
    report(cursor, `Unexpected ${describe(cursor)}.`);
    if (cursor.index === before && !isSign(cursor, '{')) cursor.index++;
    skipToStatement(cursor, list);
  }
}

const memberKinds: ReadonlySet<Statement['kind']> = new Set(['declaration', 'method', 'class', 'block']);

/** Groovy cannot tell such a block from a closure (`checkSuspiciousExpressionStatement`). */
function isolatedBlock(cursor: Cursor, start: number): void {
  const message = 'A statement cannot be a block alone: Groovy takes it for a closure or a block.';
  report(cursor, message, { start, end: start + 1 });
}

function endsStatement(cursor: Cursor): boolean {
  const token = peek(cursor);
  return token.kind === 'end' || token.newlineBefore || signAt(token) === ';' || signAt(token) === '}';
}

function skipToStatement(cursor: Cursor, list: Statement[]): void {
  while (!endsStatement(cursor)) {
    const before = cursor.index;
    if (isSign(cursor, '{')) list.push(parseStatement(cursor));
    if (cursor.index === before) cursor.index++;
  }
}

function parseStatement(cursor: Cursor, className?: string): Statement {
  return deeper(
    cursor,
    () => parseOne(cursor, className),
    () => emptyBlock(cursor),
  );
}

function emptyBlock(cursor: Cursor): BlockStatement {
  return { kind: 'block', range: missing(cursor).range, body: [] };
}

function parseOne(cursor: Cursor, className: string | undefined): Statement {
  const token = peek(cursor);
  if (signAt(token) === '{') return parseBraces(cursor);
  const word = wordAt(token);
  if (word !== undefined && signAt(peek(cursor, 1)) === ':' && !keywords.has(word)) return parseLabeled(cursor, word);
  const special = word === undefined ? undefined : byKeyword.get(word);
  if (special !== undefined && !(word === 'synchronized' && signAt(peek(cursor, 1)) !== '(')) return special(cursor);
  return parseDeclaration(cursor, className) ?? parseExpressionStatement(cursor);
}

function parseExpressionStatement(cursor: Cursor): Statement {
  startPath(cursor);
  const expression = parseCommand(cursor);
  return { kind: 'expression', range: expression.range, expression };
}

/** `{ … }` is a block; with an arrow, or where something is done with it, it is a closure. */
function parseBraces(cursor: Cursor): Statement {
  const close = cursor.partners[cursor.index] ?? -1;
  const following = close < 0 ? undefined : cursor.tokens[close + 1];
  const sign = following === undefined ? undefined : signAt(following);
  const used = sign === '.' || (sign === '(' && following?.newlineBefore === false);
  return used || beginsWithArrow(cursor) ? parseExpressionStatement(cursor) : parseBlock(cursor);
}

function parseLabeled(cursor: Cursor, label: string): Statement {
  const { start } = peek(cursor);
  cursor.index += 2;
  const statement = isSign(cursor, '}') ? emptyBlock(cursor) : parseStatement(cursor);
  return { kind: 'labeled', range: rangeFrom(cursor, start), label, statement };
}

/** The body of a control statement: a block, a statement, or nothing but a semicolon. */
function parseBody(cursor: Cursor): Statement {
  if (isSign(cursor, '{')) return parseBlock(cursor);
  if (isSign(cursor, ';')) return emptyBlock(cursor);
  if (peek(cursor).kind === 'end' || isSign(cursor, '}')) {
    report(cursor, `Expected a statement but found ${describe(cursor)}.`);
    return emptyBlock(cursor);
  }
  return parseStatement(cursor);
}

/** `(condition)` after a keyword. */
function parseCondition(cursor: Cursor): Expression {
  const open = cursor.index;
  openParenthesis(cursor);
  const condition = withNewlines(cursor, false, () => parseExpression(cursor));
  closeParenthesis(cursor, open);
  return condition;
}

/** Consumes `(`, which Groovy wants on the line of the keyword. */
function openParenthesis(cursor: Cursor): void {
  if (isSign(cursor, '(') && peek(cursor).newlineBefore) report(cursor, 'Expected "(" on the line of the keyword.');
  expectSign(cursor, '(');
}

/** Consumes `)`; after a problem inside, what stands before the matching one is skipped. */
function closeParenthesis(cursor: Cursor, open: number): void {
  const partner = cursor.partners[open] ?? -1;
  if (!expectSign(cursor, ')') && partner >= cursor.index) cursor.index = partner + 1;
}

function parseIf(cursor: Cursor): Statement {
  const arms: { readonly start: number; readonly condition: Expression; readonly body: Statement }[] = [];
  let otherwise: Statement | undefined;
  for (;;) {
    const { start } = advance(cursor);
    const condition = parseCondition(cursor);
    if (condition.kind === 'assignment' && !cursor.text.startsWith('(', condition.range.start)) {
      report(cursor, 'A condition cannot be an assignment: write "==", or put it into parentheses.', condition.range);
    }
    if (isSign(cursor, ';')) report(cursor, 'An "if" needs a statement before the ";".');
    arms.push({ start, condition, body: parseBody(cursor) });
    if (!takeElse(cursor)) break;
    if (isWord(cursor, 'if')) continue;
    otherwise = parseBody(cursor);
    break;
  }
  // A long chain of `else if` is built from its end, without recursion.
  for (const arm of arms.reverse()) {
    const rest: Statement | undefined = otherwise;
    const range = { start: arm.start, end: rest?.range.end ?? arm.body.range.end };
    otherwise = {
      kind: 'if',
      range,
      condition: arm.condition,
      body: arm.body,
      ...(rest === undefined ? {} : { otherwise: rest }),
    };
  }
  return otherwise ?? emptyBlock(cursor);
}

/** `else`, also after a semicolon. */
function takeElse(cursor: Cursor): boolean {
  if (isSign(cursor, ';') && wordAt(peek(cursor, 1)) === 'else') cursor.index++;
  return takeWord(cursor, 'else');
}

function parseWhile(cursor: Cursor): Statement {
  const { start } = advance(cursor);
  const condition = parseCondition(cursor);
  const body = parseBody(cursor);
  return { kind: 'while', range: rangeFrom(cursor, start), condition, body };
}

function parseFor(cursor: Cursor): Statement {
  const { start } = advance(cursor);
  const open = cursor.index;
  openParenthesis(cursor);
  const forIn = withNewlines(cursor, false, () => parseForIn(cursor));
  if (forIn !== undefined) {
    closeParenthesis(cursor, open);
    const body = parseBody(cursor);
    return { kind: 'for-in', range: rangeFrom(cursor, start), ...forIn, body };
  }
  const head = withNewlines(cursor, false, () => parseForHead(cursor));
  closeParenthesis(cursor, open);
  const body = parseBody(cursor);
  return { kind: 'for', range: rangeFrom(cursor, start), ...head, body };
}

function parseForIn(cursor: Cursor) {
  const from = cursor.index;
  const variable = parseParameter(cursor);
  const isColon = isSign(cursor, ':');
  if (variable !== undefined && (takeWord(cursor, 'in') || takeSign(cursor, ':'))) {
    const bare = cursor.index === from + 2;
    if (variable.type !== undefined && !isTypeName(variable.type)) notAType(cursor, variable.type);
    if (isColon && bare) report(cursor, 'With ":" the variable needs a type: write "in".', variable.range);
    return { variable, values: parseExpression(cursor) };
  }
  cursor.index = from;
  return undefined;
}

function parseForHead(cursor: Cursor) {
  const initial: Statement[] = [];
  while (!isSign(cursor, ';') && !isSign(cursor, ')') && peek(cursor).kind !== 'end') {
    const before = cursor.index;
    initial.push(parseDeclaration(cursor) ?? parseExpressionStatement(cursor));
    if (!takeSign(cursor, ',') || cursor.index === before) break;
  }
  expectSign(cursor, ';');
  const condition = isSign(cursor, ';') ? undefined : parseExpression(cursor);
  expectSign(cursor, ';');
  const update: Expression[] = [];
  while (!isSign(cursor, ')') && peek(cursor).kind !== 'end') {
    const before = cursor.index;
    update.push(parseExpression(cursor));
    if (!takeSign(cursor, ',') || cursor.index === before) break;
  }
  return { initial, ...(condition === undefined ? {} : { condition }), update };
}

function parseSwitch(cursor: Cursor): Statement {
  const { start } = advance(cursor);
  const subject = parseCondition(cursor);
  const cases: SwitchCase[] = [];
  if (expectSign(cursor, '{')) {
    withNewlines(cursor, true, () => {
      for (;;) {
        while (takeSign(cursor, ';'));
        const arm = parseCase(cursor);
        if (arm === undefined) return;
        cases.push(arm);
      }
    });
    expectSign(cursor, '}');
  }
  return { kind: 'switch', range: rangeFrom(cursor, start), subject, cases };
}

function parseCase(cursor: Cursor): SwitchCase | undefined {
  const { start } = peek(cursor);
  const isCase = isWord(cursor, 'case');
  if (!isCase && !isWord(cursor, 'default')) return undefined;
  cursor.index++;
  const value = isCase ? parseExpression(cursor) : undefined;
  expectSign(cursor, ':');
  const body = parseList(
    cursor,
    undefined,
    () => isWord(cursor, 'case') || (isWord(cursor, 'default') && signAt(peek(cursor, 1)) === ':'),
  );
  return { range: rangeFrom(cursor, start), ...(value === undefined ? {} : { value }), body };
}

function parseTry(cursor: Cursor): Statement {
  const { start } = advance(cursor);
  const body = parseBlock(cursor);
  const catches: CatchClause[] = [];
  while (isWord(cursor, 'catch')) catches.push(parseCatch(cursor));
  const last = takeWord(cursor, 'finally') ? parseBlock(cursor) : undefined;
  if (catches.length === 0 && last === undefined)
    report(cursor, 'A "try" needs a "catch" or "finally".', { start, end: start + 3 });
  return { kind: 'try', range: rangeFrom(cursor, start), body, catches, ...(last === undefined ? {} : { last }) };
}

/** `catch (e)`, `catch (final A | B e)` */
function parseCatch(cursor: Cursor): CatchClause {
  const { start } = advance(cursor);
  const open = cursor.index;
  openParenthesis(cursor);
  const types: TypeName[] = [];
  while (takeWord(cursor, 'final') || takeWord(cursor, 'def'));
  while (!(peek(cursor).kind === 'word' && signAt(peek(cursor, 1)) === ')')) {
    const type = parseType(cursor);
    if (type === undefined) break;
    types.push(type);
    takeSign(cursor, '|');
  }
  const name = wordAt(peek(cursor));
  if (name === undefined) report(cursor, `Expected the name of the exception but found ${describe(cursor)}.`);
  else cursor.index++;
  closeParenthesis(cursor, open);
  const body = parseBlock(cursor);
  return { range: rangeFrom(cursor, start), types, name: name ?? '', body };
}

function parseReturn(cursor: Cursor): Statement {
  const { start } = advance(cursor);
  if (endsStatement(cursor)) return { kind: 'return', range: rangeFrom(cursor, start) };
  const value = parseExpression(cursor);
  return { kind: 'return', range: rangeFrom(cursor, start), value };
}

function parseThrow(cursor: Cursor): Statement {
  const { start } = advance(cursor);
  const value = parseExpression(cursor);
  return { kind: 'throw', range: rangeFrom(cursor, start), value };
}

function parseJump(cursor: Cursor): Statement {
  const token = advance(cursor);
  const label = endsStatement(cursor) ? undefined : wordAt(peek(cursor));
  if (label !== undefined) cursor.index++;
  const jump = wordAt(token) === 'break' ? 'break' : 'continue';
  return { kind: 'jump', range: rangeFrom(cursor, token.start), jump, ...(label === undefined ? {} : { label }) };
}

function parseAssert(cursor: Cursor): Statement {
  const { start } = advance(cursor);
  const condition = parseExpression(cursor);
  const message = takeSign(cursor, ':') || takeSign(cursor, ',') ? parseExpression(cursor) : undefined;
  return { kind: 'assert', range: rangeFrom(cursor, start), condition, ...(message === undefined ? {} : { message }) };
}

function parseSynchronized(cursor: Cursor): Statement {
  const { start } = advance(cursor);
  const lock = parseCondition(cursor);
  const body = parseBlock(cursor);
  return { kind: 'synchronized', range: rangeFrom(cursor, start), lock, body };
}

const byKeyword: ReadonlyMap<string, (cursor: Cursor) => Statement> = new Map([
  ['if', parseIf],
  ['while', parseWhile],
  ['for', parseFor],
  ['switch', parseSwitch],
  ['try', parseTry],
  ['return', parseReturn],
  ['throw', parseThrow],
  ['break', parseJump],
  ['continue', parseJump],
  ['assert', parseAssert],
  ['synchronized', parseSynchronized],
]);
