import { type FileOutline, partOf } from '../../workflow/check';
import { asText, itemName, type SectionKey, valueAt, type WorkflowDocument, type YamlNode } from '../../workflow/read';
import type { Place } from '../place';
import type { Candidate } from './candidate';

/** The other nodes of the part of the document that a place is in, without those that its list has already. */
export function tasksAt({ document, item }: Place, way: Place['way']): readonly Candidate[] {
  const taken = new Set(item === undefined ? [] : listAround(item.map, way.slice(2)));
  const own = item === undefined ? undefined : itemName(item)?.text;
  const part = item === undefined ? 'main' : partOf(item.section);
  const names = namesIn(document, (section) => partOf(section) === part);
  return names.filter(({ label }) => label !== own && !taken.has(label));
}

/** The resources of the document that a place is in, likewise. */
export function resourcesOf({ document, item, way }: Place): readonly Candidate[] {
  const taken = new Set(item === undefined ? [] : listAround(item.map, way.slice(2)));
  const own = item?.section === 'resources' ? itemName(item)?.text : undefined;
  const names = namesIn(document, (section) => section === 'resources');
  return names.filter(({ label }) => label !== own && !taken.has(label));
}

/** The texts beside the place in its own list. */
function listAround(map: YamlNode, way: Place['way']): readonly string[] {
  let node: YamlNode | undefined = map;
  for (const step of way.slice(0, -1)) {
    node = typeof step === 'string' ? valueAt(node, step) : node?.kind === 'list' ? node.items[step] : undefined;
  }
  return node?.kind === 'list' ? node.items.flatMap((each) => asText(each)?.text ?? []) : [];
}

function namesIn(document: WorkflowDocument, fits: (section: SectionKey) => boolean): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const item of document.items) {
    const label = itemName(item)?.text;
    if (label === undefined || !fits(item.section)) continue;
    const detail = asText(valueAt(item.map, 'type'))?.text;
    found.set(label, { label, kind: 'task', ...(detail === undefined ? {} : { detail }) });
  }
  return [...found.values()];
}

/** The documents that a generator or sub-DAG of a document can stand for. */
export function targetsOf(own: WorkflowDocument, file: FileOutline): readonly Candidate[] {
  return file.documents.slice(1).flatMap(({ document }) => {
    const { name } = document;
    return name === undefined || document.range.start === own.range.start ? [] : [{ label: name, kind: 'document' }];
  });
}
