import { asText, type DocumentItem, sanitised, valueAt, type WorkflowDocument } from '../../read';
import type { FlowNode, FlowScope } from '../flow';
import { type Expansion, type Placement, report, sanitisedItem } from './context';
import { itemsOf } from './items';
import {
  describe,
  expandNode,
  groupDefaults,
  idOf,
  idsOf,
  type NodeIds,
  propertiesOf,
  requiredOf,
  triggerRuleOf,
  type Upstreams,
} from './node';
import { type ExpandedResource, expandResources } from './resources';
import { sectionsOf } from './sections';

/** The control flow of a document at its place in the expansion: the primary one, or the target of a reference. */
export function expandDocument(expansion: Expansion, document: WorkflowDocument, placement: Placement): FlowScope {
  const items = document.items.filter((item) => item.section !== 'resources');
  const placed = items.flatMap((item) => placeItem(expansion, item, placement));
  const ids: NodeIds = new Map(placed.map(({ item, id }) => [nameOf(item), id]));
  const upstreams = upstreamsOf(placed, ids);
  const resources = expandResources(expansion, document, placement);
  const nodes = placed.map(({ item, id }) => ({
    part: partOf(item),
    node: expandItem(expansion, item, id, placement, ids, upstreams, resources),
  }));
  return sectionsOf(nodes, resources, placement.prefix);
}

interface PlacedItem {
  readonly item: DocumentItem;
  readonly id: string;
  readonly placement: Placement;
}

function nameOf(item: DocumentItem): string {
  return asText(valueAt(item.map, 'name'))?.text ?? '';
}

function partOf(item: DocumentItem): 'before' | 'main' | 'after' {
  return item.section === 'before' || item.section === 'after' ? item.section : 'main';
}

/** An item with its id; one without a name, or whose id another one has, is left out: rules report both. */
function placeItem(expansion: Expansion, item: DocumentItem, placement: Placement): readonly PlacedItem[] {
  const name = nameOf(item);
  if (name === '') return [];
  const type = asText(valueAt(item.map, 'type'))?.text ?? '';
  const id = idOf(name, propertiesOf(expansion, item, type, placement), placement);
  if (expansion.details.has(id)) return [];
  expansion.details.set(id, { ...describe(item, type, placement), kind: 'task', behaviour: { kind: 'empty' } });
  return [{ item, id, placement }];
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
  const using = resources.filter(({ name }) => required.has(name));
  if (using.length > 1) reportAmbiguous(expansion, item, using);
  const provided = using.flatMap((resource) => resource.provides);
  if (item.section !== 'generators' && item.section !== 'sub_dags') {
    return expandNode(expansion, item, id, placement, ids, upstreams, provided);
  }
  const type = asText(valueAt(item.map, 'type'))?.text ?? '';
  expansion.details.set(id, { ...describe(item, type, placement), kind: 'group', behaviour: { kind: 'empty' } });
  const properties = propertiesOf(expansion, item, type, placement);
  const base = {
    id,
    upstream: upstreams.get(id) ?? [],
    rule: triggerRuleOf(expansion, false, properties),
    requires: requiredOf(item),
    onFailure: expansion.format ? idsOf(valueAt(item.map, 'on_failure'), ids) : [],
  };
  const inside = { ...placement, defaults: groupDefaults(expansion, properties, placement.defaults) };
  const scope =
    item.section === 'sub_dags' ? subDag(expansion, item, id, inside) : generator(expansion, item, id, inside);
  return { ...base, kind: 'group', scope };
}

/** Of two resources that provide one argument neither is meant more than the other, unless the task gives it itself. */
function reportAmbiguous(expansion: Expansion, item: DocumentItem, using: readonly ExpandedResource[]): void {
  const properties = valueAt(item.map, 'properties');
  const first = new Map<string, string>();
  for (const { name, provides } of using) {
    for (const argument of provides) {
      const other = first.get(argument.name);
      first.set(argument.name, other ?? name);
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
    parent = addBox(expansion, path, part, parent);
  }
  return parent;
}

/** A box with an id of its own: without dots, which Airflow takes for those of a prefix, and not one that a task has. */
function addBox(expansion: Expansion, path: string, label: string, parent: string | undefined): string {
  const id = path.replaceAll('.', '__');
  const free = expansion.details.has(id) && expansion.details.get(id)?.kind !== 'group' ? `${id}__group` : id;
  if (!expansion.groups.has(free)) {
    expansion.groups.set(free, { id: free, label, ...(parent === undefined ? {} : { parent }) });
  }
  return free;
}

const EMPTY: FlowScope = { nodes: [], resources: [] };

function subDag(expansion: Expansion, item: DocumentItem, id: string, placement: Placement): FlowScope {
  const target = targetOf(expansion, item, placement);
  if (target === undefined) return EMPTY;
  const group = addBox(expansion, id, nameOf(item), placement.group);
  return expandDocument(expansion, target, {
    prefix: `${id}.`,
    suffix: '',
    group,
    pointer: `${target.name ?? ''}/`,
    item: placement.item,
    defaults: placement.defaults,
    path: [...placement.path, target.name ?? ''],
  });
}

/** One group for each item; of a file without `format` the ids carry the outer item only where they would repeat. */
function generator(expansion: Expansion, item: DocumentItem, id: string, placement: Placement): FlowScope {
  const target = targetOf(expansion, item, placement);
  if (target === undefined) return EMPTY;
  const items = itemsOf(expansion, item, placement);
  const group = addBox(expansion, id, nameOf(item), placement.group);
  const byIndex = asText(valueAt(item.map, 'auto_task_id_mode'))?.text === 'index';
  const nodes = items.map((entry): FlowNode => {
    const end = `-${byIndex ? entry.index : sanitisedItem(entry.name)}`;
    const itemId = `${id}${end}`;
    expansion.details.set(itemId, {
      ...describe(item, 'item', placement),
      group,
      kind: 'group',
      behaviour: { kind: 'empty' },
    });
    const scope = expandDocument(expansion, target, {
      prefix: placement.prefix,
      suffix: `${placement.suffix}${end}`,
      group,
      pointer: `${target.name ?? ''}/`,
      item: entry,
      defaults: placement.defaults,
      path: [...placement.path, target.name ?? ''],
    });
    return { kind: 'group', id: itemId, upstream: [], rule: 'all_success', requires: [], onFailure: [], scope };
  });
  return { nodes, resources: [] };
}

/** The document that a reference stands for. One that leads back to itself would never end. */
function targetOf(expansion: Expansion, item: DocumentItem, placement: Placement): WorkflowDocument | undefined {
  const name = asText(valueAt(item.map, 'target'));
  const target = name === undefined ? undefined : expansion.targets.get(name.text);
  if (name === undefined || target === undefined) return undefined;
  if (!placement.path.includes(name.text)) return target;
  const chain = [...placement.path, name.text].join(' → ');
  report(expansion, item, name, 'reference-cycle', `This target leads back to itself: ${chain}. It would never end.`);
  return undefined;
}
