import { checkNames, parseArgument, parseWordAsText, startsArgument } from './arguments';
import {
  type Cursor,
  continues,
  deeper,
  describe,
  isSign,
  isWord,
  missing,
  peek,
  rangeFrom,
  report,
  signAt,
  startPath,
  takeSign,
  wordAt,
} from './cursor';
import { checkCallee, parsePostfix } from './postfix';
import { parsePrimary } from './primary';
import type {
  Argument,
  AssignmentExpression,
  BinaryExpression,
  CallExpression,
  Expression,
  UnaryExpression,
} from './syntax';
import { afterType, looksLikeType, parseType, primitiveTypes } from './types';

const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '**=', '&=', '|=', '^=', '<<=', '>>=', '>>>=']);

/** Binary operators and how tightly they bind (Groovy 2.4 grammar, from `logicalOrExpression` down). */
const binding = new Map<string, number>([
  ['||', 1],
  ['&&', 2],
  ['|', 3],
  ['^', 4],
  ['&', 5],
  ['=~', 6],
  ['==~', 6],
  ['==', 7],
  ['!=', 7],
  ['===', 7],
  ['!==', 7],
  ['<=>', 7],
  ['<', 8],
  ['>', 8],
  ['<=', 8],
  ['>=', 8],
  ['in', 8],
  ['instanceof', 8],
  ['as', 8],
  ['<<', 9],
  ['>>', 9],
  ['>>>', 9],
  ['..', 9],
  ['..<', 9],
  ['+', 10],
  ['-', 10],
  ['*', 11],
  ['/', 11],
  ['%', 11],
  ['**', 12],
]);

/** Operators that begin no statement: at the begin of a line they are meant for the line before, but Groovy 2.4 refuses them. */
const leading = new Set(['&&', '||']);

/** An expression, or a command as statements have it: `git branch: 'main', url: 'x'`, `x = library 'y'`, `a b c d`. */
export function parseCommand(cursor: Cursor): Expression {
  return parseAssignment(cursor, true);
}

/** An expression without command arguments. */
export function parseExpression(cursor: Cursor): Expression {
  return parseAssignment(cursor, false);
}

function parseAssignment(cursor: Cursor, commands: boolean): Expression {
  return deeper(
    cursor,
    () => {
      const left = parseConditional(cursor);
      const { start } = left.range;
      const operator = assignmentOperator(cursor);
      if (operator !== undefined) {
        if (!isAssignable(cursor, left)) {
          report(cursor, 'Only a variable, a property or an element can be assigned to.', left.range);
        }
        if (commands) startPath(cursor);
        const value = parseAssignment(cursor, true);
        const result: AssignmentExpression = {
          kind: 'assignment',
          range: rangeFrom(cursor, start),
          operator,
          target: left,
          value,
        };
        return result;
      }
      return commands ? parseCommandArguments(cursor, left) : left;
    },
    () => missing(cursor),
  );
}

function isAssignable(cursor: Cursor, target: Expression): boolean {
  if (target.kind === 'missing' || target.kind === 'name') return true;
  return target.kind === 'property' || target.kind === 'index' || isTuple(cursor, target);
}

/** `(a, b)` is read as a list; `[a, b]` cannot be assigned to. */
function isTuple(cursor: Cursor, target: Expression): boolean {
  return target.kind === 'list' && cursor.text.startsWith('(', target.range.start);
}

/** Consumes an assignment sign: `>>=` comes as single signs. */
function assignmentOperator(cursor: Cursor): string | undefined {
  if (!continues(cursor)) return undefined;
  const operator = operatorAt(cursor);
  if (operator === undefined || !assignments.has(operator.text)) return undefined;
  cursor.index += operator.tokens;
  return operator.text;
}

/** The operator that begins at the next token; those with `>` are put together from adjacent signs. */
function operatorAt(cursor: Cursor): { readonly text: string; readonly tokens: number } | undefined {
  const first = peek(cursor);
  const text = signAt(first) ?? wordAt(first);
  if (text !== '>') return text === undefined ? undefined : { text, tokens: 1 };
  let joined = '>';
  let tokens = 1;
  for (;;) {
    const next = peek(cursor, tokens);
    const sign = signAt(next);
    if (next.start !== first.start + joined.length || (sign !== '>' && sign !== '=' && sign !== '==')) break;
    // `a>==b` is no operator: `>=` followed by `=`.
    if (sign === '==' || joined.endsWith('=') || joined === '>>>' ? sign !== '=' : false) break;
    joined += sign;
    tokens++;
    if (sign === '=') break;
  }
  return { text: joined, tokens };
}

function acceptsCommand(expression: Expression): boolean {
  return ['name', 'property', 'call', 'index', 'text', 'interpolated', 'number', 'list', 'map'].includes(
    expression.kind,
  );
}

/** `f a, b`, then `f(a, b).c d` for each further pair. */
function parseCommandArguments(cursor: Cursor, first: Expression): Expression {
  if (!acceptsCommand(first) || !startsArgument(cursor)) return first;
  const { start } = first.range;
  let callee: Expression = first;
  // After a finished call a further word names a method of its result.
  let wantsName = first.kind === 'call';
  while (continues(cursor) && (startsArgument(cursor) || (!wantsName && callee !== first && startsSigned(cursor)))) {
    if (wantsName) {
      const name = parseMemberName(cursor);
      if (name === undefined) break;
      const range = rangeFrom(cursor, start);
      callee = parsePostfix(cursor, { kind: 'property', range, target: callee, access: '.', name });
      wantsName = callee.kind === 'call';
      continue;
    }
    checkCallee(cursor, callee);
    const list = parseOpenArguments(cursor);
    const call: CallExpression = { kind: 'call', range: rangeFrom(cursor, start), callee, arguments: list };
    callee = call;
    wantsName = true;
  }
  return callee;
}

