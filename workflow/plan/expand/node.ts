import { findType, RENAMED_TRIGGER_RULES, TRIGGER_RULES } from '../../../schemas';
import { asText, type DocumentItem, sanitised, textsOf, valueAt, type YamlMapping } from '../../read';
import type { FlowNode } from '../flow';
import { loopsOf, partOfItem } from '../loops';
import type { Argument, Behaviour, Origin, TriggerRule } from '../plan';
import { argumentsFrom, argumentsOf, withDefaults } from './arguments';
import { containerCall, imageArguments } from './container';
import { type Expansion, type Placement, placeIn, sanitisedItem } from './context';
import { defaultsOfType } from './defaults';

/** The nodes of a document by their names in the YAML, as ids in the flow. */
export type NodeIds = ReadonlyMap<string, string>;

/** The dependencies of each node by id, of both directions. */
export type Upstreams = ReadonlyMap<string, readonly string[]>;

/** A task, branch, join or fail of `operators`, `before` or `after`, with its details. */
export function expandNode(
  expansion: Expansion,
  item: DocumentItem,
  id: string,
  placement: Placement,
  ids: NodeIds,
  upstreams: Upstreams,
  provided: readonly Argument[],
): FlowNode {
  const type = asText(valueAt(item.map, 'type'))?.text ?? '';
  const keyword = expansion.format && isKeyword(type) ? type : 'task';
  const own = propertiesOf(expansion, item, type);
  const properties = keyword === 'task' ? withDefaults(placement.defaults, own) : own;
  const described = describe(expansion, item, type, placement);
  const { origin } = described;
  const behaviour = behaviourOf(expansion, item, keyword, type, properties, { id, origin, provided });
  expansion.details.set(id, { ...described, kind: keyword, behaviour });
  const base = {
    id,
    upstream: keyword === 'join' ? [] : (upstreams.get(id) ?? []),
    ...rulingOf(expansion, keyword === 'task' ? type : undefined, properties),
    requires: requiredOf(item),
    onFailure: expansion.format ? idsOf(valueAt(item.map, 'on_failure'), ids) : [],
  };
  if (keyword === 'branch') return { ...base, kind: keyword, cases: casesOf(item, ids) };
  if (keyword === 'join') return { ...base, kind: keyword, rule: 'all_success', paths: pathsOf(item, ids) };
  if (keyword === 'fail') return { ...base, kind: keyword };
  return { ...base, kind: 'task', skipsItself: expansion.format && skipsItself(expansion, type, properties) };
}

type Keyword = 'branch' | 'join' | 'fail';

/** Is a type one of the language itself? Such nodes take no arguments of resources. */
export function isKeyword(type: string): type is Keyword {
  return type === 'branch' || type === 'join' || type === 'fail';
}

/** What nodes of every kind have for details. */
export function describe(
  expansion: Expansion,
  item: DocumentItem,
  type: string,
  placement: Placement,
): {
  readonly name: string;
  readonly type: string;
  readonly section: DocumentItem['section'];
  readonly group: string | undefined;
  readonly origin: Origin;
} {
  const name = asText(valueAt(item.map, 'name'));
  const pointer = `${placement.pointer}${item.section}/${name?.text ?? item.index}`;
  const range = placeIn(expansion, item, name ?? { start: item.map.start, end: item.map.start + 1 });
  return { name: name?.text ?? '', type, section: item.section, group: placement.group, origin: { pointer, range } };
}

/** The properties of a node over the defaults of its type. */
export function propertiesOf(expansion: Expansion, item: DocumentItem, type: string): YamlMapping | undefined {
  const own = valueAt(item.map, 'properties');
  const defaults = defaultsOfType(expansion.operatorDefaults, expansion.options.catalogue, type);
  return withDefaults(defaults, own?.kind === 'mapping' ? own : undefined);
}

function behaviourOf(
  expansion: Expansion,
  item: DocumentItem,
  keyword: Keyword | 'task',
  type: string,
  properties: YamlMapping | undefined,
  { id, origin, provided }: { readonly id: string; readonly origin: Origin; readonly provided: readonly Argument[] },
): Behaviour {
  const { catalogue } = expansion.options;
  const base = argumentsFrom(catalogue.baseParameters, properties).filter((argument) => argument.name !== 'message');
  if (keyword === 'join') return { kind: 'empty' };
  if (keyword === 'fail') {
    const message =
      asText(valueAt(properties, 'message'))?.text ??
      `${asText(valueAt(item.map, 'name'))?.text ?? 'fail'} was reached`;
    return { kind: 'raise', message, arguments: base };
  }
  if (keyword === 'branch') return { kind: 'branch', cases: whenOf(item), otherwise: [], arguments: base };
  const known = findType(catalogue, type);
  for (const one of known?.imports ?? []) expansion.codeImports.set(JSON.stringify(one), one);
  if (known?.kind === 'neutral') {
    const where = expansion.options.backend === 'kubernetes' ? 'kubernetes' : 'docker';
    return { kind: 'operator', ...containerCall(expansion, item, id, origin, where, properties) };
  }
  const backend = known?.name === 'docker' || known?.name === 'kubernetes' ? known.name : undefined;
  const image = backend === undefined || !expansion.format ? [] : imageArguments(expansion, item, backend, properties);
  const named = new Set(image.map((argument) => argument.name));
  const own = argumentsOf(catalogue, known, properties, { provided, taskDefaults: expansion.taskDefaults }).filter(
    (argument) => !named.has(argument.name),
  );
  return {
    kind: 'operator',
    classPath: known?.classPath ?? (type.includes('.') ? type : ''),
    arguments: [...image, ...own],
  };
}

