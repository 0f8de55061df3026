import type { Range } from '../../text/range';
import { type Composite, compositeOf } from '../composites';
import {
  absolute,
  asText,
  type DocumentEntry,
  type DocumentItem,
  SECTIONS,
  type SectionKey,
  valueAt,
  type WorkflowDocument,
  type WorkflowFile,
} from '../read';
import { lazy } from './lazy';
import { meantDocumentKey, meantEntryOf } from './meant-keys';
import { factsOf, type NodeFacts, type ReferenceRole } from './node-facts';

/** A file as its rules see it: nodes, the names that they refer to, and the edges between them. Linear in the file. */
export interface FileOutline {
  readonly file: WorkflowFile;
  /** The version of the language; nothing for a boundary-layer file. */
  readonly format: number | undefined;
  /** Nothing for a workflow. */
  readonly composite: Composite | undefined;
  /** The primary document first. */
  readonly documents: readonly DocumentOutline[];
  /** Could something of what stands above the sections of the first document not be read? */
  readonly headless: boolean;
  /** Has a further document no name that could be read, so that a target may have meant it? */
  readonly nameless: boolean;
  /** Worked out when it is first asked for. */
  readonly references: () => DocumentReferences;
}

export interface DocumentReferences {
  /** The nodes that stand for the documents of a name; those that stand for none, without a name. */
  readonly referrers: ReadonlyMap<string | undefined, readonly NodeOutline[]>;
  /** The names of documents that a generator repeats, themselves or as part of others. */
  readonly repeated: ReadonlySet<string>;
}

export interface DocumentOutline {
  readonly document: WorkflowDocument;
  readonly primary: boolean;
  readonly nodes: readonly NodeOutline[];
  /** The nodes of a name, in the order of the file; several where it stands twice. */
  readonly byName: ReadonlyMap<string, readonly NodeOutline[]>;
  /** The dependencies that a person wrote and that lead from a node to one of the same part. */
  readonly edges: readonly Edge[];
  /** Is part of it no valid YAML? */
  readonly torn: boolean;
  /** Could part of it not be read, so that it may hold names that are not known? */
  readonly broken: boolean;
  /** Is that so, or do dependencies of one of its nodes lead nowhere that is known, so that there may be further edges? */
  readonly loose: boolean;
}

export interface NodeOutline extends NodeFacts {
  readonly item: DocumentItem;
  readonly section: SectionKey;
  /** Its place among the nodes of its document, counted from 0. */
  readonly index: number;
}

/** `dependency`: what runs before. `control`: a case or a handled failure, which decides whether it runs at all. */
export interface Edge {
  readonly from: NodeOutline;
  readonly to: NodeOutline;
  readonly kind: 'dependency' | 'control';
  readonly role: ReferenceRole;
  /** Where it is written, in the file. */
  readonly range: Range;
}

/** The parts of a document between which dependencies do not cross. */
export type Part = 'before' | 'main' | 'after' | 'resources';

export function partOf(section: SectionKey): Part {
  return section === 'before' || section === 'after' || section === 'resources' ? section : 'main';
}

/** The outline of a file. What an earlier one of the same file says of items that stayed as they were is taken over. */
export function outlineFile(file: WorkflowFile, previous?: FileOutline): FileOutline {
  const breaks = file.problems.filter((problem) => HIDING_PROBLEMS.has(problem.rule)).map((problem) => problem.range);
  const documents = file.documents.map((document, index) => {
    const { start, end } = document.range;
    return outlineDocument(
      document,
      index === 0,
      breaks.some((range) => range.start >= start && range.start <= end),
      previous?.documents[index]?.nodes ?? [],
    );
  });
  const composite = compositeOf(file);
  const headless = isHeadless(file, breaks);
  const format = composite === undefined ? formatOf(file, headless) : COMPOSITE_FORMAT;
  const nameless = file.documents.some(({ name }, index) => index > 0 && name === undefined);
  return { file, format, composite, documents, headless, nameless, references: referencesOnce(documents) };
}