/** After a name in a chain a sign is that of its first argument: `a b c -d` is `a(b).c(-d)`. */
function startsSigned(cursor: Cursor): boolean {
  return isSign(cursor, '-') || isSign(cursor, '+');
}

/** The name of a method in a chain `a b c d`: a word or a string. */
function parseMemberName(cursor: Cursor): Expression | undefined {
  const token = peek(cursor);
  if (token.kind === 'word') return parseWordAsText(cursor);
  return token.kind === 'string' ? parsePrimary(cursor) : undefined;
}

/** Arguments without parentheses; a comma also continues them on the next line. */
function parseOpenArguments(cursor: Cursor): readonly Argument[] {
  const list: Argument[] = [parseArgument(cursor)];
  while (continues(cursor) && takeSign(cursor, ',')) list.push(parseArgument(cursor));
  checkNames(cursor, list);
  return list;
}

function parseConditional(cursor: Cursor): Expression {
  const condition = parseBinary(cursor, 0);
  const { start } = condition.range;
  if (isSign(cursor, '?:')) {
    cursor.index++;
    const otherwise = deeper(
      cursor,
      () => parseConditional(cursor),
      () => missing(cursor),
    );
    return { kind: 'elvis', range: rangeFrom(cursor, start), value: condition, otherwise };
  }
  if (!isSign(cursor, '?')) return condition;
  cursor.index++;
  const value = parseExpression(cursor);
  if (!takeSign(cursor, ':')) report(cursor, `Expected ":" of a "?" expression but found ${describe(cursor)}.`);
  const otherwise = deeper(
    cursor,
    () => parseConditional(cursor),
    () => missing(cursor),
  );
  return { kind: 'conditional', range: rangeFrom(cursor, start), condition, value, otherwise };
}

function parseBinary(cursor: Cursor, weakest: number): Expression {
  let left = parseUnary(cursor);
  const { start } = left.range;
  for (;;) {
    const operator = operatorAt(cursor);
    const strength = operator === undefined ? undefined : binding.get(operator.text);
    if (operator === undefined || strength === undefined || strength <= weakest) return left;
    if (!continues(cursor)) {
      if (!leading.has(operator.text)) return left;
      report(cursor, `A line cannot begin with "${operator.text}": put it at the end of the line before.`);
    }
    cursor.index += operator.tokens;
    if (operator.text === 'instanceof' || operator.text === 'as') {
      const type = parseType(cursor);
      if (type === undefined) {
        report(cursor, `Expected a type after "${operator.text}" but found ${describe(cursor)}.`);
        return left;
      }
      const range = rangeFrom(cursor, start);
      left =
        operator.text === 'as'
          ? { kind: 'cast', position: 'after', range, type, value: left }
          : { kind: 'instance-of', range, value: left, type };
      continue;
    }
    const right = parseBinary(cursor, strength);
    const result: BinaryExpression = {
      kind: 'binary',
      range: rangeFrom(cursor, start),
      operator: operator.text,
      left,
      right,
    };
    left = result;
  }
}

function parseUnary(cursor: Cursor): Expression {
  const token = peek(cursor);
  const sign = signAt(token);
  if (sign === '!' || sign === '~' || sign === '+' || sign === '-' || sign === '++' || sign === '--') {
    cursor.index++;
    const operand = deeper(
      cursor,
      () => parseUnary(cursor),
      () => missing(cursor),
    );
    const result: UnaryExpression = {
      kind: 'unary',
      range: rangeFrom(cursor, token.start),
      operator: sign,
      position: 'before',
      operand,
    };
    return result;
  }
  if (sign === '(') {
    const type = castType(cursor);
    if (type !== undefined) {
      cursor.index = type.after + 1;
      const value = deeper(
        cursor,
        () => parseUnary(cursor),
        () => missing(cursor),
      );
      return { kind: 'cast', position: 'before', range: rangeFrom(cursor, token.start), type: type.type, value };
    }
  }
  // `this` alone takes none (Groovy 2.4, `pathExpression`).
  const takesLine = cursor.index === cursor.pathStart && !isWord(cursor, 'this');
  return parsePostfix(cursor, parsePrimary(cursor), takesLine);
}

/** The type of `(Type)` before an operand. */
function castType(cursor: Cursor) {
  const open = cursor.index;
  const after = afterType(cursor, open + 1);
  if (after === undefined || !isClosing(cursor, after) || !looksLikeType(cursor, open + 1, after)) return undefined;
  const operand = cursor.tokens[after + 1];
  if (operand === undefined || (operand.newlineBefore && cursor.newlinesEnd)) return undefined;
  const primitive = primitiveTypes.has(wordAt(peek(cursor, 1)) ?? '');
  if (!beginsOperand(operand.kind === 'word' ? operand.text : undefined, operand.kind, signAt(operand), primitive))
    return undefined;
  cursor.index = open + 1;
  const type = parseType(cursor);
  cursor.index = open;
  return type === undefined ? undefined : { type, after };
}

function isClosing(cursor: Cursor, index: number): boolean {
  const token = cursor.tokens[index];
  return token !== undefined && signAt(token) === ')';
}

function beginsOperand(word: string | undefined, kind: string, sign: string | undefined, primitive: boolean): boolean {
  if (kind === 'string' || kind === 'number') return true;
  if (word !== undefined) return !['in', 'as', 'instanceof', 'else'].includes(word);
  if (sign === undefined) return false;
  return ['(', '[', '{', '!', '~'].includes(sign) || (primitive && ['+', '-', '++', '--'].includes(sign));
}
