import type { Range } from '../text/range';
import type { DocumentOutline, FileOutline, ReferenceRole } from '../workflow/check';
import { absolute, asText, entryOf, pairOf, type YamlScalar } from '../workflow/read';
import { type ResourceHomes, resourceHomes } from './resource-homes';

/** A name at a place: where it is defined, or used. */
export interface NameUse {
  readonly name: string;
  /** Where it counts; of what an alias brings in, the alias. */
  readonly range: Range;
  /** Where it is spelt out: what a rename changes. */
  readonly written: Range;
  /** As a value of its own, as the id that Airflow gives the task (in a template), or in the selection of a wave. */
  readonly spelling: 'name' | 'id' | 'selection';
  /** What the name is one of; names of different kinds may be the same. */
  readonly kind: 'node' | 'resource' | 'document' | 'image';
  readonly definition: boolean;
  /** The document in which it is known; nothing where the whole file is. */
  readonly scope: DocumentOutline | undefined;
}

/** All names of a file, defined and used, in no special order. Linear in the file. */
export function* namesOf(file: FileOutline): Generator<NameUse> {
  const homes = resourceHomes(file);
  for (const outline of file.documents) {
    yield* nodeNames(outline, homes);
    const name = entryOf(outline.document, 'name');
    const text = asText(name?.value);
    if (!outline.primary && name !== undefined && text !== undefined) {
      yield { name: text.text, ...placesOf(name, text), kind: 'document', definition: true, scope: undefined };
    }
  }
  yield* definedImages(file);
}

function* nodeNames(outline: DocumentOutline, homes: ResourceHomes): Generator<NameUse> {
  for (const node of outline.nodes) {
    const { item, name, section } = node;
    const kind = section === 'resources' ? 'resource' : 'node';
    if (name !== undefined) {
      yield { name: name.text, ...placesOf(node.item, name), kind, definition: true, scope: outline };
    }
    for (const { role, scalar } of node.references) {
      const scope = role === 'resource' ? homes(outline, scalar.text) : outline;
      yield { ...used(role), name: scalar.text, ...placesOf(item, scalar), definition: false, scope };
    }
    for (const [key, used] of [
      ['target', 'document'],
      ['image', 'image'],
    ] as const) {
      const value = asText(pairOf(item.map, key)?.value);
      if (value === undefined) continue;
      yield { name: value.text, ...placesOf(item, value), kind: used, definition: false, scope: undefined };
    }
  }
}

function placesOf(
  owner: { readonly offset: number },
  scalar: YamlScalar,
): Pick<NameUse, 'range' | 'written' | 'spelling'> {
  return { range: absolute(owner, scalar), written: absolute(owner, scalar.from ?? scalar), spelling: 'name' };
}

function used(role: ReferenceRole): Pick<NameUse, 'kind'> {
  return { kind: role === 'resource' ? 'resource' : 'node' };
}

function* definedImages({ documents: [primary] }: FileOutline): Generator<NameUse> {
  const entry = primary === undefined ? undefined : entryOf(primary.document, 'images');
  if (entry?.value?.kind !== 'mapping') return;
  for (const { key } of entry.value.pairs) {
    yield { name: key.text, ...placesOf(entry, key), kind: 'image', definition: true, scope: undefined };
  }
}

/** The name at an offset. */
export function nameAt(names: Iterable<NameUse>, offset: number): NameUse | undefined {
  for (const name of names) if (name.range.start <= offset && offset <= name.range.end) return name;
  return undefined;
}

/** Do two uses name the same thing? */
export function sameName(a: NameUse, b: NameUse): boolean {
  return a.name === b.name && a.kind === b.kind && a.scope === b.scope;
}
