import { findType, parametersOf } from '../../../schemas';
import type { Composite } from '../../composites';
import { asText, type DocumentItem, sanitised, valueAt, type WorkflowDocument } from '../../read';
import { type FlowNode, type FlowScope, idOfItem } from '../flow';
import { loopsOf, partOfItem, piecesOf } from '../loops';
import { compositeOf, insideOf, parametersOfUse } from './composite';
import { type Expansion, type Placement, placeIn, report, sanitisedItem } from './context';
import { groupDefaults } from './defaults';
import { expandEcsContainer, isOnEcs, runOnEcs } from './ecs';
import { itemIn, valueIn } from './item';
import { type Items, itemsOf } from './items';
import { canExpand, isTaken } from './limits';
import {
  describe,
  expandNode,
  idOf,
  idsOf,
  isKeyword,
  type NodeIds,
  propertiesOf,
  requiredOf,
  rulingOf,
  type Upstreams,
} from './node';
import { type ExpandedResource, expandResources } from './resources';
import { type Scope, scopeOfItem, scopeOfLoop } from './scope';
import { type Part, sectionsOf } from './sections';

/** The control flow of a document at its place in the expansion: the primary one, or the target of a reference. */
export function expandDocument(expansion: Expansion, document: WorkflowDocument, placement: Placement): FlowScope {
  const items = document.items.filter((item) => item.section !== 'resources');
  const placed = items.flatMap((item) => placeItem(expansion, item, placement));
  const ids: NodeIds = new Map(placed.map(({ item, id }) => [nameOf(item), id]));
  const upstreams = upstreamsOf(placed, ids);
  const inner = { ...placement, scope: withTasks(expansion, placement.scope, placed) };
  const resources = expandResources(expansion, document, inner);
  const nodes = placed.map(({ item, id }) => ({
    part: partOf(item),
    node: expandItem(
      expansion,
      itemIn(expansion, document, item, id, inner.scope),
      id,
      inner,
      ids,
      upstreams,
      resources,
    ),
  }));
  return sectionsOf(nodes, resources, (part) => placeSection(expansion, document, part, placement));
}

/** A section as a group, which nobody named: names begin with a letter or `_`. What it adds stands in the box of its document. */
function placeSection(expansion: Expansion, document: WorkflowDocument, part: Part, placement: Placement): string {
  const wanted = `${placement.prefix}section__${part}${placement.suffix}`;
  let id = wanted;
  for (let number = 2; expansion.details.has(id); number++) id = `${wanted}_${number}`;
  const first = document.items.find((item) => item.section !== 'resources' && partOf(item) === part);
  const section = part === 'main' ? 'operators' : part;
  const range = first === undefined ? { start: 0, end: 0 } : placeIn(expansion, first, first.map);
  expansion.details.set(id, {
    ...{ name: part, type: 'section', section, group: placement.group, kind: 'group', behaviour: { kind: 'empty' } },
    origin: { pointer: `${placement.pointer}${section}`, range },
  });
  return id;
}

/** In a composite `${{ tasks.create.output }}` is what the task of that name, of the same document, returned. */
function withTasks(expansion: Expansion, scope: Scope | undefined, placed: readonly PlacedItem[]): Scope | undefined {
  if (expansion.inside === undefined || scope?.names === undefined) return scope;
  const tasks = placed.filter(({ item }) => !isGroup(expansion, item));
  const ids = new Map(tasks.map(({ item, id }) => [nameOf(item), isOnEcs(expansion, item) ? runOnEcs(id) : id]));
  return { ...scope, names: new Map(scope.names).set('tasks', { kind: 'tasks', ids }) };
}

function isGroup(expansion: Expansion, item: DocumentItem): boolean {
  return item.section === 'generators' || item.section === 'sub_dags' || compositeOf(expansion, item) !== undefined;
}

interface PlacedItem {
  readonly item: DocumentItem;
  readonly id: string;
}

function nameOf(item: DocumentItem): string {
  return asText(valueAt(item.map, 'name'))?.text ?? '';
}

function partOf(item: DocumentItem): Part {
  return item.section === 'before' || item.section === 'after' ? item.section : 'main';
}

