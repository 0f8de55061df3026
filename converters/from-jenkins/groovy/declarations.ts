import { parseArguments } from './arguments';
import { parseAnnotations, parseBlock, parseParameters } from './closures';
import {
  advance,
  type Cursor,
  continues,
  describe,
  endOfLast,
  expectSign,
  isSign,
  isWord,
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
import { parseCommand } from './expressions';
import type { Annotation, CallExpression, ClassStatement, Expression, Statement, TypeName, Variable } from './syntax';
import type { Token } from './tokens';
import {
  afterType,
  isTypeName,
  keywords,
  looksLikeType,
  modifiers,
  notAType,
  parseType,
  primitiveTypes,
} from './types';

/** What stands before a declaration. */
interface Head {
  readonly start: number;
  readonly annotations: readonly Annotation[];
  readonly modifiers: readonly string[];
}

const classForms = new Set(['class', 'interface', 'enum', 'trait']);

/**
 * A variable, method, class or import, if one begins here; nothing, with the cursor where it was, if none does.
 * `Type name` is a declaration only where the type has a capital letter or is a primitive (Groovy 2.4): `sh name` is a command.
 */
export function parseDeclaration(cursor: Cursor, className?: string): Statement | undefined {
  const from = cursor.index;
  const { start } = peek(cursor);
  const annotations = parseAnnotations(cursor);
  if (isWord(cursor, 'import')) return parseImport(cursor, start, annotations);
  if (isWord(cursor, 'package')) return parsePackage(cursor, start, annotations);
  const words: string[] = [...parseModifiers(cursor)];
  const late: Annotation[] = [];
  // Annotations may also stand among and after the modifiers.
  for (let more = parseAnnotations(cursor); more.length > 0; more = parseAnnotations(cursor)) {
    late.push(...more);
    words.push(...parseModifiers(cursor));
  }
  const head: Head = { start, annotations: [...annotations, ...late], modifiers: words };
  const marked = head.modifiers.length > 0 || head.annotations.length > 0;
  if (startsClass(cursor)) return parseClass(cursor, head);
  if (head.modifiers.includes('static') && isSign(cursor, '{')) {
    if (className === undefined) report(cursor, 'Only a class can have a static block.');
    return parseBlock(cursor);
  }
  if (marked && isSign(cursor, '(')) return parseTuple(cursor, head);
  if (marked || className !== undefined) skipTypeParameters(cursor);
  const typed = parseTyped(cursor, head, marked, className);
  if (typed === undefined) cursor.index = from;
  return typed;
}

function parseModifiers(cursor: Cursor): readonly string[] {
  const list: string[] = [];
  for (;;) {
    const word = wordAt(peek(cursor));
    if (word === undefined || !modifiers.has(word)) return list;
    const following = signAt(peek(cursor, 1));
    if (following === ':' || following === '.' || (word === 'synchronized' && following === '(')) return list;
    cursor.index++;
    list.push(word);
  }
}

/** `<T extends A<T>>` before a method's type or after a class's name. */
function skipTypeParameters(cursor: Cursor): void {
  if (!isSign(cursor, '<')) return;
  let depth = 0;
  do {
    if (peek(cursor).kind === 'end' || isSign(cursor, '{')) return;
    if (isSign(cursor, '<')) depth++;
    if (isSign(cursor, '>')) depth--;
    cursor.index++;
  } while (depth > 0);
}

function startsClass(cursor: Cursor): boolean {
  if (isSign(cursor, '@')) return wordAt(peek(cursor, 1)) === 'interface';
  const word = wordAt(peek(cursor));
  return (
    word !== undefined && classForms.has(word) && peek(cursor, 1).kind === 'word' && !peek(cursor, 1).newlineBefore
  );
}

/** A variable or method, with or without a type. `marked`: a modifier or annotation says that it is one. */
function parseTyped(cursor: Cursor, head: Head, marked: boolean, className?: string): Statement | undefined {
  const { index } = cursor;
  const after = afterType(cursor, index);
  const hasType =
    after !== undefined && namesSomething(cursor, after) && (marked || looksLikeType(cursor, index, after));
  const nameIndex = hasType ? after : index;
  if (!marked && className === undefined && after !== undefined && mixesWithCommand(cursor, index, after)) {
    report(
      cursor,
      `Groovy takes this for a declaration: put the arguments of "${wordAt(peek(cursor)) ?? ''}" into parentheses.`,
    );
    return undefined;
  }
  const isConstructor = !hasType && className !== undefined && wordAt(peek(cursor)) === className;
  if (!hasType && !marked && !isConstructor) return undefined;
  if (!namesMember(cursor, nameIndex)) {
    if (head.modifiers.length > 0) report(cursor, `Expected a name to declare but found ${describe(cursor)}.`);
    return head.modifiers.length > 0
      ? { kind: 'declaration', range: rangeFrom(cursor, head.start), ...rest(head), variables: [] }
      : undefined;
  }
  const method = isMethod(cursor, nameIndex, className !== undefined);
  if (!method && (isConstructor || !endsVariable(cursor, nameIndex + 1))) return undefined;
  const type = hasType ? parseType(cursor) : undefined;
  if (type !== undefined && !isTypeName(type)) notAType(cursor, type);
  return method ? parseMethod(cursor, head, type) : parseVariables(cursor, head, type);
}

const goesOnAsCommand = new Set(['.', '?.', '*.', '.&', '.@', '[']);

/** `Foo 'x'`, `Foo x(1)`, `Foo x + 1`: a type and a name begin a declaration, but no declaration follows. */
function mixesWithCommand(cursor: Cursor, index: number, after: number): boolean {
  const name = cursor.tokens[after];
  if (name === undefined || name.newlineBefore || !looksLikeType(cursor, index, after)) return false;
  const following = cursor.tokens[after + 1];
  if (name.kind === 'string') {
    return (
      /^['"]/.test(name.quote) && name.parts.every((part) => part.kind === 'text') && !isMethod(cursor, after, false)
    );
  }
  if (!isName(name) || following === undefined || following.newlineBefore) return false;
  if (isOperatorWord(following)) return true;
  const sign = signAt(following);
  if (sign === undefined || goesOnAsCommand.has(sign) || endsVariable(cursor, after + 1)) return false;
  return !isMethod(cursor, after, false);
}

function isOperatorWord(token: Token): boolean {
  return token.kind === 'word' && (token.text === 'as' || token.text === 'in' || token.text === 'instanceof');
}

function rest(head: Head): Pick<Head, 'annotations' | 'modifiers'> {
  return { annotations: head.annotations, modifiers: head.modifiers };
}

function namesSomething(cursor: Cursor, index: number): boolean {
  const token = cursor.tokens[index];
  if (token === undefined || token.newlineBefore) return false;
  return isName(token) || (token.kind === 'string' && isSignAt(cursor, index + 1, '('));
}

function isName(token: Token | undefined): boolean {
  return token?.kind === 'word' && !keywords.has(token.text) && !primitiveTypes.has(token.text);
}

function namesMember(cursor: Cursor, index: number): boolean {
  const token = cursor.tokens[index];
  return isName(token) || (token?.kind === 'string' && isSignAt(cursor, index + 1, '('));
}

function isSignAt(cursor: Cursor, index: number, sign: string): boolean {
  const token = cursor.tokens[index];
  return token !== undefined && signAt(token) === sign;
}

/** After the name come parentheses and a body; members of classes may lack the body. */
function isMethod(cursor: Cursor, nameIndex: number, inClass: boolean): boolean {
  if (!isSignAt(cursor, nameIndex + 1, '(') || cursor.tokens[nameIndex + 1]?.newlineBefore === true) return false;
  const close = cursor.partners[nameIndex + 1] ?? -1;
  const after = cursor.tokens[close + 1];
  if (close < 0 || after === undefined) return false;
  if (signAt(after) === '{' || wordAt(after) === 'throws') return true;
  return (
    inClass &&
    (after.newlineBefore ||
      after.kind === 'end' ||
      signAt(after) === ';' ||
      signAt(after) === '}' ||
      wordAt(after) === 'default')
  );
}

function endsVariable(cursor: Cursor, index: number): boolean {
  const token = cursor.tokens[index];
  if (token === undefined || token.kind === 'end' || token.newlineBefore) return true;
  const sign = signAt(token);
  return sign !== undefined && ['=', ',', ';', '}', ')'].includes(sign);
}

function parseVariables(cursor: Cursor, head: Head, type: TypeName | undefined): Statement {
  const variables: Variable[] = [];
  do {
    const token = peek(cursor);
    const name = wordAt(token);
    if (name === undefined || !isName(token)) {
      report(cursor, `Expected a name to declare but found ${describe(cursor)}.`);
      break;
    }
    cursor.index++;
    const initial = continues(cursor) && takeSign(cursor, '=') ? parseInitial(cursor) : undefined;
    variables.push({ range: rangeFrom(cursor, token.start), name, ...optional(initial) });
  } while (takeSign(cursor, ','));
  const typed = type === undefined ? {} : { type };
  return { kind: 'declaration', range: rangeFrom(cursor, head.start), ...rest(head), ...typed, variables };
}

function parseInitial(cursor: Cursor): Expression {
  startPath(cursor);
  return parseCommand(cursor);
}

function optional(initial: Expression | undefined): { readonly initial?: Expression } {
  return initial === undefined ? {} : { initial };
}

/** `def (a, String b) = values`: each variable has the whole right side as its initial value. */
function parseTuple(cursor: Cursor, head: Head): Statement {
  cursor.index++;
  const names = parseParameters(cursor, ')');
  const initial = takeSign(cursor, '=') ? parseCommand(cursor) : undefined;
  const variables = names.map((name): Variable => ({ range: name.range, name: name.name, ...optional(initial) }));
  return { kind: 'declaration', range: rangeFrom(cursor, head.start), ...rest(head), variables };
}

function parseMethod(cursor: Cursor, head: Head, type: TypeName | undefined): Statement {
  const token = advance(cursor);
  const nameRange = { start: token.start, end: token.end };
  const name = wordAt(token) ?? cursor.text.slice(token.start + 1, token.end - 1);
  expectSign(cursor, '(');
  const parameters = parseParameters(cursor, ')');
  if (takeWord(cursor, 'throws'))
    do parseType(cursor);
    while (takeSign(cursor, ','));
  if (takeWord(cursor, 'default')) cursor.grammar.expression(cursor);
  const body = isSign(cursor, '{') ? parseBlock(cursor) : undefined;
  return {
    kind: 'method',
    range: rangeFrom(cursor, head.start),
    ...rest(head),
    ...(type === undefined ? {} : { type }),
    name,
    nameRange,
    parameters,
    ...(body === undefined ? {} : { body }),
  };
}

function parseClass(cursor: Cursor, head: Head): Statement {
  const annotation = takeSign(cursor, '@');
  const form = wordAt(advance(cursor));
  const name = wordAt(advance(cursor)) ?? '';
  skipTypeParameters(cursor);
  const supertypes: TypeName[] = [];
  while (takeWord(cursor, 'extends') || takeWord(cursor, 'implements')) {
    do {
      const type = parseType(cursor);
      if (type !== undefined) supertypes.push(type);
    } while (takeSign(cursor, ','));
  }
  const constants: CallExpression[] = [];
  let members: readonly Statement[] = [];
  if (expectSign(cursor, '{')) {
    members = withNewlines(cursor, true, () => {
      if (form === 'enum') constants.push(...parseConstants(cursor));
      return cursor.grammar.members(cursor, name);
    });
    expectSign(cursor, '}');
  }
  const kind: ClassStatement['form'] = annotation
    ? '@interface'
    : form === 'interface' || form === 'enum' || form === 'trait'
      ? form
      : 'class';
  return {
    kind: 'class',
    range: rangeFrom(cursor, head.start),
    form: kind,
    ...rest(head),
    name,
    supertypes,
    constants,
    members,
  };
}

/** `A, B(1), C { … };` */
function parseConstants(cursor: Cursor): readonly CallExpression[] {
  const list: CallExpression[] = [];
  for (;;) {
    parseAnnotations(cursor);
    const token = peek(cursor);
    const name = wordAt(token);
    const following = signAt(peek(cursor, 1));
    const ends = following === ',' || following === ';' || following === '}' || following === '(' || following === '{';
    if (name === undefined || keywords.has(name) || !(ends || peek(cursor, 1).newlineBefore)) return list;
    cursor.index++;
    const callee: Expression = { kind: 'name', range: { start: token.start, end: token.end }, name };
    const values = isSign(cursor, '(') ? parseArguments(cursor, ')') : [];
    if (isSign(cursor, '{')) parseBlock(cursor);
    list.push({ kind: 'call', range: rangeFrom(cursor, token.start), callee, arguments: values });
    if (!takeSign(cursor, ',')) {
      takeSign(cursor, ';');
      return list;
    }
  }
}

function parseImport(cursor: Cursor, start: number, annotations: readonly Annotation[]): Statement {
  cursor.index++;
  const isStatic = takeWord(cursor, 'static');
  const name = parseDottedName(cursor);
  const hasAlias = takeWord(cursor, 'as');
  const alias = hasAlias ? wordAt(peek(cursor)) : undefined;
  if (alias !== undefined) cursor.index++;
  else if (hasAlias) report(cursor, `Expected a name after "as" but found ${describe(cursor)}.`);
  const range = rangeFrom(cursor, start);
  return { kind: 'import', range, annotations, static: isStatic, name, ...(alias === undefined ? {} : { alias }) };
}

function parsePackage(cursor: Cursor, start: number, annotations: readonly Annotation[]): Statement {
  cursor.index++;
  const name = parseDottedName(cursor);
  return { kind: 'package', range: rangeFrom(cursor, start), annotations, name };
}

/** `a.b.C` or `a.b.*` */
function parseDottedName(cursor: Cursor): string {
  const { start } = peek(cursor);
  if (peek(cursor).kind !== 'word') {
    report(cursor, `Expected a name but found ${describe(cursor)}.`);
    return '';
  }
  cursor.index++;
  while (isSign(cursor, '.')) {
    const next = peek(cursor, 1);
    if (next.kind !== 'word' && signAt(next) !== '*') break;
    cursor.index += 2;
  }
  return cursor.text.slice(start, endOfLast(cursor));
}
