import { describeType, type Parameter, type ParameterType } from '../../schemas';
import type { Fix } from '../../text/diagnostic';
import { didYouMean } from '../../text/nearest';
import type { Finding } from '../../text/rules';
import { contentRange, type YamlNode, type YamlScalar } from '../read';
import { secondsOf } from './durations';
import { withoutJinja } from './masked';
import { isMoment, isTime } from './moment';
import { rangeOf, renameTo, withFix, writtenElsewhere } from './suggest';
import { holdsVerbatim } from './verbatim';

/** What is wrong with the value of a parameter: nothing, or one finding for each part that does not fit. */
export function checkValue(parameter: Parameter, value: YamlNode): readonly Finding[] {
  const found: Finding[] = [];
  if (value.kind === 'scalar' && value.type === 'null' && (!parameter.required || parameter.nullable === true))
    return found;
  const place = { name: parameter.name, templated: parameter.templated === true };
  collectMismatches(place, parameter.type, value, found);
  return found;
}

/** What may name a function: `load`, `acme.loaders.load`. */
const FUNCTION_NAME = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/**
 * A function by its name alone: boundary-layer takes it, so it is the matter of a warning of its own. Some operators, Kafka's
 * among them, take names as text and import the function themselves: those are fine.
 */
export function isCallableAsText(type: ParameterType, value: YamlNode): value is YamlScalar {
  const members = type.kind === 'union' ? type.members : [type];
  const takesPython = members.some(({ kind }) => kind === 'python') && !members.some(({ kind }) => kind === 'text');
  return takesPython && value.kind === 'scalar' && value.type === 'text' && FUNCTION_NAME.test(value.text);
}

interface Place {
  readonly name: string;
  readonly templated: boolean;
}

function collectMismatches(place: Place, type: ParameterType, value: YamlNode, found: Finding[]): void {
  if (fits(place, type, value) || isCallableAsText(type, value)) return;
  const narrowed = type.kind === 'union' ? memberFor(type.members, value) : type;
  if (narrowed.kind === 'list' && value.kind === 'list') {
    const [first, ...others] = value.items;
    // Where no item fits, and all are of one kind, the list is another one than was meant: one slip.
    const isOther =
      first !== undefined &&
      others.length > 0 &&
      first.kind !== narrowed.items.kind &&
      (first.kind !== 'scalar' || narrowed.items.kind === 'mapping') &&
      value.items.every((item) => item.kind === first.kind && !fits(place, narrowed.items, item));
    if (isOther && (first.kind === 'scalar' || (narrowed.items.kind !== 'mapping' && narrowed.items.kind !== 'list')))
      found.push(describeMismatch(place, type, value, `a list of ${first.kind === 'scalar' ? 'text' : first.kind}s`));
    else for (const item of value.items) collectMismatches(place, narrowed.items, item, found);
  } else if (narrowed.kind === 'mapping' && value.kind === 'mapping') {
    for (const { value: inner } of value.pairs) collectMismatches(place, narrowed.values, inner, found);
  } else {
    found.push(describeMismatch(place, type, value));
  }
}

/** The member of a union about which to complain: the one that has the shape of the value. */
function memberFor(members: readonly ParameterType[], value: YamlNode): ParameterType {
  return members.find((member) => member.kind === value.kind) ?? { kind: 'union', members };
}

function fits(place: Place, type: ParameterType, value: YamlNode): boolean {
  if (value.kind === 'alias' || type.kind === 'any') return true;
  if (type.kind === 'union') return type.members.some((member) => fits(place, member, value));
  if (type.kind === 'list') {
    if (value.kind === 'list') return value.items.every((item) => fits(place, type.items, item));
    return isOpen(place, value) && !isWrittenText(value);
  }
  if (type.kind === 'mapping') {
    if (value.kind !== 'mapping') return isOpen(place, value);
    return value.pairs.every((pair) => fits(place, type.values, pair.value));
  }
  if (value.kind === 'list' && (type.kind === 'python' || type.kind === 'object'))
    return value.items.length > 0 && value.items.every((item) => isOpen(place, item));
  return value.kind === 'scalar' && (isOpen(place, value) || scalarFits(type, value));
}

