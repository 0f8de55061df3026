import { isAlias, isPair, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml';
import { append } from '../../text/append';
import type { Diagnostic } from '../../text/diagnostic';
import type { Range } from '../../text/range';
import type { YamlList, YamlMapping, YamlNode, YamlPair, YamlScalar } from './node';
import { problem } from './problem';
import { checkAnchorName, isAnchorName, isIdleTag, refusedPlain } from './refusals';
import { type RepeatedKey, repeatedKeys } from './repeated-keys';
import { resolvePlain } from './scalar';

/** Nesting beyond this is reported and not read: no workflow needs it, and every recursion over the model stays safe. */
const MAXIMUM_DEPTH = 64;

export interface Reading {
  readonly text: string;
  readonly problems: Diagnostic[];
  /** Is something wrong with its syntax, which may be why a key or an alias is none? */
  readonly broken: boolean;
  linked: boolean;
}

/** Where a node stands. */
export interface Place {
  readonly depth: number;
  /** Inside brackets or braces? */
  readonly inFlow: boolean;
  readonly isKey: boolean;
}

function rangeOf(node: ParsedNode): Range {
  return { start: node.range[0], end: node.range[1] };
}

/** The tree of a parsed node, without what cannot be read: that is reported. */
export function convert(node: ParsedNode, reading: Reading, place: Place): YamlNode | undefined {
  const range = rangeOf(node);
  if (place.depth > MAXIMUM_DEPTH) {
    reading.problems.push(problem('yaml-syntax', range, `Nested more than ${MAXIMUM_DEPTH} levels deep; not read.`));
    return undefined;
  }
  if (isAlias(node)) {
    if (reading.broken && !isAnchorName(node.source)) return undefined;
    reading.linked = true;
    checkAnchorName(node.source, range, reading.problems);
    return { kind: 'alias', name: node.source, ...range };
  }
  const anchor = node.anchor === undefined ? {} : { anchor: node.anchor };
  if (node.anchor !== undefined) {
    reading.linked = true;
    checkAnchorName(node.anchor, range, reading.problems);
  }
  if (isScalar(node)) return { ...convertScalar(node, range, reading, place), ...anchor };
  const inner: Place = { depth: place.depth + 1, inFlow: node.flow === true, isKey: false };
  checkTag(node.tag, isSeq(node) ? 'list' : 'mapping', range, reading);
  if (isSeq(node)) return { ...convertList(node.items as ParsedNode[], range, reading, inner), ...anchor };
  const jinja = unquotedJinja(range, reading);
  if (jinja !== undefined) return jinja;
  return { ...convertMapping(node.items as unknown[], range, reading, inner), ...anchor };
}

function checkTag(
  tag: string | undefined,
  what: Parameters<typeof isIdleTag>[1],
  range: Range,
  reading: Reading,
): void {
  if (tag === undefined || isIdleTag(tag, what)) return;
  reading.problems.push(problem('yaml-tag', range, `The tag "${tag}" is not read here: workflows are plain data.`));
}

function convertScalar(node: Scalar.Parsed, range: Range, reading: Reading, place: Place): YamlScalar {
  const isPlain = node.type === undefined || node.type === 'PLAIN';
  const text = typeof node.value === 'string' ? node.value : '';
  if (!isPlain || (node.tag !== undefined && isIdleTag(node.tag, 'text'))) {
    checkTag(node.tag, 'text', range, reading);
    return { kind: 'scalar', type: 'text', text, plain: false, value: text, ...range };
  }
  const resolved = resolvePlain(text);
  checkTag(node.tag, resolved.type, range, reading);
  const refusal = resolved.refused ?? refusedPlain(text, place);
  if (refusal !== undefined) reading.problems.push(problem('yaml-syntax', range, refusal));
  return { kind: 'scalar', type: resolved.type, text, plain: true, value: resolved.value, ...range };
}

function convertList(items: readonly ParsedNode[], range: Range, reading: Reading, place: Place): YamlList {
  const converted = items.map((item) => convert(item, reading, place));
  return { kind: 'list', items: converted.filter((item) => item !== undefined), ...range };
}

function convertMapping(items: readonly unknown[], range: Range, reading: Reading, place: Place): YamlMapping {
  const pairs: YamlPair[] = [];
  const seen = new Map<string, YamlScalar>();
  const repeated: RepeatedKey[] = [];
  for (const item of items) {
    if (!isPair(item)) continue;
    const key = convert(item.key as ParsedNode, reading, { ...place, isKey: true });
    if (key?.kind !== 'scalar') {
      // Of a text that could not be read, what looks like such a key is left over.
      if (key !== undefined && !reading.broken)
        reading.problems.push(problem('yaml-syntax', key, 'A key has to be plain text.'));
      continue;
    }
    // Of a line without its colon, or with a dash behind it, no key is left.
    const isNoKey = item.value === null || reading.text.slice(key.start, key.end).includes('\n');
    if (reading.broken && !place.inFlow && isNoKey) continue;
    if (key.plain && key.text === '') {
      if (reading.broken) continue;
      const range = { start: key.start, end: Math.min(key.end + 1, reading.text.length) };
      reading.problems.push(problem('yaml-syntax', range, 'A key is missing before the ":".'));
    }
    if (place.inFlow && item.value !== null && reading.text.slice(key.start, key.end).includes('\n')) {
      reading.problems.push(problem('yaml-syntax', key, 'A key has to stand on one line.'));
    }
    if (key.plain && key.text === '<<') reading.linked = true;
    const first = seen.get(key.text);
    if (first !== undefined && key.text !== '<<') repeated.push({ key, first });
    seen.set(key.text, key);
    const value = item.value === null ? undefined : convert(item.value as ParsedNode, reading, place);
    pairs.push({ key, value: value ?? absent(key.end) });
  }
  append(reading.problems, repeatedKeys(repeated, reading.text));
  return { kind: 'mapping', pairs, ...range };
}

/** A value that is not there reads as null. */
function absent(at: number): YamlScalar {
  return { kind: 'scalar', type: 'null', text: '', plain: true, value: null, start: at, end: at };
}

/** `{{ ds }}` without quotes is a mapping in a mapping to YAML, and never what was meant. */
function unquotedJinja(range: Range, reading: Reading): YamlScalar | undefined {
  const { text } = reading;
  if (!text.startsWith('{{', range.start)) return undefined;
  const close = text.indexOf('}}', range.start);
  if (close < 0 || text.slice(range.start, close).includes('\n')) return undefined;
  const end = close + 2;
  const source = text.slice(range.start, end);
  // One brace too many before a mapping.
  if (reading.broken && /^\{\{\s*[\w-]+:\s/.test(source)) return undefined;
  const found = problem(
    'unquoted-jinja',
    { start: range.start, end },
    `The template ${source} has to stand in quotes: YAML reads braces as a mapping.`,
  );
  reading.problems.push(
    isWholeValue(text, range.start, end)
      ? {
          ...found,
          fix: {
            title: 'Put the template in quotes',
            safety: 'safe',
            edits: [{ range: { start: range.start, end }, text: JSON.stringify(source) }],
          },
        }
      : { ...found, help: 'Put the whole value in quotes, with what stands beside the template.' },
  );
  return { kind: 'scalar', type: 'text', text: source, plain: true, value: source, start: range.start, end };
}

/** Does a value begin and end there? Quotes around part of a value would make it another one, or none. */
function isWholeValue(text: string, start: number, end: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /(?:^|[:\-[{,])[ \t]*$/.test(before) && AFTER_VALUE.test(text.slice(end, end + 80));
}

/** The end of a line, of a list or mapping, the next value, or a comment. */
const AFTER_VALUE = /^(?:[ \t]*(?:[,\]}\r\n]|$)|[ \t]+#)/;
