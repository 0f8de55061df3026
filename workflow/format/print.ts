import { firstIndent, reindentBlock, reindentLines, requote } from './scalar';
import type {
  BlockMap,
  BlockScalar,
  BlockSequence,
  Document,
  FlowCollection,
  FlowScalar,
  SourceToken,
  Token,
} from './tokens';

/** The text as it grows. */
interface Writer {
  readonly parts: string[];
  /** Stands the next token at the start of a line? */
  atLineStart: boolean;
  /** What the last token was, as far as the blank after it depends on it. */
  last: 'open' | 'name' | 'colon' | 'other';
  /** The header of a literal or folded block, while nothing stands behind it. */
  block: string | undefined;
}

/** A stream as text. */
export interface Printed {
  readonly text: string;
  /** The header of the literal or folded block that the text ends in: what ends it may belong to the block. */
  readonly lastBlock: string | undefined;
}

/** Thrown inside this folder only: the text is no YAML, so there is nothing to print. */
export class Unprintable extends Error {}

/** A level of a block is indented by so many blanks. */
const STEP = 2;

/**
 * The tokens of a stream as text in one style: blocks are indented by two, lists stand below their key in its column,
 * between tokens stands one blank, inside brackets none. Line breaks, comments and what scalars say stay as they are.
 * @throws {Unprintable} where the stream holds what is no YAML.
 */
export function printStream(tokens: Iterable<Token>): Printed {
  const writer: Writer = { parts: [], atLineStart: true, last: 'other', block: undefined };
  for (const token of tokens) {
    if (token.type === 'document') printDocument(writer, token);
    else if (token.type === 'doc-end') {
      writeToken(writer, token.source, 0);
      writeAll(writer, token.end ?? [], 0);
    } else if (token.type === 'byte-order-mark') writer.parts.push(token.source);
    else if (isSource(token)) writeSource(writer, token, 0);
    else throw new Unprintable(token.type);
  }
  return { text: writer.parts.join(''), lastBlock: writer.block };
}

function printDocument(writer: Writer, { start, value, end }: Document): void {
  writeAll(writer, start, 0);
  if (value !== undefined) printNode(writer, value, { column: 0, parent: -STEP });
  writeAll(writer, end ?? [], 0);
}

/** Where a node stands. */
interface Place {
  /** The column of a block collection that begins here. */
  readonly column: number;
  /** The column of the collection around it: what goes on in the next line is indented more. */
  readonly parent: number;
}

function printNode(writer: Writer, node: Token, place: Place): void {
  switch (node.type) {
    case 'block-map':
      printMapping(writer, node, place.column);
      break;
    case 'block-seq':
      printList(writer, node, place.column);
      break;
    case 'flow-collection':
      printFlow(writer, node, { base: Math.max(0, place.parent), depth: 1, column: place.column });
      break;
    case 'block-scalar':
      printBlockScalar(writer, node, Math.max(0, place.parent));
      break;
    case 'alias':
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      printScalar(writer, node, place);
      break;
    default:
      throw new Unprintable(node.type);
  }
}

function printMapping(writer: Writer, { items }: BlockMap, column: number): void {
  for (const { start, key, sep, value } of items) {
    writeAll(writer, start, column);
    const isExplicit = start.some(({ type }) => type === 'explicit-key-ind');
    if (key) printNode(writer, key, { column: isExplicit ? column + STEP : column, parent: column });
    const below = value?.type === 'block-seq' && !isExplicit ? column : column + STEP;
    for (const token of sep ?? []) writeSource(writer, token, token.type === 'map-value-ind' ? column : below);
    if (value) printNode(writer, value, { column: below, parent: column });
  }
}

function printList(writer: Writer, { items }: BlockSequence, column: number): void {
  for (const { start, value } of items) {
    let seenDash = false;
    for (const token of start) {
      writeSource(writer, token, seenDash ? column + STEP : column);
      seenDash ||= token.type === 'seq-item-ind';
    }
    if (value) printNode(writer, value, { column: column + STEP, parent: column });
  }
}

/** Where brackets stand. */
interface FlowPlace {
  /** The column of the block collection around all brackets. */
  readonly base: number;
  /** How many brackets are open inside them, their own included. */
  readonly depth: number;
  /** The column of the opening bracket where it begins a line. */
  readonly column: number;
}

