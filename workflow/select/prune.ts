import { type Catalogue, findType } from '../../schemas';
import { append } from '../../text/append';
import { compareDiagnostics, type Diagnostic, type TextEdit } from '../../text/diagnostic';
import { applyEdits, OverlappingEdits } from '../../text/edit';
import { type DocumentOutline, type FileOutline, outlineFile, placeOf } from '../check';
import type { Composites } from '../composites';
import { rulesByDefault } from '../plan';
import { type DocumentItem, readWorkflow, sanitised, type WorkflowFile } from '../read';
import { rulesInComposites } from './composite-rules';
import { contract } from './contract';
import type { Contraction } from './contraction';
import { editItems } from './edit-document';
import { editNode } from './edit-node';
import { editWaves, type Standing } from './edit-waves';
import { type FlowNode, flowNodesOf, type RuleByDefault } from './flow-nodes';
import { notesOn, notesOnResults } from './prune-notes';
import { type Removal, settle } from './removal';
import { expectedShape, shapeOf } from './shape';
import { hasEarlierPart, type PlacedDocument, surroundingsOf, targetOf } from './surroundings';

/** A pruned file, or why it cannot be pruned: with ranges of the file as it was. */
export type Pruning =
  | {
      readonly ok: true;
      readonly edits: readonly TextEdit[];
      readonly text: string;
      /** Where what remains does not run just as it did. */
      readonly notes: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly problems: readonly Diagnostic[] };

/** The rule of the problem that nothing would be left; all others are `cannot-prune`, or what the reader found. */
export const NOTHING_LEFT = 'nothing-left';

/** A document and what becomes of it. */
interface PrunedDocument {
  readonly outline: DocumentOutline;
  readonly ordered: readonly FlowNode[];
  readonly removal: Removal;
}

/**
 * Takes out of a file all nodes that are not to be kept, and reconnects what remains, as "Pruning and waves" of
 * `docs/format.md` says. Branches, joins and fails go with the nodes for which they are there. What stays keeps its text,
 * its comments and its order. The result is read again and compared with what it should be: where it is something else,
 * or the text is laid out so that it cannot be changed, the file is not pruned and a problem says so.
 */
export function pruneWorkflow(
  file: WorkflowFile,
  keep: ReadonlySet<DocumentItem>,
  catalogue: Catalogue,
  composites?: Composites,
): Pruning {
  const outline = outlineFile(file);
  const problems = whatHinders(outline);
  if (problems.length > 0) return { ok: false, problems };
  const ruleByDefault = rulesByDefault(file, catalogue);
  const started = outline.documents.map((document) => ({
    outline: document,
    flow: flowNodesOf(document, ruleByDefault),
  }));
  const wrong = started.flatMap(({ flow }) => flow.problems);
  if (wrong.length > 0) return { ok: false, problems: wrong };
  const documents = settleAll(
    started.map(({ outline: document, flow }) => ({ outline: document, ordered: flow.ordered })),
    keep,
  );
  if (documents === undefined) return refused(outline, 'Its documents stand for each other in a circle.');
  if (documents.every(({ removal }) => removal.gone.size === 0))
    return { ok: true, edits: [], text: file.text, notes: [] };
  return write(outline, documents, keep, { catalogue, composites, ruleByDefault });
}

function refused(outline: FileOutline, message: string, rule = 'cannot-prune'): Pruning {
  const [first] = outline.documents[0]?.nodes ?? [];
  const range = first === undefined ? { start: 0, end: 0 } : placeOf(first);
  return { ok: false, problems: [{ rule, severity: 'error', message, range }] };
}

function whatHinders(outline: FileOutline): readonly Diagnostic[] {
  const errors = outline.file.problems.filter(({ severity }) => severity === 'error');
  const names = outline.documents.map(({ document }) => document.name);
  const twice = outline.documents.slice(1).find(({ document }, index) => names.indexOf(document.name) !== index + 1);
  if (errors.length > 0 || twice === undefined) return errors;
  const message = `A document without a name of its own cannot be pruned around.`;
  const { start, end } = twice.document.range;
  return [{ rule: 'cannot-prune', severity: 'error', message, range: { start, end: Math.min(end, start + 3) } }];
}

