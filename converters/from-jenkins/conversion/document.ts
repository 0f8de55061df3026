import {
  type DraftEntry,
  type DraftItem,
  type DraftMapping,
  type DraftValue,
  list,
  mapping,
} from '../../../workflow/write/index';

/** A document that is being drafted: its nodes by section, in the order in which they are to be read. */
export interface DocumentDraft {
  readonly nodes: NodeDraft[];
}

export type Section = 'operators' | 'sub_dags' | 'generators';

/** A task or group as it is to be written. */
export interface NodeDraft {
  readonly section: Section;
  readonly name: string;
  readonly type: string;
  /** Between the name and the dependencies: image, target, cases, paths. */
  readonly entries: readonly DraftEntry[];
  readonly upstream: readonly string[];
  readonly onFailure: readonly string[];
  readonly properties: readonly DraftEntry[];
  readonly comment: readonly string[];
  readonly from: readonly string[];
}

/** Where the flow of a document stands: what comes next depends on these nodes. */
export interface Flow {
  readonly after: readonly string[];
  /** One of them may have been left out, so that what follows must not mind a skip. */
  readonly skippable: boolean;
  /** What a branch that chooses these has to choose too. */
  readonly beside?: readonly string[];
}

export const start: Flow = { after: [], skippable: false };

export function addNode(document: DocumentDraft, node: Partial<NodeDraft> & Pick<NodeDraft, 'name' | 'type'>): void {
  document.nodes.push({
    section: 'operators',
    entries: [],
    upstream: [],
    onFailure: [],
    properties: [],
    comment: [],
    from: [],
    ...node,
  });
}

/** A branch that takes its targets where a condition holds, else nothing. */
export function branchNode(
  name: string,
  when: string,
  targets: readonly string[],
  flow: Flow,
  from: readonly string[],
): Partial<NodeDraft> & Pick<NodeDraft, 'name' | 'type'> {
  const { upstream, rule } = following(flow);
  const branchCase = entriesOf([
    { key: 'when', value: when },
    { key: 'then', value: list(targets, 'flow') },
  ]);
  const entries: readonly DraftEntry[] = [
    ...names('upstream_dependencies', upstream),
    { key: 'cases', value: list([branchCase]), from },
    { key: 'otherwise', value: list([], 'flow') },
  ];
  return { name, type: 'branch', entries, properties: rule, from };
}

/** Puts a node before the first of others, so that it is read before them. */
export function addNodeBefore(
  document: DocumentDraft,
  others: readonly string[],
  node: Parameters<typeof addNode>[1],
): void {
  const index = document.nodes.findIndex((candidate) => others.includes(candidate.name));
  addNode(document, node);
  const added = index < 0 ? undefined : document.nodes.pop();
  if (added !== undefined) document.nodes.splice(index, 0, added);
}

/** Gives a node what its failure leads to. */
export function setOnFailure(document: DocumentDraft, name: string, onFailure: readonly string[]): void {
  const index = document.nodes.findIndex((node) => node.name === name);
  const node = document.nodes[index];
  if (node !== undefined) document.nodes[index] = { ...node, onFailure };
}

/** The dependencies and the trigger rule of a node that follows a flow. */
export function following(flow: Flow): { readonly upstream: readonly string[]; readonly rule: readonly DraftEntry[] } {
  return { upstream: flow.after, rule: flow.skippable ? [{ key: 'trigger_rule', value: 'none_failed' }] : [] };
}

/** The sections of a document as entries. */
export function writeSections(document: DocumentDraft): readonly DraftEntry[] {
  // In the order of their first nodes, so that a reader meets things as they run.
  const sections = [...new Set(document.nodes.map((node) => node.section))];
  return sections.flatMap((section): readonly DraftEntry[] => {
    const items = document.nodes.filter((node) => node.section === section).map(writeNode);
    return items.length === 0 ? [] : [{ key: section, value: { kind: 'list', items, layout: 'block' } }];
  });
}

/** The document of a group. */
export function writeDocument(name: string, document: DocumentDraft): DraftMapping {
  return { kind: 'mapping', entries: [{ key: 'name', value: name }, ...writeSections(document)], layout: 'block' };
}

function writeNode(node: NodeDraft): DraftItem {
  const entries: DraftEntry[] = [
    { key: 'name', value: node.name },
    { key: 'type', value: node.type },
    ...node.entries,
    ...names('upstream_dependencies', node.upstream),
    ...names('on_failure', node.onFailure),
  ];
  if (node.properties.length > 0) entries.push({ key: 'properties', value: entriesOf(node.properties) });
  return {
    value: { kind: 'mapping', entries, layout: 'block' },
    ...(node.comment.length === 0 ? {} : { comment: node.comment }),
    ...(node.from.length === 0 ? {} : { from: node.from }),
  };
}

function names(key: string, values: readonly string[]): readonly DraftEntry[] {
  return values.length === 0 ? [] : [{ key, value: list(values, 'flow') }];
}

export function entriesOf(entries: readonly DraftEntry[], layout: 'block' | 'flow' = 'block'): DraftMapping {
  return { kind: 'mapping', entries, layout };
}

/** A mapping of texts. */
export function textMapping(values: ReadonlyMap<string, DraftValue>): DraftMapping {
  return mapping(Object.fromEntries(values));
}
