import type { BinaryOperator, Expression } from './expression';

/** A text with expressions in it: what stands in an element or attribute of a definition. */
export type SourcePiece =
  | { readonly kind: 'text'; readonly text: string }
  /** `source` is what stands between the braces. */
  | { readonly kind: 'expression'; readonly source: string; readonly expression: Expression }
  /** Not an expression that Oozie would accept. `message` says what is wrong. */
  | { readonly kind: 'error'; readonly source: string; readonly message: string };

/** No expression may nest deeper; Oozie's own would not come near. */
const maximalDepth = 60;

/** Splits a text at its `${…}`; `\${` is the two characters themselves. Linear; never throws. */
export function parseTemplate(text: string): SourcePiece[] {
  if (!text.includes('${')) return text === '' ? [] : [{ kind: 'text', text }];
  const pieces: SourcePiece[] = [];
  let literal = '';
  let offset = 0;
  const flush = (): void => {
    if (literal !== '') pieces.push({ kind: 'text', text: literal });
    literal = '';
  };
  while (offset < text.length) {
    const next = text.indexOf('${', offset);
    if (next < 0) break;
    if (text[next - 1] === '\\') {
      literal += `${text.slice(offset, next - 1)}\${`;
      offset = next + 2;
      continue;
    }
    literal += text.slice(offset, next);
    const end = expressionEnd(text, next + 2);
    flush();
    const source = text.slice(next + 2, end);
    pieces.push(end < text.length ? parsePiece(source) : { kind: 'error', source, message: 'it does not end' });
    offset = Math.min(text.length, end + 1);
  }
  literal += text.slice(offset);
  flush();
  return pieces;
}

/** Where the `}` of an expression stands: not inside quotes. The end of the text where there is none, so that no stretch is read twice. */
function expressionEnd(text: string, from: number): number {
  let quote = '';
  for (let offset = from; offset < text.length; offset++) {
    const character = text[offset] ?? '';
    if (quote !== '') {
      if (character === '\\') offset++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '}') return offset;
  }
  return text.length;
}

function parsePiece(source: string): SourcePiece {
  const tokens = tokenize(source);
  if (typeof tokens === 'string') return { kind: 'error', source, message: tokens };
  const parser: Parser = { tokens, index: 0, depth: 0, problem: undefined };
  const expression = parseChoice(parser);
  if (parser.problem === undefined && parser.index < tokens.length) fail(parser, unexpected(parser));
  return parser.problem === undefined
    ? { kind: 'expression', source, expression }
    : { kind: 'error', source, message: parser.problem };
}

type Token =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: string };

