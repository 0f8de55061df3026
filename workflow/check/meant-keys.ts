import { NODE_KEYS } from '../../schemas';
import { nearest } from '../../text/nearest';
import type { YamlMapping } from '../read';

const NAMES: readonly string[] = NODE_KEYS.map(({ name }) => name);
const NONE: ReadonlySet<string> = new Set();
const KNOWN: ReadonlySet<string> = new Set(NAMES);

/**
 * The keys that unknown keys of a node stand for, by a slip: `typ` for `type`. What `unknown-key` says of them is the one
 * cause; that `type` is missing is none.
 */
export function meantKeys({ pairs }: YamlMapping): ReadonlySet<string> {
  const unknown = pairs.filter(({ key }) => !KNOWN.has(key.text));
  if (unknown.length === 0) return NONE;
  return new Set(unknown.flatMap(({ key }) => nearest(key.text, NAMES)[0] ?? []));
}