/** An item with its id; one without a name, or whose id another one has, is left out: rules report both. */
function placeItem(expansion: Expansion, item: DocumentItem, placement: Placement): readonly PlacedItem[] {
  const name = nameOf(item);
  if (name === '') return [];
  const type = asText(valueAt(item.map, 'type'))?.text ?? '';
  const id = idOf(name, valueIn(expansion, valueAt(item.map, 'properties'), placement.scope), placement);
  if (isFixedInLoop(expansion, item, id, placement) || isTaken(expansion, item, id, placement)) return [];
  expansion.details.set(id, {
    ...describe(expansion, item, type, placement),
    kind: 'task',
    behaviour: { kind: 'empty' },
  });
  return [{ item, id }];
}

/** In a loop an id has to differ from item to item, by what is known of an item before it is there. */
function isFixedInLoop(expansion: Expansion, item: DocumentItem, id: string, { prefix, suffix }: Placement): boolean {
  const loops = loopsOf(`${prefix}${suffix}`);
  const own = loopsOf(id);
  if (loops.every((loop) => own.includes(loop)) && !(loops.length > 0 && id.includes('<<'))) return false;
  const given = valueAt(valueAt(item.map, 'properties'), 'task_id') ?? item.map;
  const message =
    'The items of the generator around are known only when Airflow parses the DAG file, so the id has to hold "<<item_name>>" and no other Python.';
  report(expansion, item, given, 'dynamic-generator', message);
  return true;
}

function upstreamsOf(placed: readonly PlacedItem[], ids: NodeIds): Upstreams {
  const upstreams = new Map<string, string[]>(placed.map(({ id }) => [id, []]));
  const partById = new Map(placed.map(({ item, id }) => [id, partOf(item)]));
  const add = (from: string, to: string): void => {
    const list = upstreams.get(to);
    if (list !== undefined && !list.includes(from) && partById.get(from) === partById.get(to)) list.push(from);
  };
  for (const { item, id } of placed) {
    for (const from of idsOf(valueAt(item.map, 'upstream_dependencies'), ids)) add(from, id);
    for (const to of idsOf(valueAt(item.map, 'downstream_dependencies'), ids)) add(id, to);
  }
  return upstreams;
}

function expandItem(
  expansion: Expansion,
  item: DocumentItem,
  id: string,
  around: Placement,
  ids: NodeIds,
  upstreams: Upstreams,
  resources: readonly ExpandedResource[],
): FlowNode {
  const group = expansion.format ? boxOf(expansion, item, around) : around.group;
  const placement = { ...around, group };
  const required = new Set(requiredOf(item));
  const using = required.size === 0 ? [] : [...around.inherited, ...resources].filter(({ name }) => required.has(name));
  const composite = compositeOf(expansion, item);
  if (item.section !== 'generators' && item.section !== 'sub_dags' && composite === undefined) {
    if (using.length > 1) reportAmbiguous(expansion, item, using);
    const provided = using.flatMap((resource) => resource.provides);
    if (isOnEcs(expansion, item)) {
      const details = describe(expansion, item, '', placement);
      expansion.details.set(id, { ...details, kind: 'group', behaviour: { kind: 'empty' } });
      const box = addBox(expansion, id, nameOf(item), placement.group);
      return expandEcsContainer(expansion, item, id, { ...placement, group: box }, ids, upstreams);
    }
    return expandNode(expansion, item, id, placement, ids, upstreams, provided);
  }
  const type = asText(valueAt(item.map, 'type'))?.text ?? '';
  const properties = propertiesOf(expansion, item, type);
  expansion.details.set(id, {
    ...describe(expansion, item, type, placement),
    kind: 'group',
    behaviour: { kind: 'empty' },
  });
  const base = {
    id,
    upstream: upstreams.get(id) ?? [],
    ...rulingOf(expansion, undefined, properties),
    requires: requiredOf(item),
    onFailure: expansion.format ? idsOf(valueAt(item.map, 'on_failure'), ids) : [],
  };
  const parameters = new Set(composite?.signature.parameters.keys() ?? []);
  const inner = {
    ...placement,
    inherited: using,
    defaults: groupDefaults(expansion, properties, parameters, placement.defaults),
  };
  const scope = scopeOf(expansion, item, id, inner, composite);
  const isLoop = expansion.format && [...expansion.loops.values()].some(({ node }) => node === id);
  return { ...base, kind: 'group', scope, ...(isLoop ? { isLoop } : {}) };
}

