import { strftimeFormat } from './date-format';
import type { BinaryOperator, Expression } from './expression';
import { jinjaLiteral } from './jinja-text';
import { parseTemplate, type SourcePiece } from './parse-template';
import {
  asExpression,
  concatTemplates,
  constantText,
  isTight,
  problemTemplate,
  type Template,
  textTemplate,
  valueTemplate,
} from './template';

/** What expressions may refer to at their place. */
export interface ElScope {
  /** A property of the job, by its name. */
  variable(name: string): Template;
  readonly workflowName: Template;
  /** The folder of the application on HDFS. */
  readonly applicationPath: Template;
  readonly user: Template;
  readonly lastFailure: LastFailure;
  /** The mapping that an action left behind, as a Jinja expression; nothing where it leaves none. */
  output?(action: string): string | undefined;
}

/** What `wf:lastErrorNode()` may be at a place. */
export interface LastFailure {
  readonly actions: readonly string[];
  /** Every way there has a failure on it. */
  readonly certain: boolean;
}

export const noFailure: LastFailure = { actions: [], certain: false };

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

type TermType = 'text' | 'number' | 'boolean' | 'null';

interface Term {
  readonly jinja: string;
  readonly type: TermType;
  readonly tight: boolean;
  /** The text, where it is known now. */
  readonly constant?: string;
  /** The same as a date of Python, where the text is one. */
  readonly moment?: string;
  readonly approximations: readonly string[];
  readonly problems: readonly string[];
}

function term(jinja: string, type: TermType, more: Partial<Term> = {}): Term {
  return { jinja, type, tight: isTight(jinja), approximations: [], problems: [], ...more };
}

function problem(message: string): Term {
  return term("''", 'text', { problems: [message] });
}

function tight(part: Term): string {
  return part.tight ? part.jinja : `(${part.jinja})`;
}

/** The term with what its parts had to say. */
function over(result: Term, parts: readonly Term[]): Term {
  return {
    ...result,
    approximations: [...parts.flatMap((part) => part.approximations), ...result.approximations],
    problems: [...parts.flatMap((part) => part.problems), ...result.problems],
  };
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
    case 'call':
      return convertCall(expression, scope);
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
      return problem(
        `${describe(expression)} reads a value that Oozie collects while it runs; pass it through XCom by hand.`,
      );
  }
}

function fromTemplate(template: Template): Term {
  const constant = constantText(template);
  const { approximations, problems } = template;
  const more = { approximations, problems };
  if (constant !== undefined) return term(jinjaLiteral(constant), 'text', { ...more, constant, tight: true });
  return term(asExpression(template), 'text', more);
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
  return over(term(`${asNumber(left)} ${operator} ${asNumber(right)}`, 'number'), parts);
}

/** JSP 2.0 §2.3.5.7: a number beside makes both numbers, a boolean beside makes both booleans, else texts are compared. */
function equality(operator: '==' | '!=', left: Term, right: Term): string {
  if (left.type === 'null' || right.type === 'null') {
    const other = left.type === 'null' ? right : left;
    return `${tight(other)} is ${operator === '==' ? '' : 'not '}none`;
  }
  if (left.type === 'number' || right.type === 'number') return `${asNumber(left)} ${operator} ${asNumber(right)}`;
  if (left.type === 'boolean' || right.type === 'boolean') return `${truth(left)} ${operator} ${truth(right)}`;
  return `${tight(left)} ${operator} ${tight(right)}`;
}

function order(operator: BinaryOperator, left: Term, right: Term): string {
  const numbers = left.type === 'number' || right.type === 'number';
  return numbers ? `${asNumber(left)} ${operator} ${asNumber(right)}` : `${tight(left)} ${operator} ${tight(right)}`;
}

function asNumber(part: Term): string {
  return part.type === 'number' ? tight(part) : `${tight(part)} | float`;
}

/** As a boolean: a text is true where it says `true`. */
function truth(part: Term): string {
  if (part.type === 'boolean') return tight(part);
  return part.type === 'null' ? 'false' : `(${tight(part)} | lower == 'true')`;
}

function asText(part: Term): string {
  return part.type === 'boolean' ? `${tight(part)} | lower` : part.jinja;
}

const minuteFormat = '%Y-%m-%dT%H:%MZ';

function moment(date: string, approximations: readonly string[] = []): Term {
  return term(`${date}.strftime('${minuteFormat}')`, 'text', { moment: date, approximations });
}

