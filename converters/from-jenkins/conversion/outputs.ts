import { named } from '../declarative/index';
import type { Argument, Expression } from '../groovy/index';
import type { Scope } from './scope';
import { shellCommand, wordOf } from './script';
import { resolveSafely } from './secrets';
import { outputOfRule } from './steps/profile-steps';
import { literal, type Template } from './template';
import { methodValue, resolve } from './values';

/** A command whose output is the value of an expression. */
export interface Output {
  readonly command: Template;
  readonly notes: readonly string[];
}

/** Blanks at the ends: `$(…)` takes line breaks at the end away, which is what `trim()` is there for. */
const harmless = new Set(['trim', 'toString', 'strip', 'stripTrailing']);

/** `sh(returnStdout: true, script: '…')`, `readFile('x')` and `pwd()`, also with `.trim()`, as a command; nothing for anything else. */
export function outputOf(scope: Scope, expression: Expression): Output | undefined {
  if (expression.kind === 'cast') return outputOf(scope, expression.value);
  if (expression.kind !== 'call') return undefined;
  const { callee } = expression;
  if (callee.kind === 'property') {
    const isHarmless =
      callee.name.kind === 'text' && harmless.has(callee.name.value) && expression.arguments.length === 0;
    return isHarmless ? outputOf(scope, callee.target) : undefined;
  }
  if (callee.kind !== 'name') return undefined;
  const method = callee.name === 'sh' ? undefined : methodValue(scope, expression);
  if (method !== undefined) return outputOf(method.scope, method.value);
  const list = expression.arguments;
  switch (callee.name) {
    case 'sh':
      return isTrue(named(list, 'returnStdout')) ? scriptOutput(scope, named(list, 'script')) : undefined;
    case 'readFile':
      return fileOutput(scope, firstOf(list) ?? named(list, 'file'));
    case 'pwd':
      return list.length === 0 ? { command: literal('pwd'), notes: [] } : undefined;
    default:
      return outputOfRule(scope, expression);
  }
}

export function isTrue(value: Expression | undefined): boolean {
  return value?.kind === 'boolean' && value.value;
}

/** The value of a call's only unnamed argument. */
export function firstOf(list: readonly Argument[]): Expression | undefined {
  return list[0]?.kind === 'positional' ? list[0].value : undefined;
}

function scriptOutput(scope: Scope, script: Expression | undefined): Output | undefined {
  const resolved = script === undefined ? undefined : resolveSafely(scope, script);
  return resolved?.kind === 'known' ? { command: shellCommand(resolved.value), notes: resolved.notes } : undefined;
}

function fileOutput(scope: Scope, file: Expression | undefined): Output | undefined {
  const resolved = file === undefined ? undefined : resolve(scope, file);
  if (resolved?.kind !== 'known') return undefined;
  return { command: [...literal('cat '), ...wordOf(resolved.value)], notes: resolved.notes };
}
