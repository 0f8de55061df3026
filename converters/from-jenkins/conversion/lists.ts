import type { Argument, Expression } from '../groovy/index';
import type { LocalValue, Scope } from './scope';
import { literal, plainText } from './template';
import { literalOf, type Parting, partingOf, partsOf } from './text-methods';
import { type Resolved, resolve } from './values';

/** How the text of a value that is a list is parted: of a call, and of a variable that holds such a list. */
export function piecesOf(scope: Scope, value: Expression): Parting | undefined {
  if (value.kind !== 'name') return partingOf(value);
  const local = scope.locals.get(value.name);
  return local?.kind === 'pieces' ? local.parting : undefined;
}

/** A list whose items are known: one that is written down, and the parts of a text that is known. */
export function listOf(scope: Scope, value: Expression): Extract<LocalValue, { kind: 'list' }> | undefined {
  if (value.kind === 'name') {
    const local = scope.locals.get(value.name);
    return local?.kind === 'list' ? local : undefined;
  }
  const parting = partingOf(value);
  const text = parting === undefined ? undefined : resolve(scope, parting.text);
  const plain = text?.kind === 'known' && text.notes.length === 0 ? plainText(text.value) : undefined;
  if (parting === undefined || plain === undefined) return undefined;
  return { kind: 'list', items: partsOf(plain, parting).map(literal), sort: 'text' };
}

/** `list.size()` and `list.join(',')`. */
export function ofList(
  { items, sort }: Extract<LocalValue, { kind: 'list' }>,
  method: string,
  list: readonly Argument[],
): Resolved {
  if ((method === 'size' || method === 'length') && list.length === 0)
    return { kind: 'known', value: literal(String(items.length)), notes: [] };
  const [first, more] = list;
  const between = first === undefined ? '' : literalOf(first);
  if (method !== 'join' || typeof between !== 'string' || more !== undefined || sort === 'mixed')
    return { kind: 'unknown', reason: 'it is computed by Groovy' };
  const value = items.flatMap((item, index) => (index === 0 ? item : [...literal(between), ...item]));
  return { kind: 'known', value, notes: [] };
}
