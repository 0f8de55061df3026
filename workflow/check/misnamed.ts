import { editDistance } from '../../text/edit-distance';
import { nearest } from '../../text/nearest';
import type { Finding } from '../../text/rules';
import { asText, valueAt, type YamlScalar } from '../read';
import { type DocumentOutline, partOf } from './outline';
import { changeTo } from './suggest';

/** As many names that mean nothing as are looked at: in a file with more, a slip is not what happened. */
const MOST_UNKNOWN = 50;

/**
 * Names that several places ask for and that nothing bears, each with the defined name that is meant: one near to it, which
 * nothing asks for. The slip is then in the definition, and told once, there.
 */
export function misnamed(defined: ReadonlySet<string>, asked: readonly string[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const name of asked) counts.set(name, (counts.get(name) ?? 0) + 1);
  const unknown = [...counts].filter(([name, count]) => count > 1 && !defined.has(name));
  if (unknown.length === 0 || unknown.length > MOST_UNKNOWN) return new Map();
  const spare = [...defined].filter((name) => !counts.has(name));
  const found = new Map<string, string>();
  for (const [name] of unknown) {
    const [best] = nearest(name, spare);
    const isSlip = best !== undefined && name.length > 2 && editDistance(name, best, 2) <= 2;
    if (!isSlip) continue;
    if ([...found.values()].includes(best)) return new Map();
    found.set(name, best);
  }
  return found;
}

/** The same of the nodes of a document: what dependencies ask for, or what `requires_resources` does. */
export function misnamedNodes(outline: DocumentOutline, what: 'node' | 'resource'): ReadonlyMap<string, string> {
  const isMeant = (role: string): boolean => (role === 'resource') === (what === 'resource');
  const asked: string[] = [];
  const parts = new Map<string, string>();
  for (const { references, section } of outline.nodes) {
    for (const { role, scalar } of references) {
      if (!isMeant(role)) continue;
      asked.push(scalar.text);
      parts.set(scalar.text, partOf(section));
    }
  }
  if (outline.broken || asked.every((name) => outline.byName.has(name))) return new Map();
  const defined = new Set<string>();
  for (const [name, [node, ...twins]] of outline.byName) {
    const isOne = twins.length === 0 && node !== undefined;
    if (isOne && (node.section === 'resources') === (what === 'resource')) defined.add(name);
  }
  const found = misnamed(defined, asked);
  const partOfName = (name: string): string | undefined => {
    const section = outline.byName.get(name)?.[0]?.section;
    return section === undefined ? undefined : partOf(section);
  };
  return new Map([...found].filter(([name, meant]) => what === 'resource' || parts.get(name) === partOfName(meant)));
}

/** The names that dependencies ask for and no node bears: that is told there, and not of what else asks for them. */
export function unknownNames({ nodes, byName }: DocumentOutline): ReadonlySet<string> {
  const unknown = new Set<string>();
  for (const { references } of nodes) {
    for (const { role, scalar } of references)
      if (role !== 'resource' && !byName.has(scalar.text)) unknown.add(scalar.text);
  }
  return unknown;
}

const PARAM = /\bparams(?:\s*\.\s*(?:get\s*\(\s*['"])?|\s*\[\s*['"])([A-Za-z_]\w*)/g;

/** The same of the `params` of a workflow: what its templates ask for. */
export function misnamedParams(params: ReadonlySet<string>, text: string): ReadonlyMap<string, string> {
  if (params.size === 0) return new Map();
  const asked = [...text.matchAll(PARAM)].flatMap(([, name = '']) => (METHODS_OF_PARAMS.has(name) ? [] : [name]));
  return misnamed(params, asked);
}

/** What a dictionary has beside its keys. */
export const METHODS_OF_PARAMS: ReadonlySet<string> = new Set(['get', 'items', 'keys', 'values', 'dump', 'copy']);

/** The same of the `images` of a workflow. */
export function misnamedImages(
  images: ReadonlySet<string>,
  ofProject: ReadonlySet<string>,
  documents: readonly DocumentOutline[],
): ReadonlyMap<string, string> {
  if (images.size === 0) return new Map();
  const asked = documents.flatMap(({ nodes }) =>
    nodes.flatMap(({ item }) => {
      const image = asText(valueAt(item.map, 'image'))?.text;
      return image === undefined || ofProject.has(image) || /[/:@]|<<|\$\{\{/.test(image) ? [] : [image];
    }),
  );
  return misnamed(images, asked);
}

/** What is said of the name that several places ask for otherwise; relative to the owner of its scalar. */
export function misnamedFinding(scalar: YamlScalar, name: string, what: string): Finding {
  const { start, end } = scalar;
  const fix = changeTo(scalar, name);
  return {
    message: `Nothing asks for the ${what} "${scalar.text}", and several places ask for "${name}", which there is not: one of the two is a slip.`,
    range: { start, end },
    ...(fix === undefined ? {} : { fix }),
  };
}
