import { type Expression, type ForStatement, type Statement, type Variable, walk } from '../../groovy/index';
import { parsedNumber } from '../numbers';
import type { Scope } from '../scope';
import { type FlowPiece, mentions, type ScriptPart, wordOf } from '../script';
import { type Sort, sortOf } from '../sorts';
import { literal, type Template, variable } from '../template';
import { numberOf, resolve } from '../values';
import { shellCondition } from './conditions';
import { ownValue } from './method-calls';
import { attempt } from './own-shell';
import { type Arm, choice, constantOf, line } from './variables';
import { byHand, done, innerWork, type Work } from './work';

export function convertIf(work: Work, statement: Extract<Statement, { kind: 'if' }>): readonly ScriptPart[] {
  const arms: Arm[] = [];
  const notes: string[] = [];
  let next: Statement | undefined = statement;
  while (next?.kind === 'if') {
    const condition = shellCondition(work.scope, next.condition);
    if (condition.kind === 'unknown')
      return byHand(work, statement, 'if', `The condition is not known to a shell: ${condition.reason}.`);
    notes.push(...condition.notes);
    if (next !== statement) done(work, next);
    arms.push({ condition: condition.command, parts: branch(work, next.body) });
    next = next.otherwise;
  }
  done(work, statement, notes);
  return [choice(arms, next === undefined ? [] : branch(work, next))];
}

/** The statements of a branch; a constant that is set in it is not known behind it. */
function branch(work: Work, body: Statement): readonly ScriptPart[] {
  return work.convert(innerWork(work), body.kind === 'block' ? body.body : [body]);
}

/** More repetitions are not written out. */
const mostRepetitions = 50;

/** A loop over values that are written in the file: once for each. */
export function unrolled(
  work: Work,
  statement: Statement,
  name: string,
  values: Expression,
  body: readonly Statement[],
): readonly ScriptPart[] {
  const local = values.kind === 'name' ? work.scope.locals.get(values.name) : constantOf(work, values);
  const items = local?.kind === 'list' ? local.items : rangeItems(values);
  if (items === undefined || items.length > mostRepetitions)
    return byHand(work, statement, 'a loop', 'What the loop goes over is not known before the run.');
  const sort = local?.kind === 'list' ? (local.sort ?? 'mixed') : 'number';
  return repeated(work, statement, name, { items, sort }, body);
}

/** The statements of a loop once for each item. */
function repeated(
  work: Work,
  statement: Statement,
  name: string,
  { items, sort }: { readonly items: readonly Template[]; readonly sort: Sort },
  body: readonly Statement[],
): readonly ScriptPart[] {
  done(work, statement);
  const statements = body.flatMap((each) => (each.kind === 'block' ? each.body : [each]));
  return items.flatMap((item) => {
    const inner = innerWork(work);
    const given = ownValue(inner, name, { kind: 'known', value: item, sort }, statements);
    inner.locals.set(name, given.local);
    return [...given.parts, ...work.convert(inner, statements)];
  });
}

/** `for (int i = 0; i < 3; i++)`: once for each number that it counts. */
export function convertFor(work: Work, statement: ForStatement): readonly ScriptPart[] {
  const [first, more] = statement.initial;
  const counter = first === undefined ? undefined : counterOf(first);
  const items = counter === undefined || more !== undefined ? undefined : countedItems(work, counter, statement);
  if (counter === undefined || items === undefined)
    return byHand(work, statement, 'a loop', 'What the loop goes over is not known before the run.');
  if (first !== undefined) done(work, first);
  return repeated(work, statement, counter.name, { items, sort: 'number' }, [statement.body]);
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

function rangeItems(values: Expression): readonly Template[] | undefined {
  if (values.kind !== 'binary' || (values.operator !== '..' && values.operator !== '..<')) return undefined;
  if (values.left.kind !== 'number' || values.right.kind !== 'number') return undefined;
  const [first, last] = [Number(values.left.text), Number(values.right.text) - (values.operator === '..<' ? 1 : 0)];
  if (!Number.isInteger(first) || !Number.isInteger(last) || last - first > mostRepetitions || last < first)
    return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => literal(String(first + index)));
}