function printFlow(writer: Writer, { start, items, end }: FlowCollection, { base, depth, column }: FlowPlace): void {
  const inside = base + STEP * depth;
  writeSource(writer, start, column);
  for (const item of items) {
    writeAll(writer, item.start, inside);
    if (item.key) printInFlow(writer, item.key, base, depth);
    writeAll(writer, item.sep ?? [], inside);
    if (item.value) printInFlow(writer, item.value, base, depth);
  }
  if (!end.some(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end')) throw new Unprintable('open');
  let isClosed = false;
  for (const token of end) {
    const closes = token.type === 'flow-map-end' || token.type === 'flow-seq-end';
    writeSource(writer, token, closes || isClosed ? inside - STEP : inside);
    isClosed ||= closes;
  }
}

function printInFlow(writer: Writer, node: Token, base: number, depth: number): void {
  const column = base + STEP * depth;
  if (node.type === 'flow-collection') printFlow(writer, node, { base, depth: depth + 1, column });
  else printNode(writer, node, { column, parent: column });
}

function printScalar(writer: Writer, { type, source, end }: FlowScalar, { column, parent }: Place): void {
  const text = type === 'single-quoted-scalar' ? requote(source) : source;
  const below = Math.max(0, parent) + STEP;
  writeToken(writer, reindentLines(text, below), column);
  writer.last = type === 'alias' ? 'name' : 'other';
  writeAll(writer, end ?? [], below);
}

function printBlockScalar(writer: Writer, { props, source, indent }: BlockScalar, parent: number): void {
  let header = '';
  for (const token of props) {
    if (!isSource(token)) throw new Unprintable(token.type);
    if (token.type === 'block-scalar-header') header = token.source;
    writeSource(writer, token, parent + STEP);
  }
  // An indicator, as in `|2`, counts from the collection around the block.
  const indicator = /[1-9]/.exec(header)?.[0];
  const before = indicator === undefined ? firstIndent(source) : Math.max(0, indent) + Number(indicator);
  const after = parent + (indicator === undefined ? STEP : Number(indicator));
  writer.parts.push(before === undefined ? source : reindentBlock(source, { before, after }));
  writer.atLineStart = true;
  writer.last = 'other';
  writer.block = header;
}

function writeAll(writer: Writer, tokens: readonly SourceToken[], indent: number): void {
  for (const token of tokens) writeSource(writer, token, indent);
}

function isSource(token: Token): token is SourceToken {
  return 'source' in token && token.type !== 'error';
}

function writeSource(writer: Writer, token: SourceToken, indent: number): void {
  const { type, source } = token;
  switch (type) {
    case 'space':
      return;
    case 'newline':
      writer.parts.push(source);
      writer.atLineStart = true;
      writer.last = 'other';
      return;
    case 'comment':
      if (!writer.atLineStart) writer.parts.push('  ');
      writer.parts.push(writer.atLineStart ? ' '.repeat(indent) : '', source.trimEnd());
      writer.atLineStart = false;
      writer.block = undefined;
      return;
    case 'comma':
    case 'flow-map-end':
    case 'flow-seq-end':
      writeToken(writer, source, indent, writer.last === 'colon' ? 'blank' : 'none');
      return;
    case 'map-value-ind':
      writeToken(writer, source, indent, writer.last === 'name' ? 'blank' : 'none');
      writer.last = 'colon';
      return;
    case 'flow-map-start':
    case 'flow-seq-start':
      writeToken(writer, source, indent);
      writer.last = 'open';
      return;
    case 'anchor':
    case 'tag':
      writeToken(writer, source, indent);
      writer.last = 'name';
      return;
    case 'flow-error-end':
      throw new Unprintable(type);
    case 'doc-mode':
      return;
    default:
      writeToken(writer, source, indent);
  }
}

function writeToken(writer: Writer, source: string, indent: number, before: 'blank' | 'none' = 'blank'): void {
  if (writer.atLineStart) writer.parts.push(' '.repeat(Math.max(0, indent)));
  else if (before === 'blank' && writer.last !== 'open') writer.parts.push(' ');
  writer.parts.push(source);
  writer.atLineStart = false;
  writer.last = 'other';
  writer.block = undefined;
}
