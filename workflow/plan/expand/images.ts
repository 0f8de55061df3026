import { entryOf, sanitised, valueAt, type WorkflowFile, type YamlNode } from '../../read';
import type { Value } from '../value';
import type { Expansion, ImageEntry, PlanOptions } from './context';

/** The images of a workflow over those of its project. */
export function imagesOf(file: WorkflowFile, options: Pick<PlanOptions, 'images'>): ReadonlyMap<string, ImageEntry> {
  const images = new Map(options.images ?? []);
  const [primary] = file.documents;
  const node = primary === undefined ? undefined : entryOf(primary, 'images')?.value;
  if (node?.kind !== 'mapping') return images;
  for (const { key, value } of node.pairs) images.set(key.text, imageEntry(value));
  return images;
}

/** One entry of `images`: a mapping, or the URL alone. */
export function imageEntry(node: YamlNode): ImageEntry {
  if (node.kind === 'scalar') return { url: node.text, environments: new Map() };
  const url = textAt(node, 'url');
  const fromEnvironment = textAt(node, 'from_env');
  const pull = textAt(node, 'pull');
  const environments = valueAt(node, 'environments');
  const urls = environments?.kind === 'mapping' ? environments.pairs : [];
  return {
    ...(url === undefined ? {} : { url }),
    ...(fromEnvironment === undefined ? {} : { fromEnvironment }),
    ...(pull === 'always' || pull === 'missing' || pull === 'never' ? { pull } : {}),
    environments: new Map(urls.flatMap(({ key, value }) => (value.kind === 'scalar' ? [[key.text, value.text]] : []))),
  };
}

function textAt(node: YamlNode, key: string): string | undefined {
  const value = valueAt(node, key);
  return value?.kind === 'scalar' && value.type === 'text' ? value.text : undefined;
}

/** An image as an argument: the constant of a named one, else the reference as it stands. */
export function imageValue(
  expansion: Expansion,
  name: string,
): { readonly value: Value; readonly entry?: ImageEntry; readonly url?: string } {
  const entry = expansion.images.get(name);
  if (entry === undefined) return { value: { kind: 'text', text: name } };
  const constant = `IMAGE_${sanitised(name).toUpperCase()}`;
  const { environment } = expansion.options;
  const url = (environment === undefined ? undefined : entry.environments.get(environment)) ?? entry.url;
  expansion.usedImages.set(name, {
    name,
    constant,
    ...(url === undefined ? {} : { url }),
    ...(entry.fromEnvironment === undefined ? {} : { fromEnvironment: entry.fromEnvironment }),
  });
  return { value: { kind: 'image', constant }, entry, ...(url === undefined ? {} : { url }) };
}
