import { type Expression, type ForStatement, type Statement, type Variable, walk } from '../../groovy/index';
import { alias } from '../ledger';
import { parsedNumber } from '../numbers';
import type { Scope } from '../scope';
import type { ScriptPart } from '../script';
import { sortOf } from '../sorts';
import { literal, type Template } from '../template';
import { numberOf } from '../values';
import { prepareCondition } from './hoist';
import { bodyOf, mostRepetitions, repeated, shellWhile } from './loops';
import { byHand, done, innerWork, type Work } from './work';

/** `for (int i = 0; i < 3; i++)`: once for each number that it counts. */
export function convertFor(work: Work, statement: ForStatement): readonly ScriptPart[] {
  const [first, more] = statement.initial;
  const counter = first === undefined ? undefined : counterOf(first);
  const items = counter === undefined || more !== undefined ? undefined : countedItems(work, counter, statement);
  if (counter === undefined || items === undefined) return countingFor(work, statement);
  if (first !== undefined) done(work, first);
  return repeated(work, statement, counter.name, { items, sort: 'number' }, bodyOf(statement.body));
}

/** A loop that counts to what only the shell knows, or changes what it counts. */
function countingFor(work: Work, statement: ForStatement): readonly ScriptPart[] {
  const { initial, condition, update } = statement;
  const { body } = bodyOf(statement.body);
  // The counter goes on also where `continue` ends a round early.
  if (condition === undefined || body.some(holdsContinue))
    return byHand(work, statement, 'a loop', 'What the loop goes over is not known before the run.');
  const outer = innerWork(work);
  const begin = work.convertBlock(outer, initial);
  const goesOn = prepareCondition(outer, condition);
  if (goesOn.condition.kind === 'unknown')
    return byHand(work, statement, 'a loop', `The condition is not known to a shell: ${goesOn.condition.reason}.`);
  const behind = update.map((expression): Statement => ({ kind: 'expression', expression, range: expression.range }));
  for (const each of behind) alias(work.scope.conversion.ledger, each, statement);
  return [...begin, ...shellWhile(outer, statement, goesOn, body, behind)];
}

function holdsContinue(statement: Statement): boolean {
  let found = false;
  walk([statement], (node) => {
    if (node.kind === 'jump' && node.jump === 'continue') found = true;
    return node.kind !== 'closure';
  });
  return found;
}

/** `int i = 0` and `i = 0` */
function counterOf(first: Statement): Counter | undefined {
  if (first.kind === 'declaration') return first.variables.length === 1 ? first.variables[0] : undefined;
  const assignment = first.kind === 'expression' ? first.expression : undefined;
  if (assignment?.kind !== 'assignment' || assignment.operator !== '=' || assignment.target.kind !== 'name')
    return undefined;
  return { name: assignment.target.name, initial: assignment.value };
}

type Counter = Pick<Variable, 'name' | 'initial'>;

/** The numbers that a loop counts, where its limits are known and nothing in it changes the counter. */
function countedItems(
  { scope }: Work,
  { name, initial }: Counter,
  { condition, update, body }: ForStatement,
): readonly Template[] | undefined {
  const [next, more] = update;
  const step = next === undefined || more !== undefined ? undefined : stepOf(next, name);
  if (step === undefined || initial === undefined || condition?.kind !== 'binary' || isSetIn(body, name))
    return undefined;
  const [start, end] = [knownNumber(scope, initial), knownNumber(scope, condition.right)];
  const goesOn = orders.get(condition.operator);
  const isCounter = condition.left.kind === 'name' && condition.left.name === name;
  if (start === undefined || end === undefined || goesOn === undefined || !isCounter) return undefined;
  const items: Template[] = [];
  for (let value = start; goesOn(value, end); value += step) {
    if (items.length === mostRepetitions) return undefined;
    items.push(literal(String(value)));
  }
  return items;
}

const orders: ReadonlyMap<string, (value: bigint, end: bigint) => boolean> = new Map([
  ['<', (value: bigint, end: bigint) => value < end],
  ['<=', (value: bigint, end: bigint) => value <= end],
  ['>', (value: bigint, end: bigint) => value > end],
  ['>=', (value: bigint, end: bigint) => value >= end],
]);

/** By how much `i++`, `i--` and `i += 2` change the counter. */
function stepOf(update: Expression, name: string): bigint | undefined {
  if (update.kind === 'unary' && update.operand.kind === 'name' && update.operand.name === name)
    return update.operator === '++' ? 1n : update.operator === '--' ? -1n : undefined;
  if (update.kind !== 'assignment' || update.target.kind !== 'name' || update.target.name !== name) return undefined;
  const by = update.value.kind === 'number' ? parsedNumber(update.value.text) : undefined;
  if (by === undefined || by === 0n) return undefined;
  return update.operator === '+=' ? by : update.operator === '-=' ? -by : undefined;
}

function isSetIn(body: Statement, name: string): boolean {
  let isSet = false;
  walk([body], (node) => {
    const target = node.kind === 'assignment' ? node.target : node.kind === 'unary' ? node.operand : undefined;
    const changes = node.kind === 'assignment' || (node.kind === 'unary' && ['++', '--'].includes(node.operator));
    if (changes && target?.kind === 'name' && target.name === name) isSet = true;
    return undefined;
  });
  return isSet;
}

function knownNumber(scope: Scope, expression: Expression): bigint | undefined {
  const number = sortOf(scope, expression) === 'number' ? numberOf(scope, expression) : undefined;
  return number?.kind === 'known' ? number.value : undefined;
}
