import type { YamlPair } from './node';

/** As many keys as are compared one by one faster than a set is made for them. */
const FEW = 16;

/** Says of each key whether it stands among the pairs; of each key but a repeated one a pair is added before the next. */
export function knownKeys(pairs: readonly YamlPair[]): (key: string) => boolean {
  let seen: Set<string> | undefined;
  return (key) => {
    if (pairs.length <= FEW) return pairs.some((pair) => pair.key.text === key);
    seen ??= new Set(pairs.map((pair) => pair.key.text));
    const isKnown = seen.has(key);
    seen.add(key);
    return isKnown;
  };
}
