import { holds, type Range } from '../text/range';
import {
  absolute,
  type DocumentEntry,
  type DocumentItem,
  type WorkflowDocument,
  type WorkflowFile,
  type YamlMapping,
  type YamlNode,
  type YamlScalar,
} from '../workflow/read';

/** Where in a workflow an offset is: the scalar there, and the way to it from the top of its document. */
export interface Place {
  readonly document: WorkflowDocument;
  /** The item of a section that it is in; nothing for other top-level keys. */
  readonly item: DocumentItem | undefined;
  /** Keys and indices: `operators`, 3, `properties`, `bash_command`. Of a key, those of its mapping. */
  readonly way: readonly (string | number)[];
  readonly scalar: YamlScalar;
  /** The range of the scalar in the file. */
  readonly range: Range;
  /** Is the scalar a key? */
  readonly isKey: boolean;
  /** The innermost mapping around it; nothing where that is the document itself. */
  readonly mapping: YamlMapping | undefined;
  /** Where the innermost list or mapping around it begins; nothing where that is the document itself. */
  readonly around: number | undefined;
}

/** The scalar at an offset of a file; the end of a scalar counts as inside. */
export function placeAt(file: WorkflowFile, offset: number): Place | undefined {
  const document = file.documents.findLast((candidate) => candidate.range.start <= offset) ?? file.documents[0];
  if (document === undefined) return undefined;
  for (const item of document.items) {
    if (!holds(absolute(item, item.map), offset)) continue;
    const found = descend(item.map, offset - item.offset, [item.section, item.index], {});
    if (found !== undefined) return placed(document, item, item.offset, found);
  }
  for (const entry of document.entries) {
    const found = descendEntry(entry, offset);
    if (found !== undefined) return placed(document, undefined, entry.offset, found);
  }
  return undefined;
}

type Found = Pick<Place, 'way' | 'scalar' | 'isKey' | 'mapping' | 'around'>;

function placed(document: WorkflowDocument, item: DocumentItem | undefined, offset: number, found: Found): Place {
  const around = found.around === undefined ? undefined : found.around + offset;
  return { document, item, ...found, around, range: absolute({ offset }, found.scalar) };
}

function descendEntry({ key, value, offset: cell }: DocumentEntry, offset: number): Found | undefined {
  if (holds(absolute({ offset: cell }, key), offset)) {
    return { way: [], scalar: key, isKey: true, mapping: undefined, around: undefined };
  }
  return value === undefined ? undefined : descend(value, offset - cell, [key.text], {});
}

/** What is around a node: the innermost mapping, and where the innermost mapping or list begins. */
interface Surroundings {
  readonly mapping?: YamlMapping;
  readonly start?: number;
}

function descend(
  node: YamlNode,
  offset: number,
  way: readonly (string | number)[],
  { mapping, start }: Surroundings,
): Found | undefined {
  if (!holds(node, offset)) return undefined;
  if (node.kind === 'scalar') return { way, scalar: node, isKey: false, mapping, around: start };
  if (node.kind === 'list') {
    const inside = { ...(mapping === undefined ? {} : { mapping }), start: node.start };
    for (const [index, item] of node.items.entries()) {
      const found = descend(item, offset, [...way, index], inside);
      if (found !== undefined) return found;
    }
  }
  if (node.kind === 'mapping') {
    for (const { key, value } of node.pairs) {
      if (holds(key, offset)) return { way, scalar: key, isKey: true, mapping: node, around: node.start };
      const found = descend(value, offset, [...way, key.text], { mapping: node, start: node.start });
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
