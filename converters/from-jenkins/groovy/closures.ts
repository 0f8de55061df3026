import { parseArguments } from './arguments';
import {
  advance,
  type Cursor,
  describe,
  expectSign,
  isSign,
  missing,
  peek,
  rangeFrom,
  report,
  signAt,
  takeSign,
  withNewlines,
  wordAt,
} from './cursor';
import type { Annotation, BlockStatement, ClosureExpression, Parameter } from './syntax';
import { afterType, keywords, modifiers, parseType, primitiveTypes } from './types';

/** Closure parameters are looked for among so many tokens. */
const longestParameterList = 200;

/** `{ a, b -> … }`, `{ … }`; the brace is next. */
export function parseClosure(cursor: Cursor): ClosureExpression {
  const open = advance(cursor);
  return withNewlines(cursor, true, () => {
    const parameters = hasArrow(cursor, cursor.index) ? parseParameters(cursor, '->') : undefined;
    const body = cursor.grammar.statements(cursor);
    closeBrace(cursor, open.start);
    const range = rangeFrom(cursor, open.start);
    return { kind: 'closure', range, ...(parameters === undefined ? {} : { parameters }), body };
  });
}

/** `{ … }` as a block of statements; the brace is next, else that is reported. */
export function parseBlock(cursor: Cursor): BlockStatement {
  const { start } = peek(cursor);
  if (!expectSign(cursor, '{')) return { kind: 'block', range: missing(cursor).range, body: [] };
  return withNewlines(cursor, true, () => {
    const body = cursor.grammar.statements(cursor);
    closeBrace(cursor, start);
    return { kind: 'block', range: rangeFrom(cursor, start), body };
  });
}

/** Consumes the brace that closes the one at an offset; a missing one is reported at the opening one. */
export function closeBrace(cursor: Cursor, open: number): void {
  if (takeSign(cursor, '}')) return;
  cursor.recovering = false;
  report(cursor, 'This "{" is never closed: a "}" is missing.', { start: open, end: open + 1 });
}

/** Whether the block whose brace is next has parameters. */
export function beginsWithArrow(cursor: Cursor): boolean {
  return hasArrow(cursor, cursor.index + 1);
}

/** Whether an arrow follows before anything that cannot stand in a parameter list. */
function hasArrow(cursor: Cursor, from: number): boolean {
  let at = from;
  for (let count = 0; count < longestParameterList; count++) {
    const token = cursor.tokens[at];
    const sign = token === undefined ? undefined : signAt(token);
    if (token === undefined || token.kind === 'end' || sign === ';' || sign === '}') return false;
    if (sign === '->') return true;
    const partner = cursor.partners[at] ?? -1;
    if (partner > at) {
      const before = cursor.tokens[at - 1];
      if (sign === '{' && (before === undefined || signAt(before) !== '=')) return false;
      at = partner + 1;
    } else at++;
  }
  return false;
}

/** Parameters up to the sign that ends them, which is consumed. */
export function parseParameters(cursor: Cursor, end: ')' | '->'): readonly Parameter[] {
  const list: Parameter[] = [];
  return withNewlines(cursor, false, () => {
    for (;;) {
      const comma = takeSign(cursor, ',');
      if (!comma && takeSign(cursor, end)) return list;
      if (comma && list.length === 0) report(cursor, 'Expected a parameter before the ",".');
      const parameter = parseParameter(cursor);
      if (parameter === undefined) {
        report(cursor, `Expected a parameter but found ${describe(cursor)}.`);
        while (!isSign(cursor, ',') && !isSign(cursor, end)) {
          if (peek(cursor).kind === 'end' || isSign(cursor, '{') || isSign(cursor, '}')) return list;
          cursor.index++;
        }
        continue;
      }
      list.push(parameter);
    }
  });
}

/** `final String a = 'x'`; nothing where no parameter begins. */
export function parseParameter(cursor: Cursor): Parameter | undefined {
  const { start } = peek(cursor);
  const annotations = parseAnnotations(cursor);
  while (modifiers.has(wordAt(peek(cursor)) ?? '')) cursor.index++;
  const after = afterType(cursor, cursor.index);
  const afterDots = after !== undefined && signAt(peek(cursor, after - cursor.index)) === '...' ? after + 1 : after;
  const typed =
    afterDots !== undefined &&
    wordAt(cursor.tokens[afterDots] ?? peek(cursor)) !== undefined &&
    isName(cursor, afterDots);
  const type = typed ? parseType(cursor) : undefined;
  takeSign(cursor, '...');
  const name = peek(cursor);
  if (name.kind !== 'word' || keywords.has(name.text) || primitiveTypes.has(name.text)) return undefined;
  cursor.index++;
  const initial = takeSign(cursor, '=') ? cursor.grammar.expression(cursor) : undefined;
  return {
    range: rangeFrom(cursor, start),
    annotations,
    ...(type === undefined ? {} : { type }),
    name: name.text,
    nameRange: { start: name.start, end: name.end },
    ...(initial === undefined ? {} : { initial }),
  };
}

function isName(cursor: Cursor, index: number): boolean {
  const token = cursor.tokens[index];
  return token?.kind === 'word' && !keywords.has(token.text);
}

function namesAnnotation(cursor: Cursor): boolean {
  const token = peek(cursor, 1);
  return token.kind === 'word' && token.text !== 'interface' && !token.newlineBefore;
}

/** `@Name(arguments)`, any number of them, on one line or several; `@interface` is none. */
export function parseAnnotations(cursor: Cursor): readonly Annotation[] {
  const list: Annotation[] = [];
  while (isSign(cursor, '@') && namesAnnotation(cursor)) {
    const at = advance(cursor);
    let name = wordAt(advance(cursor)) ?? '';
    while (isSign(cursor, '.') && peek(cursor, 1).kind === 'word') {
      cursor.index++;
      name += `.${wordAt(advance(cursor)) ?? ''}`;
    }
    const outer = cursor.inAnnotation;
    cursor.inAnnotation = true;
    const values = isSign(cursor, '(') && !peek(cursor).newlineBefore ? parseArguments(cursor, ')') : [];
    cursor.inAnnotation = outer;
    list.push({ range: rangeFrom(cursor, at.start), name, arguments: values });
  }
  return list;
}
