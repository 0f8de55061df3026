import type { YamlList, YamlMapping, YamlNode, YamlPair, YamlScalar } from './node';
import { refusedPlain } from './refusals';
import { resolvePlain } from './scalar';

/**
 * Reads the YAML that nearly all cells are written in: block and flow collections of scalars that stand on one line, and
 * block scalars. It takes a fifth of the time of the whole language. Whatever it does not know for certain — anchors, tags,
 * other text over several lines, tabs, mistakes — it leaves to the whole language: nothing is its answer then. Where it has an answer it is
 * the same to the last offset, which tests hold it to; but for the end of the outermost collection, which nobody asks for.
 */
export function parsePlainly(text: string): YamlNode | undefined {
  if (UNUSUAL.test(text)) return undefined;
  const reader: Reader = { text, at: 0, ended: 0, comments: 0, root: 0, unsure: false };
  const first = nextContent(reader);
  if (first === undefined) return undefined;
  reader.root = first.indent;
  reader.unsure = false;
  const root = block(reader, first, 0);
  return root !== undefined && nextContent(reader) === undefined && !reader.unsure ? root : undefined;
}

/** Tabs, carriage returns and byte order marks: places in lines are not what they seem then. */
const UNUSUAL = /[\t\r\uFEFF]/;

/** Deeper nesting is told of by the whole language. */
const DEEPEST = 40;
const LONGEST_KEY = 200;

interface Reader {
  readonly text: string;
  /** The offset that is read next. */
  at: number;
  /** Where the last value ended, with the end of its line. */
  ended: number;
  /** How many lines of comments were passed. */
  comments: number;
  /** How far the outermost collection is indented. */
  root: number;
  /** Did a comment move the end of a collection, so that it is left to the whole language after all? */
  unsure: boolean;
}

/** The first character of a line that says something, and how far it is indented. */
interface Line {
  readonly start: number;
  readonly indent: number;
}

/** Finds the next line with content, from the start of a line on; it stays unread. */
function nextContent(reader: Reader): Line | undefined {
  const { text } = reader;
  let deepest = -1;
  while (reader.at < text.length) {
    let start = reader.at;
    while (text.charCodeAt(start) === SPACE) start++;
    const code = text.charCodeAt(start);
    if (start >= text.length) break;
    if (code !== NEWLINE && code !== HASH) {
      // A comment deeper than what comes next belongs to a collection above.
      if (deepest > start - reader.at) reader.unsure = true;
      return { start, indent: start - reader.at };
    }
    if (code === HASH) {
      reader.comments++;
      deepest = Math.max(deepest, start - reader.at);
    }
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    reader.at = end + 1;
  }
  if (deepest > reader.root) reader.unsure = true;
  return undefined;
}

const NEWLINE = 10;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const BAR = 124;
const GREATER = 62;

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
  return { kind: 'list', items, start, end: reader.ended };
}

/** Pairs whose keys stand in one column. `reader.at` is at the first key. */
function blockMapping(reader: Reader, indent: number, depth: number): YamlMapping | undefined {
  if (depth > DEEPEST) return undefined;
  const start = reader.at;
  const pairs: YamlPair[] = [];
  while (true) {
    const key = blockKey(reader);
    if (key === undefined || pairs.some((pair) => pair.key.text === key.text)) return undefined;
    const value = blockValue(reader, indent, depth);
    if (value === undefined) return undefined;
    pairs.push({ key, value });
    const next = nextContent(reader);
    if (next === undefined || next.indent < indent) break;
    if (next.indent > indent) return undefined;
    reader.at = next.start;
  }
  return { kind: 'mapping', pairs, start, end: reader.ended };
}

const KEY = /[A-Za-z_][\w.-]*/y;

/** The end of a plain key, where one stands here and a colon follows. */
function keyEnd({ text, at }: Reader): number | undefined {
  KEY.lastIndex = at;
  if (!KEY.test(text)) return undefined;
  const end = KEY.lastIndex;
  if (end - at > LONGEST_KEY || text.charCodeAt(end) !== COLON) return undefined;
  const after = text.charCodeAt(end + 1);
  return after === SPACE || after === NEWLINE || end + 1 === text.length ? end : undefined;
}

function isKey(reader: Reader): boolean {
  return keyEnd(reader) !== undefined;
}

/** A key with its colon. */
function blockKey(reader: Reader): YamlScalar | undefined {
  const end = keyEnd(reader);
  if (end === undefined) return undefined;
  const key = plainScalar(reader.text, reader.at, end);
  reader.at = end + 1;
  return key;
}

function plainScalar(text: string, start: number, end: number): YamlScalar | undefined {
  const source = text.slice(start, end);
  const { type, value, refused } = resolvePlain(source);
  return refused === undefined ? { kind: 'scalar', type, text: source, plain: true, value, start, end } : undefined;
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

/** What no plain scalar begins with, and `?`, `:` and `-`, which one seldom does. */
const INDICATORS = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map((character) => character.charCodeAt(0)));

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
  return acceptedPlain(text, at, end, false);
}