/** Is what the value will be known only later: Python, a parameter of a composite, or Jinja where that is rendered? */
function isOpen(place: Place, value: YamlNode): boolean {
  if (value.kind !== 'scalar' || value.type !== 'text') return false;
  const holdsPython = holdsVerbatim(value.text) && !/^(?:<<>>)+$/.test(value.text);
  if (holdsPython || value.text.includes('${{')) return true;
  return place.templated && /\{\{|\{%/.test(value.text);
}

/**
 * Text with Jinja in it, and words beside: it is rendered to a text, whatever the Jinja gives. What begins as a list does
 * may become one where a DAG renders native objects.
 */
function isWrittenText(value: YamlNode): boolean {
  if (value.kind !== 'scalar' || /<<|\$\{\{|\{%|^\s*[[(]/.test(value.text)) return false;
  return /[^\s,]/.test(withoutJinja(value.text, ''));
}

function scalarFits(
  type: Exclude<ParameterType, { readonly kind: 'list' | 'mapping' | 'union' }>,
  scalar: YamlScalar,
): boolean {
  switch (type.kind) {
    case 'text':
      return scalar.type === 'text';
    case 'integer':
      return scalar.type === 'integer';
    case 'number':
    case 'duration':
      return scalar.type === 'integer' || scalar.type === 'number';
    case 'boolean':
      return scalar.type === 'boolean';
    case 'date':
      return scalar.type === 'text' && isMoment(scalar.text);
    case 'time':
      return scalar.type === 'text' && isTime(scalar.text);
    case 'enum':
      return scalar.type === 'text' && type.values.includes(scalar.text);
    default:
      return type.kind === 'any';
  }
}

function describeMismatch(
  { name }: Place,
  type: ParameterType,
  value: YamlNode,
  described = describeNode(value),
): Finding {
  const choices = value.kind === 'scalar' ? hintFor(type, value) : '';
  return {
    message: `"${name}" takes ${withArticle(describeType(type))}, and this is ${described}${unreal(type, value)}.${choices}`,
    range: rangeOf(value),
    ...writtenElsewhere(value),
    ...withHelp(isUnclosed(value) ? 'Close "<<" with ">>" if Python is meant.' : asListOf(type, value)),
    ...withFix(value.kind === 'scalar' && !isNoAddress(name, value) ? fixFor(type, value) : undefined),
  };
}

function withHelp(help: string | undefined): { readonly help?: string } {
  return help === undefined ? {} : { help };
}

/** The list of words that a text of several may stand for, where it needs no shell. */
function asListOf(type: ParameterType, value: YamlNode): string | undefined {
  if (type.kind !== 'list' || type.items.kind !== 'text' || value.kind !== 'scalar' || value.text.length > 80)
    return undefined;
  const words = value.text.match(/(?:\{\{(?:(?!\}\})[^\n])*\}\}|[^\s{}])+/g) ?? [];
  const isPlain = words.length > 1 && words.join('') === value.text.replace(/\s(?![^{}]*\}\})/g, '');
  if (!isPlain || /["'\\|;&<>$`]/.test(value.text.replace(/\{\{.*?\}\}/g, ''))) return undefined;
  return `Write a list: [${words.map((word) => (/[{},[\]:#*&!%@]/.test(word) ? `"${word.replaceAll('"', "'")}"` : word)).join(', ')}].`;
}

/** A number as an address of mail is none in quotes, either. */
function isNoAddress(name: string, { type }: YamlScalar): boolean {
  return name === 'email' && type !== 'text';
}

function isUnclosed(value: YamlNode): boolean {
  return value.kind === 'scalar' && value.text.includes('<<') && !holdsVerbatim(value.text);
}

/** A date of the right form may be none that there is. */
function unreal(type: ParameterType, value: YamlNode): string {
  const isWritten =
    type.kind === 'date' && value.kind === 'scalar' && /^\d{4}-\d{1,2}-\d{1,2}(?:[T ][\d:.Z+-]+)?$/.test(value.text);
  return isWritten && value.type === 'text' ? ', and there is none like it' : '';
}

function hintFor(type: ParameterType, { text }: YamlScalar): string {
  if (type.kind === 'enum') return didYouMean(text, type.values);
  const seconds = type.kind === 'duration' ? secondsOf(text) : undefined;
  return seconds === undefined ? '' : ` In seconds that is ${seconds}.`;
}

function withArticle(words: string): string {
  return /^(?:text|any|one of)/.test(words) ? words : `${/^[aeioI]/.test(words) ? 'an' : 'a'} ${words}`;
}

function describeNode(value: YamlNode): string {
  if (value.kind !== 'scalar') return `a ${value.kind}`;
  if (value.type === 'null') return 'null';
  const shown = value.text.length > 40 ? `${value.text.slice(0, 40)}…` : value.text;
  const word = {
    text: 'the text',
    integer: 'the integer',
    number: 'the number',
    boolean: 'the boolean',
    timestamp: 'the date',
  };
  return `${word[value.type]} "${shown}"${value.plain && value.type === 'boolean' ? ` (YAML reads it as ${value.value})` : ''}`;
}

function fixFor(type: ParameterType, scalar: YamlScalar): Fix | undefined {
  const range = contentRange(scalar);
  if (range === undefined) return undefined;
  if (type.kind === 'enum') return renameTo(scalar, type.values);
  const seconds = type.kind === 'duration' && scalar.type === 'text' ? secondsOf(scalar.text) : undefined;
  if (seconds !== undefined && (scalar.plain || !/^[\d.]+$/.test(scalar.text))) {
    const edits = [{ range: rangeOf(scalar), text: String(seconds) }];
    return { title: `Write ${seconds} seconds`, safety: 'unsafe', edits };
  }
  const takesText =
    type.kind === 'text' ||
    type.kind === 'date' ||
    type.kind === 'time' ||
    (type.kind === 'union' && type.members.some((one) => one.kind === 'text'));
  if (takesText && scalar.plain && scalar.type !== 'text' && scalar.type !== 'null') {
    return { title: `Put ${scalar.text} in quotes`, safety: 'safe', edits: [{ range, text: `'${scalar.text}'` }] };
  }
  const meant = scalar.plain ? undefined : unquoted(type, scalar.text);
  if (meant === undefined) return undefined;
  return {
    title: `Take the quotes from ${scalar.text}`,
    safety: 'safe',
    edits: [{ range: rangeOf(scalar), text: meant }],
  };
}

/** The text without quotes, where it then is what the type takes. */
function unquoted(type: ParameterType, text: string): string | undefined {
  const isInteger = /^-?(?:0|[1-9][0-9]*)$/.test(text);
  if (type.kind === 'integer') return isInteger ? text : undefined;
  if (type.kind === 'number' || type.kind === 'duration')
    return isInteger || /^-?[0-9]+\.[0-9]+$/.test(text) ? text : undefined;
  return type.kind === 'boolean' && /^(?:true|false)$/.test(text) ? text : undefined;
}
