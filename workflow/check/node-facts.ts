import {
  asText,
  type DocumentItem,
  itemName,
  type SectionKey,
  sanitised,
  valueAt,
  type YamlNode,
  type YamlScalar,
} from '../read';
import { meantKeys } from './meant-keys';

/** What of a node's text is looked at by many rules. */
export interface NodeFacts {
  readonly name: YamlScalar | undefined;
  readonly type: YamlScalar | undefined;
  readonly references: readonly Reference[];
  /** What of it could not be read that others refer to, or that refers to others. */
  readonly lost: 'name' | 'dependencies' | undefined;
  /** The properties of which rules over whole documents look at those of every node, where they are text. */
  readonly triggerRule: YamlScalar | undefined;
  readonly pool: YamlScalar | undefined;
  readonly taskId: YamlScalar | undefined;
  /** The task ids that it takes in its document; a resource takes two. None where they are known only later. */
  readonly taskIds: readonly string[];
}

/** By which key a node refers to another one. */
export type ReferenceRole = 'upstream' | 'downstream' | 'then' | 'otherwise' | 'on_failure' | 'path' | 'resource';

export interface Reference {
  readonly role: ReferenceRole;
  readonly scalar: YamlScalar;
}

/** The facts of an item, apart from its file. */
export function factsOf(item: DocumentItem): NodeFacts {
  const properties = valueAt(item.map, 'properties');
  const name = itemName(item);
  const taskId = asText(valueAt(properties, 'task_id'));
  return {
    name,
    type: asText(valueAt(item.map, 'type')),
    references: referencesOf(item),
    lost: lostOf(item, name),
    triggerRule: asText(valueAt(properties, 'trigger_rule')),
    pool: asText(valueAt(properties, 'pool')),
    taskId,
    taskIds: name === undefined ? [] : taskIdsOf(item.section, name.text, taskId?.text),
  };
}

/** What a slip in a node hides from the others; another finding says so. */
function lostOf({ map }: DocumentItem, name: YamlScalar | undefined): NodeFacts['lost'] {
  const isTwo = map.pairs.filter(({ key }) => key.text === 'name').length > 1;
  if (name === undefined || isTwo || !NAME_START.test(name.text)) return 'name';
  const meant = meantKeys(map);
  const isLost = (key: string): boolean => {
    const value = valueAt(map, key);
    return value === undefined ? meant.has(key) : !isReadable(key, value);
  };
  return DEPENDENCY_KEYS.some(isLost) ? 'dependencies' : undefined;
}

/** Is it of the shape in which it says what a node depends on? */
function isReadable(key: string, value: YamlNode): boolean {
  if (value.kind === 'alias') return true;
  if (key === 'properties') return value.kind === 'mapping' || value.kind === 'scalar';
  if (key === 'cases' || key === 'paths') return value.kind === 'list';
  if (key === 'type' || value.kind !== 'list') return asText(value) !== undefined;
  return value.items.every((item) => asText(item) !== undefined);
}

/** With a digit, a blank or a mark of ASCII no name begins: another one was meant. */
const NAME_START = /^[A-Za-z_\u0080-\u{10ffff}]/u;

const DEPENDENCY_KEYS: readonly string[] = [
  'type',
  'upstream_dependencies',
  'downstream_dependencies',
  'requires_resources',
  'on_failure',
  'cases',
  'otherwise',
  'paths',
  'properties',
];

function taskIdsOf(section: SectionKey, name: string, given: string | undefined): readonly string[] {
  const own = sanitised(name);
  const isResource = section === 'resources';
  const isKnown = given === undefined || !/<<|\{\{/.test(given);
  const first = isKnown ? [given ?? (isResource ? `${own}_create` : own)] : [];
  return isResource ? [...first, `${own}_destroy`] : first;
}

function referencesOf({ map }: DocumentItem): readonly Reference[] {
  const references: Reference[] = [];
  const add = (role: ReferenceRole, node: YamlNode | undefined): void => {
    const alone = asText(node);
    // A name where a list belongs is an error of its own, and a reference all the same.
    if (alone !== undefined && /^[^-,][^,]*$/.test(alone.text)) references.push({ role, scalar: alone });
    if (node?.kind !== 'list') return;
    for (const item of node.items) {
      const scalar = asText(item);
      if (scalar !== undefined) references.push({ role, scalar });
    }
  };
  for (const { key, value } of map.pairs) {
    const role = ROLE_OF_KEY.get(key.text);
    if (role !== undefined) add(role, value);
    else if (value.kind !== 'list') continue;
    else if (key.text === 'cases') for (const branch of value.items) add('then', valueAt(branch, 'then'));
    else if (key.text === 'paths') for (const path of value.items) add('path', path);
  }
  return references;
}

const ROLE_OF_KEY: ReadonlyMap<string, ReferenceRole> = new Map([
  ['upstream_dependencies', 'upstream'],
  ['downstream_dependencies', 'downstream'],
  ['otherwise', 'otherwise'],
  ['on_failure', 'on_failure'],
  ['requires_resources', 'resource'],
]);

/** How a reference is written, for messages: `then` of a case, `upstream_dependencies`. */
export function keyOfRole(role: ReferenceRole): string {
  if (role === 'path') return 'paths';
  for (const [key, other] of ROLE_OF_KEY) if (other === role) return key;
  return role;
}