/** Inner documents first: one of which nothing is left takes the nodes that stand for it with it. */
function settleAll(
  documents: readonly Omit<PrunedDocument, 'removal'>[],
  keep: ReadonlySet<DocumentItem>,
): readonly PrunedDocument[] | undefined {
  const byName = new Map(documents.map((document) => [document.outline.document.name, document]));
  const settled = new Map<string | undefined, Removal>();
  const open = new Set<string | undefined>();
  const isEmptied = (name: string | undefined): boolean => {
    const document = byName.get(name);
    const removal = settled.get(name);
    return (
      document !== undefined &&
      removal !== undefined &&
      document.ordered.length > 0 &&
      removal.gone.size === document.ordered.length
    );
  };
  const settleOne = (name: string | undefined): boolean => {
    const document = byName.get(name);
    if (document === undefined || settled.has(name)) return true;
    if (open.has(name)) return false;
    open.add(name);
    for (const node of document.ordered) {
      const target = targetOf(node);
      if (target !== undefined && !settleOne(target)) return false;
    }
    const { ordered, outline } = document;
    const chosen = (node: FlowNode): boolean => {
      const target = targetOf(node);
      return !keep.has(node.outline.item) || (target !== undefined && isEmptied(target));
    };
    const hasBefore = (gone: ReadonlySet<FlowNode>): ((node: FlowNode) => boolean) =>
      outline.primary ? hasEarlierPart(ordered, gone) : () => true;
    settled.set(name, settle(ordered, chosen, hasBefore));
    return true;
  };
  for (const { outline } of documents) if (!settleOne(outline.document.name)) return undefined;
  return documents.map((document) => ({
    ...document,
    removal: settled.get(document.outline.document.name) ?? { gone: new Set(), dead: new Set() },
  }));
}

/** The documents that stay: the first one, and those that something which stays stands for, or that nothing ever did. */
function remaining(documents: readonly PrunedDocument[]): ReadonlySet<PrunedDocument> {
  const byName = new Map(documents.map((document) => [document.outline.document.name, document]));
  const referred = new Set(documents.flatMap(({ ordered }) => ordered.flatMap((node) => targetOf(node) ?? [])));
  const found = new Set(
    documents.filter(({ outline }, index) => index === 0 || !referred.has(outline.document.name ?? '')),
  );
  for (const { ordered, removal } of found) {
    for (const node of ordered) {
      const target = removal.gone.has(node) ? undefined : byName.get(targetOf(node) ?? '');
      if (target !== undefined) found.add(target);
    }
  }
  return found;
}

/** What is known beside the file. */
interface Known {
  readonly catalogue: Catalogue;
  readonly composites: Composites | undefined;
  readonly ruleByDefault: RuleByDefault;
}

function write(
  outline: FileOutline,
  documents: readonly PrunedDocument[],
  keep: ReadonlySet<DocumentItem>,
  { catalogue, composites, ruleByDefault }: Known,
): Pruning {
  const { file } = outline;
  const [primary] = documents;
  if (primary === undefined || primary.removal.gone.size === primary.ordered.length)
    return refused(outline, 'Nothing of the workflow would be left.', NOTHING_LEFT);
  const stays = [...remaining(documents)];
  const placed = new Map(stays.map((document) => [document, placedDocument(document)]));
  const typeOf = ({ outline: { type } }: FlowNode): string => type?.text ?? '';
  const rulesOfType = rulesInComposites(composites);
  const around = surroundingsOf([...placed.values()], {
    isTask: (node) => findType(catalogue, typeOf(node)) !== undefined,
    rulesWithin: (node) => rulesOfType(typeOf(node)),
  });
  const freeName = namesBeside(outline);
  const edits: TextEdit[] = [];
  const expected: ReadonlyMap<string, string>[] = [];
  const standing: Standing[] = [];
  const notes: Diagnostic[] = [];
  const placesOf = new Map<PrunedDocument, readonly FlowNode[]>();
  for (const document of documents) {
    const { ordered, removal } = document;
    const place = placed.get(document);
    if (place === undefined) {
      edits.push({ range: document.outline.document.range, text: '' });
      continue;
    }
    const contraction = contract(ordered, removal, around(place), freeName);
    if (contraction.problems.length > 0) return { ok: false, problems: contraction.problems };
    const found = editDocument(file.text, document, contraction, ruleByDefault('dummy') ?? 'all_success');
    if (!Array.isArray(found)) return { ok: false, problems: [unwritable(found)] };
    append(edits, found);
    placesOf.set(
      document,
      contraction.dummies.map(({ inPlaceOf }) => inPlaceOf),
    );
    append(notes, [...contraction.notes, ...notesOn(ordered, removal, keep, around(place).isOne)]);
    expected.push(expectedShape(ordered, removal, contraction));
    append(
      standing,
      contraction.dummies.map(({ name, inPlaceOf }) => ({ name, inPlaceOf: inPlaceOf.outline.item })),
    );
  }
  append(notes, notesOnResults(stays.map((document) => ({ ...document, standing: placesOf.get(document) ?? [] }))));
  notes.sort(compareDiagnostics);
  const isExpected = (result: FileOutline): boolean => {
    const shapes = result.documents.map((document) => shapeOf(flowNodesOf(document, ruleByDefault).ordered));
    return shapes.length === expected.length && shapes.every((shape, index) => isSame(shape, expected[index]));
  };
  return checked(outline, edits, notes, isExpected, (done) => editWaves(file, done, standing, catalogue));
}

