import { findGenerator } from '../../schemas';
import { asText, pairOf, valueAt } from '../read';
import type { CheckContext } from './context';
import { itemNames } from './generator-items';
import type { FileOutline, NodeOutline } from './outline';

/**
 * Could planning a file, in which the rules find no error, find something that they do not? To plan costs as much as all
 * rules together, so the signs of each of its findings are looked for first: placeholders, composites and containers
 * whose values are worked out, resources that may provide one argument, documents in documents, items known later or
 * left out by a pattern, and more tasks than may be. A test holds it to what planning finds.
 */
export function needsPlan(
  { file, documents }: FileOutline,
  context: Pick<CheckContext, 'catalogue' | 'composites'>,
): boolean {
  if (file.text.includes('${{')) return true;
  const nodes = documents.flatMap((document) => document.nodes);
  if (nodes.filter(({ section }) => section === 'resources').length > 1) return true;
  if (nodes.some((node) => isWorkedOut(node, context))) return true;
  const isNested = documents.slice(1).some((document) => document.nodes.some(isReference));
  return isNested || expandsFar(nodes, documents[0]?.document.name, context);
}

function isReference({ section }: NodeOutline): boolean {
  return section === 'generators' || section === 'sub_dags';
}

/** A composite, or a container whose image or properties depend on where it runs. */
function isWorkedOut({ item, type }: NodeOutline, { composites }: Pick<CheckContext, 'composites'>): boolean {
  const name = type?.text ?? '';
  if (name === 'container' || composites?.find(name) !== undefined) return true;
  const isBackend = name === 'docker' || name === 'kubernetes';
  return isBackend && (pairOf(item.map, 'image') !== undefined || pairOf(item.map, 'backends') !== undefined);
}

/** Far below the number of tasks that a workflow may become. */
const FEW = 2_000;

/** Does a generator have items that are not all written out, or very many? */
function expandsFar(
  nodes: readonly NodeOutline[],
  primary: string | undefined,
  { catalogue }: Pick<CheckContext, 'catalogue'>,
): boolean {
  let expanded = 0;
  for (const node of nodes) {
    if (!isReference(node)) continue;
    const { item, type, section } = node;
    if (asText(valueAt(item.map, 'target'))?.text === primary) return true;
    if (section === 'sub_dags') {
      expanded += nodes.length;
      continue;
    }
    const generator = findGenerator(catalogue, type?.text ?? '');
    const items = generator === undefined ? undefined : itemNames(item, generator);
    const isPlain = pairOf(item.map, 'regex_blocklist') === undefined && !item.cellText.includes('<<');
    if (items === undefined || !isPlain) return true;
    expanded += items.length * nodes.length;
  }
  return expanded > FEW;
}
