import type { Diagnostic } from '../../text/diagnostic';
import { type DocumentOutline, type NodeOutline, partOf, placeOf } from '../check';
import { asText, valueAt, type YamlList, type YamlNode } from '../read';

/** A node of a document with its ways: what pruning has to know of it. Resources are none of these. */
export interface FlowNode {
  readonly outline: NodeOutline;
  readonly name: string;
  readonly kind: 'task' | 'branch' | 'join' | 'fail';
  /** Its trigger rule, as written or by default. */
  readonly rule: string;
  /** What it depends on, each once, whichever side says so; for a join the items of its paths. */
  readonly upstream: readonly FlowNode[];
  /** What depends on it, joins included. */
  readonly downstream: readonly FlowNode[];
  /** The nodes whose cases or failures lead here, each once. */
  readonly sources: readonly FlowNode[];
  readonly slots: readonly Slot[];
}

/** A list of targets: of a case, `otherwise` or `on_failure`. */
export interface Slot {
  readonly owner: FlowNode;
  readonly key: 'then' | 'otherwise' | 'on_failure';
  readonly list: YamlList;
  readonly targets: readonly FlowNode[];
}

export interface FlowNodes {
  /** So that each stands behind all that it waits for. */
  readonly ordered: readonly FlowNode[];
  /** What keeps the document from being pruned. */
  readonly problems: readonly Diagnostic[];
}

interface Growing extends FlowNode {
  readonly upstream: Growing[];
  readonly downstream: Growing[];
  readonly sources: Growing[];
  readonly slots: Slot[];
}

/** The trigger rule of a task that names none, by its type; nothing where that is Airflow's. */
export type RuleByDefault = (type: string) => string | undefined;

/** The nodes of a document. Linear. */
export function flowNodesOf(document: DocumentOutline, ruleByDefault: RuleByDefault): FlowNodes {
  const nodes = new Map<string, Growing>();
  const problems: Diagnostic[] = [];
  for (const outline of document.nodes) {
    const name = outline.name?.text;
    if (name === undefined) problems.push(refusal(outline, 'A node without a name cannot be pruned around.'));
    else if ((document.byName.get(name)?.length ?? 0) > 1)
      problems.push(refusal(outline, `"${name}" stands twice in its document, so what is to be pruned is not known.`));
    else if (outline.section !== 'resources') nodes.set(name, startNode(outline, name, ruleByDefault));
  }
  for (const node of nodes.values()) addWays(node, nodes);
  for (const node of nodes.values()) {
    const why = wrongWays(node);
    if (why !== undefined) problems.push(refusal(node.outline, why));
  }
  const ordered = inOrder([...nodes.values()]);
  const inPlace = new Set(ordered);
  const onCycle = [...nodes.values()].find((node) => !inPlace.has(node));
  if (onCycle !== undefined) {
    problems.push(refusal(onCycle.outline, `"${onCycle.name}" is on a cycle of dependencies, or behind one.`));
  }
  return { ordered, problems };
}

function refusal(node: NodeOutline, message: string): Diagnostic {
  return { rule: 'cannot-prune', severity: 'error', message, range: placeOf(node) };
}

function startNode(outline: NodeOutline, name: string, ruleByDefault: RuleByDefault): Growing {
  const { map } = outline.item;
  const type = outline.type?.text;
  const kind = type === 'branch' || type === 'join' || type === 'fail' ? type : 'task';
  const own = asText(valueAt(valueAt(map, 'properties'), 'trigger_rule'))?.text;
  const rule = own ?? (kind === 'task' ? ruleByDefault(type ?? '') : undefined) ?? 'all_success';
  return { outline, name, kind, rule, upstream: [], downstream: [], sources: [], slots: [] };
}

function addWays(node: Growing, nodes: ReadonlyMap<string, Growing>): void {
  const named = (list: YamlNode | undefined): readonly Growing[] => namesIn(list, node, nodes);
  const { map } = node.outline.item;
  const depend = (from: Growing, to: Growing): void => {
    if (to.upstream.includes(from)) return;
    to.upstream.push(from);
    from.downstream.push(to);
  };
  for (const from of named(valueAt(map, 'upstream_dependencies'))) depend(from, node);
  for (const to of named(valueAt(map, 'downstream_dependencies'))) depend(node, to);
  const paths = valueAt(map, 'paths');
  if (node.kind === 'join' && paths?.kind === 'list') {
    for (const from of paths.items.flatMap(named)) depend(from, node);
  }
  const addSlot = (key: Slot['key'], list: YamlNode | undefined): void => {
    if (list?.kind !== 'list') return;
    const targets = named(list);
    node.slots.push({ owner: node, key, list, targets });
    for (const target of targets) if (!target.sources.includes(node)) target.sources.push(node);
  };
  const cases = valueAt(map, 'cases');
  if (node.kind === 'branch') {
    for (const one of cases?.kind === 'list' ? cases.items : []) addSlot('then', valueAt(one, 'then'));
    addSlot('otherwise', valueAt(map, 'otherwise'));
  }
  addSlot('on_failure', valueAt(map, 'on_failure'));
}

function namesIn(list: YamlNode | undefined, node: Growing, nodes: ReadonlyMap<string, Growing>): readonly Growing[] {
  if (list?.kind !== 'list') return [];
  const part = partOf(node.outline.section);
  const found = list.items.flatMap((item) => nodes.get(asText(item)?.text ?? '') ?? []);
  return [...new Set(found)].filter((other) => partOf(other.outline.section) === part);
}

function wrongWays(node: FlowNode): string | undefined {
  if (node.kind === 'join' && node.sources.length > 0)
    return `The join "${node.name}" stands in a case or "on_failure".`;
  if (node.kind === 'branch' && node.downstream.length > 0)
    return `"${node.downstream[0]?.name ?? ''}" depends on the branch "${node.name}" itself.`;
  const both = node.sources.find((source) => node.upstream.includes(source));
  if (both === undefined) return undefined;
  return `"${node.name}" depends on "${both.name}", which also leads to it by a case or "on_failure".`;
}

function inOrder(nodes: readonly FlowNode[]): readonly FlowNode[] {
  const waiting = new Map(nodes.map((node) => [node, node.upstream.length + node.sources.length]));
  const ordered = nodes.filter((node) => waiting.get(node) === 0);
  for (const node of ordered) {
    const targets = new Set(node.slots.flatMap((slot) => slot.targets));
    for (const next of [...node.downstream, ...targets]) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) ordered.push(next);
    }
  }
  return ordered;
}
