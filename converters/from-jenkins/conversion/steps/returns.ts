import { childrenOf, type Expression, type IfStatement, type Statement, type TreeNode } from '../../groovy/index';
import { alias, type Ledger, settle, settleInside, type Verdict } from '../ledger';
import { asChain } from './switches';

/**
 * What `return` means in the statements of one closure or method: those of it that are the last thing done there, and branches that were
 * joined with the statements behind them, since a branch that returns leaves these out.
 */
export interface Returns {
  /** Where the value goes: a variable of the shell; absent where nobody takes it. */
  readonly target?: string;
  readonly last: Set<Statement>;
  readonly joined: Map<Statement, Joined>;
}

/** What a branch was before the statements behind it were moved into it. */
export interface Joined {
  readonly statement: IfStatement;
  readonly behind: readonly Statement[];
}

/** More statements are not written twice for branches that both go on. */
const mostCopies = 200;

export function noReturns(target?: string): Returns {
  return { last: new Set(), joined: new Map(), ...(target === undefined ? {} : { target }) };
}

/**
 * The statements of a closure or method so that each `return` is the last thing done, as far as that can be: `if (a) { return }; b` is
 * `if (a) {} else { b }`. A `return` in a loop, or before what always runs, stays where it is and is none of `returns.last`.
 */
export function withoutReturns(
  ledger: Ledger,
  returns: Returns,
  statements: readonly Statement[],
): readonly Statement[] {
  return straighten({ ledger, returns, left: mostCopies }, statements);
}

interface Reading {
  readonly ledger: Ledger;
  readonly returns: Returns;
  left: number;
}

function straighten(reading: Reading, list: readonly Statement[]): readonly Statement[] {
  const index = list.findIndex((each) => holdsReturn(each));
  const first = list[index];
  if (first === undefined) return withValue(reading, list);
  const before = list.slice(0, index);
  const behind = list.slice(index + 1);
  switch (first.kind) {
    case 'return':
      reading.returns.last.add(first);
      // Where another branch comes there, that says more.
      for (const each of behind) {
        settle(reading.ledger, each, unreachable);
        settleInside(reading.ledger, each, unreachable);
      }
      return [...before, first];
    case 'block':
      return [...before, ...straighten(reading, [...first.body, ...behind])];
    case 'if':
      reading.left -= behind.length;
      return reading.left < 0 ? list : [...before, joinedIf(reading, first, behind)];
    case 'switch': {
      const chain = asChain(reading.ledger, first);
      return chain === undefined ? list : straighten(reading, [...before, chain, ...behind]);
    }
    case 'try':
      return behind.length > 0 || first.last !== undefined ? list : [...before, straightTry(reading, first)];
    default:
      return list;
  }
}

const unreachable: Verdict = { status: 'dropped', reason: 'unreachable', message: 'It stands behind a return.' };

function joinedIf(reading: Reading, statement: IfStatement, behind: readonly Statement[]): Statement {
  const { range } = statement;
  const branch = (body: Statement | undefined): Statement => ({
    kind: 'block',
    range: body?.range ?? { start: range.end, end: range.end },
    body: straighten(reading, [...(body === undefined ? [] : [body]), ...behind].flatMap(unblocked)),
  });
  const made: IfStatement = { ...statement, body: branch(statement.body), otherwise: branch(statement.otherwise) };
  alias(reading.ledger, made, statement);
  reading.returns.joined.set(made, { statement, behind });
  return made;
}

function unblocked(statement: Statement): readonly Statement[] {
  return statement.kind === 'block' ? statement.body : [statement];
}

function straightTry(reading: Reading, statement: Extract<Statement, { kind: 'try' }>): Statement {
  const block = <T extends { readonly body: readonly Statement[] }>(each: T): T => ({
    ...each,
    body: straighten(reading, each.body),
  });
  const made: Statement = {
    ...statement,
    body: block(statement.body),
    catches: statement.catches.map((clause) => ({ ...clause, body: block(clause.body) })),
  };
  alias(reading.ledger, made, statement);
  return made;
}

/** The last expression of a method is its value; where none stands there, that is null. */
function withValue(reading: Reading, list: readonly Statement[]): readonly Statement[] {
  if (reading.returns.target === undefined) return list;
  const last = list.at(-1);
  const before = list.slice(0, -1);
  if (last?.kind === 'if') return [...before, joinedIf(reading, last, [])];
  const chain = last?.kind === 'switch' ? asChain(reading.ledger, last) : undefined;
  if (chain !== undefined) return straighten(reading, [...before, chain]);
  if (last?.kind === 'block') return straighten(reading, [...before, ...last.body]);
  if (last?.kind === 'try' && last.last === undefined) return [...before, straightTry(reading, last)];
  if (last?.kind === 'expression' && last.expression.kind !== 'assignment' && last.expression.kind !== 'unary') {
    const made: Statement = { kind: 'return', value: last.expression, range: last.range };
    alias(reading.ledger, made, last);
    reading.returns.last.add(made);
    return [...before, made];
  }
  return list;
}

/** Whether a statement holds a `return` of the closure or method that it stands in. */
export function holdsReturn(statement: Statement): boolean {
  const waiting: TreeNode[] = [statement];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'return') return true;
    if (node.kind === 'closure' || node.kind === 'method' || node.kind === 'class') continue;
    waiting.push(...childrenOf(node));
  }
  return false;
}

/** The values that a method may give: of each `return`, and of the last expression; nothing where it may give another. */
export function valuesOf(body: readonly Statement[]): readonly Expression[] | undefined {
  const values: Expression[] = [];
  const waiting: TreeNode[] = [...body];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'return') {
      if (node.value === undefined) return undefined;
      values.push(node.value);
    }
    if (node.kind === 'closure' || node.kind === 'method' || node.kind === 'class') continue;
    waiting.push(...childrenOf(node));
  }
  return endsWithValue(body, values) ? values : undefined;
}

/** Whether statements always end with a value, which then is one of `values`. */
function endsWithValue(body: readonly Statement[], values: Expression[]): boolean {
  const last = body.at(-1);
  switch (last?.kind) {
    case 'return':
      return true;
    case 'throw':
      return true;
    case 'block':
      return endsWithValue(last.body, values);
    case 'if':
      return (
        endsWithValue([last.body], values) && last.otherwise !== undefined && endsWithValue([last.otherwise], values)
      );
    case 'switch':
      return (
        last.cases.some(({ value }) => value === undefined) &&
        last.cases.every(({ body: each }) => each.length === 0 || endsWithValue(each, values))
      );
    case 'try':
      return (
        endsWithValue(last.body.body, values) &&
        last.catches.every(({ body: each }) => endsWithValue(each.body, values))
      );
    case 'expression':
      if (last.expression.kind === 'assignment' || last.expression.kind === 'unary') return false;
      values.push(last.expression);
      return true;
    default:
      return false;
  }
}
