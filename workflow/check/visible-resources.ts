import { asText, valueAt } from '../read';
import type { DocumentOutline, FileOutline } from './outline';

/** The names of the resources that a document has itself. */
export function ownResources(outline: DocumentOutline): readonly string[] {
  return outline.nodes.flatMap((node) => (node.section === 'resources' ? (node.name?.text ?? []) : []));
}

/** The resources that nodes of a document may require: its own, and those that its referrers pass on. */
export function visibleResources(outline: DocumentOutline, file: FileOutline): ReadonlySet<string> {
  const visible = new Set(ownResources(outline));
  if (outline.primary) return visible;
  for (const { nodes } of file.documents) {
    for (const node of nodes) {
      if (asText(valueAt(node.item.map, 'target'))?.text !== outline.document.name) continue;
      for (const { role, scalar } of node.references) if (role === 'resource') visible.add(scalar.text);
    }
  }
  return visible;
}
