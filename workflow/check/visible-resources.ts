import type { DocumentOutline, FileOutline, NodeOutline } from './outline';

/** The names of the resources that a document has itself. */
export function ownResources(outline: DocumentOutline): readonly string[] {
  return outline.nodes.flatMap((node) => (node.section === 'resources' ? (node.name?.text ?? []) : []));
}

/** The resources that nodes of a document may require: its own, and those that its referrers pass on. */
export function visibleResources(outline: DocumentOutline, file: FileOutline): ReadonlySet<string> {
  return new Set([...ownResources(outline), ...passedResources(outline, file).keys()]);
}

/** The resources that a document has from the nodes that stand for it, each with the first of those nodes. */
export function passedResources(outline: DocumentOutline, file: FileOutline): ReadonlyMap<string, NodeOutline> {
  const passed = new Map<string, NodeOutline>();
  if (outline.primary || outline.document.name === undefined) return passed;
  for (const node of file.references().referrers.get(outline.document.name) ?? []) {
    for (const { role, scalar } of node.references)
      if (role === 'resource' && !passed.has(scalar.text)) passed.set(scalar.text, node);
  }
  return passed;
}