/** A dash is the beginning of text where no blank follows. */
function startsOtherwise(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (!INDICATORS.has(code)) return Number.isNaN(code);
  return code !== DASH || !/[-\w.]/.test(text.charAt(at + 1));
}

function acceptedPlain(text: string, start: number, end: number, inFlow: boolean): YamlScalar | undefined {
  const scalar = plainScalar(text, start, end);
  if (scalar === undefined) return undefined;
  return refusedPlain(scalar.text, { depth: 0, inFlow, isKey: false }) === undefined ? scalar : undefined;
}

const BLOCK_HEADER = /([|>])(-?) *(?: #[^\n]*)?\n/y;

/**
 * Text on the lines below a `|` or `>`, with `-` or without. What begins or ends in blank lines of more than their
 * indentation, or folds around deeper lines, is left to the whole language.
 */
function blockScalar(reader: Reader, indent: number): YamlScalar | undefined {
  const { text, at: start } = reader;
  BLOCK_HEADER.lastIndex = start;
  const header = BLOCK_HEADER.exec(text);
  if (header === null) return undefined;
  const lines: string[] = [];
  let own = -1;
  let end = BLOCK_HEADER.lastIndex;
  let pending = 0;
  for (let at = end; at < text.length; ) {
    let first = at;
    while (text.charCodeAt(first) === SPACE) first++;
    const newline = text.indexOf('\n', first);
    const lineEnd = newline < 0 ? text.length : newline;
    const next = newline < 0 ? text.length : newline + 1;
    if (first === lineEnd) {
      if (own < 0 || first - at > own) return undefined;
      pending++;
    } else {
      if (own < 0) own = first - at;
      if (own <= indent) return undefined;
      if (first - at < own) break;
      for (; pending > 0; pending--) lines.push('');
      lines.push(text.slice(at + own, lineEnd));
      end = next;
    }
    at = next;
  }
  const content = header[1] === '|' ? lines.join('\n') : folded(lines);
  if (own < 0 || content === undefined) return undefined;
  reader.at = end;
  reader.ended = end;
  const after = nextContent(reader);
  if (after !== undefined && after.indent > indent) return undefined;
  const value = header[2] === '-' ? content : `${content}\n`;
  return { kind: 'scalar', type: 'text', text: value, plain: false, value, start, end };
}

/** Lines as one, and empty lines as the ends of lines. */
function folded(lines: readonly string[]): string | undefined {
  let text = lines[0] ?? '';
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.startsWith(' ')) return undefined;
    text += line === '' ? '\n' : lines[index - 1] === '' ? line : ` ${line}`;
  }
  return text.startsWith(' ') ? undefined : text;
}

/** A quoted scalar on one line; of escapes only those of quotes, backslashes and line ends. */
function quoted(reader: Reader): YamlScalar | undefined {
  const { text, at } = reader;
  const isDouble = text.charCodeAt(at) === DOUBLE_QUOTE;
  const pattern = isDouble ? DOUBLE : SINGLE;
  pattern.lastIndex = at;
  const source = pattern.exec(text)?.[1];
  if (source === undefined) return undefined;
  reader.at = pattern.lastIndex;
  const content = isDouble
    ? source.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter))
    : source.replaceAll("''", "'");
  return { kind: 'scalar', type: 'text', text: content, plain: false, value: content, start: at, end: reader.at };
}

const DOUBLE = /"((?:[^"\\\n]|\\["\\nt])*)"/y;
const SINGLE = /'((?:[^'\n]|'')*)'/y;

/** A collection in brackets or braces on one line. */
function flow(reader: Reader, indent: number, depth: number): YamlNode | undefined {
  const { text } = reader;
  if (depth > DEEPEST) return undefined;
  const start = reader.at;
  const isList = text.charCodeAt(start) === OPEN_BRACKET;
  if (!isList && text.charCodeAt(start + 1) === OPEN_BRACE) return undefined;
  const close = isList ? CLOSE_BRACKET : CLOSE_BRACE;
  const items: YamlNode[] = [];
  const pairs: YamlPair[] = [];
  reader.at++;
  if (!skipInFlow(reader, indent)) return undefined;
  while (text.charCodeAt(reader.at) !== close) {
    if (isList) {
      const item = flowValue(reader, indent, depth);
      if (item === undefined) return undefined;
      items.push(item);
    } else {
      const pair = flowPair(reader, indent, depth);
      if (pair === undefined || pairs.some(({ key }) => key.text === pair.key.text)) return undefined;
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
  return isList ? { kind: 'list', items, start, end: reader.at } : { kind: 'mapping', pairs, start, end: reader.at };
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
  const key = plainScalar(reader.text, reader.at, end);
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
  return acceptedPlain(text, at, end, true);
}
