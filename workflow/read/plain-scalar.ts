import type { YamlScalar } from './node';
import { COLON, DASH, DOUBLE_QUOTE, LONGEST_KEY, NEWLINE, type Reader, SPACE } from './plain-reader';
import { refusedPlain } from './refusals';
import { resolvePlain } from './scalar';

/** What no plain scalar begins with, and `?`, `:` and `-`, which one seldom does. */
const INDICATORS = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map((character) => character.charCodeAt(0)));

const KEY = /[A-Za-z_][\w.-]*/y;

/** The end of a plain key, where one stands here and a colon follows. */
export function keyEnd({ text, at }: Reader): number | undefined {
  KEY.lastIndex = at;
  if (!KEY.test(text)) return undefined;
  const end = KEY.lastIndex;
  if (end - at > LONGEST_KEY || text.charCodeAt(end) !== COLON) return undefined;
  const after = text.charCodeAt(end + 1);
  return after === SPACE || after === NEWLINE || end + 1 === text.length ? end : undefined;
}

/** The plain scalar of a stretch of text; nothing where PyYAML refuses it. It may be that of a cell read before. */
export function plainScalar({ text, shared }: Reader, start: number, end: number): YamlScalar | undefined {
  const slot = (start * 31 + end) % SLOTS;
  const before = shared[slot];
  if (before !== undefined && before.start === start && before.end === end && text.startsWith(before.text, start))
    return before;
  const scalar = ownScalar(text, start, end);
  if (scalar !== undefined) shared[slot] = scalar;
  return scalar;
}

const SLOTS = 512;

function ownScalar(text: string, start: number, end: number): YamlScalar | undefined {
  const source = text.slice(start, end);
  const { type, value, refused } = resolvePlain(source);
  return refused === undefined ? { kind: 'scalar', type, text: source, plain: true, value, start, end } : undefined;
}

/** A dash is the beginning of text where no blank follows. */
export function startsOtherwise(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (!INDICATORS.has(code)) return Number.isNaN(code);
  return code !== DASH || !/[-\w.]/.test(text.charAt(at + 1));
}

export function acceptedPlain(reader: Reader, start: number, end: number, inFlow: boolean): YamlScalar | undefined {
  const scalar = plainScalar(reader, start, end);
  if (scalar === undefined) return undefined;
  return refusedPlain(scalar.text, { depth: 0, inFlow, isKey: false }) === undefined ? scalar : undefined;
}

/** A quoted scalar on one line; of escapes only those of quotes, backslashes and line ends. */
export function quoted(reader: Reader): YamlScalar | undefined {
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
