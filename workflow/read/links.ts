import type { Diagnostic } from '../../text/diagnostic';
import type { YamlMapping, YamlNode, YamlPair } from './node';

/** The anchors of a document: the node of a name, as defined last before it is used. Names do not cross documents. */
export type AnchorTable = Map<string, YamlNode>;

/** More copied nodes than this in one document is an entity bomb, not a workflow. */
const MAXIMUM_COPIES = 100_000;

export interface LinkState {
  readonly anchors: AnchorTable;
  readonly problems: Diagnostic[];
  copies: number;
}

/**
 * A cell's tree with aliases and merge keys replaced by what they stand for. What is copied gets the range of the alias,
 * because that is the place in the text to which a finding about it belongs.
 */
export function link(node: YamlNode, state: LinkState): YamlNode {
  const linked = linkPlain(node, state);
  if ('anchor' in node && node.anchor !== undefined) state.anchors.set(node.anchor, linked);
  return linked;
}

function linkPlain(node: YamlNode, state: LinkState): YamlNode {
  if (node.kind === 'scalar') return node;
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => link(item, state)) };
  if (node.kind === 'mapping') return linkMapping(node, state);
  const target = state.anchors.get(node.name);
  if (target === undefined) {
    const message = `The alias "*${node.name}" refers to no anchor "&${node.name}" above it in this document.`;
    state.problems.push({
      rule: 'unknown-alias',
      severity: 'error',
      message,
      range: { start: node.start, end: node.end },
    });
    return { kind: 'scalar', type: 'null', text: '', plain: true, value: null, start: node.start, end: node.end };
  }
  return copy(target, node.start, node.end, state);
}

function linkMapping(node: YamlMapping, state: LinkState): YamlMapping {
  const own: YamlPair[] = [];
  const merged: YamlPair[] = [];
  for (const pair of node.pairs) {
    const value = link(pair.value, state);
    if (pair.key.plain && pair.key.text === '<<') merged.push(...mergeSources(value));
    else own.push({ key: pair.key, value });
  }
  if (merged.length === 0) return { ...node, pairs: own };
  const names = new Set(own.map((pair) => pair.key.text));
  const inherited: YamlPair[] = [];
  for (const pair of merged) {
    if (names.has(pair.key.text)) continue;
    names.add(pair.key.text);
    inherited.push(pair);
  }
  return { ...node, pairs: [...inherited, ...own] };
}

function mergeSources(value: YamlNode): readonly YamlPair[] {
  if (value.kind === 'mapping') return value.pairs;
  if (value.kind === 'list') return value.items.flatMap(mergeSources);
  return [];
}

function copy(node: YamlNode, start: number, end: number, state: LinkState): YamlNode {
  state.copies++;
  if (state.copies === MAXIMUM_COPIES) {
    const message = `The aliases of this document stand for more than ${MAXIMUM_COPIES} values; the rest is not read.`;
    state.problems.push({ rule: 'too-many-aliases', severity: 'error', message, range: { start, end } });
  }
  if (state.copies >= MAXIMUM_COPIES)
    return { kind: 'scalar', type: 'null', text: '', plain: true, value: null, start, end };
  if (node.kind === 'list')
    return { ...node, items: node.items.map((item) => copy(item, start, end, state)), start, end };
  if (node.kind !== 'mapping') return { ...node, start, end };
  const pairs = node.pairs.map((pair) => ({
    key: { ...pair.key, start, end },
    value: copy(pair.value, start, end, state),
  }));
  return { ...node, pairs, start, end };
}
