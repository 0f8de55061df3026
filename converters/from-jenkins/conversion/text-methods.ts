import type { Argument } from '../groovy/index';
import { asExpression, jinja, jinjaText, literal, needsShell, plainText, type Template } from './template';

/** A method of a text that gives a text: of one that is known, and of one that Airflow renders. */
interface TextMethod {
  /** How many arguments it takes. */
  readonly takes: number;
  readonly ofText: (text: string, ...values: readonly (string | number)[]) => string | undefined;
  /** What stands behind the expression in Jinja; nothing where Jinja has no such thing. */
  readonly inJinja?: (...values: readonly (string | number)[]) => string;
}

const jinjaValue = (value: string | number | undefined) =>
  typeof value === 'number' ? String(value) : jinjaText(value ?? '');

/** Methods of `java.lang.String`, and those that Groovy adds. */
const methods: ReadonlyMap<string, TextMethod> = new Map<string, TextMethod>([
  ['trim', { takes: 0, ofText: (text) => text.trim(), inJinja: () => ' | trim' }],
  ['stripIndent', { takes: 0, ofText: stripIndent }],
  ['toLowerCase', { takes: 0, ofText: (text) => text.toLowerCase(), inJinja: () => ' | lower' }],
  ['toUpperCase', { takes: 0, ofText: (text) => text.toUpperCase(), inJinja: () => ' | upper' }],
  [
    'replace',
    {
      takes: 2,
      ofText: (text, from, to) =>
        typeof from === 'string' && typeof to === 'string' ? text.replaceAll(from, () => to) : undefined,
      inJinja: (from, to) => ` | replace(${jinjaValue(from)}, ${jinjaValue(to)})`,
    },
  ],
  [
    'take',
    {
      takes: 1,
      ofText: (text, count) => (typeof count === 'number' ? text.slice(0, count) : undefined),
      inJinja: (count) => `[:${count}]`,
    },
  ],
  [
    'concat',
    {
      takes: 1,
      ofText: (text, more) => (typeof more === 'string' ? text + more : undefined),
    },
  ],
]);

/** What a method makes of a text; nothing where that is not known before the run, or there is no such method. */
export function changeText(text: Template, name: string, list: readonly Argument[]): Template | undefined {
  const method = methods.get(name);
  const values = list.flatMap((argument) => literalOf(argument) ?? []);
  if (method === undefined || values.length !== list.length || values.length !== method.takes) return undefined;
  const plain = plainText(text);
  if (plain !== undefined) {
    const changed = method.ofText(plain, ...values);
    return changed === undefined ? undefined : literal(changed);
  }
  const isSecret = text.some((part) => part.kind === 'secret' || part.kind === 'item');
  if (method.inJinja === undefined || isSecret || needsShell(text)) return undefined;
  // Numbers where texts belong, and the other way round, are other methods.
  if (values.some((value) => (typeof value === 'number') !== (name === 'take'))) return undefined;
  return jinja(`${asExpression(text)}${method.inJinja(...values)}`);
}

function literalOf(argument: Argument): string | number | undefined {
  if (argument.kind !== 'positional') return undefined;
  const { value } = argument;
  if (value.kind === 'text') return value.value;
  return value.kind === 'number' && /^\d{1,9}$/.test(value.text) ? Number(value.text) : undefined;
}

/** Groovy's `stripIndent()`: as many leading blanks are removed as every line with content has. */
function stripIndent(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const common = indents.length === 0 ? 0 : indents.reduce((least, each) => Math.min(least, each));
  return lines.map((line) => line.slice(Math.min(common, line.length))).join('\n');
}
