import type { Argument, Expression, InterpolationPart } from '../../groovy/index';
import type { ScriptPart } from '../script';
import { sortOf } from '../sorts';
import { literal, type Template, variable } from '../template';
import { resolve } from '../values';
import { type ShellCondition, shellCondition } from './conditions';
import { assignment, choice, line, type SetVariable } from './variables';
import { innerWork, takePassing, type Work } from './work';

/** An expression in which values that the shell computes first have got names. */
export interface Hoisted {
  readonly expression: Expression;
  readonly parts: readonly ScriptPart[];
  readonly notes: readonly string[];
}

const deepest = 30;

/** What a shell can compute before it is needed: each value goes into a variable, in the order in which Groovy asks for them. */
export function hoist(work: Work, expression: Expression, depth = 0): Hoisted {
  const unchanged: Hoisted = { expression, parts: [], notes: [] };
  if (depth > deepest || resolve(work.scope, expression).kind === 'known') return unchanged;
  switch (expression.kind) {
    case 'interpolated': {
      const parts = expression.parts.map((part) => hoistPart(work, part, depth));
      return joined(parts, (list) => ({ ...expression, parts: list }));
    }
    case 'binary':
      if (isWhole(work, expression)) return hoistValue(work, expression);
      return hoistOperands(work, expression, depth);
    case 'list':
      return joined(
        expression.items.map((item) => hoistArgument(work, item, depth)),
        (items) => ({ ...expression, items }),
      );
    case 'cast':
    case 'call':
    case 'conditional':
    case 'elvis':
    case 'index':
    case 'unary':
      return hoistValue(work, expression);
    default:
      return unchanged;
  }
}

/** Whether two values make one that the shell computes as such: a condition, and a text without a part of it. */
function isWhole({ scope }: Work, binary: Extract<Expression, { kind: 'binary' }>): boolean {
  return sortOf(scope, binary) === 'boolean' || (binary.operator === '-' && sortOf(scope, binary.left) === 'text');
}

interface HoistedPiece<T> {
  readonly value: T;
  readonly parts: readonly ScriptPart[];
  readonly notes: readonly string[];
}

function joined<T>(pieces: readonly HoistedPiece<T>[], build: (values: readonly T[]) => Expression): Hoisted {
  return {
    expression: build(pieces.map(({ value }) => value)),
    parts: pieces.flatMap(({ parts }) => parts),
    notes: pieces.flatMap(({ notes }) => notes),
  };
}

function hoistPart(work: Work, part: InterpolationPart, depth: number): HoistedPiece<InterpolationPart> {
  if (part.kind === 'text') return { value: part, parts: [], notes: [] };
  const { expression, parts, notes } = hoist(work, part.value, depth + 1);
  return { value: { ...part, value: expression }, parts, notes };
}

/** An argument of a call; a closure is none that is computed. */
export function hoistArgument(work: Work, argument: Argument, depth = 0): HoistedPiece<Argument> {
  if (argument.value.kind === 'closure') return { value: argument, parts: [], notes: [] };
  const { expression, parts, notes } = hoist(work, argument.value, depth + 1);
  return { value: { ...argument, value: expression }, parts, notes };
}

function hoistOperands(work: Work, binary: Extract<Expression, { kind: 'binary' }>, depth: number): Hoisted {
  const left = hoist(work, binary.left, depth + 1);
  const right = hoist(work, binary.right, depth + 1);
  return {
    expression: { ...binary, left: left.expression, right: right.expression },
    parts: [...left.parts, ...right.parts],
    notes: [...left.notes, ...right.notes],
  };
}

/** The whole value in a variable of the shell. */
export function hoistValue(work: Work, expression: Expression): Hoisted {
  // What is computed for itself is not known.
  if (work.computing.has(expression)) return { expression, parts: [], notes: [] };
  const sort = sortOf(work.scope, expression);
  const target = takePassing(work);
  work.computing.add(expression);
  const set = assignment(work, target, expression);
  work.computing.delete(expression);
  if (typeof set === 'string') return { expression, parts: [], notes: [] };
  // No name of Groovy begins so.
  const name = `$${target}`;
  work.locals.set(name, { kind: 'known', value: variable(target), sort });
  return { expression: { kind: 'name', name, range: expression.range }, parts: set.parts, notes: set.notes };
}

