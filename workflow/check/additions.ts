import { ADDED_TYPES, DAG_KEYS, DOCUMENT_KEYS, type KeyFacts, NODE_KEYS } from '../../schemas';
import type { Range } from '../../text/range';
import type { Composites } from '../composites';
import { absolute, type SectionKey } from '../read';
import type { DocumentOutline, FileOutline } from './outline';

/** Something that boundary-layer does not have: the name of a key or type, and where it stands. */
export interface Addition {
  readonly name: string;
  readonly range: Range;
}

const ADDED_DOCUMENT_KEYS = addedAmong(DOCUMENT_KEYS);
const ADDED_DAG_KEYS = addedAmong(DAG_KEYS);
const ADDED_NODE_KEYS = addedAmong(NODE_KEYS);

function addedAmong(keys: readonly KeyFacts[]): ReadonlySet<string> {
  return new Set(keys.flatMap((key) => (key.addition === true ? [key.name] : [])));
}

function* additionsOf({ document, nodes }: DocumentOutline, composites: Composites): Generator<Addition> {
  for (const entry of document.entries) {
    if (ADDED_DOCUMENT_KEYS.has(entry.key.text)) yield { name: entry.key.text, range: absolute(entry, entry.key) };
    if (entry.key.text !== 'dag_args' || entry.value?.kind !== 'mapping') continue;
    for (const { key } of entry.value.pairs) {
      if (ADDED_DAG_KEYS.has(key.text)) yield { name: key.text, range: absolute(entry, key) };
    }
  }
  for (const { item, type, section } of nodes) {
    const isComposite = isOperator(section) && composites.find(type?.text ?? '') !== undefined;
    if (type !== undefined && (isComposite || ADDED_TYPES.includes(type.text)))
      yield { name: type.text, range: absolute(item, type) };
    for (const { key } of item.map.pairs) {
      if (ADDED_NODE_KEYS.has(key.text)) yield { name: key.text, range: absolute(item, key) };
    }
  }
}

function isOperator(section: SectionKey): boolean {
  return section === 'operators' || section === 'before' || section === 'after';
}

/** All that a file uses of what was added to the language of boundary-layer, in order. */
export function* additionsTo({ documents }: FileOutline, composites: Composites): Generator<Addition> {
  for (const outline of documents) yield* additionsOf(outline, composites);
}

/** Does a file use any of it? */
export function usesAdditions(file: FileOutline, composites: Composites): boolean {
  return additionsTo(file, composites).next().done !== true;
}
