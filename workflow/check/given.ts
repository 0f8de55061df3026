import { asText, textsOf, valueAt, type YamlMapping } from '../read';
import type { ItemSettings } from './context';
import type { NodeType } from './node-type';

/** Does the node use a resource of which it is not known what it provides? */
export function requiresUnknown(map: YamlMapping, settings: ItemSettings): boolean {
  // A name that is no resource at all is told as that.
  return textsOf(valueAt(map, 'requires_resources')).some((name) => !settings.provided.has(name.text));
}

/** The names of all arguments that the node gets, wherever they come from. */
export function givenTo(map: YamlMapping, type: NodeType, settings: ItemSettings): ReadonlySet<string> {
  const given = new Set(settings.defaultArguments);
  const properties = valueAt(map, 'properties');
  if (properties?.kind === 'mapping') for (const { key } of properties.pairs) given.add(key.text);
  if (asText(valueAt(map, 'image')) !== undefined) given.add('image');
  for (const resource of textsOf(valueAt(map, 'requires_resources'))) {
    for (const name of settings.provided.get(resource.text) ?? []) given.add(name);
  }
  if (type.kind !== 'operator') return given;
  let ancestor: string | undefined = type.type.name;
  while (ancestor !== undefined) {
    for (const name of settings.typeDefaults.get(ancestor) ?? []) given.add(name);
    ancestor = settings.catalogue.find(ancestor)?.extends;
  }
  return given;
}
