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

/** The properties that its type requires and that nothing gives it. */
export function lackingOf(map: YamlMapping, type: NodeType, settings: ItemSettings): ReadonlySet<string> {
  const given = new Set([...givenTo(map, type, settings), ...misplaced(map)]);
  const lacking = new Set<string>();
  for (const { name, aliases = [] } of settings.requiredOf(type)) {
    if (!given.has(name) && !aliases.some((alias) => given.has(alias))) lacking.add(name);
  }
  if (type.kind === 'keyword' && type.name === 'fail' && !given.has('message')) lacking.add('message');
  return lacking;
}

/** What stands beside `properties` instead of in it is a finding of its own, and given all the same. */
function misplaced({ pairs }: YamlMapping): readonly string[] {
  return pairs.map(({ key }) => key.text);
}
