import type { Range } from '../../../text/range';
import { asText, type DocumentItem, valueAt, type WorkflowDocument } from '../../read';
import { type Expansion, type Placement, report } from './context';

/** More than Airflow would load, and than any person has written. */
export const MAXIMUM_NODES = 20_000;

/** Documents that stand in each other. */
export const MAXIMUM_DEPTH = 150;

/**
 * May a document be expanded at a place? One that leads back to itself would never end, and some that hold others
 * several times grow with every step. What may not is reported, at the name by which it is used.
 */
export function canExpand(
  expansion: Expansion,
  item: DocumentItem,
  name: Range,
  document: WorkflowDocument,
  { path }: Placement,
): boolean {
  if (path.includes(document)) {
    const chain = [...path, document].map((step) => step.name ?? '').join(' → ');
    report(expansion, item, name, 'reference-cycle', `This leads back to itself: ${chain}. It would never end.`);
    return false;
  }
  if (path.length <= MAXIMUM_DEPTH && expansion.details.size <= MAXIMUM_NODES) return true;
  if (expansion.problems.some(({ rule }) => rule === 'expansion-too-large')) return false;
  const message =
    path.length > MAXIMUM_DEPTH
      ? `Documents stand in each other more than ${MAXIMUM_DEPTH} times here.`
      : `This workflow becomes more than ${MAXIMUM_NODES} tasks and groups; the rest is left out.`;
  report(expansion, item, name, 'expansion-too-large', message);
  return false;
}

/**
 * Has another task the id that a node gets at a place? Then only one of the two could be. It is reported: rules see the ids of
 * one document only.
 */
export function isTaken(expansion: Expansion, item: DocumentItem, id: string, { pointer }: Placement): boolean {
  const owner = expansion.details.get(id);
  if (owner === undefined) return false;
  const name = asText(valueAt(item.map, 'name'));
  const own = `${pointer}${item.section}/${name?.text ?? ''}`;
  const message =
    owner.origin.pointer === own
      ? `"${name?.text}" gets the task id "${id}" twice, from two generators or items. Airflow takes an id once: let the names of the items differ, or give each generator a target of its own.`
      : `"${name?.text}" gets the task id "${id}", which ${owner.origin.pointer} has. Airflow takes an id once: rename one.`;
  report(expansion, item, name ?? item.map, 'task-id-collision', message);
  return true;
}
