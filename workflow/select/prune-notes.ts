import type { Diagnostic } from '../../text/diagnostic';
import { type Part, partOf, placeOf } from '../check';
import type { DocumentItem } from '../read';
import type { FlowNode } from './flow-nodes';
import type { Removal } from './removal';
import { targetOf } from './surroundings';
import { countsNothing } from './trigger-rules';

/** What is to be said of the nodes of a document of which some go: by names, at the nodes that it concerns. */
export function notesOn(
  ordered: readonly FlowNode[],
  { gone, dead }: Removal,
  keep: ReadonlySet<DocumentItem>,
  isOne: (node: FlowNode) => boolean,
): readonly Diagnostic[] {
  const notes: Diagnostic[] = [];
  const leads = new Set<FlowNode>();
  for (const node of ordered) {
    const before = [...node.upstream, ...node.sources];
    if (before.some((other) => !gone.has(other) || leads.has(other))) leads.add(node);
    if (gone.has(node)) {
      if (keep.has(node.outline.item) && dead.has(node) && node.kind === 'task') notes.push(wentAlong(node));
      continue;
    }
    const lost = node.sources.filter((source) => gone.has(source));
    if (lost.length > 0) notes.push(lostSources(node, lost));
    const uncounted = node.upstream.filter((other) => gone.has(other) && !leads.has(other));
    if (node.kind !== 'join' && uncounted.length > 0 && !countsNothing(node.rule)) notes.push(counted(node, uncounted));
    const isUnhandled =
      handlersOf(node).length > 0 && handlersOf(node).every((other) => gone.has(other) && !goesOn(other, gone));
    if (isUnhandled) notes.push(unhandled(node));
    if (!isOne(node) && isAsked(node, NOTHING) && !isAsked(node, gone)) notes.push(askedNoMore(node));
  }
  return notes;
}

function wentAlong(node: FlowNode): Diagnostic {
  const why = node.sources.length > 0 ? 'nothing that is left leads to it' : 'what it waits for cannot happen any more';
  return note('pruned-along', node, `"${node.name}" goes too: ${why}.`);
}

function lostSources(node: FlowNode, lost: readonly FlowNode[]): Diagnostic {
  return note(
    'pruned-source',
    node,
    `Of what led to "${node.name}", ${listed(lost)} is left out: it runs only by what is left.`,
  );
}

function counted(node: FlowNode, lost: readonly FlowNode[]): Diagnostic {
  const message = `"${node.name}" has the trigger rule "${node.rule}" and no longer counts ${listed(lost)}: its rule looks at what is left of its dependencies.`;
  return note('pruned-count', node, message);
}

function unhandled(node: FlowNode): Diagnostic {
  return note(
    'pruned-handlers',
    node,
    `All that handled a failure of "${node.name}" is left out: where it fails, the run fails.`,
  );
}

const NOTHING: ReadonlySet<FlowNode> = new Set();

/** Does something ask for the result of a node that stands for several: a join, a choice, handlers? */
function isAsked(node: FlowNode, gone: ReadonlySet<FlowNode>): boolean {
  const isJoined = node.downstream.some((other) => other.kind === 'join' && !gone.has(other));
  return isJoined || node.sources.some((other) => !gone.has(other)) || hasResultStill(node, gone);
}

function askedNoMore(node: FlowNode): Diagnostic {
  const message = `Nothing asks for the result of "${node.name}" any more: what waits for it waits for its last tasks.`;
  return note('pruned-result', node, message);
}

function handlersOf(node: FlowNode): readonly FlowNode[] {
  return node.slots.flatMap(({ key, targets }) => (key === 'on_failure' ? targets : []));
}

/** Does something remain that follows a node which goes, so that it takes its place? */
function goesOn(start: FlowNode, gone: ReadonlySet<FlowNode>): boolean {
  const waiting = new Set([start]);
  for (const node of waiting) {
    if (!gone.has(node)) return true;
    for (const next of node.downstream) waiting.add(next);
  }
  return false;
}

/** A document with the nodes of it that go. */
interface Pruned {
  readonly outline: { readonly document: { readonly name: string | undefined } };
  readonly ordered: readonly FlowNode[];
  readonly removal: Removal;
  /** Nodes that go and in whose place a task stands. */
  readonly standing: readonly FlowNode[];
}

/**
 * Documents that lost all for which what waits for them waited for a result: from there on it waits for their last tasks
 * (`docs/format.md`, "How a workflow runs").
 */
export function notesOnResults(documents: readonly Pruned[]): readonly Diagnostic[] {
  const lost = new Set<string | undefined>();
  const notes: Diagnostic[] = [];
  for (const { outline, ordered, removal, standing } of documents) {
    const places = PARTS.map((part) => ordered.filter((node) => partOf(node.outline.section) === part));
    const isLost = (nodes: readonly FlowNode[]): boolean =>
      nodes.some(hasResult) && !nodes.some((node) => !removal.gone.has(node) && hasResultStill(node, removal.gone));
    const isLeft = (nodes: readonly FlowNode[]): boolean => nodes.some((node) => !removal.gone.has(node));
    if (places.some(isLost)) lost.add(outline.document.name);
    for (const [index, nodes] of places.entries()) {
      const first = nodes.find((node) => !removal.gone.has(node) || standing.includes(node));
      const isBeside = places.some((others, other) => other !== index && isLeft(others));
      if (first !== undefined && isBeside && isLost(nodes)) notes.push(lostResultOfPart(first));
    }
  }
  const ofTargets = documents.flatMap(({ ordered, removal: { gone } }) =>
    ordered.flatMap((node) => {
      const target = targetOf(node);
      return gone.has(node) || target === undefined || !lost.has(target) ? [] : [lostResult(node, target)];
    }),
  );
  return [...notes, ...ofTargets];
}

const PARTS: readonly Part[] = ['before', 'main', 'after'];

function lostResultOfPart(first: FlowNode): Diagnostic {
  const { section } = first.outline;
  const message = `Nothing of "${section}" decides or handles failures any more: what stands behind it waits for its last tasks.`;
  return note('pruned-result', first, message);
}

function lostResult(node: FlowNode, target: string): Diagnostic {
  const message = `Nothing of "${target}" decides or handles failures any more: what waits for "${node.name}" waits for its last tasks.`;
  return note('pruned-result', node, message);
}

function hasResult({ kind, slots }: FlowNode): boolean {
  return kind !== 'task' || slots.some(({ targets }) => targets.length > 0);
}

function hasResultStill(node: FlowNode, gone: ReadonlySet<FlowNode>): boolean {
  return node.kind !== 'task' || handlersOf(node).some((other) => !gone.has(other) || goesOn(other, gone));
}

function listed(nodes: readonly FlowNode[]): string {
  return nodes.map(({ name }) => `"${name}"`).join(', ');
}

function note(rule: string, node: FlowNode, message: string): Diagnostic {
  return { rule, severity: 'info', message, range: placeOf(node.outline) };
}
