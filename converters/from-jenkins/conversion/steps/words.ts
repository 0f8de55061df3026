import { named } from '../../declarative/index';
import type { Expression } from '../../groovy/index';
import { isTrue } from '../arguments';
import { hoistTexts, numberText } from '../numbers';
import { captureInCondition, captureNotes, numberLines, outputOf } from '../outputs';
import type { Scope } from '../scope';
import { shellCommand, wordOf } from '../script';
import { sortOf, textOfNumber } from '../sorts';
import { literal, plainText, type Template } from '../template';
import { numberOf, type Resolved, resolve, withNumbers } from '../values';

export type Word =
  | { readonly kind: 'known'; readonly before: Template; readonly word: Template; readonly notes: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A value as a word, also the output of a command, which is put into a variable `target` before. */
export function wordOfValue(scope: Scope, expression: Expression, target: string): Word {
  const output = outputOf(scope, expression);
  if (output !== undefined) {
    const before = captureInCondition(target, output);
    return { kind: 'known', before, word: literal(`"$${target}"`), notes: captureNotes(output) };
  }
  if (sortOf(scope, expression) === 'number') return wordOfNumber(scope, expression, target);
  const value = resolve(scope, expression);
  if (value.kind === 'unknown') return value;
  return { kind: 'known', before: [], word: wordOf(value.value), notes: value.notes };
}

/** A number as a word, also one that a text is made of, and the status of a command. */
export function wordOfNumber(scope: Scope, expression: Expression, target: string): Word {
  const status = statusScript(scope, expression);
  if (status?.kind === 'unknown') return status;
  if (status !== undefined) {
    const before = [...literal(`${target}=0; `), ...shellCommand(status.value), ...literal(` || ${target}=$?; `)];
    return { kind: 'known', before, word: literal(`"$${target}"`), notes: status.notes };
  }
  if (sortOf(scope, expression) !== 'number') return madeNumber(scope, expression, target);
  const number = numberText(numberOf(scope, expression));
  if (number.kind === 'known') return { kind: 'known', before: [], word: wordOf(number.value), notes: number.notes };
  const text = textOfNumber(expression);
  return text === undefined ? computedWord(scope, expression, target) : madeNumber(scope, text, target);
}

/** `x.toInteger() + 1` in a variable of the shell. */
function computedWord(scope: Scope, expression: Expression, target: string): Word {
  const { expression: rest, texts } = hoistTexts(expression);
  const before: Template[] = [];
  for (const { name, text } of texts) {
    const made = madeNumber(scope, text, name);
    if (made.kind === 'unknown') return made;
    before.push(made.before);
  }
  const number = numberText(numberOf(withNumbers(scope, texts), rest));
  if (number.kind === 'unknown') return number;
  before.push([...literal(`${target}=`), ...wordOf(number.value), ...literal('; ')]);
  return { kind: 'known', before: before.flat(), word: literal(`"$${target}"`), notes: number.notes };
}

/** What a text holds as a number, in a variable of the shell. */
function madeNumber(scope: Scope, text: Expression, target: string): Word {
  const word = wordOfValue(scope, text, target);
  if (word.kind === 'unknown') return word;
  const isSet = plainText(word.word) === `"$${target}"`;
  const set = isSet ? [] : [...literal(`${target}=`), ...word.word, ...literal('; ')];
  const made = numberLines(target).flatMap((line) => literal(`${line}; `));
  return { kind: 'known', before: [...word.before, ...set, ...made], word: literal(`"$${target}"`), notes: word.notes };
}

/** The script of `sh(returnStatus: true, script: '…')`. */
export function statusScript(scope: Scope, call: Expression): Resolved | undefined {
  if (call.kind !== 'call' || call.callee.kind !== 'name' || call.callee.name !== 'sh') return undefined;
  if (!isTrue(named(call.arguments, 'returnStatus'))) return undefined;
  const script = named(call.arguments, 'script');
  return script === undefined ? { kind: 'unknown', reason: 'it has no script' } : resolve(scope, script);
}
