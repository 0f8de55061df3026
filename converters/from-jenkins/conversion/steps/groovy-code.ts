import { dropped } from '../../../verdict';
import { asDirective } from '../../declarative/index';
import type { AssignmentExpression, CallExpression, Expression, Statement, UnaryExpression } from '../../groovy/index';
import { alias, approximated, converted, settle } from '../ledger';
import type { ScriptPart } from '../script';
import { convertIf, convertSwitch, convertThrow, convertTry } from './control-flow';
import { convertFor } from './counting-loops';
import { convertDocker } from './docker-steps';
import { convertJump } from './jumps';
import { libraryCall } from './library-objects';
import { bodyOf, convertWhile, eachEntry, unrolled } from './loops';
import { convertCall } from './method-calls';
import { convertByRule } from './profile-steps';
import { assignValue, constantOf, convertAssignment, convertDeclaration } from './variables';
import { byHand, done, type Work } from './work';

/** Groovy code between steps, as control flow of the shell; what has no counterpart is left to a person, statement by statement. */
export function convertCode(work: Work, statement: Statement): readonly ScriptPart[] {
  switch (statement.kind) {
    case 'declaration':
      return convertDeclaration(work, statement);
    case 'if':
      return convertIf(work, statement);
    case 'for-in':
      return unrolled(work, statement, statement.variable.name, statement.values, bodyOf(statement.body));
    case 'for':
      return convertFor(work, statement);
    case 'try':
      return convertTry(work, statement);
    case 'block':
      return work.convertBlock(work, statement.body);
    case 'switch':
      return convertSwitch(work, statement);
    case 'while':
      return convertWhile(work, statement);
    case 'jump':
      return convertJump(work, statement);
    case 'throw':
      return convertThrow(work, statement);
    case 'expression':
      return convertExpression(work, statement, statement.expression);
    case 'return':
      return convertReturn(work, statement);
    default:
      return byHand(work, statement, 'Groovy code');
  }
}

/** What ends a closure or method: nothing stands behind it there. Its value goes where it is taken. */
function convertReturn(work: Work, statement: Extract<Statement, { kind: 'return' }>): readonly ScriptPart[] {
  const { returns } = work;
  if (returns?.last.has(statement) !== true)
    return byHand(work, statement, 'return', 'It ends a loop, or what a block always ends with, in the middle.');
  const { target } = returns;
  const { value, range } = statement;
  if (target !== undefined) {
    const set = assignValue(work, target, value ?? { kind: 'null', range });
    if (typeof set === 'string')
      return byHand(work, statement, 'return', `The value is not known before the run: ${set}.`);
    done(work, statement, set.notes);
    return set.parts;
  }
  if (value?.kind !== 'call') {
    settle(
      work.scope.conversion.ledger,
      statement,
      value === undefined ? converted : approximated('Nobody takes the value.'),
    );
    return [];
  }
  const made: Statement = { kind: 'expression', expression: value, range };
  alias(work.scope.conversion.ledger, made, statement);
  return work.convertBlock(work, [made]);
}

function convertExpression(work: Work, statement: Statement, expression: Expression): readonly ScriptPart[] {
  if (expression.kind === 'assignment') return convertAssignment(work, statement, expression);
  if (expression.kind === 'unary' && (expression.operator === '++' || expression.operator === '--'))
    return convertAssignment(work, statement, counted(expression));
  if (expression.kind === 'call') return convertObjectCall(work, statement, expression);
  // A value alone, as at the end of a block, does nothing.
  if (['text', 'name', 'boolean', 'null', 'number', 'property'].includes(expression.kind)) {
    settle(work.scope.conversion.ledger, statement, dropped('no-counterpart-needed', 'A value that nobody takes.'));
    return [];
  }
  return byHand(work, statement, 'Groovy code');
}

/** `n++` and `--n`, alone in a line. */
function counted({ operator, operand, range }: UnaryExpression): AssignmentExpression {
  const one: Expression = { kind: 'number', text: '1', range };
  return { kind: 'assignment', operator: operator === '++' ? '+=' : '-=', target: operand, value: one, range };
}

/** `list.each { … }` and calls that only look things up; other methods of objects are left to a person. */
function convertObjectCall(work: Work, statement: Statement, call: CallExpression): readonly ScriptPart[] {
  const { callee } = call;
  if (callee.kind === 'name')
    return convertCall(work, statement, call) ?? byHand(work, statement, `the step ${callee.name}`);
  const docker = convertDocker(work, statement, call);
  if (docker !== undefined) return docker;
  const last = call.arguments.at(-1);
  if (callee.kind !== 'property' || callee.name.kind !== 'text') return byHand(work, statement, 'Groovy code');
  const method = callee.name.value;
  if (
    method === 'each' &&
    last?.kind === 'positional' &&
    last.value.kind === 'closure' &&
    call.arguments.length === 1
  ) {
    const { parameters, body } = last.value;
    const map =
      callee.target.kind === 'name' ? work.scope.locals.get(callee.target.name) : constantOf(work, callee.target);
    const names = parameters?.map(({ name }) => name) ?? [];
    if (map?.kind === 'map' && names.length <= 2) return eachEntry(work, statement, names, map, body);
    if ((parameters?.length ?? 1) === 1)
      return unrolled(work, statement, parameters?.[0]?.name ?? 'it', callee.target, { kind: 'closure', body });
  }
  // `docker.image('x').inside { … }`, `steps.sh 'x'` in a shared library
  if (
    callee.target.kind === 'name' &&
    (callee.target.name === 'steps' || callee.target.name === 'this' || callee.target.name === 'script')
  ) {
    const plainCall: Statement = {
      kind: 'expression',
      range: statement.range,
      expression: { ...call, callee: { kind: 'name', range: callee.name.range, name: method } },
    };
    const step = asDirective(plainCall);
    if (step !== undefined) return byHand(work, statement, `the step ${method}`);
  }
  return convertLibraryCall(work, statement, call) ?? byHand(work, statement, 'Groovy code');
}

/** `x.publish(…)` of a shared library, as the table of steps says of `x.publish`. */
function convertLibraryCall(work: Work, statement: Statement, call: CallExpression): readonly ScriptPart[] | undefined {
  const name = libraryCall(work.scope, call);
  if (name === undefined || statement.kind !== 'expression') return undefined;
  const { range } = call.callee;
  const step = asDirective({ ...statement, expression: { ...call, callee: { kind: 'name', range, name } } });
  return step && convertByRule(work, { ...step, statement }, work.scope.conversion.profile.steps[name]);
}