/** A function of its own: a closure keeps all that closures around it know, and there that is the outline before, and the one before that. */
function referencesOnce(documents: readonly DocumentOutline[]): () => DocumentReferences {
  return lazy(() => referencesIn(documents));
}

/** What many rules look up. */
const HEADER_MAPPINGS: ReadonlySet<string> = new Set([
  'dag_args',
  'default_task_args',
  'operator_defaults',
  'images',
  'imports',
]);

function isHeadless({ documents: [primary] }: WorkflowFile, breaks: readonly Range[]): boolean {
  if (primary === undefined) return false;
  const isMisshapen = ({ key, value }: DocumentEntry): boolean =>
    HEADER_MAPPINGS.has(key.text) && (value?.kind === 'list' || (value?.kind === 'scalar' && value.type !== 'null'));
  if (primary.entries.some(isMisshapen)) return true;
  const { entries, items, range } = primary;
  const sections = entries.filter(({ key: { text } }) => SECTIONS.some((section) => section === text));
  const end = Math.min(
    range.end,
    ...sections.map(({ offset, key }) => offset + key.start),
    ...items.slice(0, 1).map(({ offset, map }) => offset + map.start),
  );
  return breaks.some(({ start }) => start >= range.start && start < end);
}

/** Problems of the YAML after which part of it is not read. */
export const HIDING_PROBLEMS: ReadonlySet<string> = new Set([
  'yaml-syntax',
  'tab-indentation',
  'no-mapping',
  'unknown-alias',
  'too-many-aliases',
]);

/** Composites are newer than boundary-layer, so that they need not say in which language they are. */
const COMPOSITE_FORMAT = 1;

function formatOf(file: WorkflowFile, headless: boolean): number | undefined {
  const [primary] = file.documents;
  if (primary === undefined) return undefined;
  const value = meantEntryOf(primary, 'format')?.value;
  if (value?.kind === 'scalar' && typeof value.value === 'number') return value.value;
  // A slip in the line, or in the one above it, does not make a file of boundary-layer of it.
  const isSlip = headless && FORMAT_LINE.test(file.text.slice(primary.range.start, primary.range.end));
  return isSlip ? COMPOSITE_FORMAT : undefined;
}

