import type { Expression } from '../../groovy/index';
import { piecesOf } from '../lists';
import { hoistTexts, numberText } from '../numbers';
import { numberLines } from '../outputs';
import type { Scope } from '../scope';
import { type ScriptPart, wordOf } from '../script';
import { castSort, sortOf, textOfNumber } from '../sorts';
import { literal } from '../template';
import { numberOf, withNumbers } from '../values';
import { linesOf, listLines, partLines, type TextLines } from './text-lines';
import { assignment, line, type SetVariable } from './variables';
import type { Work } from './work';

/** `x.trim()`, `x.split(',')[0]`: the value of the text, and then what is done with it. */
export function changedText(work: Work, target: string, value: Expression): SetVariable | string | undefined {
  const change = changeOf(work.scope, target, value);
  if (change === undefined) return undefined;
  const text = assignment(work, target, change.text);
  if (typeof text === 'string') return text;
  const lines: ScriptPart = { kind: 'lines', lines: change.lines.map((each) => literal(each)) };
  return { parts: [...text.parts, lines], notes: [...text.notes, ...change.notes] };
}

/** The text that a value is made of, and the lines that make it of that. */
function changeOf(
  scope: Scope,
  target: string,
  value: Expression,
): (TextLines & { readonly text: Expression }) | undefined {
  if (value.kind === 'index') {
    const [only, more] = value.arguments;
    const parting = piecesOf(scope, value.target);
    const change =
      parting === undefined || only?.kind !== 'positional' || more !== undefined
        ? undefined
        : partLines(target, parting, only.value);
    return parting && change && { ...change, text: parting.text };
  }
  if (value.kind === 'binary' && value.operator === '-' && sortOf(scope, value.left) === 'text') {
    const change = linesOf(target, 'minus', [{ kind: 'positional', value: value.right, range: value.right.range }]);
    return change && { ...change, text: value.left };
  }
  if (value.kind !== 'call' || value.callee.kind !== 'property' || value.callee.name.kind !== 'text') return undefined;
  const { callee } = value;
  const pieces = callee.access === '.' ? piecesOf(scope, callee.target) : undefined;
  if (pieces !== undefined) {
    const change = listLines(target, pieces, value.callee.name.value, value.arguments);
    return change && { ...change, text: pieces.text };
  }
  // `x?.trim()` of what is null is null, and so is an empty text here.
  if (callee.access !== '.' && callee.access !== '?.') return undefined;
  const isText = ['text', 'open'].includes(sortOf(scope, callee.target));
  const change = isText ? linesOf(target, value.callee.name.value, value.arguments) : undefined;
  return change && { ...change, text: callee.target };
}

/** `x as Integer`, `Integer.parseInt(x)` and what a declaration with a type does with its value. */
export function otherType(work: Work, target: string, value: Expression): SetVariable | string | undefined {
  const text = textOfNumber(value);
  if (text === undefined) {
    const sort = value.kind === 'cast' ? castSort(value.type.text) : undefined;
    const isSame =
      value.kind === 'cast' && sort !== undefined && (sort === 'text' || sort === sortOf(work.scope, value.value));
    return isSame ? assignment(work, target, value.value) : undefined;
  }
  const set = assignment(work, target, text);
  if (typeof set === 'string') return set;
  return { ...set, parts: [...set.parts, { kind: 'lines', lines: numberLines(target).map((each) => literal(each)) }] };
}

/** `params.X.toInteger() + 1`: each text is made a number first. */
export function computedNumber(work: Work, target: string, value: Expression): SetVariable | string | undefined {
  const { expression, texts } = hoistTexts(value);
  if (texts.length === 0 || sortOf(work.scope, value) !== 'number') return undefined;
  const parts: ScriptPart[] = [];
  const notes: string[] = [];
  for (const { name, text } of texts) {
    const set = assignment(work, name, text);
    if (typeof set === 'string') return set;
    parts.push(...set.parts, { kind: 'lines', lines: numberLines(name).map((each) => literal(each)) });
    notes.push(...set.notes);
  }
  const number = numberText(numberOf(withNumbers(work.scope, texts), expression));
  if (number.kind === 'unknown') return number.reason;
  parts.push(line([...literal(`${target}=`), ...wordOf(number.value)]));
  return { parts, notes: [...notes, ...number.notes] };
}
