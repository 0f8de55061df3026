import type { Expression, IfStatement, Statement, SwitchStatement } from '../../groovy/index';
import { alias, converted, type Ledger, settle } from '../ledger';

interface Group {
  /** Absent for `default`. */
  readonly condition?: Expression;
  readonly body: readonly Statement[];
}

/** More statements are not written twice for cases that fall through. */
const mostCopies = 200;

/**
 * A `switch` as a chain of `if`: what a case is asked is known of texts, numbers, lists of these and patterns (`isCase`, Groovy 2.4 spec,
 * "switch / case"). Nothing where it is asked something else, or `break` stands in the middle of a case.
 */
export function asChain(ledger: Ledger, statement: SwitchStatement): Statement | undefined {
  if (!isPure(statement.subject)) return undefined;
  const groups = groupsOf(statement);
  if (groups === undefined) return undefined;
  const otherwise = groups.find(({ condition }) => condition === undefined);
  let chain: Statement | undefined = otherwise === undefined ? undefined : blockOf(statement, otherwise.body);
  for (const { condition, body } of groups.filter((group) => group !== otherwise).reverse()) {
    if (condition === undefined) return undefined;
    const made: IfStatement = {
      kind: 'if',
      range: statement.range,
      condition,
      body: blockOf(statement, body),
      ...(chain === undefined ? {} : { otherwise: chain }),
    };
    alias(ledger, made, statement);
    chain = made;
  }
  for (const { body } of statement.cases) {
    for (const each of body) if (each.kind === 'jump' && each.jump === 'break') settle(ledger, each, converted);
  }
  return chain ?? blockOf(statement, []);
}

function blockOf({ range }: Statement, body: readonly Statement[]): Statement {
  return { kind: 'block', range, body };
}

function groupsOf({ subject, cases }: SwitchStatement): readonly Group[] | undefined {
  const groups: Group[] = [];
  let conditions: Expression[] = [];
  let hasDefault = false;
  let left = mostCopies;
  for (const [index, { value, body }] of cases.entries()) {
    const condition = value === undefined ? undefined : caseCondition(subject, value);
    if (value !== undefined && condition === undefined) return undefined;
    if (condition === undefined) hasDefault = true;
    else conditions.push(condition);
    if (body.length === 0 && index < cases.length - 1) continue;
    const whole = bodyFrom(cases.slice(index).map((each) => each.body));
    left -= whole?.length ?? 0;
    if (whole === undefined || left < 0) return undefined;
    // Of `case 'a': default:` all that is asked nowhere else comes to the same statements.
    if (conditions.length > 0) groups.push({ condition: either(conditions), body: whole });
    if (hasDefault) groups.push({ body: whole });
    conditions = [];
    hasDefault = false;
  }
  return groups;
}

function either(conditions: readonly Expression[]): Expression {
  return conditions.reduce((left, right) => ({ kind: 'binary', operator: '||', left, right, range: right.range }));
}

/** The statements of a case: to its `break`, or with those of the cases behind it. */
function bodyFrom(bodies: readonly (readonly Statement[])[]): readonly Statement[] | undefined {
  const statements: Statement[] = [];
  for (const body of bodies) {
    const end = body.findIndex((each) => each.kind === 'jump' && each.jump === 'break');
    const own = end < 0 ? body : body.slice(0, end);
    if (own.some(holdsBreak)) return undefined;
    statements.push(...own);
    const last = own.at(-1);
    if (end >= 0 || last?.kind === 'return' || last?.kind === 'throw' || last?.kind === 'jump') break;
  }
  return statements;
}

/** A `break` that would end the `switch` in the middle of a case. */
function holdsBreak(statement: Statement): boolean {
  switch (statement.kind) {
    case 'jump':
      return statement.jump === 'break';
    case 'if':
      return holdsBreak(statement.body) || (statement.otherwise !== undefined && holdsBreak(statement.otherwise));
    case 'block':
      return statement.body.some(holdsBreak);
    case 'try':
      return [
        statement.body,
        ...statement.catches.map(({ body }) => body),
        ...(statement.last ? [statement.last] : []),
      ].some(holdsBreak);
    case 'labeled':
    case 'synchronized':
      return true;
    default:
      return false;
  }
}

/** What a case asks of the value. */
function caseCondition(subject: Expression, value: Expression): Expression | undefined {
  const { range } = value;
  const binary = (operator: string, left: Expression, right: Expression): Expression => ({
    kind: 'binary',
    operator,
    left,
    right,
    range,
  });
  switch (value.kind) {
    case 'text':
    case 'interpolated':
      // A text is compared with what the value is as a text.
      return binary('==', asText(subject), value);
    case 'number':
    case 'boolean':
    case 'null':
      return binary('==', subject, value);
    case 'list':
      return binary('in', subject, value);
    case 'unary':
      return value.operator === '~' && value.operand.kind === 'text'
        ? binary('==~', asText(subject), value.operand)
        : undefined;
    default:
      return undefined;
  }
}

function asText(subject: Expression): Expression {
  if (subject.kind === 'text' || subject.kind === 'interpolated') return subject;
  const { range } = subject;
  return { kind: 'interpolated', quote: '"', range, parts: [{ kind: 'value', range, value: subject }] };
}

/** Whether asking a value once for each case changes nothing. */
function isPure(value: Expression): boolean {
  switch (value.kind) {
    case 'text':
    case 'number':
    case 'boolean':
    case 'name':
      return true;
    case 'interpolated':
      return value.parts.every((part) => part.kind === 'text' || isPure(part.value));
    case 'property':
      return isPure(value.target);
    case 'index':
      return isPure(value.target) && value.arguments.every((each) => isPure(each.value));
    case 'cast':
      return isPure(value.value);
    case 'binary':
      return isPure(value.left) && isPure(value.right);
    case 'call':
      // Methods of a text: of a call of a step nothing is known twice.
      return (
        value.callee.kind === 'property' &&
        isPure(value.callee.target) &&
        value.arguments.every((each) => isPure(each.value))
      );
    default:
      return false;
  }
}
