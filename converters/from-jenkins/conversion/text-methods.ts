import type { Argument, Expression } from '../groovy/index';
import { asExpression, jinja, jinjaText, literal, needsShell, plainText, type Template } from './template';

/** A method of a text that gives a text: of one that is known, and of one that Airflow renders. */
interface TextMethod {
  readonly takes: readonly ('text' | 'number')[];
  /** How many of them may be missing. */
  readonly optional?: number;
  /** Nothing where Groovy would fail. */
  readonly ofText: (text: string, ...values: readonly (string | number)[]) => string | undefined;
  /** What stands behind the expression in Jinja; nothing where Jinja has no such thing. */
  readonly inJinja?: (...values: readonly (string | number)[]) => string;
}

const jinjaValue = (value: string | number | undefined) =>
  typeof value === 'number' ? String(value) : jinjaText(value ?? '');

const pad = (text: string, [size, filling]: readonly (string | number)[], side: 'padStart' | 'padEnd') =>
  text[side](Number(size), String(filling ?? ' '));

/** Methods of `java.lang.String`, and those that Groovy adds. */
const methods: ReadonlyMap<string, TextMethod> = new Map<string, TextMethod>([
  // Java takes away what is not above a blank.
  ['trim', { takes: [], ofText: trimmed, inJinja: () => ' | trim' }],
  ['stripIndent', { takes: [], ofText: stripIndent }],
  ['toLowerCase', { takes: [], ofText: (text) => text.toLowerCase(), inJinja: () => ' | lower' }],
  ['toUpperCase', { takes: [], ofText: (text) => text.toUpperCase(), inJinja: () => ' | upper' }],
  ['capitalize', { takes: [], ofText: (text) => text.charAt(0).toUpperCase() + text.slice(1) }],
  ['reverse', { takes: [], ofText: (text) => [...text].reverse().join('') }],
  [
    'replace',
    {
      takes: ['text', 'text'],
      ofText: (text, from, to) => text.replaceAll(String(from), () => String(to)),
      inJinja: (from, to) => ` | replace(${jinjaValue(from)}, ${jinjaValue(to)})`,
    },
  ],
  [
    'replaceAll',
    {
      takes: ['text', 'text'],
      ofText: (text, from, to) => {
        const plain = plainPattern(String(from));
        return plain === undefined || /[\\$]/.test(String(to)) ? undefined : text.replaceAll(plain, () => String(to));
      },
    },
  ],
  [
    'take',
    {
      takes: ['number'],
      ofText: (text, count) => text.slice(0, Number(count)),
      inJinja: (count) => `[:${count}]`,
    },
  ],
  [
    'drop',
    { takes: ['number'], ofText: (text, count) => text.slice(Number(count)), inJinja: (count) => `[${count}:]` },
  ],
  [
    'substring',
    {
      takes: ['number', 'number'],
      optional: 1,
      ofText: (text, from, to) => {
        const [start, end] = [Number(from), to === undefined ? text.length : Number(to)];
        return start <= end && end <= text.length ? text.slice(start, end) : undefined;
      },
    },
  ],
  ['concat', { takes: ['text'], ofText: (text, more) => text + String(more) }],
  ['minus', { takes: ['text'], ofText: (text, less) => text.replace(String(less), '') }],
  ['padLeft', { takes: ['number', 'text'], optional: 1, ofText: (text, ...given) => pad(text, given, 'padStart') }],
  ['padRight', { takes: ['number', 'text'], optional: 1, ofText: (text, ...given) => pad(text, given, 'padEnd') }],
]);

/** What a method makes of a text; nothing where that is not known before the run, or there is no such method. */
export function changeText(text: Template, name: string, list: readonly Argument[]): Template | undefined {
  const method = methods.get(name);
  const values = list.flatMap((argument) => literalOf(argument) ?? []);
  if (method === undefined || values.length !== list.length || values.length > method.takes.length) return undefined;
  if (values.length < method.takes.length - (method.optional ?? 0)) return undefined;
  // Numbers where texts belong, and the other way round, are other methods.
  if (values.some((value, index) => (typeof value === 'number') !== (method.takes[index] === 'number')))
    return undefined;
  const plain = plainText(text);
  if (plain !== undefined) {
    const changed = method.ofText(plain, ...values);
    return changed === undefined ? undefined : literal(changed);
  }
  const isSecret = text.some((part) => part.kind === 'secret' || part.kind === 'item');
  if (method.inJinja === undefined || isSecret || needsShell(text)) return undefined;
  return jinja(`${asExpression(text)}${method.inJinja(...values)}`);
}

/** A text or a number as it is written in the file. */
export function literalOf(argument: Argument): string | number | undefined {
  if (argument.kind !== 'positional') return undefined;
  const { value } = argument;
  if (value.kind === 'text') return value.value;
  return value.kind === 'number' && /^\d{1,9}$/.test(value.text) ? Number(value.text) : undefined;
}

/** The text that a regular expression of Java stands for; nothing where it stands for several. */
export function plainPattern(pattern: string): string | undefined {
  if (pattern === '' || !/^(?:[^\\[\](){}.*+?^$|]|\\[^A-Za-z0-9])*$/.test(pattern)) return undefined;
  return pattern.replace(/\\(.)/g, '$1');
}

/** `text.split(',')` and `text.tokenize(',')`: what parts a text, and how. */
export interface Parting {
  readonly text: Expression;
  readonly how: 'split' | 'tokenize';
  /** The separator of `split`, the signs of `tokenize` each of which is one. */
  readonly by: string;
}

/** How an expression parts a text; nothing where it does not, or the separator is not known. */
export function partingOf(expression: Expression): Parting | undefined {
  if (expression.kind !== 'call' || expression.callee.kind !== 'property') return undefined;
  const { target, name, access } = expression.callee;
  if (name.kind !== 'text' || access !== '.') return undefined;
  const [only, more] = expression.arguments;
  if (more !== undefined) return undefined;
  const given = only === undefined ? undefined : literalOf(only);
  if (only !== undefined && typeof given !== 'string') return undefined;
  const text = typeof given === 'string' ? given : undefined;
  if (name.value === 'tokenize')
    return text === '' ? undefined : { text: target, how: 'tokenize', by: text ?? ' \t\n\r\f' };
  if (name.value !== 'split') return undefined;
  // Without a separator Groovy parts at blanks, as `tokenize` does.
  if (text === undefined) return { text: target, how: 'tokenize', by: ' \t\n\r\f' };
  const by = plainPattern(text);
  return by === undefined ? undefined : { text: target, how: 'split', by };
}

/** The parts of a text that is known: Java leaves empty ones at the end out. */
export function partsOf(text: string, { how, by }: Pick<Parting, 'how' | 'by'>): readonly string[] {
  if (how === 'tokenize') {
    const parts: string[] = [];
    let part = '';
    for (const sign of text) {
      if (!by.includes(sign)) part += sign;
      else if (part !== '') {
        parts.push(part);
        part = '';
      }
    }
    return part === '' ? parts : [...parts, part];
  }
  const parts = text.split(by);
  if (parts.length === 1) return parts;
  let end = parts.length;
  while (end > 0 && parts[end - 1] === '') end--;
  return parts.slice(0, end);
}

function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return text.slice(start, end);
}

/** Groovy's `stripIndent()`: as many leading blanks are removed as every line with content has. */
function stripIndent(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const common = indents.length === 0 ? 0 : indents.reduce((least, each) => Math.min(least, each));
  return lines.map((line) => line.slice(Math.min(common, line.length))).join('\n');
}