function whenOf(item: DocumentItem): readonly { readonly when: string; readonly then: readonly string[] }[] {
  const cases = valueAt(item.map, 'cases');
  if (cases?.kind !== 'list') return [];
  return cases.items.map((entry) => ({ when: asText(valueAt(entry, 'when'))?.text ?? '', then: [] }));
}

/** The targets of each case, `otherwise` last. */
function casesOf(item: DocumentItem, ids: NodeIds): readonly (readonly string[])[] {
  const cases = valueAt(item.map, 'cases');
  const named = cases?.kind === 'list' ? cases.items.map((entry) => idsOf(valueAt(entry, 'then'), ids)) : [];
  return [...named, idsOf(valueAt(item.map, 'otherwise'), ids)];
}

function pathsOf(item: DocumentItem, ids: NodeIds): readonly (readonly string[])[] {
  const paths = valueAt(item.map, 'paths');
  if (paths?.kind !== 'list') return [];
  return paths.items.map((path) => idsOf(path, ids)).filter((path) => path.length > 0);
}

/** The nodes that a list of names stands for; names of nothing are left out: a rule reports them. */
export function idsOf(node: ReturnType<typeof valueAt>, ids: NodeIds): readonly string[] {
  return [...new Set(textsOf(node).flatMap((name) => ids.get(name.text) ?? []))];
}

export function requiredOf(item: DocumentItem): readonly string[] {
  return textsOf(valueAt(item.map, 'requires_resources')).map((name) => name.text);
}

/** The rule of a node: its own, for tasks else the one of `default_task_args` or of the type. Old names count as the new ones. */
export function triggerRuleOf(
  expansion: Expansion,
  taskType: string | undefined,
  properties: YamlMapping | undefined,
): TriggerRule {
  const own = asText(valueAt(properties, 'trigger_rule'))?.text;
  const written = own ?? (taskType === undefined ? undefined : standardRule(expansion, taskType)) ?? 'all_success';
  const current = RENAMED_TRIGGER_RULES.get(written) ?? written;
  return TRIGGER_RULES.find((rule) => rule === current) ?? 'all_success';
}

/** The rule of a node of the flow, and whether it is the node's own. */
export function rulingOf(
  expansion: Expansion,
  taskType: string | undefined,
  properties: YamlMapping | undefined,
): Pick<FlowNode, 'rule' | 'ownRule'> {
  const rule = triggerRuleOf(expansion, taskType, properties);
  return asText(valueAt(properties, 'trigger_rule')) === undefined ? { rule } : { rule, ownRule: true };
}

/** The rule of a task that names none: of `default_task_args`, else of its type. */
function standardRule({ taskDefaults, options }: Expansion, taskType: string): string | undefined {
  const fill = findType(options.catalogue, taskType)?.parameters.find(({ name }) => name === 'trigger_rule')?.fill;
  return asText(valueAt(taskDefaults, 'trigger_rule'))?.text ?? (typeof fill === 'string' ? fill : undefined);
}

/** Types that end skipped when they find that there is nothing to do, and properties that make others do so. */
const SKIPPING_TYPES: ReadonlySet<string> = new Set(['short_circuit', 'latest_only']);
const SKIPPING_PROPERTIES: readonly string[] = ['soft_fail', 'never_fail', 'skip_on_exit_code'];

function skipsItself(expansion: Expansion, type: string, properties: YamlMapping | undefined): boolean {
  const shortName = findType(expansion.options.catalogue, type)?.name ?? type;
  if (SKIPPING_TYPES.has(shortName)) return true;
  return SKIPPING_PROPERTIES.some((name) => {
    const value = valueAt(properties, name);
    return value !== undefined && !(value.kind === 'scalar' && (value.value === false || value.value === null));
  });
}

/**
 * An id that its author gives, with the parts of items that boundary-layer's names for them stand for in a loop. Other Python
 * stays: the DAG file says what it is.
 */
function withParts(given: string, { suffix }: Placement): string {
  if (suffix === '') return given;
  const loop = loopsOf(suffix).at(-1);
  return loop === undefined
    ? given.replace(/<<.*?>>|[^<]+|</gs, (piece) => (/^<<.*>>$/s.test(piece) ? piece : sanitisedItem(piece)))
    : given.replace(/<<\s*(?:item_name|str\(index\)|item)\s*>>/g, partOfItem(loop));
}

/** The id of a node of a document at its place. */
export function idOf(name: string, properties: ReturnType<typeof valueAt>, placement: Placement): string {
  const given = asText(valueAt(properties, 'task_id'))?.text;
  if (given !== undefined) return `${placement.prefix}${withParts(given, placement)}`;
  return `${placement.prefix}${sanitised(name)}${placement.suffix}`;
}
