import type { DocumentOutline, FileOutline } from '../workflow/check';
import { asText, pairOf } from '../workflow/read';

/**
 * The document that defines a resource which one of its nodes, or of a document that those stand for, requires: what a
 * generator or sub-DAG requires is there for the tasks of its target, too.
 */
export type ResourceHomes = (outline: DocumentOutline, name: string) => DocumentOutline;

/** Linear in the file and what stands in each other in it. */
export function resourceHomes({ documents }: FileOutline): ResourceHomes {
  const own = new Map<DocumentOutline, ReadonlySet<string>>();
  /** By the name of a document and that of a resource, the documents whose nodes pass the one on to the other. */
  const givers = new Map<string, DocumentOutline[]>();
  for (const outline of documents) {
    const resources = outline.nodes.filter(({ section }) => section === 'resources');
    own.set(outline, new Set(resources.flatMap(({ name }) => name?.text ?? [])));
    for (const { item, references } of outline.nodes) {
      const target = asText(pairOf(item.map, 'target')?.value)?.text;
      if (target === undefined) continue;
      for (const { role, scalar } of references) {
        if (role !== 'resource') continue;
        const key = keyOf(target, scalar.text);
        const known = givers.get(key);
        if (known === undefined) givers.set(key, [outline]);
        else known.push(outline);
      }
    }
  }
  const homeOf = (outline: DocumentOutline, name: string, seen: Set<DocumentOutline>): DocumentOutline | undefined => {
    if (own.get(outline)?.has(name) === true) return outline;
    if (outline.primary || seen.has(outline)) return undefined;
    seen.add(outline);
    for (const giver of givers.get(keyOf(outline.document.name ?? '', name)) ?? []) {
      const home = homeOf(giver, name, seen);
      if (home !== undefined) return home;
    }
    return undefined;
  };
  return (outline, name) => homeOf(outline, name, new Set()) ?? outline;
}

function keyOf(document: string, resource: string): string {
  return JSON.stringify([document, resource]);
}
