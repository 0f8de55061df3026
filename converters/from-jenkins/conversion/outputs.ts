import { named } from '../declarative/index';
import type { CallExpression, Expression } from '../groovy/index';
import { firstOf, isTrue } from './arguments';
import type { Scope } from './scope';
import { shellCommand, wordOf } from './script';
import { resolveSafely } from './secrets';
import { castSort } from './sorts';
import { outputOfRule } from './steps/profile-steps';
import { literal, type Template } from './template';
import { methodValue, resolve } from './values';

/** A command whose output is the value of an expression. */
export interface Output {
  readonly command: Template;
  /** Where blanks of it are taken away. */
  readonly trims: 'nowhere' | 'at the end' | 'around';
  readonly notes: readonly string[];
}

/** What methods of a text do with the blanks at its ends. */
const trimming: ReadonlyMap<string, Output['trims']> = new Map([
  ['trim', 'around'],
  ['strip', 'around'],
  ['stripTrailing', 'at the end'],
  ['toString', 'nowhere'],
]);

/** The lines that put an output into a variable of the shell; a command that fails ends the script. */
export function capture(target: string, { command, trims }: Output): readonly Template[] {
  const cut = cutLines(target, trims).map((line) => literal(line));
  const [first] = command;
  // Two brackets would begin arithmetic.
  const gap = first?.kind === 'literal' && first.text.startsWith('(') ? ' ' : '';
  return [[...literal(`${target}="$(${gap}`), ...command, ...literal(')"')], ...cut];
}

/** The lines that take blanks away from a variable of the shell. */
export function cutLines(target: string, trims: Output['trims']): readonly string[] {
  const begin = `${target}="\${${target}#"\${${target}%%[![:space:]]*}"}"`;
  const end = `${target}="\${${target}%"\${${target}##*[![:space:]]}"}"`;
  return trims === 'around' ? [begin, end] : trims === 'at the end' ? [end] : [];
}

/** The lines that make a number of the text of a variable, without the zeros before it; what is none fails the task, as in Groovy. */
export function numberLines(target: string): readonly string[] {
  return [...cutLines(target, 'around'), `${target}="$(expr "$${target}" + 0)" || [ "$${target}" = 0 ] || exit 1`];
}

/** The same in a condition, where no failure ends a script by itself. */
export function captureInCondition(target: string, output: Output): Template {
  const [first, ...cut] = capture(target, output);
  return [...(first ?? []), ...literal(' || exit 1; '), ...cut.flatMap((line) => [...line, ...literal('; ')])];
}

/** What differs where a script does not take the line break away itself. */
export function captureNotes({ trims, notes }: Output): readonly string[] {
  return trims === 'nowhere'
    ? [...notes, 'The output is taken without the line breaks at its end, which Jenkins keeps.']
    : notes;
}

/** `sh(returnStdout: true, script: '…')`, `readFile('x')` and `pwd()`, also with `.trim()`, as a command; nothing for anything else. */
export function outputOf(scope: Scope, expression: Expression): Output | undefined {
  if (expression.kind === 'cast')
    return castSort(expression.type.text) === 'text' ? outputOf(scope, expression.value) : undefined;
  if (expression.kind !== 'call') return undefined;
  const { callee } = expression;
  if (callee.kind === 'property') {
    const trims =
      callee.name.kind === 'text' && expression.arguments.length === 0 ? trimming.get(callee.name.value) : undefined;
    const output = trims === undefined ? undefined : outputOf(scope, callee.target);
    if (output !== undefined && trims !== undefined) return { ...output, trims: wider(output.trims, trims) };
    return ofRule(scope, expression);
  }
  if (callee.kind !== 'name') return undefined;
  const method = callee.name === 'sh' ? undefined : methodValue(scope, expression);
  if (method !== undefined) {
    const output = outputOf(method.scope, method.value);
    if (output !== undefined) method.settle();
    return output;
  }
  const list = expression.arguments;
  switch (callee.name) {
    case 'sh':
      return isTrue(named(list, 'returnStdout')) ? scriptOutput(scope, named(list, 'script')) : undefined;
    case 'readFile':
      return fileOutput(scope, firstOf(list) ?? named(list, 'file'));
    case 'pwd':
      return list.length === 0 ? { command: literal('pwd'), trims: 'around', notes: [] } : undefined;
    default:
      return ofRule(scope, expression);
  }
}

/** What a step of the profile prints. */
function ofRule(scope: Scope, call: CallExpression): Output | undefined {
  const found = outputOfRule(scope, call);
  return found === undefined ? undefined : { ...found, trims: 'at the end' };
}

function wider(one: Output['trims'], other: Output['trims']): Output['trims'] {
  if (one === 'around' || other === 'around') return 'around';
  return one === 'at the end' ? one : other;
}

function scriptOutput(scope: Scope, script: Expression | undefined): Output | undefined {
  const resolved = script === undefined ? undefined : resolveSafely(scope, script);
  return resolved?.kind === 'known'
    ? { command: shellCommand(resolved.value), trims: 'nowhere', notes: resolved.notes }
    : undefined;
}

function fileOutput(scope: Scope, file: Expression | undefined): Output | undefined {
  const resolved = file === undefined ? undefined : resolve(scope, file);
  if (resolved?.kind !== 'known') return undefined;
  return { command: [...literal('cat '), ...wordOf(resolved.value)], trims: 'nowhere', notes: resolved.notes };
}
