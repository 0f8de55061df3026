import type { Json } from '../../../schemas';
import type { Argument } from '../plan';
import type { Value } from '../value';

/**
 * The arguments of a call that are made of several parameters, as the catalogue says, and those that are passed on as
 * they are.
 */
export function madeArguments(
  made: { readonly [name: string]: Json },
  given: readonly Argument[],
): readonly Argument[] {
  const named = new Set([...JSON.stringify(made).matchAll(REFERENCE)].map(([, name]) => name));
  const values = new Map(given.map((argument) => [argument.name, argument.value]));
  const own = Object.entries(made).flatMap(([name, data]): readonly Argument[] => {
    const value = fromData(data, values);
    return value === undefined ? [] : [{ name, value }];
  });
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...given.filter(({ name }) => !named.has(name) && !names.has(name))];
}

/** The key under which a mapping stands whose entries are those of the mapping around. */
const SPREAD = '...';

const REFERENCE = /\$\{\{ ([A-Za-z_][A-Za-z0-9_]*) \}\}/g;

/** Data with values in place of its references; nothing where one refers to what is not given, or where nothing is left. */
function fromData(data: Json, values: ReadonlyMap<string, Value>): Value | undefined {
  if (data === null) return { kind: 'null' };
  if (typeof data === 'string') return fromText(data, values);
  if (typeof data === 'number') return { kind: 'number', source: String(data) };
  if (typeof data === 'boolean') return { kind: 'boolean', value: data };
  if (isList(data)) {
    const items = data.flatMap((item) => fromData(item, values) ?? []);
    return items.length === 0 ? undefined : { kind: 'list', items };
  }
  const entries = Object.entries(data).flatMap(([key, inner]) => {
    const value = fromData(inner, values);
    if (key === SPREAD) return value?.kind === 'mapping' ? value.entries : [];
    return value === undefined ? [] : [{ key, value }];
  });
  return entries.length === 0 ? undefined : { kind: 'mapping', entries };
}

function isList(data: readonly Json[] | { readonly [key: string]: Json }): data is readonly Json[] {
  return Array.isArray(data);
}

/** A text that is one reference is its value; inside other text only texts stand. */
function fromText(text: string, values: ReadonlyMap<string, Value>): Value | undefined {
  const names = [...text.matchAll(REFERENCE)].map(([, name = '']) => name);
  const [only] = names;
  if (only !== undefined && text === `\${{ ${only} }}`) return values.get(only);
  const texts = names.map((name) => values.get(name));
  if (texts.some((value) => value?.kind !== 'text')) return undefined;
  return { kind: 'text', text: text.replace(REFERENCE, (_, name: string) => textOf(values.get(name))) };
}

function textOf(value: Value | undefined): string {
  return value?.kind === 'text' ? value.text : '';
}
