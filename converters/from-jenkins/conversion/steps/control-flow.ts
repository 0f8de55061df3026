import type { IfStatement, Statement, SwitchStatement } from '../../groovy/index';
import { alias, approximated, settle } from '../ledger';
import { type FlowPiece, mentions, type ScriptPart, wordOf } from '../script';
import { literal, variable } from '../template';
import { resolve } from '../values';
import { shellCondition } from './conditions';
import { hoistValue, prepareCondition } from './hoist';
import { attempt } from './own-shell';
import { withoutReturns } from './returns';
import { asChain } from './switches';
import { type Arm, choice, line } from './variables';
import { byHand, done, innerWork, type Work } from './work';

/** Conditions that need something computed first stand inside of each other: not deeper than this. */
const deepestChain = 60;

export function convertIf(work: Work, statement: IfStatement): readonly ScriptPart[] {
  const arms: Arm[] = [];
  const notes: string[] = [];
  const first = prepareCondition(work, statement.condition);
  if (first.condition.kind === 'unknown')
    return ifByHand(work, statement, `The condition is not known to a shell: ${first.condition.reason}.`);
  notes.push(...first.condition.notes);
  arms.push({ condition: first.condition.command, parts: branch(work, statement.body) });
  let next = statement.otherwise;
  while (next?.kind === 'if') {
    // One that needs something computed first is asked where the ones before it do not hold.
    const condition = shellCondition(work.scope, next.condition);
    if (condition.kind === 'unknown') break;
    notes.push(...condition.notes);
    done(work, next);
    arms.push({ condition: condition.command, parts: branch(work, next.body) });
    next = next.otherwise;
  }
  done(work, statement, notes);
  const chained = (work.chained ?? 0) + 1;
  const otherwise =
    next?.kind === 'if' && chained > deepestChain
      ? byHand(work, next, 'if', 'It stands behind too many others to be written out.')
      : branch({ ...work, chained }, next);
  return [...first.before, choice(arms, otherwise)];
}

/** Leaves it to a person; what stands behind it in the source, and was moved into its branches, stands behind it again. */
function ifByHand(work: Work, statement: IfStatement, message: string): readonly ScriptPart[] {
  const { returns } = work;
  const joined = returns?.joined.get(statement);
  if (returns === undefined || joined === undefined) return byHand(work, statement, 'if', message);
  const { ledger } = work.scope.conversion;
  const behind = withoutReturns(ledger, returns, joined.behind);
  return [...byHand(work, joined.statement, 'if', message), ...work.convertBlock(work, behind)];
}

/** `switch (x) { case 'a': … }`, as a chain of conditions. */
export function convertSwitch(work: Work, statement: SwitchStatement): readonly ScriptPart[] {
  const { ledger } = work.scope.conversion;
  const direct = asChain(ledger, statement);
  if (direct === undefined) {
    // What is asked for each case is computed once.
    const { expression, parts, notes } = hoistValue(work, statement.subject);
    const made: SwitchStatement = { ...statement, subject: expression };
    alias(ledger, made, statement);
    if (parts.length > 0 && asChain(ledger, made) !== undefined) {
      if (notes.length > 0) settle(ledger, statement, approximated(notes.join(' ')));
      return [...parts, ...convertSwitch(work, made)];
    }
  }
  const chain = direct;
  if (chain === undefined)
    return byHand(work, statement, 'switch', 'What its cases ask of the value is not known to a shell.');
  if (chain.kind === 'if') return convertIf(work, chain);
  done(work, statement);
  return work.convertBlock(innerWork(work), [chain]);
}

/** The statements of a branch; a constant that is set in it is not known behind it. */
function branch(work: Work, body: Statement | undefined): readonly ScriptPart[] {
  if (body === undefined) return [];
  return work.convertBlock(innerWork(work), body.kind === 'block' ? body.body : [body]);
}

const anyException = /^(?:Exception|Throwable|err|ex|e|java\.lang\.(?:Exception|Throwable)|hudson\.AbortException)$/;

/** `try { … } catch (e) { … } finally { … }` */
export function convertTry(work: Work, statement: Extract<Statement, { kind: 'try' }>): readonly ScriptPart[] {
  const inner: Work = { ...innerWork(work), inSubshell: true };
  const [clause, second] = statement.catches;
  if (second !== undefined || clause?.types.some((type) => !anyException.test(type.text)) === true)
    return byHand(work, statement, 'try', 'Which exception it was, is not known to a shell.');
  done(work, statement);
  const tried = work.convertBlock(inner, statement.body.body);
  const caughtStatus = freeCaught(work);
  // What is caught is handled in the shell around it, or in that of a `finally`.
  const isAlone = statement.last === undefined;
  const handling: Work = {
    ...innerWork(work),
    inSubshell: isAlone ? work.inSubshell : true,
    caught: clause === undefined ? work.caught : [...work.caught, caughtStatus],
  };
  if (clause !== undefined)
    handling.locals.set(clause.name, { kind: 'known', value: variable(caughtStatus), sort: 'mixed', caught: true });
  const caught = clause === undefined ? [] : work.convertBlock(handling, clause.body.body);
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
  const last = work.convertBlock(innerWork(work), statement.last.body);
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
function freeCaught({ caught }: Work): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? '_caught' : `_caught${number}`;
    if (!caught.includes(name)) return name;
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
