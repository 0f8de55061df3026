import { knownKeys } from './known-keys';
import type { YamlList, YamlMapping, YamlNode, YamlPair, YamlScalar } from './node';
import { blockScalar } from './plain-block';
import { flow } from './plain-flow';
import {
  BAR,
  COLON,
  DASH,
  DEEPEST,
  DOUBLE_QUOTE,
  GREATER,
  HASH,
  type Line,
  NEWLINE,
  nextContent,
  OPEN_BRACE,
  OPEN_BRACKET,
  type Reader,
  type SharedScalars,
  SINGLE_QUOTE,
  SPACE,
} from './plain-reader';
import { acceptedPlain, keyEnd, plainScalar, quoted, startsOtherwise } from './plain-scalar';

/**
 * Reads the YAML that nearly all cells are written in: block and flow collections of scalars that stand on one line, and
 * block scalars. It takes a fifth of the time of the whole language. Whatever it does not know for certain — anchors, tags,
 * other text over several lines, tabs, mistakes — it leaves to the whole language: nothing is its answer then. Where it has
 * an answer it is the same to the last offset, which tests hold it to; but for the end of the outermost collection, which nobody asks for.
 */
export function parsePlainly(text: string, shared: SharedScalars = []): YamlNode | undefined {
  if (UNUSUAL.test(text)) return undefined;
  const reader: Reader = { text, shared, at: 0, ended: 0, comments: 0, root: 0, unsure: false };
  const first = nextContent(reader);
  if (first === undefined) return undefined;
  reader.root = first.indent;
  reader.unsure = false;
  const root = block(reader, first, 0);
  return root !== undefined && nextContent(reader) === undefined && !reader.unsure ? root : undefined;
}

/** Tabs, carriage returns and byte order marks: places in lines are not what they seem then. */
const UNUSUAL = /[\t\r\uFEFF]/;

/** A collection that begins with a line. */
function block(reader: Reader, { start, indent }: Line, depth: number): YamlMapping | YamlList | undefined {
  if (depth > DEEPEST) return undefined;
  const isItem = reader.text.charCodeAt(start) === DASH && reader.text.charCodeAt(start + 1) === SPACE;
  reader.at = start;
  return isItem ? blockList(reader, indent, depth) : blockMapping(reader, indent, depth);
}