function convertCall(call: Expression & { readonly kind: 'call' }, scope: ElScope): Term {
  const parts = call.arguments.map((argument) => convert(argument, scope));
  const [first, second, third] = parts;
  const key = first?.constant;
  switch (`${call.name}/${parts.length}`) {
    case 'wf:conf/1':
    case 'coord:conf/1':
      return key === undefined ? unknownFunction(call) : fromTemplate(scope.variable(key));
    case 'wf:id/0':
    case 'coord:actionId/0':
      return term('run_id', 'text');
    case 'wf:name/0':
    case 'coord:name/0':
      return fromTemplate(scope.workflowName);
    case 'wf:appPath/0':
      return fromTemplate(scope.applicationPath);
    case 'wf:user/0':
    case 'coord:user/0':
      return fromTemplate(scope.user);
    case 'wf:lastErrorNode/0':
      return lastErrorNode(scope);
    case 'wf:errorMessage/1':
    case 'wf:errorCode/1':
      return first === undefined ? unknownFunction(call) : over(errorText(first), [first]);
    case 'timestamp/0':
      return moment('macros.datetime.utcnow()');
    case 'concat/2':
      if (first === undefined || second === undefined) return unknownFunction(call);
      return over(term(`${tight(first)} ~ ${tight(second)}`, 'text'), parts);
    case 'trim/1':
      return first === undefined ? unknownFunction(call) : over(term(`${tight(first)} | trim`, 'text'), parts);
    case 'coord:nominalTime/0':
      return moment('data_interval_end');
    case 'coord:actualTime/0':
      return moment('dag_run.start_date', [
        'Oozie gives the time at which it created the action, Airflow the start of the run.',
      ]);
    case 'coord:formatTime/2':
      return first === undefined || second === undefined ? unknownFunction(call) : formatTime(first, second);
    case 'coord:dateOffset/3':
      if (first === undefined || second === undefined || third === undefined) return unknownFunction(call);
      return dateOffset(first, second, third);
    default:
      return unknownFunction(call);
  }
}

function unknownFunction(call: Expression & { readonly kind: 'call' }): Term {
  return problem(`${describe(call)} has no conversion yet; write what it stood for as Jinja.`);
}

function lastErrorNode({ lastFailure }: ElScope): Term {
  const { actions, certain } = lastFailure;
  const [only, ...others] = actions;
  if (only === undefined) return problem('No failure leads here, so wf:lastErrorNode() has no value.');
  if (others.length === 0 && certain) return fromTemplate(textTemplate(only));
  const difference =
    others.length === 0
      ? 'Oozie gives an empty text where nothing has failed.'
      : 'Oozie names the action that failed; here all that may have failed are named.';
  const text = others.length === 0 ? only : `one of ${actions.join(', ')}`;
  return { ...fromTemplate(textTemplate(text)), approximations: [difference] };
}

function errorText(action: Term): Term {
  if (action.constant === undefined) return problem('wf:errorMessage() of a computed name has no conversion yet.');
  // A name with an approximation stands for several actions, or for none.
  const which = action.approximations.length > 0 ? 'the task that failed' : action.constant;
  const text = `see the log of ${which}`;
  return {
    ...fromTemplate(textTemplate(text)),
    approximations: ['Oozie gives the error itself; here the text says in which log it is.'],
  };
}

function formatTime(time: Term, format: Term): Term {
  const directives = format.constant === undefined ? undefined : strftimeFormat(format.constant);
  if (time.moment === undefined || directives === undefined) {
    return problem('coord:formatTime() is converted for nominal and actual times and plain formats only.');
  }
  return over(term(`${time.moment}.strftime(${jinjaLiteral(directives)})`, 'text'), [time, format]);
}

const units: ReadonlyMap<string, string> = new Map([
  ['YEAR', 'years'],
  ['MONTH', 'months'],
  ['DAY', 'days'],
  ['HOUR', 'hours'],
  ['MINUTE', 'minutes'],
]);

function dateOffset(time: Term, count: Term, unit: Term): Term {
  const parameter = units.get(unit.constant ?? '');
  if (time.moment === undefined || parameter === undefined || !/^-?\d+$/.test(count.constant ?? '')) {
    return problem('coord:dateOffset() is converted for nominal and actual times and literal offsets only.');
  }
  return over(moment(`${time.moment}.add(${parameter}=${count.constant})`), [time, count, unit]);
}

/** A short name for an expression, usable as an identifier. */
function label(expression: Expression): string {
  if (expression.kind === 'variable') return expression.name;
  if (expression.kind === 'call') {
    const [argument] = expression.arguments;
    const isConf = expression.name.endsWith(':conf') && argument?.kind === 'text';
    return isConf ? argument.value : expression.name;
  }
  return 'value';
}

function describe(expression: Expression): string {
  if (expression.kind === 'call') return `${expression.name}()`;
  return expression.kind === 'index' ? `${describe(expression.object)}[…]` : 'The expression';
}
