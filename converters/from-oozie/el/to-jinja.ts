import type { BinaryOperator, Expression } from './expression';
import { convertCall } from './functions';
import { jinjaLiteral } from './jinja-text';
import { parseTemplate, type SourcePiece } from './parse-template';
import type { ElScope } from './scope';
import {
  asExpression,
  concatTemplates,
  constantText,
  problemTemplate,
  type Template,
  textTemplate,
  valueTemplate,
} from './template';
import {
  asComparable,
  asNumber,
  asText,
  describe,
  fromTemplate,
  over,
  problem,
  type Term,
  term,
  tight,
  truth,
} from './term';

export { type ElScope, type LastFailure, noFailure } from './scope';

/** Converts a text of a definition: `${nameNode}/tmp` becomes the text with `params.nameNode` as a value in it. */
export function convertTemplate(source: string, scope: ElScope): Template {
  return concatTemplates(parseTemplate(source).map((piece) => convertPiece(piece, scope)));
}

function convertPiece(piece: SourcePiece, scope: ElScope): Template {
  if (piece.kind === 'text') return textTemplate(piece.text);
  if (piece.kind === 'error') return problemTemplate(`\${${piece.source}} is no valid expression: ${piece.message}.`);
  // A bare variable keeps its own pieces, so that a property made of text stays text.
  if (piece.expression.kind === 'variable') return scope.variable(piece.expression.name);
  const term = convert(piece.expression, scope);
  if (term.problems.length > 0) return { pieces: [], approximations: [], problems: term.problems };
  if (term.constant !== undefined) return { ...textTemplate(term.constant), approximations: term.approximations };
  return valueTemplate(asText(term), label(piece.expression), term.approximations);
}

/**
 * Converts the predicate of a decision's case into one Jinja expression. A case is taken where its whole text, evaluated
 * and trimmed, is `true` in small letters (Oozie's `DecisionActionExecutor`).
 */
export function convertPredicate(
  source: string,
  scope: ElScope,
): { readonly expression: string } & Omit<Template, 'pieces'> {
  const pieces = parseTemplate(source.trim());
  const [only] = pieces;
  if (pieces.length === 1 && only?.kind === 'expression') {
    const term = convert(only.expression, scope);
    const { approximations, problems } = term;
    const expression = term.type === 'boolean' ? term.jinja : `${tight(term)} == 'true'`;
    return { expression, approximations, problems };
  }
  const template = convertTemplate(source.trim(), scope);
  const constant = constantText(template);
  const expression = constant === undefined ? `(${asExpression(template)}) == 'true'` : String(constant === 'true');
  return { expression, approximations: template.approximations, problems: template.problems };
}

function convert(expression: Expression, scope: ElScope): Term {
  switch (expression.kind) {
    case 'text':
      return term(jinjaLiteral(expression.value), 'text', { constant: expression.value, tight: true });
    case 'number':
      return term(expression.source, 'number', { constant: expression.source, tight: true });
    case 'boolean':
      return term(String(expression.value), 'boolean', { constant: String(expression.value) });
    case 'null':
      return term('none', 'null', { constant: '' });
    case 'variable':
      return fromTemplate(scope.variable(expression.name));
    case 'call': {
      const parts = expression.arguments.map((argument) => convert(argument, scope));
      return convertCall(expression, parts, scope);
    }
    case 'unary':
      return convertUnary(expression, scope);
    case 'binary':
      return convertBinary(expression, scope);
    case 'choice': {
      const parts = [expression.condition, expression.yes, expression.no].map((part) => convert(part, scope));
      const [condition, yes, no] = parts;
      if (condition === undefined || yes === undefined || no === undefined) return problem('An incomplete choice.');
      const type = yes.type === no.type ? yes.type : 'text';
      return over(term(`${tight(yes)} if ${truth(condition)} else ${tight(no)}`, type), parts);
    }
    case 'index':
      return convertIndex(expression, scope);
  }
}

/**
 * `${a.b}`: no property of Oozie's is a mapping, so this is a name with points, filled in by a build before the definition
 * is deployed.
 */
function dottedName(expression: Expression): string | undefined {
  if (expression.kind === 'variable') return expression.name;
  if (expression.kind !== 'index' || expression.key.kind !== 'text' || !/^[\w-]+$/.test(expression.key.value))
    return undefined;
  const before = dottedName(expression.object);
  return before === undefined ? undefined : `${before}.${expression.key.value}`;
}