/** Items whose dashes stand in one column. `reader.at` is at the first dash. */
function blockList(reader: Reader, indent: number, depth: number): YamlList | undefined {
  const { text } = reader;
  const start = reader.at;
  const items: YamlNode[] = [];
  while (true) {
    const dash = reader.at;
    let inner = dash + 1;
    while (text.charCodeAt(inner) === SPACE) inner++;
    reader.at = inner;
    const item = isKey(reader)
      ? blockMapping(reader, indent + inner - dash, depth + 1)
      : inlineValue(reader, indent, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
    const next = nextContent(reader);
    if (next === undefined || next.indent < indent) break;
    const goesOn = text.charCodeAt(next.start) === DASH && text.charCodeAt(next.start + 1) === SPACE;
    if (next.indent === indent && !goesOn) break;
    if (next.indent > indent) return undefined;
    reader.at = next.start;
  }
  return { kind: 'list', items: items.slice(), start, end: reader.ended };
}

/** Pairs whose keys stand in one column. `reader.at` is at the first key. */
function blockMapping(reader: Reader, indent: number, depth: number): YamlMapping | undefined {
  if (depth > DEEPEST) return undefined;
  const start = reader.at;
  const pairs: YamlPair[] = [];
  const isKnown = knownKeys(pairs);
  while (true) {
    const key = blockKey(reader);
    if (key === undefined || isKnown(key.text)) return undefined;
    const value = blockValue(reader, indent, depth);
    if (value === undefined) return undefined;
    pairs.push({ key, value });
    const next = nextContent(reader);
    if (next === undefined || next.indent < indent) break;
    if (next.indent > indent) return undefined;
    reader.at = next.start;
  }
  return { kind: 'mapping', pairs: pairs.slice(), start, end: reader.ended };
}

function isKey(reader: Reader): boolean {
  return keyEnd(reader) !== undefined;
}

/** A key with its colon. */
function blockKey(reader: Reader): YamlScalar | undefined {
  const end = keyEnd(reader);
  if (end === undefined) return undefined;
  const key = plainScalar(reader, reader.at, end);
  reader.at = end + 1;
  return key;
}

/** What follows a key: a value on its line, or a collection on the next ones. */
function blockValue(reader: Reader, indent: number, depth: number): YamlNode | undefined {
  const { text } = reader;
  let at = reader.at;
  while (text.charCodeAt(at) === SPACE) at++;
  const isComment = text.charCodeAt(at) === HASH && at > reader.at;
  if (at < text.length && text.charCodeAt(at) !== NEWLINE && !isComment) {
    reader.at = at;
    return inlineValue(reader, indent, depth + 1);
  }
  const end = text.indexOf('\n', at);
  reader.at = end < 0 ? text.length : end + 1;
  reader.ended = at;
  const { comments } = reader;
  const next = nextContent(reader);
  const isItem =
    next !== undefined && text.charCodeAt(next.start) === DASH && text.charCodeAt(next.start + 1) === SPACE;
  if (next === undefined || next.indent < indent || (next.indent === indent && !isItem)) {
    // Comments below a key without a value belong to it, and move the end of its mapping; nobody asks for the outermost.
    return depth > 0 && (isComment || reader.comments > comments) ? undefined : absent(at);
  }
  if (!isItem) {
    reader.at = next.start;
    if (!isKey(reader)) return undefined;
  }
  return block(reader, next, depth + 1);
}

/** Where a value is missing, null stands for it. */
function absent(at: number): YamlScalar {
  return { kind: 'scalar', type: 'null', text: '', plain: true, value: null, start: at, end: at };
}

/** A value that begins and ends on this line, with the comment behind it. Deeper lines below would go on with it. */
function inlineValue(reader: Reader, indent: number, depth: number): YamlNode | undefined {
  const { text } = reader;
  const code = text.charCodeAt(reader.at);
  const isQuoted = code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
  const isFlow = code === OPEN_BRACKET || code === OPEN_BRACE;
  if (code === BAR || code === GREATER) return blockScalar(reader, indent);
  const value = isQuoted ? quoted(reader) : isFlow ? flow(reader, indent, depth) : blockPlain(reader);
  if (value === undefined || !finishLine(reader)) return undefined;
  const next = nextContent(reader);
  return next !== undefined && next.indent > indent ? undefined : value;
}

/** Blanks, a comment and the end of the line. */
function finishLine(reader: Reader): boolean {
  const { text } = reader;
  let at = reader.at;
  while (text.charCodeAt(at) === SPACE) at++;
  if (text.charCodeAt(at) === HASH && at > reader.at) {
    const end = text.indexOf('\n', at);
    at = end < 0 ? text.length : end;
  }
  if (at < text.length && text.charCodeAt(at) !== NEWLINE) return false;
  reader.at = Math.min(text.length, at + 1);
  reader.ended = reader.at;
  return true;
}

function blockPlain(reader: Reader): YamlScalar | undefined {
  const { text, at } = reader;
  if (startsOtherwise(text, at)) return undefined;
  let end = text.indexOf('\n', at);
  if (end < 0) end = text.length;
  for (let index = at; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === COLON && (index + 1 === end || text.charCodeAt(index + 1) === SPACE)) return undefined;
    if (code === HASH && text.charCodeAt(index - 1) === SPACE) end = index;
  }
  while (end > at && text.charCodeAt(end - 1) === SPACE) end--;
  reader.at = end;
  return acceptedPlain(reader, at, end, false);
}
