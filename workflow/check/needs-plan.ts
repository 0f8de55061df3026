import { findGenerator, findType } from '../../schemas';
import { asText, pairOf, sanitised, valueAt } from '../read';
import type { CheckContext } from './context';
import { itemNames } from './generator-items';
import type { DocumentOutline, FileOutline, NodeOutline } from './outline';

/**
 * Could planning a file, in which the rules find no error, find something that they do not? To plan costs as much as all
 * rules together, so the signs of each of its findings are looked for first: placeholders, composites and containers
 * whose values are worked out, resources that may provide one argument, documents in documents, items known later or
 * left out by a pattern, and task ids that two documents may give. That there are too many tasks is counted without it. A test holds it to what planning finds.
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
  return isNested || mayShareIds(documents) || comesLater(nodes, documents[0]?.document.name, context);
}

/** Could two tasks of different places get one id: by ids of their own, or as items of generators whose targets share a name? */
function mayShareIds(documents: readonly DocumentOutline[]): boolean {
  const nodes = documents.flatMap((document) => document.nodes);
  const references = nodes.filter(isReference);
  if (references.length === 0) return false;
  if (nodes.some(({ taskId }) => taskId !== undefined)) return true;
  const byName = new Map(documents.map((document) => [document.document.name, document]));
  const repeated = new Set<string>();
  for (const { section, item } of references) {
    const target = asText(valueAt(item.map, 'target'))?.text;
    if (section !== 'generators' || target === undefined) continue;
    for (const { name } of byName.get(target)?.nodes ?? []) {
      const id = sanitised(name?.text ?? '');
      if (repeated.has(id)) return true;
      repeated.add(id);
    }
  }
  return false;
}

function isReference({ section }: NodeOutline): boolean {
  return section === 'generators' || section === 'sub_dags';
}

/** A composite, or a container whose image or properties depend on where it runs. */
function isWorkedOut(
  { item, type }: NodeOutline,
  { catalogue, composites }: Pick<CheckContext, 'catalogue' | 'composites'>,
): boolean {
  const name = type?.text ?? '';
  if (name === 'container' || composites?.find(name) !== undefined) return true;
  const known = findType(catalogue, name)?.name;
  const isBackend = known === 'docker' || known === 'kubernetes';
  return isBackend && (pairOf(item.map, 'image') !== undefined || pairOf(item.map, 'backends') !== undefined);
}

/** Does a generator have items that are not all written out, or a target that leads back to itself? */
function comesLater(
  nodes: readonly NodeOutline[],
  primary: string | undefined,
  { catalogue }: Pick<CheckContext, 'catalogue'>,
): boolean {
  return nodes.filter(isReference).some(({ item, type, section }) => {
    if (asText(valueAt(item.map, 'target'))?.text === primary) return true;
    if (section === 'sub_dags') return false;
    const generator = findGenerator(catalogue, type?.text ?? '');
    const items = generator === undefined ? undefined : itemNames(item, generator);
    return items === undefined || pairOf(item.map, 'regex_blocklist') !== undefined || item.cellText.includes('<<');
  });
}
