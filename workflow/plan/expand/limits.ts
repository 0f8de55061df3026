import type { Range } from '../../../text/range';
import type { DocumentItem, WorkflowDocument } from '../../read';
import { type Expansion, type Placement, report } from './context';

/** More than Airflow would load, and than any person has written. */
const MAXIMUM_NODES = 20_000;
const MAXIMUM_DEPTH = 150;

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
