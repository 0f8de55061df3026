import { knownKeys } from './known-keys';
import type { YamlNode, YamlPair, YamlScalar } from './node';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DEEPEST,
  DOUBLE_QUOTE,
  HASH,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  type Reader,
  SINGLE_QUOTE,
  SPACE,
} from './plain-reader';
import { acceptedPlain, keyEnd, plainScalar, quoted, startsOtherwise } from './plain-scalar';

/** A collection in brackets or braces on one line. */
export function flow(reader: Reader, indent: number, depth: number): YamlNode | undefined {
  const { text } = reader;
  if (depth > DEEPEST) return undefined;
  const start = reader.at;
  const isList = text.charCodeAt(start) === OPEN_BRACKET;
  if (!isList && text.charCodeAt(start + 1) === OPEN_BRACE) return undefined;
  const close = isList ? CLOSE_BRACKET : CLOSE_BRACE;
  // An array that grows keeps room for more: of a file with thousands of them the copies take less memory.
  const items: YamlNode[] = [];
  const pairs: YamlPair[] = [];
  const isKnown = knownKeys(pairs);
  reader.at++;
  if (!skipInFlow(reader, indent)) return undefined;
  while (text.charCodeAt(reader.at) !== close) {
    if (isList) {
      const item = flowValue(reader, indent, depth);
      if (item === undefined) return undefined;
      items.push(item);
    } else {
      const pair = flowPair(reader, indent, depth);
      if (pair === undefined || isKnown(pair.key.text)) return undefined;
      pairs.push(pair);
    }
    if (!skipInFlow(reader, indent)) return undefined;
    const code = text.charCodeAt(reader.at);
    if (code === close) break;
    if (code !== COMMA) return undefined;
    reader.at++;
    if (!skipInFlow(reader, indent)) return undefined;
  }
  reader.at++;
  const end = reader.at;
  return isList
    ? { kind: 'list', items: items.slice(), start, end }
    : { kind: 'mapping', pairs: pairs.slice(), start, end };
}

function skipBlanks(reader: Reader): void {
  while (reader.text.charCodeAt(reader.at) === SPACE) reader.at++;
}

/** Blanks, comments and ends of lines; lines that are not deeper than the collection around are left to the whole language. */
function skipInFlow(reader: Reader, indent: number): boolean {
  const { text } = reader;
  while (true) {
    skipBlanks(reader);
    const code = text.charCodeAt(reader.at);
    if (code === HASH) {
      const before = text.charCodeAt(reader.at - 1);
      if (before !== SPACE && before !== NEWLINE) return false;
    } else if (code !== NEWLINE) return true;
    const end = text.indexOf('\n', reader.at);
    if (end < 0) return false;
    reader.at = end + 1;
    skipBlanks(reader);
    const next = text.charCodeAt(reader.at);
    if (next !== NEWLINE && next !== HASH && reader.at - end - 1 <= indent) return false;
  }
}

function flowPair(reader: Reader, indent: number, depth: number): YamlPair | undefined {
  const end = keyEnd(reader);
  if (end === undefined || reader.text.charCodeAt(end + 1) !== SPACE) return undefined;
  const key = plainScalar(reader, reader.at, end);
  reader.at = end + 1;
  skipBlanks(reader);
  const value = flowValue(reader, indent, depth);
  return key === undefined || value === undefined ? undefined : { key, value };
}

function flowValue(reader: Reader, indent: number, depth: number): YamlNode | undefined {
  const code = reader.text.charCodeAt(reader.at);
  if (code === OPEN_BRACKET || code === OPEN_BRACE) return flow(reader, indent, depth + 1);
  if (code !== DOUBLE_QUOTE && code !== SINGLE_QUOTE) return flowPlain(reader);
  const value = quoted(reader);
  // A colon right behind a quote would make a key of it.
  return reader.text.charCodeAt(reader.at) === COLON ? undefined : value;
}

/** Up to a comma or a bracket; a colon or a hash in it is left to the whole language where it might mean something. */
const FLOW_PLAIN = /[^,[\]{}\n:#?]*(?:[:#](?=[\w./-])[^,[\]{}\n:#?]*)*/y;

/** The rest of the line of a last value, with its comment, and a bracket on a line below. */
const LAST_IN_FLOW = /^(?:#[^\n]*)?\n[ \n]*[\]}]/;

function isFlowEnd(code: number): boolean {
  return code === COMMA || code === CLOSE_BRACKET || code === CLOSE_BRACE;
}

function flowPlain(reader: Reader): YamlScalar | undefined {
  const { text, at } = reader;
  if (startsOtherwise(text, at)) return undefined;
  FLOW_PLAIN.lastIndex = at;
  if (!FLOW_PLAIN.test(text)) return undefined;
  let end = FLOW_PLAIN.lastIndex;
  if (!isFlowEnd(text.charCodeAt(end)) && !LAST_IN_FLOW.test(text.slice(end, end + 200))) return undefined;
  reader.at = end;
  while (end > at && text.charCodeAt(end - 1) === SPACE) end--;
  if (end === at || text.slice(at, end).includes(' #')) return undefined;
  return acceptedPlain(reader, at, end, true);
}