function placedDocument({ outline, ordered, removal }: PrunedDocument): PlacedDocument {
  return { name: outline.document.name, primary: outline.primary, ordered, ...removal };
}

function unwritable(node: FlowNode | DocumentOutline): Diagnostic {
  const [what, range] =
    'outline' in node
      ? [`The dependencies of "${node.name}"`, placeOf(node.outline)]
      : ['The sections of this document', { start: node.document.range.start, end: node.document.range.start + 1 }];
  const message = `${what} are written so that they cannot be changed: through an alias, or in braces over several lines with comments.`;
  return { rule: 'cannot-prune', severity: 'error', message, range };
}

/** The edits of a document, or what of it cannot be edited. */
function editDocument(
  text: string,
  { outline, ordered, removal }: PrunedDocument,
  contraction: Contraction,
  standardRule: string,
): TextEdit[] | FlowNode | DocumentOutline {
  const edits: TextEdit[] = [];
  for (const node of ordered) {
    if (removal.gone.has(node)) continue;
    const own = editNode(text, node, removal, contraction);
    if (own === undefined) return node;
    append(edits, own);
  }
  const gone = new Set([...[...removal.gone].map((node) => node.outline.item), ...unusedResources(outline, removal)]);
  if (gone.size === 0) return edits;
  const dummies = contraction.dummies.map((dummy) => ({
    ...dummy,
    rule: dummy.rule === standardRule ? undefined : dummy.rule,
  }));
  const items = editItems(text, outline.document, gone, dummies);
  return items === undefined ? outline : [...edits, ...items];
}

/** The resources that have lost all who required them. */
function unusedResources(outline: DocumentOutline, removal: Removal): readonly DocumentItem[] {
  const goneItems = new Set([...removal.gone].map((node) => node.outline.item));
  const resources = outline.nodes.filter(({ section }) => section === 'resources');
  const unused = new Set<DocumentItem>();
  for (let before = -1; before !== unused.size; ) {
    before = unused.size;
    const users = new Map<string, boolean>();
    for (const { item, references } of outline.nodes) {
      const isGone = goneItems.has(item) || unused.has(item);
      for (const { role, scalar } of references) {
        if (role === 'resource') users.set(scalar.text, (users.get(scalar.text) ?? false) || !isGone);
      }
    }
    for (const { item, name } of resources) if (users.get(name?.text ?? '') === false) unused.add(item);
  }
  return [...unused];
}

function namesBeside(outline: FileOutline): (wanted: string) => string {
  const taken = new Set(outline.documents.flatMap(({ nodes }) => nodes.map(({ name }) => sanitised(name?.text ?? ''))));
  return (wanted) => {
    let name = wanted;
    for (let number = 2; taken.has(sanitised(name)); number++) name = `${wanted}-${number}`;
    taken.add(sanitised(name));
    return name;
  };
}

/** Reads what the edits give, and says whether it is what it should be. */
function checked(
  outline: FileOutline,
  edits: readonly TextEdit[],
  notes: readonly Diagnostic[],
  isExpected: (result: FileOutline) => boolean,
  wavesOf: (edits: readonly TextEdit[]) => readonly TextEdit[] | undefined,
): Pruning {
  const { file } = outline;
  try {
    const waves = wavesOf(edits);
    if (waves === undefined) {
      const message =
        'The waves of this workflow are written so that they cannot be changed; write each on lines of its own.';
      return refused(outline, message);
    }
    const all = [...edits, ...waves];
    const text = applyEdits(file.text, all);
    const result = readWorkflow(file.path, text);
    const isSound = result.problems.every(({ severity }) => severity !== 'error');
    if (isSound && isExpected(outlineFile(result))) return { ok: true, edits: all, text, notes };
  } catch (error) {
    if (!(error instanceof OverlappingEdits)) throw error;
  }
  return refused(
    outline,
    'This file is laid out so that it cannot be pruned in place; write its lists and items on lines of their own.',
  );
}

function isSame(shape: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string> | undefined): boolean {
  if (shape.size !== expected?.size) return false;
  return [...shape].every(([name, ways]) => expected.get(name) === ways);
}
