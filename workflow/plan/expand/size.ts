import { findGenerator } from '../../../schemas';
import { asText, type DocumentItem, entryOf, valueAt, type WorkflowDocument, type YamlNode } from '../../read';
import type { PlanOptions } from './context';
import { knownItems } from './items';
import { MAXIMUM_DEPTH, MAXIMUM_NODES } from './limits';

/** How many tasks and groups there are, at least; no more than the most that there may be, and one. */
type Size = number;

/** What leads out of a document: its own targets, or those of the composite that it belongs to. */
type Targets = ReadonlyMap<string, WorkflowDocument>;

/**
 * The first item of a document with which it becomes more tasks and groups than there may be; nothing where it stays below
 * that. Each document is counted once, however often it is used, so that this takes no longer than to read it.
 */
export function firstTooLarge(
  primary: WorkflowDocument,
  targets: Targets,
  options: PlanOptions,
): DocumentItem | undefined {
  const known = new Map<WorkflowDocument, Size>();
  const defaults = entryOf(primary, 'default_task_args')?.value;
  const sizeOf = (document: WorkflowDocument, within: Targets, depth: number): Size => {
    // What leads back to itself, or stands in more documents than may be, is told when it is expanded.
    if (depth > MAXIMUM_DEPTH) return 0;
    const counted = known.get(document);
    if (counted !== undefined) return counted;
    known.set(document, 0);
    let size = 0;
    for (const item of document.items) size = Math.min(MAXIMUM_NODES + 1, size + sizeOfItem(item, within, depth));
    known.set(document, size);
    return size;
  };
  const sizeOfItem = (item: DocumentItem, within: Targets, depth: number): Size => {
    if (item.section === 'resources') return 2;
    const composite = options.composites?.find(asText(valueAt(item.map, 'type'))?.text ?? '');
    if (composite !== undefined) return 1 + sizeOf(composite.document, composite.targets, depth + 1);
    const target = within.get(asText(valueAt(item.map, 'target'))?.text ?? '');
    if (target === undefined) return 1;
    const inside = sizeOf(target, within, depth + 1);
    if (item.section === 'sub_dags') return 1 + inside;
    return item.section === 'generators' ? 1 + repetitions(item, defaults, options) * (1 + inside) : 1;
  };
  known.set(primary, 0);
  let size = 0;
  for (const item of primary.items) {
    size += sizeOfItem(item, targets, 0);
    if (size > MAXIMUM_NODES) return item;
  }
  return undefined;
}

/** How often the target of a generator is there, at least: a pattern may leave out any item, and items that come later are one loop. */
function repetitions(generator: DocumentItem, defaults: YamlNode | undefined, { catalogue }: PlanOptions): number {
  const type = findGenerator(catalogue, asText(valueAt(generator.map, 'type'))?.text ?? '');
  if (type === undefined || valueAt(generator.map, 'regex_blocklist') !== undefined) return 0;
  if (type.code !== undefined) return 1;
  const node = valueAt(valueAt(generator.map, 'properties'), type.items) ?? valueAt(defaults, type.items);
  const count = node === undefined ? 0 : knownItems(node, type);
  return count ?? 1;
}
