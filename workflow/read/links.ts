import { append } from '../../text/append';
import type { Diagnostic } from '../../text/diagnostic';
import { didYouMean, nearest } from '../../text/nearest';
import { type Range, shifted } from '../../text/range';
import type { YamlAlias, YamlMapping, YamlNode, YamlPair } from './node';
import { problem } from './problem';

/** The anchors of a document above the place that is read. Names do not cross documents. */
export type AnchorTable = Map<string, Anchor>;

interface Anchor {
  readonly node: YamlNode;
  /** The place in the file to which the ranges of the node are relative. */
  readonly offset: number;
}

/** More copied nodes than this in one document is an entity bomb, not a workflow. */
const MAXIMUM_COPIES = 100_000;

/** So many a document may have, however short it is. */
const COPIES_OF_SHORT_DOCUMENT = 10_000;

/** How many nodes the aliases of a document of a length may stand for: what they cost has to be in proportion to its text. */
export function mostCopies(length: number): number {
  return Math.min(MAXIMUM_COPIES, COPIES_OF_SHORT_DOCUMENT + length);
}

/** In a document where so many aliases refer to nothing, a slip in each of them is not what happened. */
const MOST_SUGGESTIONS = 20;

export interface LinkState {
  readonly anchors: AnchorTable;
  readonly problems: Diagnostic[];
  copies: number;
  /** How many copied nodes are allowed. */
  readonly most: number;
  /** How many aliases refer to nothing. */
  lost: number;
  /** The place in the file of the cell that is linked. */
  offset: number;
}

/**
 * A cell's tree with aliases and merge keys replaced by what they stand for. What is copied gets the range of the alias,
 * because that is the place in the text to which a finding about it belongs; `from` is where it is written.
 */
export function link(node: YamlNode, state: LinkState): YamlNode {
  const linked = linkPlain(node, state);
  if ('anchor' in node && node.anchor !== undefined) define(node.anchor, linked, state);
  return linked;
}

/** PyYAML refuses a name that stands twice in a document, although YAML 1.1 (§3.2.2.2) allows it. */
function define(name: string, node: YamlNode, state: LinkState): void {
  const before = state.anchors.get(name);
  if (before === undefined) {
    state.anchors.set(name, { node, offset: state.offset });
    return;
  }
  const message = `The anchor "&${name}" stands twice in this document; PyYAML refuses that.`;
  state.problems.push({
    ...problem('duplicate-anchor', node, message),
    help: 'Give each anchor a name of its own.',
    related: [{ range: shifted(before.node, before.offset - state.offset), message: `"&${name}" first stands here.` }],
  });
  state.anchors.set(name, { node, offset: state.offset });
}

function linkPlain(node: YamlNode, state: LinkState): YamlNode {
  if (node.kind === 'scalar') return node;
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => link(item, state)) };
  if (node.kind === 'mapping') return linkMapping(node, state);
  const target = state.anchors.get(node.name);
  if (target === undefined) {
    const message = `The alias "*${node.name}" refers to no anchor "&${node.name}" above it in this document.`;
    const names = state.lost++ < MOST_SUGGESTIONS ? [...state.anchors.keys()] : [];
    state.problems.push(unknownAlias(node, message, names));
    return { kind: 'scalar', type: 'null', text: '', plain: true, value: null, start: node.start, end: node.end };
  }
  return copy(target.node, { start: node.start, end: node.end, by: target.offset - state.offset }, state);
}

function unknownAlias(node: YamlAlias, message: string, anchors: readonly string[]): Diagnostic {
  const found = problem('unknown-alias', node, message + didYouMean(node.name, anchors));
  const [best] = nearest(node.name, anchors);
  if (best === undefined) return found;
  const range = { start: node.start + 1, end: node.end };
  return {
    ...found,
    fix: { title: `Change "*${node.name}" to "*${best}"`, safety: 'unsafe', edits: [{ range, text: best }] },
  };
}

function linkMapping(node: YamlMapping, state: LinkState): YamlMapping {
  const own: YamlPair[] = [];
  const merged: YamlPair[] = [];
  for (const pair of node.pairs) {
    if (pair.key.anchor !== undefined) define(pair.key.anchor, pair.key, state);
    const value = link(pair.value, state);
    if (pair.key.plain && pair.key.text === '<<') append(merged, mergeSources(value, state));
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

function mergeSources(value: YamlNode, state: LinkState): readonly YamlPair[] {
  if (value.kind === 'mapping') return value.pairs;
  if (value.kind === 'list' && value.items.every((item) => item.kind === 'mapping')) {
    return value.items.flatMap((item) => (item.kind === 'mapping' ? item.pairs : []));
  }
  const isReported = value.kind === 'scalar' && value.type === 'null' && value.end > value.start;
  if (!isReported) {
    const message = 'A merge key "<<" takes a mapping or a list of mappings, such as the alias of one.';
    state.problems.push(problem('yaml-syntax', value, message));
  }
  return [];
}

/** The range of an alias, and how far what it stands for is from the cell of the alias. */
interface CopyPlace extends Range {
  readonly by: number;
}

function copy(node: YamlNode, place: CopyPlace, state: LinkState): YamlNode {
  const { start, end } = place;
  state.copies++;
  if (state.copies === state.most) {
    const message = `The aliases of this document stand for more than ${state.most} values; the rest is not read.`;
    state.problems.push(problem('too-many-aliases', place, message));
  }
  if (state.copies >= state.most)
    return { kind: 'scalar', type: 'null', text: '', plain: true, value: null, start, end };
  const from = shifted(node.from ?? { start: node.start, end: node.end }, place.by);
  if (node.kind === 'list')
    return { ...node, items: node.items.map((item) => copy(item, place, state)), start, end, from };
  if (node.kind !== 'mapping') return { ...node, start, end, from };
  const pairs = node.pairs.map((pair) => ({
    key: {
      ...pair.key,
      start,
      end,
      from: shifted(pair.key.from ?? { start: pair.key.start, end: pair.key.end }, place.by),
    },
    value: copy(pair.value, place, state),
  }));
  return { ...node, pairs, start, end, from };
}
