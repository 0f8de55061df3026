import { onceFor } from '../../text/once-for';
import { type Part, partOf } from '../check';
import { asText, valueAt } from '../read';
import type { FlowNode } from './flow-nodes';

/** A document to be pruned, as far as others need to know of it. */
export interface PlacedDocument {
  readonly name: string | undefined;
  readonly primary: boolean;
  readonly ordered: readonly FlowNode[];
  readonly gone: ReadonlySet<FlowNode>;
  readonly dead: ReadonlySet<FlowNode>;
}

/** What stands around the nodes of a document: its own sections, and the nodes that stand for it in others. */
export interface Surroundings {
  /** Does something stand before a node that waits for nothing in its document? */
  readonly hasBefore: (node: FlowNode) => boolean;
  /** The rules of what waits for all of the part in which a node stands; none where nothing does. */
  readonly rulesBehind: (node: FlowNode) => ReadonlySet<string>;
  /** The rules by which a node looks at what it depends on; several for one that stands for a document. */
  readonly rulesOf: (node: FlowNode) => ReadonlySet<string>;
  /** The rules of a node and of all that is in the document for which it stands. */
  readonly rulesIn: (node: FlowNode) => ReadonlySet<string>;
  /** Is a node a single task? */
  readonly isOne: (node: FlowNode) => boolean;
  /** Does a node of the file have a trigger rule of its own? */
  readonly ruled: boolean;
}

const EARLIER: Readonly<Record<Part, readonly Part[]>> = {
  resources: [],
  before: [],
  main: ['before'],
  after: ['before', 'main'],
};
const LATER: Readonly<Record<Part, readonly Part[]>> = {
  resources: [],
  before: ['main', 'after'],
  main: ['after'],
  after: [],
};

/** Says of the nodes of a document whether something remains in a part before theirs. */
export function hasEarlierPart(ordered: readonly FlowNode[], gone: ReadonlySet<FlowNode>): (node: FlowNode) => boolean {
  const parts = new Set(ordered.flatMap((node) => (gone.has(node) ? [] : partOfNode(node))));
  return (node) => EARLIER[partOfNode(node)].some((part) => parts.has(part));
}

/** The document that a node stands for. */
export function targetOf({ outline }: FlowNode): string | undefined {
  const isReference = outline.section === 'generators' || outline.section === 'sub_dags';
  return isReference ? asText(valueAt(outline.item.map, 'target'))?.text : undefined;
}

interface Reference {
  readonly node: FlowNode;
  readonly document: PlacedDocument;
}

/** What is known of the type of a node. */
export interface KnownTypes {
  /** Is it a single task? What no type is known for may be a composite. */
  readonly isTask: (node: FlowNode) => boolean;
  /** The trigger rules in the composite for which it stands. */
  readonly rulesWithin: (node: FlowNode) => readonly string[];
}

/** Documents stand in no circle. */
export function surroundingsOf(
  documents: readonly PlacedDocument[],
  { isTask, rulesWithin }: KnownTypes,
): (document: PlacedDocument) => Surroundings {
  const byName = new Map(documents.map((document) => [document.name, document]));
  const isRuled = (node: FlowNode): boolean => notPlain([node.rule, ...rulesWithin(node)]).length > 0;
  const ruled = documents.some(({ ordered }) => ordered.some(isRuled));
  const firstRules = onceFor((name: string): readonly string[] => {
    const target = byName.get(name);
    const first = target?.ordered.filter((node) => !target.gone.has(node) && node.upstream.length === 0) ?? [];
    return [...new Set(notPlain(first.flatMap((node) => [...rulesOf(node)])))];
  });
  const rulesOf = (node: FlowNode): ReadonlySet<string> => {
    const target = targetOf(node);
    return new Set([node.rule, ...(target === undefined ? notPlain(rulesWithin(node)) : firstRules(target))]);
  };
  const innerRules = onceFor((name: string): readonly string[] => [
    ...new Set(byName.get(name)?.ordered.flatMap((node) => [...rulesIn(node)])),
  ]);
  const rulesIn = (node: FlowNode): ReadonlySet<string> => {
    const target = targetOf(node);
    return new Set([node.rule, ...(target === undefined ? rulesWithin(node) : innerRules(target))]);
  };
  const references = referencesIn(documents);
  const rulesAfter = ({ node, document }: Reference): readonly string[] => {
    const found = new Set<string>();
    const waiting = new Set([node]);
    for (const next of waiting) {
      if (next.downstream.length === 0) for (const rule of rulesBehind(document, partOfNode(next))) found.add(rule);
      for (const other of next.downstream) {
        for (const rule of document.gone.has(other) ? [other.rule] : rulesOf(other)) found.add(rule);
        if (document.gone.has(other)) waiting.add(other);
      }
    }
    return [...found];
  };
  const behind = new Map<PlacedDocument, Map<Part, ReadonlySet<string>>>();
  const rulesBehind = (document: PlacedDocument, part: Part): ReadonlySet<string> => {
    const parts = behind.get(document) ?? new Map<Part, ReadonlySet<string>>();
    behind.set(document, parts);
    const known = parts.get(part);
    if (known !== undefined) return known;
    const all = document.ordered.filter((node) => LATER[part].includes(partOfNode(node)));
    const isLast = all.every((node) => document.gone.has(node));
    const later = isLast ? [] : all.filter((node) => node.upstream.length === 0 && !document.dead.has(node));
    const outside = document.primary ? [] : (references.get(document.name ?? '') ?? []);
    const rules = later.length > 0 ? later.flatMap((node) => [...rulesOf(node)]) : outside.flatMap(rulesAfter);
    const found = new Set(later.length + outside.length > 0 ? ['all_success', ...rules] : []);
    parts.set(part, found);
    return found;
  };
  return (document) => {
    const hasEarlier = hasEarlierPart(document.ordered, document.gone);
    return {
      hasBefore: (node) => !document.primary || hasEarlier(node),
      rulesBehind: (node) => rulesBehind(document, partOfNode(node)),
      rulesOf,
      rulesIn,
      isOne: (node) => targetOf(node) === undefined && (node.kind !== 'task' || isTask(node)),
      ruled,
    };
  };
}

/** By name of a document, the nodes that remain and stand for it. */
function referencesIn(documents: readonly PlacedDocument[]): ReadonlyMap<string, readonly Reference[]> {
  const references = new Map<string, Reference[]>();
  for (const document of documents) {
    for (const node of document.ordered) {
      const target = document.gone.has(node) ? undefined : targetOf(node);
      if (target === undefined) continue;
      const known = references.get(target);
      if (known === undefined) references.set(target, [{ node, document }]);
      else known.push({ node, document });
    }
  }
  return references;
}

function notPlain(rules: readonly string[]): readonly string[] {
  return rules.filter((rule) => rule !== 'all_success');
}

function partOfNode(node: FlowNode): Part {
  return partOf(node.outline.section);
}
