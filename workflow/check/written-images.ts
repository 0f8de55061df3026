import { findType } from '../../schemas';
import {
  asText,
  type DocumentEntry,
  entryOf,
  valueAt,
  type WorkflowDocument,
  type YamlNode,
  type YamlScalar,
} from '../read';
import type { ItemInput } from './context';
import { imageTypes } from './image-types';

/** The entries of `images`, with the key to which their places relate. */
export function imageEntries(
  document: WorkflowDocument,
): readonly { readonly owner: DocumentEntry; readonly entry: YamlNode }[] {
  const owner = entryOf(document, 'images');
  if (owner?.value?.kind !== 'mapping') return [];
  return owner.value.pairs.map(({ value }) => ({ owner, entry: value }));
}

/** The references that an entry of `images` gives: for all environments, and for single ones. */
export function referencesOf(entry: YamlNode): readonly YamlScalar[] {
  const environments = valueAt(entry, 'environments');
  const places = environments?.kind === 'mapping' ? environments.pairs.map(({ value }) => value) : [];
  return [valueAt(entry, 'url'), ...places].flatMap((place) => asText(place) ?? []);
}

/** The references that a task gives itself, rather than by a name of `images`. */
export function referencesOfTask({ item, node, settings }: ItemInput): readonly YamlScalar[] {
  if (!imageTypes.has(findType(settings.catalogue, node.type?.text ?? '')?.name ?? '')) return [];
  const image = asText(valueAt(item.map, 'image'));
  const own = asText(valueAt(valueAt(item.map, 'properties'), 'image'));
  const isNamed = image === undefined || settings.headless || settings.images.has(image.text);
  return [...(isNamed ? [] : [image]), ...(own === undefined ? [] : [own])];
}