const FORMAT_LINE = /^[ ]*['"]?format\b['"]?[ \t]*:?[ \t]*1\b/m;

function outlineDocument(
  document: WorkflowDocument,
  primary: boolean,
  torn: boolean,
  previous: readonly NodeOutline[],
): DocumentOutline {
  const more = previous.length - document.items.length;
  const nodes = document.items.map((item, index) => {
    // What was edited lies in one place: before it items have their place still, behind it they have it from the end.
    const before = sameItem(previous[index], item) ?? sameItem(previous[index + more], item);
    if (before === undefined) return outlineNode(item, index, factsOf(item));
    return before.item === item && before.index === index ? before : outlineNode(item, index, before);
  });
  const byName = new Map<string, NodeOutline[]>();
  for (const node of nodes) {
    if (node.name === undefined) continue;
    const known = byName.get(node.name.text);
    if (known === undefined) byName.set(node.name.text, [node]);
    else known.push(node);
  }
  const isBroken =
    torn || nodes.some(({ lost }) => lost === 'name') || document.entries.some((entry) => hidesNodes(entry, document));
  const loose =
    isBroken ||
    byName.size < nodes.length ||
    nodes.some((node) => node.lost === 'dependencies' || leadsNowhere(node, byName));
  return { document, primary, nodes, byName, edges: edgesOf(nodes, byName), torn, broken: isBroken, loose };
}

/** A section whose nodes are not read: its key is misspelt, or its value no list. */
function hidesNodes(entry: DocumentEntry, document: WorkflowDocument): boolean {
  const { key, value } = entry;
  if (value === undefined || value.kind === 'alias') return false;
  const isSection = (name: string): boolean => SECTIONS.some((section) => section === name);
  return isSection(key.text) ? value.kind !== 'list' : isSection(meantDocumentKey(entry, document) ?? '');
}

function leadsNowhere({ name, references }: NodeFacts, byName: ReadonlyMap<string, unknown>): boolean {
  return references.some(
    ({ role, scalar: { text } }) => text === name?.text || (role !== 'resource' && !byName.has(text)),
  );
}

function sameItem(node: NodeOutline | undefined, item: DocumentItem): NodeOutline | undefined {
  return node?.item.map === item.map && node.section === item.section ? node : undefined;
}

/** The outline of one item, apart from its file. */
export function outlineItem(item: DocumentItem): NodeOutline {
  return outlineNode(item, item.index, factsOf(item));
}

function outlineNode(item: DocumentItem, index: number, facts: NodeFacts): NodeOutline {
  const { name, type, references, triggerRule, pool, taskId, taskIds, lost } = facts;
  return { item, section: item.section, index, name, type, references, triggerRule, pool, taskId, taskIds, lost };
}

function edgesOf(nodes: readonly NodeOutline[], byName: ReadonlyMap<string, readonly NodeOutline[]>): readonly Edge[] {
  const edges: Edge[] = [];
  for (const node of nodes) {
    for (const { role, scalar } of node.references) {
      const other = byName.get(scalar.text)?.[0];
      // Of resources only what one requires of another is a way between nodes of one part.
      if (other === undefined || partOf(other.section) !== partOf(node.section)) continue;
      if (role === 'resource' && other.section !== 'resources') continue;
      const { offset } = node.item;
      const range = { start: offset + scalar.start, end: offset + scalar.end };
      const kind = isControl(role) ? 'control' : 'dependency';
      const leadsHere = role === 'upstream' || role === 'path' || role === 'resource';
      edges.push(
        leadsHere ? { from: other, to: node, kind, role, range } : { from: node, to: other, kind, role, range },
      );
    }
  }
  return edges;
}

/** Does a reference of this role decide whether its target runs at all? */
export function isControl(role: ReferenceRole): boolean {
  return role === 'then' || role === 'otherwise' || role === 'on_failure';
}

/** The place of a node's name; of a node without one, the start of the node. */
export function placeOf(node: NodeOutline): Range {
  const { map } = node.item;
  return absolute(node.item, node.name ?? { start: map.start, end: Math.min(map.end, map.start + 1) });
}

/** What to call a node in a message: its name in quotes. */
export function titleOf(node: NodeOutline): string {
  return node.name === undefined ? 'This node' : `"${node.name.text}"`;
}

/** Is a document repeated by a generator, itself or as part of one that is? */
export function isRepeated({ document: { name } }: DocumentOutline, { references }: FileOutline): boolean {
  return name !== undefined && references().repeated.has(name);
}

/** Does a generator or sub-DAG stand for a document? */
export function isTarget({ document: { name } }: DocumentOutline, { references }: FileOutline): boolean {
  return name !== undefined && references().referrers.has(name);
}

function referencesIn(documents: readonly DocumentOutline[]): DocumentReferences {
  const targetsByDocument = new Map<string | undefined, string[]>();
  const referrers = new Map<string | undefined, NodeOutline[]>();
  const repeated = new Set<string>();
  for (const { document, nodes } of documents) {
    const own = targetsByDocument.get(document.name) ?? [];
    targetsByDocument.set(document.name, own);
    for (const node of nodes) {
      const target = asText(valueAt(node.item.map, 'target'))?.text;
      const known = referrers.get(target);
      if (known === undefined) referrers.set(target, [node]);
      else known.push(node);
      if (target === undefined) continue;
      own.push(target);
      if (node.section === 'generators') repeated.add(target);
    }
  }
  // A set goes on to what is added while it is walked through.
  for (const name of repeated) for (const target of targetsByDocument.get(name) ?? []) repeated.add(target);
  return { referrers, repeated };
}