const tokenPattern =
  /\s+|(?<number>\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|(?<name>[A-Za-z_$][\w$]*(?::[A-Za-z_$][\w$]*)?)|(?<text>'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*")|(?<sign>&&|\|\||[=!<>]=|[-+*/%<>!?:.,()[\]])/y;

function tokenize(source: string): Token[] | string {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < source.length) {
    const at = tokenPattern.lastIndex;
    const groups = tokenPattern.exec(source)?.groups;
    if (groups === undefined) {
      if (tokenPattern.lastIndex > at) continue;
      return `"${source.slice(at, at + 10)}" is no part of an expression`;
    }
    const { number, name, text, sign } = groups;
    if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else if (name !== undefined) tokens.push({ kind: 'name', value: name });
    else if (text !== undefined) tokens.push({ kind: 'text', value: text.slice(1, -1).replace(/\\([\s\S])/g, '$1') });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
  }
  return tokens;
}

interface Parser {
  readonly tokens: readonly Token[];
  index: number;
  depth: number;
  problem: string | undefined;
}

const nothing: Expression = { kind: 'null' };

function fail(parser: Parser, message: string): Expression {
  parser.problem ??= message;
  parser.index = parser.tokens.length;
  return nothing;
}

function unexpected(parser: Parser): string {
  const token = parser.tokens[parser.index];
  return token === undefined ? 'the expression ends too early' : `"${token.value}" is not expected here`;
}

/** Takes the next token where it is one of these words or signs. */
function take(parser: Parser, ...values: readonly string[]): string | undefined {
  const token = parser.tokens[parser.index];
  if (token === undefined || (token.kind !== 'sign' && token.kind !== 'name')) return undefined;
  if (!values.includes(token.value)) return undefined;
  parser.index++;
  return token.value;
}

function expect(parser: Parser, value: string): void {
  if (take(parser, value) === undefined) fail(parser, unexpected(parser));
}

function deeper(parser: Parser, parse: (parser: Parser) => Expression): Expression {
  if (parser.depth >= maximalDepth) return fail(parser, 'the expression is nested too deeply');
  parser.depth++;
  const expression = parse(parser);
  parser.depth--;
  return expression;
}

function parseChoice(parser: Parser): Expression {
  const condition = parseBinary(parser, 1);
  if (take(parser, '?') === undefined) return condition;
  const yes = deeper(parser, parseChoice);
  expect(parser, ':');
  return { kind: 'choice', condition, yes, no: deeper(parser, parseChoice) };
}

/** Operators by their spelling, with how tightly each binds, from 1 (JSP 2.0 specification, §2.3). */
const operators: ReadonlyMap<string, readonly [operator: BinaryOperator, tightness: number]> = new Map([
  ['||', ['or', 1]],
  ['or', ['or', 1]],
  ['&&', ['and', 2]],
  ['and', ['and', 2]],
  ['==', ['==', 3]],
  ['eq', ['==', 3]],
  ['!=', ['!=', 3]],
  ['ne', ['!=', 3]],
  ['<', ['<', 4]],
  ['lt', ['<', 4]],
  ['>', ['>', 4]],
  ['gt', ['>', 4]],
  ['<=', ['<=', 4]],
  ['le', ['<=', 4]],
  ['>=', ['>=', 4]],
  ['ge', ['>=', 4]],
  ['+', ['+', 5]],
  ['-', ['-', 5]],
  ['*', ['*', 6]],
  ['/', ['/', 6]],
  ['div', ['/', 6]],
  ['%', ['%', 6]],
  ['mod', ['%', 6]],
]);

/** A chain of operators that bind at least as tightly as `loosest`; those that bind alike lean to the left. */
function parseBinary(parser: Parser, loosest: number): Expression {
  let left = parseUnary(parser);
  let chained = 0;
  for (;;) {
    const token = parser.tokens[parser.index];
    const found =
      token === undefined || (token.kind !== 'sign' && token.kind !== 'name') ? undefined : operators.get(token.value);
    if (found === undefined || found[1] < loosest) return left;
    // A left-leaning tree is as deep as its chain is long, and everything that walks it recurses.
    if (++chained > 500) return fail(parser, 'the expression is too long');
    parser.index++;
    const [operator, tightness] = found;
    left = { kind: 'binary', operator, left, right: parseBinary(parser, tightness + 1) };
  }
}

function parseUnary(parser: Parser): Expression {
  const spelling = take(parser, '!', 'not', '-', 'empty');
  if (spelling === undefined) return parsePostfix(parser);
  const operator = spelling === '!' || spelling === 'not' ? 'not' : spelling === '-' ? '-' : 'empty';
  return { kind: 'unary', operator, operand: deeper(parser, parseUnary) };
}

function parsePostfix(parser: Parser): Expression {
  let object = parsePrimary(parser);
  for (let chained = 0; ; chained++) {
    if (chained > maximalDepth) return fail(parser, 'the expression is too long');
    if (take(parser, '.') !== undefined) {
      const token = parser.tokens[parser.index++];
      if (token?.kind !== 'name') return fail(parser, 'a name is expected after "."');
      object = { kind: 'index', object, key: { kind: 'text', value: token.value } };
    } else if (take(parser, '[') !== undefined) {
      const key = deeper(parser, parseChoice);
      expect(parser, ']');
      object = { kind: 'index', object, key };
    } else return object;
  }
}

function parsePrimary(parser: Parser): Expression {
  const token = parser.tokens[parser.index];
  if (token === undefined) return fail(parser, unexpected(parser));
  parser.index++;
  if (token.kind === 'text') return { kind: 'text', value: token.value };
  if (token.kind === 'number') return { kind: 'number', source: token.value };
  if (token.kind === 'sign') {
    if (token.value !== '(') return fail(parser, `"${token.value}" is not expected here`);
    const inner = deeper(parser, parseChoice);
    expect(parser, ')');
    return inner;
  }
  if (token.value === 'true' || token.value === 'false') return { kind: 'boolean', value: token.value === 'true' };
  if (token.value === 'null') return nothing;
  if (take(parser, '(') === undefined) {
    return token.value.includes(':')
      ? fail(parser, `"${token.value}" is called without parentheses`)
      : { kind: 'variable', name: token.value };
  }
  return { kind: 'call', name: token.value, arguments: parseArguments(parser) };
}

function parseArguments(parser: Parser): Expression[] {
  const values: Expression[] = [];
  if (take(parser, ')') !== undefined) return values;
  do values.push(deeper(parser, parseChoice));
  while (take(parser, ',') !== undefined);
  expect(parser, ')');
  return values;
}
