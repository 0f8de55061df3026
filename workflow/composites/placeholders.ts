import type { Range } from '../../text/range';
import type { YamlNode, YamlScalar } from '../read';

/** The keys of a node in whose values placeholders stand. In the others names of nodes stand, and a type. */
export const PLACEHOLDER_KEYS: ReadonlySet<string> = new Set([
  'properties',
  'image',
  'backends',
  'group',
  'cases',
  'regex_blocklist',
]);

const PATH = '[A-Za-z_][A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]+)*';
const WHOLE = new RegExp(`^\\$\\{\\{\\s*(${PATH})\\s*\\}\\}$`);
const IS_PATH = new RegExp(`^${PATH}$`);

/** The path of a text that is one placeholder and nothing else. */
export function wholePath(text: string): string | undefined {
  return WHOLE.exec(text)?.[1];
}

/** Is what stands between the brackets of a placeholder a path: names with dots between? */
export function isPath(text: string): boolean {
  return IS_PATH.test(text);
}

/** A placeholder `${{ path }}` of a text. */
export interface Placeholder {
  /** As it is written, with its brackets. */
  readonly written: string;
  /** What stands between them, which may be no path. */
  readonly path: string;
  /** Of the placeholder where the text stands as it is read, else of the whole scalar; relative to the owner. */
  readonly range: Range;
}

/** All placeholders of a value. Linear. */
export function* placeholdersOf(node: YamlNode): Generator<Placeholder> {
  if (node.kind === 'list') for (const item of node.items) yield* placeholdersOf(item);
  if (node.kind === 'mapping') for (const { value } of node.pairs) yield* placeholdersOf(value);
  if (node.kind !== 'scalar' || node.type !== 'text') return;
  const start = startOfText(node);
  for (const match of node.text.matchAll(/\$\{\{(.*?)\}\}/gs)) {
    const [written, inner = ''] = match;
    const at = start === undefined ? undefined : start + match.index;
    const range = at === undefined ? { start: node.start, end: node.end } : { start: at, end: at + written.length };
    yield { written, path: inner.trim(), range };
  }
}

/** Where the text of a scalar begins, if each of its characters stands for itself. */
function startOfText({ start, end, text, plain }: YamlScalar): number | undefined {
  if (plain) return end - start === text.length ? start : undefined;
  return end - start === text.length + 2 ? start + 1 : undefined;
}