/** An entry of a mapping. Of what Oozie collects only `wf:actionData` is known here; a missing entry is null, so no text. */
function convertIndex(expression: Expression & { readonly kind: 'index' }, scope: ElScope): Term {
  const dotted = dottedName(expression);
  if (dotted !== undefined) return fromTemplate(scope.variable(dotted));
  const object = convert(expression.object, scope);
  const key = convert(expression.key, scope);
  if (object.type !== 'map') {
    return over(
      problem(`${describe(expression)} reads a value that Oozie collects while it runs; pass it through XCom by hand.`),
      [{ ...object, problems: [] }],
    );
  }
  if (object.jinja === 'dict()' && key.constant !== 'hadoopJobs') {
    return over(term("''", 'text', { tight: true, constant: '', nullable: 'none' }), [object, key]);
  }
  const entry = `${object.jinja}.get(${key.jinja}`;
  return over(term(`${entry}, '')`, 'text', { tight: true, nullable: `${entry})` }), [object, key]);
}

function convertUnary(expression: Expression & { readonly kind: 'unary' }, scope: ElScope): Term {
  const operand = convert(expression.operand, scope);
  if (expression.operator === 'not') return over(term(`not ${truth(operand)}`, 'boolean'), [operand]);
  if (expression.operator === 'empty') return over(term(`not ${tight(operand)}`, 'boolean'), [operand]);
  const constant = operand.constant === undefined ? {} : { constant: `-${operand.constant}` };
  return over(term(`-${asNumber(operand)}`, 'number', constant), [operand]);
}

function convertBinary(expression: Expression & { readonly kind: 'binary' }, scope: ElScope): Term {
  const left = convert(expression.left, scope);
  const right = convert(expression.right, scope);
  const { operator } = expression;
  const parts = [left, right];
  if (operator === 'and' || operator === 'or') {
    return over(term(`${truth(left)} ${operator} ${truth(right)}`, 'boolean'), parts);
  }
  if (operator === '==' || operator === '!=') return over(term(equality(operator, left, right), 'boolean'), parts);
  if (operator === '<' || operator === '>' || operator === '<=' || operator === '>=') {
    return over(term(order(operator, left, right), 'boolean'), parts);
  }
  const known = computed(operator, left.constant, right.constant);
  if (known !== undefined) return over(term(known, 'number', { constant: known, tight: true }), parts);
  return over(term(`${asNumber(left)} ${operator} ${asNumber(right)}`, 'number'), parts);
}

/** Whole numbers are computed now; JSP divides them as fractions, so a quotient is left to the run. */
function computed(operator: BinaryOperator, left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined || ![left, right].every((text) => /^-?\d{1,17}$/.test(text)))
    return undefined;
  const [a, b] = [BigInt(left), BigInt(right)];
  if (operator === '+') return String(a + b);
  if (operator === '-') return String(a - b);
  return operator === '*' ? String(a * b) : undefined;
}

/** JSP 2.0 §2.3.5.7: a number beside makes both numbers, a boolean beside makes both booleans, else texts are compared. */
function equality(operator: '==' | '!=', left: Term, right: Term): string {
  if (left.type === 'null' || right.type === 'null') {
    const other = left.type === 'null' ? right : left;
    return `${other.nullable ?? tight(other)} is ${operator === '==' ? '' : 'not '}none`;
  }
  if (left.type === 'number' || right.type === 'number')
    return `${asComparable(left)} ${operator} ${asComparable(right)}`;
  if (left.type === 'boolean' || right.type === 'boolean') return `${truth(left)} ${operator} ${truth(right)}`;
  return `${tight(left)} ${operator} ${tight(right)}`;
}

function order(operator: BinaryOperator, left: Term, right: Term): string {
  const numbers = left.type === 'number' || right.type === 'number';
  return numbers
    ? `${asComparable(left)} ${operator} ${asComparable(right)}`
    : `${tight(left)} ${operator} ${tight(right)}`;
}

/** A short name for an expression, usable as an identifier. */
function label(expression: Expression): string {
  if (expression.kind === 'variable') return expression.name;
  if (expression.kind === 'call') {
    const [argument] = expression.arguments;
    const isConf = expression.name.endsWith(':conf') && argument?.kind === 'text';
    return isConf ? argument.value : expression.name;
  }
  if (expression.kind === 'index' && expression.key.kind === 'text') {
    const { object, key } = expression;
    return object.kind === 'call' ? key.value : `${label(object)}.${key.value}`;
  }
  return 'value';
}