/** A condition that the shell asks after it has computed what is compared; `before` runs first. */
export interface PreparedCondition {
  readonly before: readonly ScriptPart[];
  readonly condition: ShellCondition;
}

/** The condition of an `if` or a loop. */
export function prepareCondition(work: Work, expression: Expression): PreparedCondition {
  const direct = shellCondition(work.scope, expression);
  if (direct.kind === 'known') return { before: [], condition: direct };
  if (!isLogic(expression)) {
    const { expression: whole, parts, notes } = hoistInside(work, expression);
    const condition = shellCondition(work.scope, whole);
    if (condition.kind === 'known')
      return { before: parts, condition: { ...condition, notes: [...notes, ...condition.notes] } };
    return { before: [], condition: direct };
  }
  const target = takePassing(work);
  const set = setTruth(work, target, expression, 0);
  if (set === undefined) return { before: [], condition: direct };
  const command = literal(`[ "$${target}" = true ]`);
  return { before: set.parts, condition: { kind: 'known', command, notes: set.notes } };
}

/** Whether an expression asks some of its operands only where others say so. */
function isLogic(expression: Expression): boolean {
  if (expression.kind === 'unary') return expression.operator === '!';
  return expression.kind === 'binary' && (expression.operator === '&&' || expression.operator === '||');
}

/** The lines that set a variable to `true` or `false`, as Groovy's truth of an expression is. */
export function setTruth(work: Work, target: string, expression: Expression, depth: number): SetVariable | undefined {
  if (depth > deepest) return undefined;
  const is = (text: string) => [line(literal(`${target}=${text}`))];
  if (expression.kind === 'unary' && expression.operator === '!') {
    const inner = setTruth(work, target, expression.operand, depth + 1);
    return (
      inner && {
        ...inner,
        parts: [...inner.parts, choice([{ condition: asked(target), parts: is('false') }], is('true'))],
      }
    );
  }
  if (expression.kind === 'binary' && (expression.operator === '&&' || expression.operator === '||')) {
    const left = setTruth(work, target, expression.left, depth + 1);
    const right = setTruth(innerWork(work), target, expression.right, depth + 1);
    if (left === undefined || right === undefined) return undefined;
    const condition = expression.operator === '&&' ? asked(target) : [...literal('! '), ...asked(target)];
    return {
      parts: [...left.parts, choice([{ condition, parts: right.parts }], [])],
      notes: [...left.notes, ...right.notes],
    };
  }
  const { expression: whole, parts, notes } = hoistInside(work, expression);
  const condition = shellCondition(work.scope, whole);
  if (condition.kind === 'unknown') return undefined;
  return {
    parts: [...parts, choice([{ condition: condition.command, parts: is('true') }], is('false'))],
    notes: [...notes, ...condition.notes],
  };
}

function asked(target: string): Template {
  return literal(`[ "$${target}" = true ]`);
}

/** What a condition asks something of, without the condition itself: `x.contains(y)` asks of x and y. */
export function hoistInside(work: Work, expression: Expression): Hoisted {
  const unchanged: Hoisted = { expression, parts: [], notes: [] };
  // A value that is a condition itself would be asked for here again.
  const whole = () => (sortOf(work.scope, expression) === 'boolean' ? unchanged : hoist(work, expression));
  if (shellCondition(work.scope, expression).kind === 'known') return unchanged;
  switch (expression.kind) {
    case 'binary':
      return sortOf(work.scope, expression) === 'boolean' ? hoistOperands(work, expression, 0) : whole();
    case 'call': {
      if (expression.callee.kind === 'name' && work.scope.conversion.methods.has(expression.callee.name))
        return hoist(work, expression);
      if (expression.callee.kind !== 'property' || expression.callee.access !== '.') return whole();
      const { callee } = expression;
      const target = hoist(work, callee.target);
      const list = expression.arguments.map((argument) => hoistArgument(work, argument));
      const made: Expression = {
        ...expression,
        callee: { ...callee, target: target.expression },
        arguments: list.map(({ value }) => value),
      };
      const before = [target, ...list];
      const parts = before.flatMap((each) => each.parts);
      const notes = before.flatMap((each) => each.notes);
      if (shellCondition(work.scope, made).kind === 'known') return { expression: made, parts, notes };
      return whole();
    }
    default:
      return whole();
  }
}