/** Of two resources that provide one argument neither is meant more than the other, unless the task gives it itself. */
function reportAmbiguous(expansion: Expansion, item: DocumentItem, using: readonly ExpandedResource[]): void {
  const written = asText(valueAt(item.map, 'type'))?.text ?? '';
  if (expansion.format && isKeyword(written)) return;
  const type = findType(expansion.options.catalogue, written);
  const taken = type === undefined ? undefined : parametersOf(expansion.options.catalogue, type);
  const properties = valueAt(item.map, 'properties');
  const first = new Map<string, string>();
  for (const { name, provides } of using) {
    for (const argument of provides) {
      const other = first.get(argument.name);
      first.set(argument.name, other ?? name);
      if (taken?.has(argument.name) === false) continue;
      if (other === undefined || other === name || valueAt(properties, argument.name) !== undefined) continue;
      const message = `The resources "${other}" and "${name}" both provide "${argument.name}"; say in "properties" which one is meant.`;
      report(expansion, item, valueAt(item.map, 'requires_resources') ?? item.map, 'ambiguous-argument', message);
    }
  }
}

/** The box that `group: load/eu` names, inside the box around. */
function boxOf(expansion: Expansion, item: DocumentItem, placement: Placement): string | undefined {
  const written = asText(valueAt(item.map, 'group'))?.text;
  let parent = placement.group;
  let path = '';
  for (const part of (written ?? '').split('/').filter((name) => name.trim() !== '')) {
    path = path === '' ? `${placement.prefix}${sanitised(part)}` : `${path}__${sanitised(part)}`;
    // Of a box in a loop there is one for each item.
    const ofItem = placement.suffix.includes('<') ? placement.suffix : '';
    parent = addBox(expansion, `${path}${ofItem}`, part, parent);
  }
  return parent;
}

/** A box with an id of its own: without dots, which Airflow takes for those of a prefix, and not one that a task has. */
function addBox(expansion: Expansion, path: string, label: string, parent: string | undefined): string {
  // The part of an item in a loop is named after the loop, dots and all.
  const id = piecesOf(path)
    .map(({ kind, text }) => (kind === 'loop' ? partOfItem(text) : text.replaceAll('.', '__')))
    .join('');
  const free = expansion.details.has(id) && expansion.details.get(id)?.kind !== 'group' ? `${id}__group` : id;
  if (!expansion.groups.has(free)) {
    expansion.groups.set(free, { id: free, label, ...(parent === undefined ? {} : { parent }) });
  }
  return free;
}

function scopeOf(
  expansion: Expansion,
  item: DocumentItem,
  id: string,
  placement: Placement,
  composite: Composite | undefined,
): FlowScope {
  if (composite !== undefined) return useOf(expansion, item, id, placement, composite);
  return item.section === 'sub_dags'
    ? subDag(expansion, item, id, placement)
    : generator(expansion, item, id, placement);
}

const EMPTY: FlowScope = { nodes: [], resources: [] };

/** A composite is a sub-DAG with parameters: it sees these, and nothing of what is around it. */
function useOf(
  expansion: Expansion,
  item: DocumentItem,
  id: string,
  placement: Placement,
  composite: Composite,
): FlowScope {
  const type = valueAt(item.map, 'type') ?? item.map;
  if (!canExpand(expansion, item, type, composite.document, placement)) return EMPTY;
  expansion.usedComposites.add(composite);
  const names = parametersOfUse(expansion, item, composite);
  const group = addBox(expansion, id, nameOf(item), placement.group);
  return expandDocument(insideOf(expansion, item, composite), composite.document, {
    prefix: `${id}.`,
    suffix: '',
    carried: '',
    group,
    pointer: `${composite.name}/`,
    scope: { names, item: undefined },
    defaults: placement.defaults,
    inherited: [],
    path: [...placement.path, composite.document],
  });
}

function subDag(expansion: Expansion, item: DocumentItem, id: string, placement: Placement): FlowScope {
  const target = targetOf(expansion, item, placement);
  if (target === undefined) return EMPTY;
  const group = addBox(expansion, id, nameOf(item), placement.group);
  return expandDocument(expansion, target, {
    prefix: `${id}.`,
    suffix: '',
    carried: '',
    group,
    pointer: `${target.name ?? ''}/`,
    scope: placement.scope,
    defaults: placement.defaults,
    inherited: placement.inherited,
    path: [...placement.path, target],
  });
}

