import { pythonKeywords } from './python/expression';

/** A text as a Python identifier: what boundary-layer makes of names, too, so that verbatim code finds its variables. */
export function identifier(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9_]/g, '_');
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

/** A dotted name with each part an identifier. */
export function dottedIdentifier(text: string): string {
  return text.split('.').map(identifier).join('.');
}

/** A giver of names, none twice and none that is taken already. */
export function namesBeside(taken: Iterable<string>): (wanted: string) => string {
  const used = new Set(taken);
  const next = new Map<string, number>();
  return (wanted) => {
    let name = wanted;
    for (let number = next.get(wanted) ?? 2; used.has(name); number++) {
      name = `${wanted}_${number}`;
      next.set(wanted, number + 1);
    }
    used.add(name);
    return name;
  };
}

/** Words that a variable of a DAG file must not hide: code of authors and helpers look them up. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...pythonKeywords,
  ...(
    'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr ' +
    'dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int ' +
    'isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range ' +
    'repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__ __name__ __file__ ' +
    'BaseException Exception KeyError RuntimeError TypeError ValueError'
  ).split(' '),
]);