const anyException = /^(?:Exception|Throwable|err|ex|e|java\.lang\.(?:Exception|Throwable)|hudson\.AbortException)$/;

/** `try { … } catch (e) { … } finally { … }` */
export function convertTry(work: Work, statement: Extract<Statement, { kind: 'try' }>): readonly ScriptPart[] {
  const inner: Work = { ...innerWork(work), inSubshell: true };
  const [clause, second] = statement.catches;
  if (second !== undefined || clause?.types.some((type) => !anyException.test(type.text)) === true)
    return byHand(work, statement, 'try', 'Which exception it was, is not known to a shell.');
  done(work, statement);
  const tried = work.convert(inner, statement.body.body);
  const caughtStatus = freeCaught(work);
  // What is caught is handled in the shell around it, or in that of a `finally`.
  const isAlone = statement.last === undefined;
  const handling: Work = { ...innerWork(work), inSubshell: isAlone ? work.inSubshell : true };
  if (clause !== undefined)
    handling.locals.set(clause.name, { kind: 'known', value: variable(caughtStatus), sort: 'mixed', caught: true });
  const caught = clause === undefined ? [] : work.convert(handling, clause.body.body);
  const trying: Work = { ...work, inSubshell: isAlone ? work.inSubshell : true };
  const handled: readonly FlowPiece[] =
    clause === undefined
      ? attempt(trying, tried)
      : [
          ...attempt(trying, tried),
          { line: literal('if [ "$_status" -ne 0 ]; then') },
          ...(mentions(caught, caughtStatus) ? [{ line: literal(`${caughtStatus}=$_status`) }] : []),
          { parts: caught.length === 0 ? [line(literal(':'))] : caught },
          { line: literal('fi') },
        ];
  if (statement.last === undefined) return [{ kind: 'flow', pieces: handled }];
  const last = work.convert(innerWork(work), statement.last.body);
  const end = freeEnd(last);
  const whole: ScriptPart = {
    kind: 'flow',
    pieces: clause === undefined ? [...handled, { line: literal('[ "$_status" -eq 0 ] || exit "$_status"') }] : handled,
  };
  return [
    {
      kind: 'flow',
      pieces: [
        ...attempt(work, [whole]),
        { line: literal(`${end}=$_status`) },
        { parts: last },
        { line: literal(`[ "$${end}" -eq 0 ] || exit "$${end}"`) },
      ],
    },
  ];
}

/** The name for the status with which what stands before a `finally` has ended: what stands in it may have one of its own. */
function freeEnd(last: readonly ScriptPart[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? '_end' : `_end${number}`;
    if (!mentions(last, name)) return name;
  }
}

/** The name for the status of what a `catch` has caught: around it another one may have its own. */
function freeCaught({ locals }: Work): string {
  const taken = [...locals.values()].flatMap((local) =>
    local.kind === 'known' && local.value[0]?.kind === 'variable' ? [local.value[0].name] : [],
  );
  for (let number = 1; ; number++) {
    const name = number === 1 ? '_caught' : `_caught${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** `throw e` in a `catch`: the task fails as before. */
export function convertThrow(work: Work, statement: Extract<Statement, { kind: 'throw' }>): readonly ScriptPart[] {
  const { value } = statement;
  if (value.kind === 'name') {
    const local = work.scope.locals.get(value.name);
    const [only] = local?.kind === 'known' && local.caught === true ? local.value : [];
    if (only?.kind === 'variable') {
      done(work, statement);
      return [line(literal(`exit "$${only.name}"`))];
    }
  }
  const message =
    value.kind === 'new' && value.arguments[0]?.kind === 'positional'
      ? resolve(work.scope, value.arguments[0].value)
      : undefined;
  if (message?.kind !== 'known') return byHand(work, statement, 'throw');
  done(work, statement, message.notes);
  return [
    {
      kind: 'lines',
      lines: [[...literal("printf '%s\\n' "), ...wordOf(message.value), ...literal(' >&2')], literal('exit 1')],
    },
  ];
}