/** One group for each item; of a file without `format` the ids carry the outer item only where they would repeat. */
function generator(expansion: Expansion, item: DocumentItem, id: string, placement: Placement): FlowScope {
  const target = targetOf(expansion, item, placement);
  if (target === undefined) return EMPTY;
  const items = itemsOf(expansion, item);
  if (items.kind === 'later') return loop(expansion, item, id, placement, target, items);
  const group = addBox(expansion, id, nameOf(item), placement.group);
  const byIndex = asText(valueAt(item.map, 'auto_task_id_mode'))?.text === 'index';
  const nodes = items.items.map((entry): FlowNode => {
    const end = `-${byIndex ? entry.index : sanitisedItem(entry.name)}`;
    return itemGroup(expansion, item, id, placement, target, {
      end,
      group,
      isOnly: items.items.length === 1,
      scope: scopeOfItem(placement.scope, entry, expansion.format),
    });
  });
  return { nodes, resources: [] };
}

/** One group that stands for all items: the DAG file repeats it when Airflow parses it. */
function loop(
  expansion: Expansion,
  item: DocumentItem,
  id: string,
  placement: Placement,
  target: WorkflowDocument,
  { items, blocked }: Extract<Items, { kind: 'later' }>,
): FlowScope {
  const group = addBox(expansion, id, nameOf(item), placement.group);
  const name = freeLoopName(expansion, id);
  const part = asText(valueAt(item.map, 'auto_task_id_mode'))?.text === 'index' ? 'index' : 'item_name';
  const variable = name.replace(/\W/g, '_');
  const variables = {
    item: `${variable}_item`,
    index: `${variable}_index`,
    itemName: `${variable}_item_name`,
    part: `${variable}_part`,
  };
  const { origin } = describe(expansion, item, 'generator', placement);
  const label = nameOf(item);
  const entry = { id: name, label, node: id, group, part, items, blocked, variables, origin } as const;
  expansion.loops.set(name, entry);
  const end = `-${partOfItem(name)}`;
  const inner = { end, group, isOnly: false, scope: scopeOfLoop(placement.scope, entry, expansion.format) };
  return { nodes: [itemGroup(expansion, item, id, placement, target, inner)], resources: [] };
}

interface InItem {
  /** What the ids of its tasks end with. */
  readonly end: string;
  /** The box of the generator. */
  readonly group: string;
  /** Is there no other item? */
  readonly isOnly: boolean;
  readonly scope: Scope | undefined;
}

/** The group of an item of a generator: its target, with ids that end with the item. */
function itemGroup(
  expansion: Expansion,
  generator: DocumentItem,
  id: string,
  placement: Placement,
  target: WorkflowDocument,
  { end, group, isOnly, scope }: InItem,
): FlowNode {
  const itemId = idOfItem(id, end);
  const details = describe(expansion, generator, 'item', placement);
  expansion.details.set(itemId, { ...details, group, kind: 'group', behaviour: { kind: 'empty' } });
  const inner = expandDocument(expansion, target, {
    prefix: placement.prefix,
    suffix: `${placement.carried}${end}`,
    // boundary-layer's ids hold the innermost item only; of one item there is nothing to tell apart.
    carried: isOnly && !expansion.format ? placement.carried : `${placement.carried}${end}`,
    group,
    pointer: `${target.name ?? ''}/`,
    scope,
    defaults: placement.defaults,
    inherited: placement.inherited,
    path: [...placement.path, target],
  });
  return { kind: 'group', id: itemId, upstream: [], rule: 'all_success', requires: [], onFailure: [], scope: inner };
}

/** A name for a loop that no other one has, without the parts of loops around. */
function freeLoopName({ loops }: Expansion, id: string): string {
  const wanted = id.replace(/-?<[^<>]+>/g, '');
  let name = wanted;
  for (let number = 2; loops.has(name); number++) name = `${wanted}_${number}`;
  return name;
}

/** The document that a reference stands for. */
function targetOf(expansion: Expansion, item: DocumentItem, placement: Placement): WorkflowDocument | undefined {
  const name = asText(valueAt(item.map, 'target'));
  const target = name === undefined ? undefined : expansion.targets.get(name.text);
  if (name === undefined || target === undefined) return undefined;
  return canExpand(expansion, item, name, target, placement) ? target : undefined;
}
