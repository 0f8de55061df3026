import { findGenerator, findResource, findType, KEYWORD_TYPES } from '../../schemas';
import { indexNames, type NameIndex } from '../../text/nearest';
import type { SectionKey } from '../read';
import { lazy } from './lazy';
import type { Types } from './node-type';

/** The names that a `type` may have in a section, and the same for words that are none of them. */
export interface TypeNames {
  readonly common: readonly string[];
  readonly near: () => NameIndex;
  /** The further ones: aliases and class names. */
  readonly others: () => NameIndex;
  /** By what is left of them without capital letters and dashes, all names. */
  readonly plain: () => ReadonlyMap<string, readonly string[]>;
}

/** Thousands of them: asked for once for all nodes of a file. */
export function typeNamesIn(section: SectionKey, types: Types): TypeNames {
  const common = commonNames(section, types);
  const others = lazy(() => otherNames(section, types));
  return {
    common,
    near: lazy(() => indexNames(common)),
    others: lazy(() => indexNames(others())),
    plain: lazy(() => byPlainName([...common, ...others()])),
  };
}

/** Of names that differ by capital letters and dashes at most: `file-sensor` and `FileSensor`. */
export function plainName(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase();
}

function byPlainName(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const name of names) {
    const plain = plainName(name);
    const known = byName.get(plain);
    if (known === undefined) byName.set(plain, [name]);
    else known.push(name);
  }
  return byName;
}

function commonNames(section: SectionKey, { catalogue, composites }: Types): readonly string[] {
  if (section === 'sub_dags') return catalogue.subDagNames;
  if (section === 'generators') return catalogue.generatorNames;
  if (section === 'resources') return catalogue.resourceNames;
  return [...KEYWORD_TYPES, ...composites.names, ...catalogue.names];
}

function otherNames(section: SectionKey, { catalogue }: Types): readonly string[] {
  if (section === 'sub_dags') return [];
  if (section === 'generators')
    return catalogue.generatorNames.flatMap((name) => findGenerator(catalogue, name)?.aliases ?? []);
  if (section === 'resources')
    return catalogue.resourceNames.flatMap((name) => findResource(catalogue, name)?.aliases ?? []);
  const classes = catalogue.providers?.classes ?? [];
  const aliases = catalogue.names.flatMap((name) => findType(catalogue, name)?.aliases ?? []);
  return [...new Set([...aliases, ...classes.map((type) => type.name)])];
}
